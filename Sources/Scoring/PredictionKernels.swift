import CKernels
import InformationTheory

extension Predictions {
  /// Sums over the scored positions, in nats.
  struct Sums {
    var scoredCount: Int
    var loss: Double, entropy: Double
    var logPartition: Double, meanLogit: Double
  }

  /// Sums over all scored positions at a temperature that is not below the nodes'. O(*n*): some 25 ns
  /// a position.
  func read(with reader: LogPartitionReader, _ stencil: NodeStencil, on set: InstructionSet) -> Sums
  {
    unsafe read(reading(with: reader, stencil), on: set)
  }

  /// The same, with each position's ln p and entropy: `[positions]`.
  func read(
    with reader: LogPartitionReader, _ stencil: NodeStencil, on set: InstructionSet,
    into logProbabilities: inout [Float], _ entropies: inout [Float]
  ) -> Sums {
    var reading = unsafe reading(with: reader, stencil)
    return unsafe logProbabilities.withUnsafeMutableBufferPointer { logProbabilities in
      unsafe entropies.withUnsafeMutableBufferPointer { entropies in
        unsafe reading.log_probabilities = logProbabilities.baseAddress
        unsafe reading.entropies = entropies.baseAddress
        return unsafe read(reading, on: set)
      }
    }
  }

  /// What a kernel needs to know of a temperature.
  private func reading(
    with reader: LogPartitionReader, _ stencil: NodeStencil
  ) -> kernels_reading {
    var reading = unsafe kernels_reading()
    unsafe reading.count = count
    unsafe reading.precise_beta = reader.temperature.beta
    unsafe reading.beta = Float(reader.temperature.beta)
    // Sixteen nodes are loaded at once, and none beyond the last.
    let first = min(stencil.nodes.lowerBound, LogPartition.nodeCount - SIMD16<Float>.scalarCount)
    unsafe reading.first = first
    var (shares, values, slopes) = (SIMD16<Float>(), SIMD16<Float>(), SIMD16<Float>())
    for (index, node) in stencil.nodes.enumerated() {
      shares[node - first] = Float(stencil.shares[index])
      values[node - first] = Float(stencil.values[index])
      slopes[node - first] = Float(stencil.slopes[index])
    }
    unsafe withUnsafeMutableBytes(of: &reading.shares) {
      unsafe $0.storeBytes(of: shares, as: SIMD16<Float>.self)
    }
    unsafe withUnsafeMutableBytes(of: &reading.values) {
      unsafe $0.storeBytes(of: values, as: SIMD16<Float>.self)
    }
    unsafe withUnsafeMutableBytes(of: &reading.slopes) {
      unsafe $0.storeBytes(of: slopes, as: SIMD16<Float>.self)
    }
    unsafe reading.start = stencil.nodes.lowerBound
    unsafe reading.end = stencil.nodes.upperBound - 1
    unsafe reading.starts_at_zero = stencil.startsAtZero
    unsafe reading.log_tail_size = logTailSize
    unsafe reading.value_at_zero = Float(stencil.valueAtZero)
    unsafe reading.slope_at_zero = Float(stencil.slopeAtZero)
    unsafe reading.share = Float(stencil.share)
    unsafe reading.share_slope = Float(stencil.shareSlope)
    return unsafe reading
  }

  private func read(_ reading: kernels_reading, on set: InstructionSet) -> Sums {
    var reading = unsafe reading
    unsafe withFloats(logits) { heads in
      unsafe withFloats(rest) { tails in
        unsafe actualLogits.withUnsafeBufferPointer { actual in
          unsafe reading.heads = heads
          unsafe reading.tails = tails
          unsafe reading.actual = actual.baseAddress
          unsafe set.kernels.pointee.read(&reading)
        }
      }
    }
    return unsafe Sums(
      scoredCount: reading.scored, loss: reading.loss, entropy: reading.entropy,
      logPartition: reading.log_partition, meanLogit: reading.mean_logit)
  }

  private func withFloats(
    _ vectors: [SIMD32<Float>], _ body: (UnsafePointer<Float>?) -> Void
  ) {
    unsafe vectors.withUnsafeBytes { bytes in
      unsafe body(bytes.baseAddress?.assumingMemoryBound(to: Float.self))
    }
  }
}

extension Prediction {
  /// A prediction from a kernel's fold.
  ///
  /// - Parameter startCount: How many entries of the vocabulary begin a word; nil where the fold did not know.
  package init(_ folded: kernels_folded, startCount: Int? = nil) {
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
    guard let startCount else { return }
    let starting = unsafe withUnsafeBytes(of: &folded.starting) {
      unsafe $0.loadUnaligned(as: SIMD32<Float>.self)
    }
    boundaries = BoundaryMass(
      starts: folded.starts, ends: SIMD2(folded.ends.0, folded.ends.1),
      part: TailPart(
        largest: folded.starting_largest, nodes: starting,
        count: startCount - folded.starts.nonzeroBitCount),
      startCount: startCount)
  }
}
