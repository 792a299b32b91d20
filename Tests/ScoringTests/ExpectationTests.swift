import InformationTheory
import Scoring
import TestSupport
import Testing

@Suite struct ExpectationTests {
  private func logits(_ count: Int, seed: UInt64) -> [Float] {
    var random = SeededGenerator(seed: seed)
    return random.normals(count, deviation: 4)
  }

  @Test(arguments: [1, 5, 32, 33, 127, 128, 129, 1_000, 5_003])
  func `it keeps of its logits what the plain fold keeps`(count: Int) {
    let logits = logits(count, seed: UInt64(count))
    let expectation = Expectation(logits: logits)
    for token in [0, count / 2, count - 1] {
      let expected = Prediction(foldingLogits: logits.map(Double.init), actual: token)
      let found = expectation.prediction(of: token)
      #expect(found.ids == expected.ids)
      #expect(found.actualRank == expected.actualRank)
      #expect(abs(found.actualLogit - expected.actualLogit) < 1e-5)
      for node in found.rest.indices where expected.rest[node] > -60 {
        #expect(abs(found.rest[node] - expected.rest[node]) < 1e-3)
      }
    }
  }

  @Test(arguments: [0.3, 1, 1.7])
  func `a token's surprisal is that of softmax over all logits`(value: Double) throws {
    let temperature = try #require(Temperature(value))
    let logits = logits(2_000, seed: 3)
    let truth = softmax(logits.map(Double.init), at: temperature)
    let expectation = Expectation(logits: logits)
    var predictions = Predictions(vocabularySize: 2_000)
    for token in 0..<50 { predictions.append(expectation.prediction(of: token)) }
    let figures = Figures(predictions, at: temperature)
    for token in 0..<50 {
      #expect(abs((figures.surprisal(at: token)?.perplexity ?? 0) * truth[token] - 1) < 1e-4)
    }
  }

  @Test func `impossible entries are neither candidates nor likely`() {
    let expectation = Expectation(logits: [1, -.infinity, 3])
    #expect(expectation.prediction.candidates.map(\.id) == [2, 0])
    #expect(!expectation.prediction.isScored)
    #expect(expectation.prediction(of: 1).actualRank == 3)
    #expect(expectation.prediction(of: 1).actualLogit == LogPartition.impossible)
  }

  @Test func `what is read before a place is what scoring would read there`() {
    let tokens = Array(0..<12)
    let plain = ScoringSettings(startToken: nil, window: 5, stride: 2)
    // Windows of 5 begin at 0, 2, 4, 6, 8; a token is scored in the first that holds it.
    #expect(plain.context(before: 4, of: tokens) == [0, 1, 2, 3])
    #expect(plain.context(before: 5, of: tokens) == [2, 3, 4])
    #expect(plain.context(before: 6, of: tokens) == [2, 3, 4, 5])
    #expect(plain.context(before: 7, of: tokens) == [4, 5, 6])
    #expect(plain.context(before: 11, of: tokens) == [8, 9, 10])
    let started = ScoringSettings(startToken: 99, window: 5, stride: 2)
    #expect(started.context(before: 0, of: tokens) == [99])
    #expect(started.context(before: 3, of: tokens) == [99, 0, 1, 2])
    #expect(started.context(before: 4, of: tokens) == [99, 2, 3])
    let absurd = ScoringSettings(startToken: nil, window: 0, stride: 0)
    #expect(absurd.context(before: 3, of: tokens) == [2])
  }
}
