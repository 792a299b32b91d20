import CKernels
import TestSupport
import Testing

extension InstructionSet {
  /// A product of rows of stored weights with x, on top of what stands in y.
  func multiply(
    _ format: StoredFormat, _ stored: ArraySlice<UInt8>, rows: Int,
    x: Floats,
    y: Floats, accumulates: Bool = false, whole: Floats? = nil
  ) {
    unsafe stored.withUnsafeBytes { bytes in
      var product = unsafe kernels_vector_product(
        type: format.type, weights: bytes.baseAddress, rows: rows,
        row_bytes: stored.count / rows, columns: x.count, x: x.start,
        whole: UnsafeRawPointer(whole?.start), y: y.start, accumulates: accumulates)
      unsafe table.pointee.multiply_one(&product)
    }
    #expect(y.isIntact)
  }
}
