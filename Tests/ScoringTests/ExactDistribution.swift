import TestSupport
import InformationTheory
import Scoring
import Basics

/// A whole distribution in double precision, straight from its definition: what the compact form
/// has to agree with.
struct ExactDistribution {
  let logits: [Double]
  let largest: Double

  init(_ logits: [Double]) {
    self.logits = logits
    largest = logits.max() ?? 0
  }

  /// ln p of a token and the entropy in nats, at a temperature; its limits included.
  func figure(of token: Int, at temperature: Double) -> (logProbability: Double, entropy: Double) {
    let beta = 1 / temperature
    if beta == .infinity { return limit(of: token) { $0 == largest } }
    if temperature == .infinity { return limit(of: token) { $0 > -.infinity } }
    var (sum, moment) = (0.0, 0.0)
    for logit in logits where logit > -.infinity {
      let weight = exp(beta * (logit - largest))
      sum += weight
      if weight > 0 { moment += weight * beta * (logit - largest) }
    }
    return (beta * (logits[token] - largest) - log(sum), log(sum) - moment / sum)
  }

  /// The limits share all probability equally among some tokens.
  private func limit(
    of token: Int, sharing belongs: (Double) -> Bool
  ) -> (logProbability: Double, entropy: Double) {
    let share = log(Double(logits.count(where: belongs)))
    return (belongs(logits[token]) ? -share : -.infinity, share)
  }
}

/// Shapes of distributions that language models make, and some that they should not.
enum Shape: String, CaseIterable, Sendable {
  case heavyHead, wide, narrow, peaked, flat, tiedBest, manyTies, one, two, ten, thirtyTwo,
    thirtyThree, masked, continuationBytes

  /// Logits of the shape; the same for the same seed.
  func logits(seed: UInt64) -> [Double] {
    var random = SeededGenerator(seed: seed &* 977 &+ UInt64(rawValue.utf8.count))
    func gaussian(_ count: Int, spread: Double, mean: Double = 0) -> [Double] {
      (0..<count).map { _ in mean + spread * random.normal() }
    }
    switch self {
    case .heavyHead:
      var logits = gaussian(49_152, spread: 2.6, mean: -3)
      for _ in 0..<200 {
        let lift = -3 * log(Double.random(in: 1e-9..<1, using: &random))
        logits[Int.random(in: 0..<logits.count, using: &random)] += lift
      }
      return logits
    case .wide: return gaussian(49_152, spread: 4)
    case .narrow: return gaussian(49_152, spread: 0.5)
    case .peaked:
      var logits = gaussian(49_152, spread: 2)
      logits[17] = 45
      return logits
    case .flat: return [Double](repeating: 1.25, count: 49_152)
    case .tiedBest:
      var logits = gaussian(49_152, spread: 2)
      for token in [5, 900, 40_000] { logits[token] = 20 }
      return logits
    case .manyTies: return (0..<49_152).map { $0 % 10 == 3 ? 2 : -6 }
    case .one: return [3]
    case .two: return [1, -1]
    case .ten: return gaussian(10, spread: 3)
    case .thirtyTwo: return gaussian(32, spread: 3)
    case .thirtyThree: return gaussian(33, spread: 3)
    case .continuationBytes:
      // Inside a character: some 64 bytes that are alike, half of them beyond the candidates, and then
      // a cliff. The tail's partition function is then near zero at complex temperatures.
      let bytes = (0..<64).map { _ in 0.5 * random.normal() }
      return gaussian(49_088, spread: 1.6, mean: -17) + bytes
    case .masked: return gaussian(1_000, spread: 3).map { $0 < -3 ? -.infinity : $0 }
    }
  }

  /// Tokens to ask about: the best, some of every rank, the worst.
  func tokens(of logits: [Double]) -> [Int] {
    let order = logits.indices.sorted { logits[$0] > logits[$1] }
    return [0, 1, 4, 31, 32, 40, 1_000, 20_000, order.count - 1]
      .filter { $0 < order.count }.map { order[$0] }
  }
}

/// The predictions of one distribution, one position for each token asked about.
func predictions(_ logits: [Double], _ tokens: [Int]) -> Predictions {
  var predictions = Predictions(vocabularySize: logits.count)
  guard let first = tokens.first else { return predictions }
  let folded = Prediction(foldingLogits: logits, actual: first)
  for token in tokens {
    var prediction = folded
    let distance = Float(logits[token] - (logits.max() ?? 0))
    prediction.actualLogit = max(distance, LogPartition.impossible)
    prediction.actualRank = Int32(1 + logits.count { $0 > logits[token] })
    predictions.append(prediction)
  }
  return predictions
}
