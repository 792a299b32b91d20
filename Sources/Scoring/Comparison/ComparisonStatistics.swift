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

/// Numbers, of which the mean and any quantile can be asked.
public struct Spread: Hashable, Sendable {
  /// From the least to the largest.
  private let sorted: [Double]
  /// Their mean.
  public let mean: Estimate

  /// Numbers, in any order; nil where there are none. O(*n* log *n*).
  init?(_ values: [Double]) {
    guard !values.isEmpty else { return nil }
    sorted = values.sorted()
    mean = Estimate(meanOf: values)
  }

  /// The number below which a share of all lies, between two neighbours in proportion. O(1).
  public func quantile(_ share: Double) -> Double {
    let place = share * Double(sorted.count - 1)
    let below = Int(place)
    let part = place - Double(below)
    guard part > 0 else { return sorted[below] }
    return (1 - part) * sorted[below] + part * sorted[min(below + 1, sorted.count - 1)]
  }
}

/// The statistics of two models over a text as llama.cpp's perplexity tool gives them, so that one can be checked
/// against the other: means with standard errors over tokens, and quantiles.
public struct ComparisonStatistics: Sendable {
  /// The tokens that both have scored.
  public let count: Int
  /// Mean −ln p of each model, whose exponential is the perplexity.
  public let logPerplexity: Estimate, logPerplexityOfBase: Estimate
  /// How the two go together, from −1 to 1; nil where one of them does not vary.
  public let correlation: Double?
  /// ln of the ratio of the perplexities, other to base.
  public let logRatio: Estimate
  /// The divergences of the other from the base, and the other way, in nats; nil where they are not known.
  public let divergence: Spread?, reverse: Spread?
  /// How much more probable each token is to the other.
  public let probability: Spread
  /// The share of places where both put the same token first; nil where that is not known of all.
  public let sameTop: Estimate?

  /// The statistics of places that both have scored; nil where there is none, and where one is open. O(*n* log *n*).
  public init?(_ places: some Sequence<PlaceComparison>) {
    let places = places.filter { $0.both != nil }
    guard !places.contains(where: \.isOpen) else { return nil }
    let both = places.compactMap(\.both)
    let (base, other) = (both.map(\.base.surprisal.nats), both.map(\.other.surprisal.nats))
    guard
      let probability = Spread(zip(base, other).map { exp(-$1) - exp(-$0) })
    else { return nil }
    count = both.count
    logPerplexity = Estimate(meanOf: other)
    logPerplexityOfBase = Estimate(meanOf: base)
    logRatio = Estimate(meanOf: zip(base, other).map { $1 - $0 })
    let size = (covariance(base, base) ?? 0) * (covariance(other, other) ?? 0)
    correlation = size > 0 ? covariance(base, other).map { $0 / size.squareRoot() } : nil
    let divergences = places.compactMap(\.divergences)
    let isWhole = divergences.count == count
    divergence = isWhole ? Spread(divergences.map(\.forward.nats)) : nil
    reverse = isWhole ? Spread(divergences.map(\.reverse.nats)) : nil
    self.probability = probability
    squares = Estimate(meanOf: zip(base, other).map { pow(exp(-$1) - exp(-$0), 2) })
    let tops = places.compactMap(\.hasSameTop)
    let share = Double(tops.count { $0 }) / Double(count)
    let error = count > 1 ? (share * (1 - share) / Double(count - 1)).squareRoot() : nil
    sameTop = tops.count == count ? Estimate(share, error: error) : nil
  }

  private let squares: Estimate

  /// The perplexity of the other, and of the base.
  public var perplexity: Estimate { exponential(logPerplexity) }
  /// The perplexity of the base.
  public var perplexityOfBase: Estimate { exponential(logPerplexityOfBase) }
  /// The ratio of the perplexities, other to base.
  public var ratio: Estimate { exponential(logRatio) }

  /// How much larger the perplexity of the other is.
  public var difference: Estimate {
    let (a, b) = (perplexity, perplexityOfBase)
    guard let x = a.error, let y = b.error else { return Estimate(a.value - b.value, error: nil) }
    let square = x * x + y * y - 2 * (correlation ?? 0) * x * y
    return Estimate(a.value - b.value, error: max(square, 0).squareRoot())
  }

  /// The root of the mean square of the differences of probability.
  public var rootMeanSquare: Estimate {
    let root = squares.value.squareRoot()
    return squares.mapped(to: root, slope: root > 0 ? 0.5 / root : 0)
  }

  private func exponential(_ estimate: Estimate) -> Estimate {
    estimate.mapped(to: exp(estimate.value), slope: exp(estimate.value))
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
