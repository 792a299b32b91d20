import Inference
import InformationTheory
import Scoring
import Testing

/// What the engine expects to come next, as generation and games ask for it.
@Suite struct ExpectationTests {
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
      let expectation = try scorer.expectation(Context(Array(ids.prefix(count)), given: 16))
      #expect(expectation.logits.count == 300 && !expectation.prediction.isScored)
      for (logit, truth) in zip(expectation.logits, expected[count - 1]) {
        #expect(abs(Double(logit) - truth) < 1e-4, "after \(count) tokens")
      }
    }
  }

  @Test(arguments: InstructionSet.tested.map(\.name), [1, 2, 3])
  func `its fold is that of its own logits, on any number of threads`(
    name: String, threads: Int
  ) throws {
    let set = InstructionSet.tested(name)
    let ids = model.text(20).map(\.id)
    let alone = try model.engine(on: set).scorer.expectation(Context(ids))
    let found = try model.engine(on: set, threads: threads).scorer.expectation(Context(ids))
    #expect(found.isIdentical(to: alone))
    let plain = Scoring.Expectation(logits: found.logits).prediction(of: 5)
    let fold = found.prediction(of: 5)
    #expect(fold.ids == plain.ids && fold.actualRank == plain.actualRank)
    #expect(fold.logits == plain.logits && fold.actualLogit == plain.actualLogit)
    let lastCandidate = plain.logits[LogPartition.candidateCount - 1]
    for node in fold.rest.indices {
      // Where a float would underflow, nodes go on in a straight line.
      let weight = Float(LogPartition.beta(ofNode: node)) * lastCandidate + plain.rest[node]
      guard weight > -60 else { continue }
      #expect(abs(fold.rest[node] - plain.rest[node]) < 1e-4)
    }
  }

  /// What may happen to an engine before it is asked.
  enum History: CaseIterable { case scored, drawn, scoredLonger, drawnElsewhere, drawnEarlier }

  @Test(arguments: InstructionSet.tested.map(\.name), History.allCases)
  func `a context is answered the same whatever was read before, bit for bit`(
    name: String, history: History
  ) throws {
    let set = InstructionSet.tested(name)
    let text = model.text(70)
    let ids = text.map(\.id)
    let engine = try model.engine(on: set)
    let asked = Context(Array(ids.prefix(60)), given: 41)
    let expected = try model.engine(on: set).scorer.expectation(asked)
    let scored = try model.engine(on: set).predictions(text)
    switch history {
    case .scored: _ = try engine.predictions(Array(text.prefix(60)))
    case .scoredLonger: _ = try engine.predictions(text)
    case .drawn:
      for count in 41..<60 {
        _ = try engine.scorer.expectation(Context(Array(ids.prefix(count)), given: 41))
      }
    case .drawnElsewhere:
      for count in 50...70 {
        _ = try engine.scorer.expectation(Context(Array(ids.prefix(count)), given: 50))
      }
    case .drawnEarlier:
      for count in 3...60 {
        _ = try engine.scorer.expectation(Context(Array(ids.prefix(count)), given: 3))
      }
    }
    #expect(try engine.scorer.expectation(asked).isIdentical(to: expected))
    // Scoring takes nothing over that was read alone.
    #expect(try engine.predictions(text, from: 65).isIdentical(to: scored.slice(65..<70)))
  }

  @Test(arguments: [nil, 299], [(1_024, 512), (24, 7), (24, 22), (16, 1)])
  func `a text has the scores that its generation reported, whatever the windows`(
    start: Int?, reading: (window: Int, stride: Int)
  ) throws {
    let settings = ScoringSettings(
      startToken: start, window: reading.window, stride: reading.stride)
    let engine = try model.engine()
    let sampler = Sampler(seed: 3)
    var ids = model.text(10).map(\.id)
    var reported = Predictions(vocabularySize: 300)
    for place in 10..<60 {
      let context = settings.context(before: place, of: ids, given: 10)
      let expectation = try engine.scorer.expectation(context)
      ids.append(sampler.draw(from: expectation.logits, at: place).entry)
      reported.append(expectation.prediction(of: ids[place]))
    }
    let text = ids.enumerated().map { Token(id: $1, bytes: $0..<$0 + 1) }
    let scored = try engine.predictions(
      text, start: start, window: reading.window, stride: reading.stride)
    let (found, expected) = (Figures(reported, at: .one), Figures(scored, at: .one))
    for place in 10..<60 {
      let difference = found.logProbabilities[place - 10] - expected.logProbabilities[place]
      #expect(abs(difference) < 1e-4, "token \(place)")
    }
  }

  @Test func `a weight that is not finite is an error`() throws {
    var damaged = TinyModel(isTied: false, seed: 5)
    damaged.damage("output.weight", at: 64 * 123 + 9, with: .nan)
    let scorer = try damaged.engine().scorer
    #expect(throws: InferenceError.damagedTensor("output.weight", file: "")) {
      try scorer.expectation(Context([1, 2, 3]))
    }
  }
}

extension Scoring.Expectation {
  fileprivate func isIdentical(to other: Scoring.Expectation) -> Bool {
    logits.map(\.bitPattern) == other.logits.map(\.bitPattern)
      && prediction.ids == other.prediction.ids && prediction.logits == other.prediction.logits
      && prediction.rest == other.prediction.rest
  }
}
