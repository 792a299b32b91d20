import CKernels
import Scoring

/// What this machine can do at most, by the kernels that do the work: the yardstick for the rest.
struct KernelBenchmarks {
  var runs: Int

  var all: [Measurement] {
    InstructionSet.available.map(peak)
  }

  /// Products of one panel's weights with tokens, all in the first cache: floating-point operations
  /// on one core.
  private func peak(_ instructions: InstructionSet) -> Measurement {
    let (columns, blocks, rounds) = (128, 3, 20_000)
    let weights = unsafe aligned(8 * columns)
    let x = unsafe aligned(blocks * columns * 16)
    let y = unsafe aligned(blocks * 8 * 16)
    defer {
      unsafe weights.deallocate()
      unsafe x.deallocate()
      unsafe y.deallocate()
    }
    var product = unsafe kernels_product(
      weights: weights, panels: 1, panel_stride: 8 * columns, pieces: columns / 32,
      piece_stride: 256, x: x, blocks: blocks, x_stride: columns * 16, y: y, y_stride: 128,
      accumulates: false)
    let operations = 2.0 * 8 * Double(columns * blocks * 16 * rounds)
    let rates = seconds(runs: runs) {
      for _ in 0..<rounds { unsafe instructions.kernels.pointee.multiply(&product) }
    }.map { operations / $0 * 1e-9 }
    return Measurement("peak of a core, float32, \(instructions.name)", rates, unit: "Gflop/s")
  }

  private func aligned(_ count: Int) -> UnsafeMutablePointer<Float> {
    unsafe UnsafeMutableRawPointer.allocate(byteCount: count * 4, alignment: 64)
      .initializeMemory(as: Float.self, repeating: 0.5, count: count)
  }
}
