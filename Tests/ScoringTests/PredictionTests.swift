import InformationTheory
import Scoring
import Testing

@Suite struct PredictionTests {
  @Test func `candidates come best first, equal ones in the vocabulary's order`() {
    let prediction = Prediction(foldingLogits: [1, 5, 5, -2, 5], actual: 3)
    #expect(prediction.candidates.map(\.id) == [1, 2, 4, 0, 3])
    #expect(prediction.candidates.map(\.logit) == [0, 0, 0, -4, -7])
  }

  @Test func `a rank counts the strictly likelier tokens`() {
    let logits: [Double] = [1, 5, 5, -2, 5]
    let ranks = logits.indices.map { Prediction(foldingLogits: logits, actual: $0).actualRank }
    #expect(ranks == [4, 1, 1, 5, 1])
  }

  @Test func `the candidates are the best 32 of a larger vocabulary`() {
    let logits = Shape.heavyHead.logits(seed: 12)
    let best = logits.indices.sorted { logits[$0] > logits[$1] }.prefix(32)
    let prediction = Prediction(foldingLogits: logits, actual: best[20])
    #expect(prediction.candidates.map(\.id) == Array(best))
    #expect(prediction.actualRank == 21)
    #expect(prediction.isScored)
  }

  @Test func `the rest is the log-partition of the others at each node`() {
    let logits = (0..<34).map { -Double($0) / 4 }
    let rest = Prediction(foldingLogits: logits, actual: 0).rest
    for node in 0..<LogPartition.nodeCount {
      let beta = LogPartition.beta(ofNode: node)
      // Two tokens are left over, at −8 and at −8.25; the last candidate is at −7.75.
      let expected = logPartition([-0.25, -0.5], at: Temperature(1 / beta) ?? .one)
      #expect(abs(Double(rest[node]) - expected) < 1e-5 * (1 + abs(expected)))
    }
  }

  @Test func `impossible tokens are no candidates`() {
    let prediction = Prediction(foldingLogits: [0, -.infinity, -1], actual: 1)
    #expect(prediction.candidates.map(\.id) == [0, 2])
    #expect(prediction.actualRank == 3)
    #expect(prediction.actualLogit == LogPartition.impossible)
  }

  @Test func `an unscored position has no candidates`() {
    #expect(!Prediction.unscored.isScored)
    #expect(Prediction.unscored.candidates.isEmpty)
  }

  @Test func `predictions are kept in order, joined, and forgotten from the end`() {
    var predictions = Predictions(vocabularySize: 3)
    predictions.append(.unscored)
    predictions.append(Prediction(foldingLogits: [0, 1, 2], actual: 0))
    var more = Predictions(vocabularySize: 3)
    more.append(Prediction(foldingLogits: [0, 1, 2], actual: 1))
    predictions.append(more)
    #expect(predictions.count == 3)
    #expect(predictions.actualRanks == [0, 3, 2])
    #expect(predictions[2].actualLogit == -1)
    #expect(predictions[2].candidates.map(\.id) == [2, 1, 0])
    predictions.truncate(to: 5)
    #expect(predictions.count == 3)
    predictions.truncate(to: 1)
    #expect(predictions.actualRanks == [0])
    predictions.truncate(to: 0)
    #expect(predictions.count == 0)
    #expect(predictions.ids.isEmpty && predictions.logits.isEmpty && predictions.rest.isEmpty)
    #expect(predictions.actualLogits.isEmpty)
  }

  @Test func `a vocabulary no larger than the candidates has no rest`() {
    #expect(Predictions(vocabularySize: 32).logTailSize == LogPartition.impossible)
    #expect(Predictions(vocabularySize: 33).logTailSize == 0)
    #expect(abs(Predictions(vocabularySize: 49_152).logTailSize - 10.802_02) < 1e-4)
  }
}
