import InformationTheory
import Basics

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

  /// One for each notch, all within the nodes: making them costs more than reading a short text.
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
      guard let stencil = reader.stencil else { continue }
      let sums = predictions.read(with: reader, stencil, on: .best)
      logPartitions[notch] += sums.logPartition
      meanLogits[notch] += sums.meanLogit
    }
  }

  /// Takes the predictions of another curve into the mean. O(notches).
  public mutating func add(_ other: LossCurve) {
    for notch in logPartitions.indices {
      logPartitions[notch] += other.logPartitions[notch]
      meanLogits[notch] += other.meanLogits[notch]
    }
    actualLogits += other.actualLogits
    scoredCount += other.scoredCount
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
  /// The loss is convex in β and its slope there is E_β[z] − z, both averaged over the tokens. Between
  /// the notches slope and loss are polynomials in ln β through the eight nearest of them (Lagrange
  /// 1795); the valley is where the slope is zero. That is exact to the figures' own rounding.
  /// Nil when nothing is scored; at an end of the slider when the valley lies beyond it; 1 when the
  /// loss is the same everywhere, be it infinite.
  public var best: (temperature: Temperature, loss: Information)? {
    guard scoredCount > 0 else { return nil }
    let notches = Temperature.notches
    let slopes = meanLogits.map { ($0 - actualLogits) / Double(scoredCount) }
    let depths = notches.indices.map(loss(atNotch:))
    guard let highest = depths.max(), let lowest = depths.min(), highest - lowest > 1e-5 else {
      return (.one, .nats(loss(atNotch: notches.firstIndex(of: .one) ?? 0)))
    }
    // Notches run from cold to hot, so β falls and the slope in β changes from + to −.
    guard let hotter = slopes.firstIndex(where: { $0 <= 0 }) else {
      return (notches[notches.count - 1], .nats(loss(atNotch: notches.count - 1)))
    }
    guard hotter > 0 else { return (notches[0], .nats(loss(atNotch: 0))) }
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
}

/// The value at a point of the polynomial that has these values at these nodes (Neville 1934).
private func polynomial(
  through nodes: ArraySlice<Double>, _ values: ArraySlice<Double>, at x: Double
) -> Double {
  let (nodes, count) = (Array(nodes), nodes.count)
  var between = Array(values.prefix(count))
  for width in 1..<count {
    for i in 0..<count - width {
      let (left, right) = (nodes[i], nodes[i + width])
      between[i] = ((right - x) * between[i] + (x - left) * between[i + 1]) / (right - left)
    }
  }
  return between[0]
}
