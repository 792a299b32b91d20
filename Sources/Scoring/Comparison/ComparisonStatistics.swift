import InformationTheory
import Basics

/// A number and its standard error.
public struct Estimate: Hashable, Sendable {
  /// The number.
  public var value: Double
  /// Its standard error; nil where there are too few to say.
  public var error: Double?

  /// A number and its standard error.
  public init(_ value: Double, error: Double?) { (self.value, self.error) = (value, error) }

  /// The mean of numbers. O(*n*).
  public init(meanOf values: [Double]) {
    value = values.reduce(0, +) / Double(values.count)
    error = covariance(values, values).map { ($0 / Double(values.count)).squareRoot() }
  }

  /// A function of it, whose slope there says how the error goes on.
  func mapped(to value: Double, slope: Double) -> Estimate {
    Estimate(value, error: error.map { $0 * abs(slope) })
  }
}

/// Numbers, of which the mean and some quantiles are kept.
public struct Spread: Hashable, Sendable {
  /// Their mean.
  public let mean: Estimate
  /// The numbers below which ``shares`` of all lie.
  private let quantiles: [Double]

  /// The shares whose quantiles are kept: those that llama.cpp's perplexity tool prints.
  public static let shares = [
    0, 0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1,
  ]

  /// A mean, and a quantile for each of ``shares``.
  public init(mean: Estimate, quantiles: [Double]) {
    precondition(quantiles.count == Self.shares.count, "a quantile for each share")
    (self.mean, self.quantiles) = (mean, quantiles)
  }

  /// Numbers, in any order; nil where there are none. O(*n* log *n*).
  init?(_ values: [Double]) {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    mean = Estimate(meanOf: values)
    quantiles = Self.shares.map { share in
      let place = share * Double(sorted.count - 1)
      let below = Int(place)
      let part = place - Double(below)
      guard part > 0 else { return sorted[below] }
      return (1 - part) * sorted[below] + part * sorted[min(below + 1, sorted.count - 1)]
    }
  }

  /// The number below which one of ``shares`` lies, between two neighbours in proportion. O(1).
  public func quantile(_ share: Double) -> Double {
    guard let place = Self.shares.firstIndex(of: share) else {
      preconditionFailure("\(share) is none of the shares that are kept")
    }
    return quantiles[place]
  }
}

/// The statistics of two models over a text as llama.cpp's perplexity tool gives them, so that one can be checked
/// against the other: means with standard errors over tokens, and quantiles.
public struct ComparisonStatistics: Sendable {
  /// The tokens that both have scored.
  public var count: Int
  /// The perplexity of the other, and of the base.
  public var perplexity: Estimate, perplexityOfBase: Estimate
  /// How −ln p of both go together, from −1 to 1; nil where one of them does not vary.
  public var correlation: Double?
  /// ln of the ratio of the perplexities, other to base, and the ratio.
  public var logRatio: Estimate, ratio: Estimate
  /// How much larger the perplexity of the other is.
  public var difference: Estimate
  /// The divergences of the other from the base, and the other way, in nats; nil where they are not known.
  public var divergence: Spread?, reverse: Spread?
  /// How much more probable each token is to the other.
  public var probability: Spread
  /// The root of the mean square of that.
  public var rootMeanSquare: Estimate
  /// The share of places where both put the same token first; nil where that is not known of all.
  public var sameTop: Estimate?

  /// Statistics that are known.
  public init(
    count: Int, perplexity: Estimate, ofBase perplexityOfBase: Estimate, correlation: Double?,
    logRatio: Estimate, ratio: Estimate, difference: Estimate, divergence: Spread?,
    reverse: Spread?, probability: Spread, rootMeanSquare: Estimate, sameTop: Estimate?
  ) {
    (self.count, self.correlation, self.sameTop) = (count, correlation, sameTop)
    (self.perplexity, self.perplexityOfBase) = (perplexity, perplexityOfBase)
    (self.logRatio, self.ratio, self.difference) = (logRatio, ratio, difference)
    (self.divergence, self.reverse) = (divergence, reverse)
    (self.probability, self.rootMeanSquare) = (probability, rootMeanSquare)
  }

  /// The statistics of places that both have scored; nil where there is none, and where one is open. O(*n* log *n*).
  public init?(_ places: some Sequence<PlaceComparison>) {
    let places = places.filter { $0.both != nil }
    guard !places.contains(where: \.isOpen) else { return nil }
    let both = places.compactMap(\.both)
    let (base, other) = (both.map(\.base.surprisal.nats), both.map(\.other.surprisal.nats))
    let changes = zip(base, other).map { exp(-$1) - exp(-$0) }
    guard let probability = Spread(changes) else { return nil }
    count = both.count
    perplexity = Estimate(meanOf: other).exponential
    perplexityOfBase = Estimate(meanOf: base).exponential
    logRatio = Estimate(meanOf: zip(base, other).map { $1 - $0 })
    ratio = logRatio.exponential
    let size = (covariance(base, base) ?? 0) * (covariance(other, other) ?? 0)
    correlation = size > 0 ? covariance(base, other).map { $0 / size.squareRoot() } : nil
    difference = perplexity.less(perplexityOfBase, correlation: correlation ?? 0)
    let divergences = places.compactMap(\.divergences)
    let isWhole = divergences.count == count
    divergence = isWhole ? Spread(divergences.map(\.forward.nats)) : nil
    reverse = isWhole ? Spread(divergences.map(\.reverse.nats)) : nil
    self.probability = probability
    rootMeanSquare = Estimate(meanOf: changes.map { $0 * $0 }).root
    let tops = places.compactMap(\.hasSameTop)
    let share = Double(tops.count { $0 }) / Double(count)
    let error = count > 1 ? (share * (1 - share) / Double(count - 1)).squareRoot() : nil
    sameTop = tops.count == count ? Estimate(share, error: error) : nil
  }
}

extension Estimate {
  /// Its exponential.
  fileprivate var exponential: Estimate { mapped(to: exp(value), slope: exp(value)) }

  /// Its root.
  fileprivate var root: Estimate {
    let root = value.squareRoot()
    return mapped(to: root, slope: root > 0 ? 0.5 / root : 0)
  }

  /// What it exceeds another by that goes along with it so far.
  fileprivate func less(_ other: Estimate, correlation: Double) -> Estimate {
    guard let x = error, let y = other.error else {
      return Estimate(value - other.value, error: nil)
    }
    let square = x * x + y * y - 2 * correlation * x * y
    return Estimate(value - other.value, error: max(square, 0).squareRoot())
  }
}

/// The covariance of pairs, as it is estimated from a sample; nil where there are too few. O(*n*).
private func covariance(_ a: [Double], _ b: [Double]) -> Double? {
  guard a.count > 1 else { return nil }
  let (meanA, meanB) = (a.reduce(0, +) / Double(a.count), b.reduce(0, +) / Double(b.count))
  let sum = zip(a, b).reduce(0) { $0 + ($1.0 - meanA) * ($1.1 - meanB) }
  let covariance = sum / Double(a.count - 1)
  return covariance.isFinite ? covariance : nil
}
