import Basics
import InformationTheory

extension Prediction {
  /// A prediction from what a model says that does not give all logits: its likeliest tokens.
  ///
  /// Here the rest is flat: all tokens beyond the candidates are equally likely. That is exact for ln p at
  /// T = 1, and one of two extremes at any other; `Figures` have both, and the middle where one number is
  /// needed.
  ///
  /// - Parameters:
  ///   - likeliest: ln p at T = 1 in nats of the likeliest tokens, best first; of more than
  ///     `LogPartition.candidateCount` the first are kept.
  ///   - actual: ln p at T = 1 of the token that really came, and its rank; nil leaves the position
  ///     without a score.
  /// - Returns: Nil where no distribution fits.
  public init?(
    likeliest: [(id: Int, logProbability: Double)], vocabularySize: Int,
    actual: (logProbability: Double, rank: Int)?
  ) {
    let head = likeliest.prefix(LogPartition.candidateCount)
    guard
      let rest = BoundedRest(
        logProbabilities: head.map(\.logProbability), vocabularySize: vocabularySize)
    else { return nil }
    let best = rest.logProbabilities[0]
    self = .unscored
    for (lane, candidate) in head.enumerated() {
      ids[lane] = Int32(candidate.id)
      logits[lane] = Float(candidate.logProbability - best)
    }
    logRestMass = Float(log(rest.mass))
    spread(rest, from: head.count)
    guard let actual else { return }
    actualLogit = max(Float(actual.logProbability - best), LogPartition.impossible)
    actualRank = Int32(actual.rank)
  }

  /// A prediction of a model that says how likely the token that came was, and nothing of the others: its surprise at
  /// T = 1 is known, and nothing at any other temperature.
  ///
  /// - Parameter logProbability: ln p at T = 1 in nats.
  /// - Returns: Nil where it is no probability.
  public init?(ofOneToken logProbability: Double, vocabularySize: Int) {
    guard logProbability <= 1e-5, vocabularySize > 0 else { return nil }
    self = .unscored
    let lanes = min(LogPartition.candidateCount, vocabularySize)
    for lane in 0..<lanes { logits[lane] = 0 }
    let others = vocabularySize - lanes
    if others > 0 { rest = .init(repeating: Float(log(Double(others)))) }
    logRestMass = 0
    actualLogit = max(
      Float(min(logProbability, 0) + log(Double(vocabularySize))), LogPartition.impossible)
    actualRank = Self.unknownRank
  }

  /// Whether nothing is known but how likely the token was that came.
  public var isOfOneToken: Bool { isBounded && ids[0] < 0 }

  /// Makes the tokens beyond the candidates alike. Those that have a lane have no id.
  private mutating func spread(_ rest: BoundedRest, from first: Int) {
    guard rest.mass > 0 else { return }
    let lanes = min(LogPartition.candidateCount - first, rest.count)
    let logit = log(rest.mass / Double(rest.count)) - rest.logProbabilities[0]
    for lane in first..<first + lanes { logits[lane] = min(Float(logit), 0) }
    guard rest.count > lanes else { return }
    let anchor = Double(logits[LogPartition.candidateCount - 1])
    let logCount = log(Double(rest.count - lanes))
    for node in 0..<LogPartition.nodeCount {
      self.rest[node] = Float(logCount + LogPartition.beta(ofNode: node) * (logit - anchor))
    }
  }

  /// What is known of the distribution where the rest is bounded.
  func boundedRest(vocabularySize: Int) -> BoundedRest? {
    let candidates = candidates
    let mass = exp(Double(logRestMass))
    let sum = candidates.reduce(0) { $0 + exp($1.logit) }
    let best = log1p(-mass) - log(sum)
    return BoundedRest(
      logProbabilities: candidates.map { $0.logit + best }, vocabularySize: vocabularySize,
      mass: mass)
  }
}

/// What is certain of a position at a temperature, in nats: of no width where the whole vocabulary was
/// summed.
public struct PredictionInterval: Equatable, Sendable {
  /// ln p of the token that came.
  public var logProbability: ClosedRange<Double>
  /// The entropy of the distribution.
  public var entropy: ClosedRange<Double>
}

extension Predictions {
  /// What is certain of a scored position at a temperature, the limits 0 and ∞ included; nil where
  /// unscored. How wide it is, and why: `BoundedRest`.
  ///
  /// - Complexity: O(1).
  public func interval(
    at position: Int, temperature: Temperature
  ) -> PredictionInterval? {
    let prediction = self[position]
    guard prediction.isScored else { return nil }
    guard prediction.isBounded else {
      let figure = DistributionReader(self, at: temperature).figure(at: position, of: self)
      let (logProbability, entropy) = (Double(figure.logProbability), Double(figure.entropy))
      return PredictionInterval(
        logProbability: logProbability...logProbability, entropy: entropy...entropy)
    }
    if prediction.isOfOneToken {
      return temperature == .one ? interval(ofOneToken: prediction) : nil
    }
    guard let rest = prediction.boundedRest(vocabularySize: vocabularySize) else { return nil }
    let value = rest.value(at: temperature)
    let actual = rest.logProbabilities[0] + infiniteIfImpossible(prediction.actualLogit)
    return PredictionInterval(
      logProbability: value.logProbability(ofKnown: actual), entropy: value.entropy)
  }

  /// What is certain at T = 1 where one token is known: the others are one, or all alike.
  private func interval(ofOneToken prediction: Prediction) -> PredictionInterval {
    let logProbability = min(
      infiniteIfImpossible(prediction.actualLogit) - log(Double(vocabularySize)), 0)
    let probability = exp(logProbability)
    let least = binaryEntropy(probability)
    let most = least + (1 - probability) * log(Double(max(vocabularySize - 1, 1)))
    return PredictionInterval(
      logProbability: logProbability...logProbability, entropy: least...max(least, most))
  }
}

extension Predictions {
  /// What is certain of ln p of each candidate at a position, best first, in nats, at a temperature: of no width
  /// where the whole vocabulary was summed, and at T = 1.
  ///
  /// - Complexity: O(1).
  public func candidateIntervals(
    at position: Int, temperature: Temperature
  ) -> [(id: Int, logProbability: ClosedRange<Double>)] {
    let prediction = self[position]
    guard prediction.isBounded else {
      return candidates(at: position, temperature: temperature).map {
        ($0.id, $0.logProbability...$0.logProbability)
      }
    }
    guard let rest = prediction.boundedRest(vocabularySize: vocabularySize) else { return [] }
    let value = rest.value(at: temperature)
    return zip(prediction.candidates, rest.logProbabilities).map {
      ($0.id, value.logProbability(ofKnown: $1))
    }
  }

  /// What is certain of the probability that so many of the likeliest tokens have together: those beyond the
  /// candidates that are known have at least their part of the rest, and none of them more than the last one known.
  ///
  /// - Complexity: O(1).
  public func probability(
    ofLikeliest count: Int, at position: Int, temperature: Temperature
  ) -> ClosedRange<Double> {
    let known = candidateIntervals(at: position, temperature: temperature)
    let (ends, others) = (known.prefix(count).map(\.logProbability), vocabularySize - known.count)
    let low = min(ends.reduce(0) { $0 + exp($1.lowerBound) }, 1)
    let high = min(ends.reduce(0) { $0 + exp($1.upperBound) }, 1)
    let further = self[position].isBounded ? min(count - ends.count, others) : 0
    guard further > 0 else { return low...max(low, high) }
    let part = min(low + (1 - low) * Double(further) / Double(others), 1)
    return part...max(part, min(high + Double(further) * exp(ends.last?.upperBound ?? 0), 1))
  }
}
