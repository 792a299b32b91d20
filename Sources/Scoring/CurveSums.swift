import Basics
import InformationTheory

/// What the loss at every notch of the slider is computed from.
struct CurveSums: Equatable, Sendable {
  /// Σ A(β) at each notch, in nats.
  private(set) var logPartitions = [Double](repeating: 0, count: Temperature.notches.count)
  /// Σ E_β[z] at each notch.
  private(set) var meanLogits = [Double](repeating: 0, count: Temperature.notches.count)

  /// One for each notch, all within the nodes: making them costs more than reading a short text.
  private static let readers = Temperature.notches.map(LogPartitionReader.init)

  init() {}

  /// What lies in the middle between two.
  init(between one: CurveSums, _ other: CurveSums) {
    logPartitions = zip(one.logPartitions, other.logPartitions).map { ($0 + $1) / 2 }
    meanLogits = zip(one.meanLogits, other.meanLogits).map { ($0 + $1) / 2 }
  }

  mutating func add(_ predictions: Predictions) {
    for (notch, reader) in Self.readers.enumerated() {
      guard let stencil = reader.stencil else { continue }
      let sums = predictions.read(with: reader, stencil, on: .best)
      logPartitions[notch] += sums.logPartition
      meanLogits[notch] += sums.meanLogit
    }
  }

  mutating func add(_ other: CurveSums) {
    for notch in logPartitions.indices {
      logPartitions[notch] += other.logPartitions[notch]
      meanLogits[notch] += other.meanLogits[notch]
    }
  }
}

/// The value at a point of the polynomial that has these values at these nodes (Neville 1934).
func polynomial(
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
