import CKernels
import GGUF
import Scoring

extension ModelFile {
  /// The first tensor that holds a number which is none, or an infinite one; nil where all are finite.
  ///
  /// It reads the whole file: for when a result has shown that something is wrong. O(*n*) in the weights.
  func damagedTensor(_ instructions: InstructionSet) -> TensorInfo? {
    tensors.first { tensor in
      guard let type = tensor.type.kernelType else { return false }
      return unsafe !isFinite(bytes(of: tensor), type, of: tensor, instructions.kernels)
    }
  }

  /// Whether all weights are finite, read as one row, some thousand at a time.
  @unsafe private func isFinite(
    _ bytes: UnsafeRawBufferPointer, _ type: kernels_type, of tensor: TensorInfo,
    _ kernels: UnsafePointer<kernels>
  ) -> Bool {
    let count = tensor.dimensions.reduce(1, *)
    let step = 8_192  // whole blocks of every format
    let stepBytes = bytes.count * step / count
    // What is behind the last weights is not the tensor's: they are read from a copy.
    let last = UnsafeMutableRawBufferPointer.allocate(byteCount: max(stepBytes, 1), alignment: 64)
    let weights = UnsafeMutablePointer<Float>.allocate(capacity: step)
    defer {
      unsafe last.deallocate()
      unsafe weights.deallocate()
    }
    for first in stride(from: 0, to: count, by: step) {
      var source = unsafe bytes.baseAddress.map { unsafe $0 + first / step * stepBytes }
      if count - first < step {
        unsafe last.initializeMemory(as: UInt8.self, repeating: 0)
        unsafe last.copyBytes(from: bytes[(first / step * stepBytes)...])
        unsafe source = UnsafeRawPointer(last.baseAddress)
      }
      guard let source = unsafe source else { return true }
      unsafe kernels.pointee.unpack(type, source, step, weights, Int(kernels_piece))
      for index in 0..<min(step, count - first) {
        guard unsafe weights[index].isFinite else { return false }
      }
    }
    return true
  }
}
