import CKernels
import InformationTheory

/// The kernels of the instruction set that is asked for, or else of the best one.
private let instructions =
  InstructionSet.wish.flatMap(InstructionSet.named) ?? InstructionSet.available[0]

extension LogPartitionReader {
  /// A reader for the kernels, which know the temperatures from the coldest node to beyond the
  /// hottest; nil elsewhere.
  init?(forKernelsAt temperature: Temperature) {
    guard temperature.beta > 1e-6, temperature.value > 0 else { return nil }
    self.init(temperature)
    if isBelowNodes { return nil }
  }
}

extension Predictions {
  /// Sums over the scored positions, in nats.
  struct Sums {
    var scoredCount: Int
    var loss: Double, entropy: Double
    var logPartition: Double, meanLogit: Double
  }

  /// Sums over all scored positions at a temperature. O(*n*): some 16 ns a position.
  func read(with reader: LogPartitionReader) -> Sums {
    unsafe read(with: reader, logProbabilities: nil, entropies: nil)
  }

  /// The same, with each position's ln p and entropy: `[positions]`.
  func read(
    with reader: LogPartitionReader, into logProbabilities: inout [Float],
    _ entropies: inout [Float]
  ) -> Sums {
    unsafe logProbabilities.withUnsafeMutableBufferPointer { logProbabilities in
      unsafe entropies.withUnsafeMutableBufferPointer { entropies in
        unsafe read(
          with: reader, logProbabilities: logProbabilities.baseAddress,
          entropies: entropies.baseAddress)
      }
    }
  }

  private func read(
    with reader: LogPartitionReader, logProbabilities: UnsafeMutablePointer<Float>?,
    entropies: UnsafeMutablePointer<Float>?
  ) -> Sums {
    unsafe withFloats(logits) { heads in
      unsafe withFloats(rest) { tails in
        unsafe withFloats([reader.weights]) { weights in
          unsafe withFloats([reader.slopes]) { slopes in
            var reading = unsafe kernels_reading()
            unsafe reading.count = count
            unsafe reading.heads = heads
            unsafe reading.tails = tails
            unsafe reading.weights = weights
            unsafe reading.slopes = slopes
            unsafe reading.beta = reader.beta
            unsafe reading.offset = reader.atZero * logTailSize
            unsafe reading.slope_offset = reader.slopeAtZero * logTailSize
            unsafe reading.log_probabilities = logProbabilities
            unsafe reading.entropies = entropies
            unsafe actualLogits.withUnsafeBufferPointer { actual in
              unsafe reading.actual = actual.baseAddress
              unsafe instructions.kernels.pointee.read(&reading)
            }
            return unsafe Sums(
              scoredCount: reading.scored, loss: reading.loss, entropy: reading.entropy,
              logPartition: reading.log_partition, meanLogit: reading.mean_logit)
          }
        }
      }
    }
  }

  private func withFloats<Result>(
    _ vectors: [SIMD32<Float>], _ body: (UnsafePointer<Float>?) -> Result
  ) -> Result {
    unsafe vectors.withUnsafeBytes { bytes in
      unsafe body(bytes.baseAddress?.assumingMemoryBound(to: Float.self))
    }
  }
}

extension Prediction {
  /// A prediction from a kernel's fold.
  package init(_ folded: kernels_folded) {
    var folded = folded
    self = unsafe withUnsafeBytes(of: &folded) { bytes in
      let offset = { (path: PartialKeyPath<kernels_folded>) in
        MemoryLayout<kernels_folded>.offset(of: path) ?? 0
      }
      return unsafe Prediction(
        ids: bytes.loadUnaligned(fromByteOffset: offset(\.ids), as: SIMD32<Int32>.self),
        logits: bytes.loadUnaligned(fromByteOffset: offset(\.logits), as: SIMD32<Float>.self),
        rest: bytes.loadUnaligned(fromByteOffset: offset(\.rest), as: SIMD32<Float>.self),
        actualLogit: bytes.loadUnaligned(fromByteOffset: offset(\.actual), as: Float.self),
        actualRank: bytes.loadUnaligned(fromByteOffset: offset(\.rank), as: Int32.self))
    }
  }
}
