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
      let lastCandidate = expected.logits[LogPartition.candidateCount - 1]
      for node in found.rest.indices {
        // Where a float would underflow, nodes go on in a straight line.
        let weight = Float(LogPartition.beta(ofNode: node)) * lastCandidate + expected.rest[node]
        guard weight > -60 else { continue }
        #expect(abs(found.rest[node] - expected.rest[node]) < 2e-5)
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

  @Test func `a token as likely as others has the rank that they have`() {
    let logits: [Float] = (0..<50).map { $0 == 7 ? 9 : $0 < 40 ? 1 : 0 }
    let expectation = Expectation(logits: logits)
    #expect([7, 0, 39, 45].map { expectation.prediction(of: $0).actualRank } == [1, 2, 2, 41])
  }
}
