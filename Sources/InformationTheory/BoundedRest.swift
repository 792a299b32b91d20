import Basics

/// A distribution of which only the likeliest tokens are known, as of a model that gives no more: what
/// can be said of it at a temperature is an interval.
///
/// At T = 1 the *k* likeliest of *V* tokens have known probabilities. The other *n* = *V* − *k* have
/// the mass *m* = 1 − Σp together, and none more than *c*, the probability of the *k*-th. At β = 1/T
/// they bring R = Σq^β into the sum. Two distributions of the mass bound it: *flat*, where all have
/// m/n, and *packed*, where ⌊m/c⌋ have *c*, one has what is left, and the others nothing. Every *q*
/// that is possible majorizes flat and is majorized by packed, and Σq^β is Schur-concave for β < 1 and
/// Schur-convex for β > 1, so that flat is the largest R above T = 1 and the smallest below (Marshall,
/// Olkin and Arnold 2011, Inequalities: Theory of Majorization, 3.C.1 and 5.C). At T = 1 both are *m*.
///
/// Every interval is as good as the probabilities that it was made of: what they are rounded by is
/// missing from *m*, and weighs the more the hotter it gets.
public struct BoundedRest: Sendable {
  /// ln p of the known tokens at T = 1, largest first; not empty.
  public let logProbabilities: [Double]
  /// The number of the other tokens.
  public let count: Int
  /// The probability of all the others together at T = 1.
  public let mass: Double

  /// A distribution from what is known of it; nil where no distribution fits.
  ///
  /// - Parameters:
  ///   - logProbabilities: ln p of the likeliest tokens at T = 1 in nats, largest first.
  ///   - vocabularySize: The number of all tokens.
  ///   - mass: The probability of the others together, where it is known better than as 1 − Σp.
  /// - Complexity: O(*k*) in the number of known tokens.
  public init?(logProbabilities: [Double], vocabularySize: Int, mass: Double? = nil) {
    let known = zip(logProbabilities, logProbabilities.dropFirst())
    guard let first = logProbabilities.first, let last = logProbabilities.last,
      first <= Self.slack, last > -.infinity, known.allSatisfy({ $0 >= $1 }),
      vocabularySize >= logProbabilities.count
    else { return nil }
    let count = vocabularySize - logProbabilities.count
    let most = Double(count) * exp(last)
    let mass = mass ?? 1 - logProbabilities.reduce(0) { $0 + exp($1) }
    guard mass >= -Self.slack, mass < 1, mass <= most + Self.slack else { return nil }
    self.logProbabilities = logProbabilities
    self.count = count
    self.mass = min(max(mass, 0), most)
  }

  /// What rounding to floats may leave of a sum of probabilities.
  private static let slack = 1e-5

  /// How the mass lies in the fewest tokens: so many have the probability of the last known one, and one has
  /// what is left, 0 where nothing is.
  public var packed: (full: Double, left: Double) {
    let (full, left) = divided(
      mass, by: exp(logProbabilities[logProbabilities.count - 1]), atMost: Double(count))
    // What rounding left is no token, though it would weigh like one where it is hot.
    return (full, left > 1e-15 * mass ? left : 0)
  }

  /// What is known at one temperature, in nats.
  public struct Value: Equatable, Sendable {
    /// The log-partition ln Σ p^β, 0 at T = 1. Both ends are attained, by flat and packed.
    public var logPartition: ClosedRange<Double>
    /// The entropy.
    public var entropy: ClosedRange<Double>
    /// Whether the ends of the entropy are those of flat and packed. If not they are bounds that no
    /// distribution need attain.
    public var isEntropyAttained: Bool
    /// ln p of a token of which nothing is known, from −∞ where it may be impossible. Both ends are
    /// attained, by distributions of their own. Nil when all tokens are known.
    public var unlistedLogProbability: ClosedRange<Double>?

    fileprivate let beta: Double
    /// ln p of the best token at T = 1, and the log-partition measured from it.
    fileprivate let best: Double
    fileprivate let logSum: ClosedRange<Double>

    /// ln p of a token from its ln p at T = 1. For one of the likeliest both ends are attained, by flat and
    /// packed; for another they hold, and need not be. One that is impossible is so at every temperature.
    public func logProbability(ofKnown logProbability: Double) -> ClosedRange<Double> {
      guard logProbability > -.infinity else { return logProbability...logProbability }
      let exponent = scaled(logProbability - best, by: beta)
      return min(exponent - logSum.upperBound, 0)...min(exponent - logSum.lowerBound, 0)
    }
  }

