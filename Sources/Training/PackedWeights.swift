import CKernels
import Computing
import InformationTheory
import Scoring

/// All weights in one block, and the matrices among them as the panels of products.
@safe package final class PackedWeights {
  package let layout: Layout
  package let values: UnsafeMutablePointer<Float>  // [layout.count], tensors row by row
  let panels: UnsafeMutablePointer<Float>  // of W: [rows / 16][columns / 32][16][32]
  let turnedPanels: UnsafeMutablePointer<Float>  // of Wᵀ: [columns / 16][rows / 32][16][32]
  private let buffers: [Buffer]
  private let instructions: InstructionSet

  /// Weights to be filled in.
  init(_ layout: Layout, _ instructions: InstructionSet) throws {
    self.layout = layout
    self.instructions = instructions
    buffers = try (0..<3).map { _ in try Buffer(count: layout.count) }
    unsafe values = buffers[0].start
    unsafe panels = buffers[1].start
    unsafe turnedPanels = buffers[2].start
  }

  /// A copy of all weights. O(*n*).
  package var copy: [Float] {
    unsafe Array(UnsafeBufferPointer(start: values, count: layout.count))
  }

  /// Takes weights over.
  package func fill(_ weights: [Float]) {
    precondition(weights.count == layout.count, "weights of another network")
    unsafe values.update(from: weights, count: weights.count)
    for stripe in layout.stripes { pack(stripe) }
  }

  /// Makes panels of sixteen rows anew.
  func pack(_ stripe: Stripe) {
    let span = stripe.span
    guard span.kind == .matrix else { return }
    let kernels = unsafe instructions.kernels.pointee
    let (first, columns) = (stripe.firstRow, span.columns)
    for row in 0..<16 {
      unsafe kernels.unpack(
        kernels_f32, values + stripe.start + row * columns, columns,
        panels + stripe.start + row * 32, 16 * 32)
    }
    for column in stride(from: 0, to: columns, by: 16) {
      unsafe kernels.learning.transpose(
        values + stripe.start + column, columns,
        turnedPanels + span.start + column * span.rows + first / 32 * 16 * 32 + first % 32, 32)
    }
  }
}

/// Sixteen rows of a tensor, or a whole vector: what one task does.
package struct Stripe {
  package let span: Span
  let firstRow: Int
  let rows: Int

  /// Its place in the block of weights.
  package var start: Int { span.start + firstRow * span.columns }
  package var count: Int { rows * span.columns }
}

extension Layout {
  /// All weights in stripes, in order.
  var stripes: [Stripe] {
    spans.flatMap { span in
      span.kind == .vector
        ? [Stripe(span: span, firstRow: 0, rows: span.rows)]
        : stride(from: 0, to: span.rows, by: 16).map { Stripe(span: span, firstRow: $0, rows: 16) }
    }
  }

  /// The first weights, from a seed: uniform, of each tensor's deviation; vectors of ones.
  package func initialWeights(seed: UInt64) -> [Float] {
    var random = SplitMix64(seed: seed)
    var weights = [Float](repeating: 0, count: count)
    for span in spans {
      for index in span.range {
        weights[index] =
          span.kind == .vector
          ? 1
          : Float((2 * random.nextFraction() - 1) * 3.0.squareRoot() * span.deviation)
      }
    }
    return weights
  }
}
