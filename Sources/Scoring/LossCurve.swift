import InformationTheory

/// The loss of a text at every notch of the slider. It does not depend on where the slider is, so it
/// grows with the text and is never recomputed when the slider moves.
public struct LossCurve: Equatable, Sendable {
  /// Σ A(β) at each notch, in nats.
  private var logPartitions = [Double](repeating: 0, count: Temperature.notches.count)
  /// Σ E_β[z] at each notch.
  private var meanLogits = [Double](repeating: 0, count: Temperature.notches.count)
  /// Σ z of the tokens that came.
  private var actualLogits = 0.0
  /// The number of scored tokens in the curve.
  public private(set) var scoredCount = 0

  /// One for each notch: making them costs more than reading a short text with them.
  private static let readers = Temperature.notches.map(LogPartitionReader.init)

  /// The curve of no tokens.
  public init() {}

  /// The curve of some predictions.
  public init(_ predictions: Predictions) { add(predictions) }

  /// Takes more predictions into the mean.
  ///
  /// - Complexity: O(*n*), where *n* is the number of predictions, times the number of notches.
  public mutating func add(_ predictions: Predictions) {
    for position in 0..<predictions.count where predictions.actualRanks[position] > 0 {
      actualLogits += infiniteIfImpossible(predictions.actualLogits[position])
      scoredCount += 1
    }
    for (notch, reader) in Self.readers.enumerated() {
      let sums = predictions.read(with: reader)
      logPartitions[notch] += sums.logPartition
      meanLogits[notch] += sums.meanLogit
    }
  }

  /// A logit, with −∞ where a float only stands for it.
  private func infiniteIfImpossible(_ logit: Float) -> Double {
    logit > LogPartition.impossible ? Double(logit) : -.infinity
  }

  /// The loss at each of `Temperature.notches`; empty when nothing is scored.
  public var losses: [Information] {
    guard scoredCount > 0 else { return [] }
    return Temperature.notches.indices.map { .nats(loss(atNotch: $0)) }
  }

  private func loss(atNotch notch: Int) -> Double {
    (logPartitions[notch] - Temperature.notches[notch].beta * actualLogits) / Double(scoredCount)
  }

  /// Where the loss has its one valley, and its depth: the temperature that suits this text best.
  ///
  /// The loss is convex in β and its slope there is E_β[z] − z, both averaged over the tokens; the
  /// valley is found between two notches on the cubic with their losses and slopes (Hermite 1878).
  /// Nil when nothing is scored; at an end of the slider when the valley lies beyond it; 1 when the
  /// loss is the same everywhere, be it infinite.
  public var best: (temperature: Temperature, loss: Information)? {
    guard scoredCount > 0 else { return nil }
    let notches = Temperature.notches
    // Notches run from cold to hot, so β falls and the slope in β changes from + to −.
    let slopes = meanLogits.map { ($0 - actualLogits) / Double(scoredCount) }
    let depths = notches.indices.map(loss(atNotch:))
    guard let highest = depths.max(), let lowest = depths.min(), highest - lowest > 1e-5 else {
      return (.one, .nats(loss(atNotch: notches.firstIndex(of: .one) ?? 0)))
    }
    guard let hotter = slopes.firstIndex(where: { $0 <= 0 }) else {
      return (notches[notches.count - 1], .nats(loss(atNotch: notches.count - 1)))
    }
    guard hotter > 0 else { return (notches[0], .nats(loss(atNotch: 0))) }
    let valley = Cubic(
      from: (notches[hotter].beta, loss(atNotch: hotter), slopes[hotter]),
      to: (notches[hotter - 1].beta, loss(atNotch: hotter - 1), slopes[hotter - 1])
    ).valley
    return Temperature(1 / valley.x).map { ($0, .nats(valley.y)) }
  }
}

/// The cubic with given values and slopes at two points.
private struct Cubic {
  let from: (x: Double, y: Double, slope: Double)
  let to: (x: Double, y: Double, slope: Double)

  private func value(_ t: Double) -> Double {
    let width = to.x - from.x
    let s = 1 - t
    return from.y * s * s * (1 + 2 * t) + to.y * t * t * (3 - 2 * t)
      + width * t * s * (from.slope * s - to.slope * t)
  }

  private func slope(_ t: Double) -> Double {
    let width = to.x - from.x
    let s = 1 - t
    return 6 * t * s * (to.y - from.y) / width + from.slope * s * (1 - 3 * t)
      + to.slope * t * (3 * t - 2)
  }

  /// Its lowest point between the two, where the slope changes from − to +. By bisection.
  var valley: (x: Double, y: Double) {
    var (low, high) = (0.0, 1.0)
    for _ in 0..<50 {
      let middle = (low + high) / 2
      if slope(middle) < 0 { low = middle } else { high = middle }
    }
    return (from.x + low * (to.x - from.x), value(low))
  }
}
