import CKernels

/// Formats with blocks of 256 weights, and scales for parts of a block.
extension StoredFormat {
  static let ofManyScales = [
    StoredFormat(
      testDescription: "Q2_K", type: kernels_q2_k, weights: 256, bytes: 84, exponents: [81, 83]
    ) { block, j in
      let q = byte(block, 16 + 32 * (j / 128) + j % 32) >> (j % 128 / 32 * 2) & 3
      let scales = byte(block, j / 16)
      return half(block, at: 80) * Double(scales & 15) * Double(q)
        - half(block, at: 82) * Double(scales >> 4)
    },
    StoredFormat(
      testDescription: "Q3_K", type: kernels_q3_k, weights: 256, bytes: 110, exponents: [109]
    ) { block, j in
      let low = byte(block, 32 + 32 * (j / 128) + j % 32) >> (j % 128 / 32 * 2) & 3
      let high = byte(block, j % 32) >> (j / 32) & 1
      let part = j / 16
      let lowScale = byte(block, 96 + part % 8) >> (part / 8 * 4) & 15
      let highScale = byte(block, 104 + part % 4) >> (part / 4 * 2) & 3
      let scale = Double(highScale << 4 | lowScale) - 32
      return half(block, at: 108) * scale * (Double(high << 2 | low) - 4)
    },
    StoredFormat(
      testDescription: "Q4_K", type: kernels_q4_k, weights: 256, bytes: 144, exponents: [1, 3]
    ) { block, j in
      let q = byte(block, 16 + 32 * (j / 64) + j % 32) >> (j % 64 / 32 * 4) & 15
      return onScaleOfEight(block, Double(q), j / 32)
    },
    StoredFormat(
      testDescription: "Q5_K", type: kernels_q5_k, weights: 256, bytes: 176, exponents: [1, 3]
    ) { block, j in
      let low = byte(block, 48 + 32 * (j / 64) + j % 32) >> (j % 64 / 32 * 4) & 15
      let high = byte(block, 16 + j % 32) >> (j / 32) & 1
      return onScaleOfEight(block, Double(high << 4 | low), j / 32)
    },
    StoredFormat(
      testDescription: "Q6_K", type: kernels_q6_k, weights: 256, bytes: 210, exponents: [209]
    ) { block, j in
      let (part, place) = (j / 128, j % 128)
      let low = byte(block, 64 * part + place % 64) >> (place / 64 * 4) & 15
      let high = byte(block, 128 + 32 * part + place % 32) >> (place / 32 * 2) & 3
      let scale = Double(Int8(bitPattern: byte(block, 192 + j / 16)))
      return half(block, at: 208) * scale * (Double(high << 4 | low) - 32)
    },
  ]

  /// d · scale · q − dmin · offset, with the scales and offsets of Q4_K and Q5_K: six bits each.
  private static func onScaleOfEight(
    _ block: ArraySlice<UInt8>, _ q: Double, _ part: Int
  ) -> Double {
    func packed(_ place: Int) -> UInt8 { byte(block, 4 + place) }
    func upper(_ place: Int) -> UInt8 { packed(place) / 64 * 16 }
    let (scale, offset) =
      part < 4
      ? (packed(part) % 64, packed(part + 4) % 64)
      : (packed(part + 4) % 16 + upper(part - 4), packed(part + 4) / 16 + upper(part))
    return half(block, at: 0) * Double(scale) * q - half(block, at: 2) * Double(offset)
  }
}
