import Basics
import InformationTheory

/// Reads positions at one temperature, the limits included.
struct DistributionReader {
  /// Nil at the limits.
  let reader: LogPartitionReader?
  private let beta: Double
  private let logVocabulary: Float
  private let logTailSize: Float

  init(_ predictions: Predictions, at temperature: Temperature) {
    beta = temperature.beta
    // So hot that no logit differs from any other in a float, or so cold that β overflows.
    let isLimit = beta < 1e-12 || beta == .infinity
    reader = isLimit ? nil : LogPartitionReader(temperature)
    logVocabulary = log(Float(predictions.vocabularySize))
    logTailSize = predictions.logTailSize
  }

  /// ln p of the token that came and the entropy of the distribution, in nats.
  func figure(
    at position: Int, of predictions: Predictions
  ) -> (logProbability: Float, entropy: Float) {
    let actual = predictions.actualLogits[position]
    guard let reader else {
      let shared = logOfSharing(predictions.logits[position], predictions.rest[position])
      return (logProbability(atLimit: actual, shared), shared)
    }
    let value = reader.read(
      head: predictions.logits[position], tail: predictions.rest[position], logTailSize: logTailSize
    )
    let logProbability =
      actual > LogPartition.impossible
      ? min(beta * Double(actual) - value.logPartition, 0) : -.infinity
    let entropy = max(value.logPartition - beta * value.meanLogit, 0)
    return (Float(logProbability), Float(entropy))
  }

  /// ln p of tokens with these logits, all at one position.
  func logProbabilities(ofLogits logits: [Double], in prediction: Prediction) -> [Double] {
    guard let reader else {
      let shared = logOfSharing(prediction.logits, prediction.rest)
      return logits.map { Double(logProbability(atLimit: Float($0), shared)) }
    }
    let value = reader.read(
      head: prediction.logits, tail: prediction.rest, logTailSize: logTailSize)
    return logits.map { min(beta * $0 - value.logPartition, 0) }
  }

  /// ln p at a limit, where some tokens share all the probability.
  private func logProbability(atLimit logit: Float, _ logOfSharing: Float) -> Float {
    let shares = beta == .infinity ? logit == 0 : logit > LogPartition.impossible
    return shares ? -logOfSharing : -.infinity
  }

  /// ln of the number of tokens that share the probability at a limit: all of them when hot, those
  /// that tie with the best when cold.
  private func logOfSharing(_ head: SIMD32<Float>, _ tail: SIMD32<Float>) -> Float {
    guard beta == .infinity else { return logVocabulary }
    let ties = head.indices.count { head[$0] == 0 }
    guard ties == LogPartition.candidateCount else { return log(Float(ties)) }
    // The tail may go on with ties; at its coldest node nothing else has weight.
    return log(Float(ties) + exp(tail[LogPartition.nodeCount - 1]).rounded())
  }
}

extension Predictions {
  /// ln p of each candidate at a position, best first, in nats, at a temperature; where the rest is bounded, the
  /// middles.
  public func candidates(
    at position: Int, temperature: Temperature
  ) -> [(id: Int, logProbability: Double)] {
    let prediction = self[position]
    if prediction.isBounded {
      return candidateIntervals(at: position, temperature: temperature).map {
        ($0.id, Information.middle(of: $0.logProbability).nats)
      }
    }
    let candidates = prediction.candidates
    let logProbabilities = DistributionReader(self, at: temperature)
      .logProbabilities(ofLogits: candidates.map(\.logit), in: prediction)
    return zip(candidates, logProbabilities).map { ($0.id, $1) }
  }
}
