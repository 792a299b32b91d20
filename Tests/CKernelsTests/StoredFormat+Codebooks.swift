import CKernels

/// Formats whose four bits name an entry of a codebook.
extension StoredFormat {
  static let ofCodebooks = [
    StoredFormat(testDescription: "IQ4_NL", type: kernels_iq4_nl, bytes: 18, exponents: [1]) {
      block, j in half(block, at: 0) * uneven[Int(nibble(block, at: 2, j))]
    },
    StoredFormat(
      testDescription: "IQ4_XS", type: kernels_iq4_xs, weights: 256, bytes: 136, exponents: [1]
    ) { block, j in
      let part = j / 32
      let low = byte(block, 4 + part / 2) >> (part % 2 * 4) & 15
      let high = byte(block, 2 + part / 4) >> (part % 4 * 2) & 3
      let entry = uneven[Int(nibble(block, at: 8 + 16 * part, j % 32))]
      return half(block, at: 0) * (Double(high << 4 | low) - 32) * entry
    },
    StoredFormat(testDescription: "MXFP4", type: kernels_mxfp4, bytes: 17, exponents: [0]) {
      block, j in
      let scale = Double(sign: .plus, exponent: Int(byte(block, 0)) - 127, significand: 1)
      return scale * small(Int(nibble(block, at: 1, j)))
    },
  ]

  private static let uneven: [Double] = [
    -127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113,
  ]

  /// A number of a sign, two bits of exponent from 0 on, and one of fraction: E2M1.
  private static func small(_ bits: Int) -> Double {
    let (exponent, fraction) = (bits >> 1 & 3, Double(bits & 1) / 2)
    let size =
      exponent == 0
      ? fraction : (1 + fraction) * Double(sign: .plus, exponent: exponent - 1, significand: 1)
    return bits > 8 ? -size : size  // of both zeros ggml makes one
  }
}
