import CKernels
import Computing
import CPeak
import FoundationEssentials
import Inference
import Scoring

/// What this machine can do at most: the yardstick for the rest.
struct KernelBenchmarks {
  var runs: Int

  var all: [Measurement] {
    let cores = ProcessInfo.processInfo.activeProcessorCount
    return InstructionSet.available.flatMap { set in
      [1, cores].map { threads in
        Measurement(
          "peak of \(threads == 1 ? "a core" : "\(threads) cores"), float32, \(set.name)",
          rates(set, threads: threads).map { $0 * 1e-9 }, unit: "Gflop/s")
      } + [
        Measurement(
          "product in the first cache, a core, \(set.name)",
          productRates(set, threads: 1).map { $0 * 1e-9 }, unit: "Gflop/s")
      ]
    }
  }

  /// Floating-point operations a second of all threads together, run by run: multiply-adds in
  /// registers, or products in the first cache for an instruction set that has no other yardstick.
  func rates(_ instructions: InstructionSet, threads: Int) -> [Double] {
    let name = instructions.name
    guard unsafe peak_run(name, 1) > 0 else { return productRates(instructions, threads: threads) }
    let pool = WorkerPool(width: threads)
    let rounds = 20_000_000
    return seconds(runs: runs) { pool.run(threads) { _, _ in _ = unsafe peak_run(name, rounds) } }
      .map { unsafe peak_run(name, 1) * Double(rounds * threads) / $0 }
  }

  /// The same of the kernel that does the work: two panels' weights with tokens, all in the first
  /// cache of each core.
  private func productRates(_ instructions: InstructionSet, threads: Int) -> [Double] {
    let (rows, columns, blocks, rounds) = (32, 128, 3, 5_000)
    let arrays = (0..<threads).map { _ in
      (
        weights: AlignedFloats(rows * columns), x: AlignedFloats(blocks * columns * 16),
        y: AlignedFloats(blocks * rows * 16)
      )
    }
    let pool = WorkerPool(width: threads)
    let operations = 2 * Double(rows * columns * blocks * 16 * rounds * threads)
    return seconds(runs: runs) {
      pool.run(threads) { task, _ in
        let own = arrays[task]
        var product = unsafe kernels_product(
          weights: own.weights.start, panels: rows / 16, panel_stride: 16 * columns,
          pieces: columns / 32, piece_stride: 16 * 32, x: own.x.start, blocks: blocks,
          x_stride: columns * 16, y: own.y.start, y_stride: rows * 16, accumulates: false)
        for _ in 0..<rounds { unsafe instructions.kernels.pointee.multiply(&product) }
      }
    }.map { operations / $0 }
  }
}

/// Floats at a multiple of a vector's size, all one half, so that no product overflows or vanishes.
@safe final class AlignedFloats {
  let start: UnsafeMutablePointer<Float>
  let count: Int

  init(_ count: Int) {
    self.count = count
    unsafe start = UnsafeMutableRawPointer.allocate(byteCount: count * 4, alignment: 64)
      .initializeMemory(as: Float.self, repeating: 0.5, count: count)
  }

  deinit { unsafe start.deallocate() }
}
