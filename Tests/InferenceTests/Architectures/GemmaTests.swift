import GGUF
import Inference
import InformationTheory
import Scoring
import TestSupport
import Testing

private let name = "gemma3-270m.gguf"
private let model = TestFiles.other(name)

/// Gemma 3 270M, whose weights are of five kinds, against what `Reference/make_gemma.py` computed in
/// float64 with other implementations of unpacking, tokenizer and model.
@Suite(.enabled(if: model != nil, Comment(rawValue: TestFiles.otherReason(name))))
struct GemmaTests {
  /// The texts, and what is said of them.
  private struct Reference: Decodable {
    // swift-format-ignore: AlwaysUseLowerCamelCase
    var model_sha256: String
    /// The token that stood before each text.
    var start: Int
    var texts: [Text]

    struct Text: Decodable {
      var name: String
      var text: String
      var ids: [Int]
      var logprob: [Double]
    }

    static var kept: Self {
      get throws {
        let folder = TestFiles.packageFolder + "/Tests/InferenceTests/Reference/"
        return try TestFiles.decode(Self.self, from: folder + "gemma3-270m.json")
      }
    }
  }

  @Test func `the reference is of the model that is fetched`() throws {
    let setup = try TestFiles.text("Assets/setup/fetch-gemma")
    #expect(setup.contains("\ndigest=\(try Reference.kept.model_sha256)\n"))
  }

  @Test func `a text is cut into the reference's tokens, behind a start token`() throws {
    let engine = try Engine(path: try #require(model))
    let reference = try Reference.kept
    #expect(engine.scorer.boundaries.beginning == reference.start)
    #expect(engine.scorer.boundaries.isBeginningAdded)
    for text in reference.texts {
      let ids = try engine.scorer.tokenize(Array(text.text.utf8), false).map(\.id)
      #expect(ids == text.ids, "\(text.name)")
    }
  }

  @Test(arguments: InstructionSet.tested.map(\.name))
  func `a text read in batches has the reference's probabilities`(setName: String) throws {
    let set = try #require(InstructionSet.tested(setName))
    let engine = try Engine(ModelFile(path: #require(model)), set)
    let reference = try Reference.kept
    // What is emulated or plain is slow, and a short text passes all of it.
    let isFast = set.name == InstructionSet.available.first?.name
    for text in reference.texts where isFast || text.ids.count < 100 {
      let tokens = text.ids.enumerated().map { Token(id: $1, bytes: $0..<$0 + 1) }
      let predictions = try engine.predictions(tokens, start: reference.start, window: 2_048)
      let found = Figures(predictions, at: .one).logProbabilities.map(Double.init)
      let worst = zip(found, text.logprob).map { abs($0 - $1) }.max() ?? .infinity
      print("Gemma, \(setName), \(text.name): \(worst) nats")
      #expect(found.count == text.logprob.count && worst < (set.splits ? 1e-3 : 1e-4))
    }
  }

  @Test func `a text read one token at a time has the reference's probabilities`() throws {
    let engine = try Engine(path: try #require(model))
    let reference = try Reference.kept
    let text = try #require(reference.texts.first { $0.name == "prose" })
    for (place, id) in text.ids.enumerated() {
      let context = Context([reference.start] + text.ids.prefix(place), given: 1)
      let logits = try engine.scorer.expectation(context).logits.map(Double.init)
      let found = logits[id] - logPartition(logits)
      #expect(abs(found - text.logprob[place]) < 1e-4, "token \(place)")
    }
  }
}
