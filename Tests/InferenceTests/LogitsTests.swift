import CKernels
import Inference
import Scoring
import Testing

/// The logits of what comes next, as generation asks for them.
@Suite struct LogitsTests {
  private let model = TinyModel(.q8_0, isTied: false, seed: 7)

  @Test(arguments: InstructionSet.available.map(\.name))
  func `the logits after each context are the plain twin's, whether it grows or not`(
    name: String
  ) throws {
    let set = try #require(InstructionSet.available.first { $0.name == name })
    let ids = model.text(60).map(\.id)
    let expected = PlainTransformer.logits(model, ids)
    let scorer = try model.engine(on: set, threads: 2).scorer
    for count in [1, 2, 3, 17, 18, 60, 59, 30, 1] {
      let found = try scorer.logits(Array(ids.prefix(count)))
      #expect(found.count == 300)
      for (logit, truth) in zip(found, expected[count - 1]) {
        #expect(abs(Double(logit) - truth) < 1e-4, "after \(count) tokens")
      }
    }
  }

  @Test func `a context beyond the window counts by its last part`() throws {
    let ids = model.text(1_100).map(\.id)
    let engine = try model.engine()
    let long = try engine.scorer.logits(ids)
    #expect(long == (try engine.scorer.logits(Array(ids[512...]))))
  }

  @Test func `a weight that is not finite is an error`() throws {
    var damaged = TinyModel(isTied: false, seed: 5)
    damaged.damage("output.weight", at: 64 * 123 + 9, with: .nan)
    let scorer = try damaged.engine().scorer
    #expect(throws: InferenceError.notFinite(position: 3)) { try scorer.logits([1, 2, 3]) }
  }

  @Test func `a long context moves on by half a window, and never leaves less than that`() {
    #expect((1...8).allSatisfy { Window.firstToken(ofContext: $0, capacity: 8) == 0 })
    #expect(
      (9...16).map { Window.firstToken(ofContext: $0, capacity: 8) } == [4, 4, 4, 4, 8, 8, 8, 8])
    for capacity in 1...9 {
      for count in 1...50 {
        let kept = count - Window.firstToken(ofContext: count, capacity: capacity)
        #expect((1...capacity).contains(kept) && (count <= capacity) == (kept == count))
      }
    }
  }
}
