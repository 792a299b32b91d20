import CKernels
import Computing
import GGUF

extension ModelFile {
  /// The first tensor that holds a number which is none, or an infinite one; nil where all are finite.
  ///
  /// It reads the whole file: for when a result has shown that something is wrong. O(*n*) in the weights.
  func damagedTensor() throws(OutOfMemory) -> TensorInfo? {
    let weights = try Buffer(count: Self.step)
    return tensors.first { unsafe !isFinite($0, bytes(of: $0), by: weights) }
  }

  /// So many weights are looked at together: whole blocks of every format.
  private static var step: Int { 8_192 }

  /// Whether all weights of a tensor are finite; true of a type that no kernel reads.
  @unsafe private func isFinite(
    _ tensor: TensorInfo, _ bytes: UnsafeRawBufferPointer, by weights: Buffer
  ) -> Bool {
    let count = tensor.dimensions.reduce(1, *)
    guard let type = tensor.type.kernelType, let start = bytes.baseAddress else {
      return true
    }
    let stepBytes = bytes.count * Self.step / count
    return stride(from: 0, to: count, by: Self.step).allSatisfy { first in
      let place = first / Self.step * stepBytes
      let columns = min(Self.step, count - first)
      unsafe Matrix(
        type: type, start: start + place, rows: 1, columns: columns,
        rowBytes: min(stepBytes, bytes.count - place)
      ).unpack(row: 0, to: weights.start)
      return (0..<columns).allSatisfy { unsafe weights.start[$0].isFinite }
    }
  }
}