  /// Reads the distribution at a temperature, the limits 0 and ∞ included.
  ///
  /// The log-partition is exact since it rises with R. Entropy is S = ln W − (G + E)/W, where W = H + R,
  /// H and G are Σw and Σw ln w of the known weights w = p^β, and E is Σw ln w of the others.
  ///
  /// Between weights 0 and C = c^β that sum to R, E is least where all are alike, and largest where as
  /// many as fit are C, as w ln w is convex. With either, S rises with R: its derivative is −(ln π + S)/W,
  /// where π is the smallest share that is not zero, and −ln π is at least the mean S of all −ln π. So
  /// S lies between that of the least R with the largest E and that of the largest R with the least E.
  /// For T ≥ 1 these are packed and flat themselves.
  ///
  /// Below T = 1 they are not. There S is Schur-convex in *q*, and flat and packed are its ends the other
  /// way round, where ln π + S ≤ −1/(1 − T) for a token of probability *c*, whatever the others have: by
  /// Schur's criterion on ∂S/∂q = −βq^(β−1) (ln π + S)/W. Where that is not certain the bounds are given.
  ///
  /// - Complexity: O(*k*) in the number of known tokens.
  public func value(at temperature: Temperature) -> Value {
    let weights = Weights(self, at: temperature)
    let least = min(weights.flat, weights.packed)
    let most = max(weights.flat, weights.packed)
    var entropy = ordered(weights.entropy(packedTo: least), weights.entropy(spreadTo: most))
    var isAttained = temperature >= .one || mass == 0
    let share = weights.logCap - log(weights.known + least)
    if !isAttained, share + entropy.upperBound <= -1 / (1 - temperature.value) {
      entropy = ordered(
        weights.entropy(spreadTo: weights.flat), weights.entropy(packedTo: weights.packed))
      isAttained = true
    }
    let best = logProbabilities[0]
    let logSum = log(weights.known + least)...log(weights.known + most)
    let exponent = scaled(best, by: weights.beta)
    return Value(
      logPartition: exponent + logSum.lowerBound...exponent + logSum.upperBound,
      entropy: entropy, isEntropyAttained: isAttained,
      unlistedLogProbability: weights.unlisted(of: self), beta: weights.beta, best: best,
      logSum: logSum)
  }
}

/// The weights p^β at one temperature, all measured from the best token's.
private struct Weights {
  let beta: Double
  /// H and G, the sums of w and of w ln w over the known tokens.
  private(set) var known = 0.0
  private var knownMoment = 0.0
  /// The largest weight that another token can have, and its logarithm.
  private let cap: Double
  let logCap: Double
  private let count: Double
  /// R of the two extremes.
  let flat: Double
  let packed: Double

  init(_ rest: BoundedRest, at temperature: Temperature) {
    let beta = temperature.beta
    let best = rest.logProbabilities[0]
    let least = rest.logProbabilities[rest.logProbabilities.count - 1]
    let exponent = { (logProbability: Double) in
      scaled(min(logProbability, least) - best, by: beta)
    }
    self.beta = beta
    count = Double(rest.count)
    logCap = exponent(least)
    cap = exp(logCap)
    if rest.mass == 0 || beta == 1 {
      flat = rest.mass * exp(-best)
      packed = flat
    } else {
      flat = count * exp(exponent(log(rest.mass / count)))
      let (full, left) = rest.packed
      packed = full * cap + (left > 0 ? exp(exponent(log(left))) : 0)
    }
    for logProbability in rest.logProbabilities {
      let exponent = scaled(logProbability - best, by: beta)
      known += exp(exponent)
      knownMoment += weighted(exponent)
    }
  }

  /// S where the others are all alike and sum to R.
  func entropy(spreadTo sum: Double) -> Double {
    entropy(sum, moment: sum > 0 ? sum * log(sum / count) : 0)
  }

  /// S where as many others as fit have the largest weight, and all sum to R.
  func entropy(packedTo sum: Double) -> Double {
    guard cap > 0 else { return entropy(0, moment: 0) }
    let (full, left) = divided(sum, by: cap, atMost: count)
    return entropy(sum, moment: full * weighted(logCap) + (left > 0 ? left * log(left) : 0))
  }

  private func entropy(_ sum: Double, moment: Double) -> Double {
    max(log(known + sum) - (knownMoment + moment) / (known + sum), 0)
  }

  /// ln p of one of the others: from what the rest of them cannot hold, to all that it can have, where
  /// the rest of them bring the least.
  func unlisted(of rest: BoundedRest) -> ClosedRange<Double>? {
    guard rest.count > 0 else { return nil }
    let others = count - 1
    let least = rest.logProbabilities[rest.logProbabilities.count - 1]
    let most = exp(least)
    func logWeight(_ probability: Double) -> Double {
      guard probability > 0 else { return -.infinity }
      return scaled(min(log(probability / most), 0) + least - rest.logProbabilities[0], by: beta)
    }
    func weight(_ probability: Double) -> Double { exp(logWeight(probability)) }
    let high = min(most, rest.mass)
    let spread = others > 0 ? others * weight((rest.mass - high) / others) : 0
    let withHigh = known + (beta > 1 ? weight(high) + spread : packed)
    let needed = rest.mass - others * most
    let low = needed > 1e-12 * others * most ? needed : 0
    let withLow = known + others * cap + weight(low)
    let upper = min(logWeight(high) - log(withHigh), 0)
    return min(logWeight(low) - log(withLow), upper)...upper
  }
}

/// βx, and 0 for the best token at T = 0, where β is infinite.
private func scaled(_ logit: Double, by beta: Double) -> Double { logit == 0 ? 0 : beta * logit }

/// w ln w of a weight given by its logarithm.
private func weighted(_ exponent: Double) -> Double {
  let weight = exp(exponent)
  return weight > 0 ? weight * exponent : 0
}

/// How many whole parts are in an amount, and what is left.
private func divided(
  _ amount: Double, by part: Double, atMost count: Double
) -> (full: Double, left: Double) {
  let full = min((amount / part).rounded(.down), count)
  return (full, full < count ? min(max(amount - full * part, 0), part) : 0)
}
