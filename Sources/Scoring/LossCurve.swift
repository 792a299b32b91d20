import InformationTheory
import Basics

/// The loss of a text at every notch of the slider. It does not depend on where the slider is, so it
/// grows with the text and is never recomputed when the slider moves.
///
/// Where the rest of the vocabulary is only bounded it is a band, and the curve its middle.
public struct LossCurve: Equatable, Sendable {
  /// What is certain is between these, each of which is the loss of a distribution: with a flat rest, and with a
  /// packed one; nil where none is bounded.
  private var sums = CurveSums()
  private var packed: CurveSums?
  /// Σ z of the tokens that came.
  private var actualLogits = 0.0
  /// The number of scored tokens in the curve.
  public private(set) var scoredCount = 0

  /// Whether of some tokens nothing is known at any temperature but 1: then there is no curve.
  public private(set) var isOfOneTemperature = false

  /// The curve of no tokens.
  public init() {}

  /// The curve of some predictions.
  public init(_ predictions: Predictions) { add(predictions) }

  /// Whether it is a band.
  public var isBand: Bool { packed != nil }

  /// Takes more predictions into the mean.
  ///
  /// - Complexity: O(*n*), where *n* is the number of predictions, times the number of notches.
  public mutating func add(_ predictions: Predictions) {
    for position in 0..<predictions.count where predictions.actualRanks[position] > 0 {
      actualLogits += infiniteIfImpossible(predictions.actualLogits[position])
      scoredCount += 1
    }
    isOfOneTemperature = isOfOneTemperature || predictions.bounded.hasSingles
    let other = predictions.packed
    if packed == nil, other != nil { packed = sums }
    sums.add(predictions)
    packed?.add(other ?? predictions)
  }

  /// Takes the predictions of another curve into the mean. O(notches).
  public mutating func add(_ other: LossCurve) {
    isOfOneTemperature = isOfOneTemperature || other.isOfOneTemperature
    if packed == nil, other.packed != nil { packed = sums }
    sums.add(other.sums)
    packed?.add(other.packed ?? other.sums)
    actualLogits += other.actualLogits
    scoredCount += other.scoredCount
  }

  /// The loss at each of `Temperature.notches`; empty when nothing is scored.
  public var losses: [Information] {
    guard scoredCount > 0, !isOfOneTemperature else { return [] }
    let middle = middle
    return Temperature.notches.indices.map { .nats(loss(middle, atNotch: $0)) }
  }

  /// What is certain of the loss at each of `Temperature.notches`; empty when nothing is scored. At T = 1 and where
  /// the whole vocabulary was summed it has no width.
  public var lossIntervals: [ClosedRange<Information>] {
    guard scoredCount > 0, !isOfOneTemperature else { return [] }
    return Temperature.notches.indices.map { notch in
      let flat = loss(sums, atNotch: notch)
      let other = Temperature.notches[notch] == .one ? flat : loss(packed ?? sums, atNotch: notch)
      return .nats(ordered(flat, other))
    }
  }

  /// What lies in the middle of the band: the mean of two convex functions is convex too.
  private var middle: CurveSums { packed.map { CurveSums(between: sums, $0) } ?? sums }

  private func loss(_ sums: CurveSums, atNotch notch: Int) -> Double {
    (sums.logPartitions[notch] - Temperature.notches[notch].beta * actualLogits)
      / Double(scoredCount)
  }

  /// Where the loss has its one valley, and its depth: the temperature that suits this text best.
  ///
  /// The loss is convex in β and its slope there is E_β[z] − z, both averaged over the tokens. Between
  /// the notches slope and loss are polynomials in ln β through the eight nearest of them (Lagrange
  /// 1795); the valley is where the slope is zero. That is exact to the figures' own rounding.
  /// Nil when nothing is scored; at an end of the slider when the valley lies beyond it; 1 when the
  /// loss is the same everywhere, be it infinite. Of a band it is that of its middle.
  public var best: (temperature: Temperature, loss: Information)? {
    guard scoredCount > 0, !isOfOneTemperature else { return nil }
    let (notches, middle) = (Temperature.notches, middle)
    let slopes = middle.meanLogits.map { ($0 - actualLogits) / Double(scoredCount) }
    let depths = notches.indices.map { loss(middle, atNotch: $0) }
    guard let highest = depths.max(), let lowest = depths.min(), highest - lowest > 1e-5 else {
      return (.one, .nats(loss(middle, atNotch: notches.firstIndex(of: .one) ?? 0)))
    }
    // Notches run from cold to hot, so β falls and the slope in β changes from + to −.
    guard let hotter = slopes.firstIndex(where: { $0 <= 0 }) else {
      return (notches[notches.count - 1], .nats(loss(middle, atNotch: notches.count - 1)))
    }
    guard hotter > 0 else { return (notches[0], .nats(loss(middle, atNotch: 0))) }
    let first = min(max(hotter - 4, 0), notches.count - 8)
    func value(of notched: [Double], at logBeta: Double) -> Double {
      polynomial(through: Self.logBetas[first..<first + 8], notched[first...], at: logBeta)
    }
    var (cold, hot) = (Self.logBetas[hotter - 1], Self.logBetas[hotter])
    for _ in 0..<40 {
      let middle = (cold + hot) / 2
      if value(of: slopes, at: middle) > 0 { cold = middle } else { hot = middle }
    }
    return Temperature(exp(-hot)).map { ($0, .nats(value(of: depths, at: hot))) }
  }

  /// ln β of each notch.
  private static let logBetas = Temperature.notches.map { log($0.beta) }

  /// What is certain of the best temperature and of the least loss: whatever the rest is like, the loss is least
  /// where the band reaches below the least of its upper edge. To the notch; nil when nothing is scored.
  public var bestInterval: (temperature: ClosedRange<Temperature>, loss: ClosedRange<Information>)?
  {
    guard let best else { return nil }
    let (notches, band) = (Temperature.notches, lossIntervals)
    guard isBand, let least = band.map(\.lowerBound).min(),
      let most = band.map(\.upperBound).min(), most.nats.isFinite,
      let first = band.firstIndex(where: { $0.lowerBound <= most }),
      let last = band.lastIndex(where: { $0.lowerBound <= most })
    else { return (best.temperature...best.temperature, best.loss...best.loss) }
    let ends = notches[max(first - 1, 0)]...notches[min(last + 1, notches.count - 1)]
    return (ends, min(least, best.loss)...most)
  }
}

/// A logit, with −∞ where a float only stands for it.
func infiniteIfImpossible(_ logit: Float) -> Double {
  logit > LogPartition.impossible ? Double(logit) : -.infinity
}
