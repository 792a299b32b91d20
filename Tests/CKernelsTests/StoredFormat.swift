import CKernels
import TestSupport
import Testing

/// A format in which weights are stored, read by its definition (ggml's `block_q4_1` and so on).
struct StoredFormat: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var type: kernels_type
  /// Weights and bytes in a block.
  var weights = 32, bytes: Int
  /// Where in a block the bytes are that hold the sign and the exponent of a number.
  var exponents: [Int]
  /// Weight j of a block.
  var value: @Sendable (_ block: ArraySlice<UInt8>, _ j: Int) -> Double

  static let all = ofThirtyTwo + ofManyScales + ofCodebooks

  private static let ofThirtyTwo = [
    StoredFormat(
      testDescription: "F32", type: kernels_f32, bytes: 128,
      exponents: (0..<32).map { 4 * $0 + 3 }
    ) { block, j in
      let bits = (0..<4).reduce(0) { $0 | UInt32(byte(block, 4 * j + $1)) << UInt32(8 * $1) }
      return Double(Float(bitPattern: bits))
    },
    StoredFormat(
      testDescription: "F16", type: kernels_f16, bytes: 64,
      exponents: (0..<32).map { 2 * $0 + 1 }
    ) { block, j in half(block, at: 2 * j) },
    StoredFormat(
      testDescription: "BF16", type: kernels_bf16, bytes: 64,
      exponents: (0..<32).map { 2 * $0 + 1 }
    ) { block, j in
      let bits = UInt32(byte(block, 2 * j)) | UInt32(byte(block, 2 * j + 1)) << 8
      return Double(Float(bitPattern: bits << 16))
    },
    StoredFormat(testDescription: "Q8_0", type: kernels_q8_0, bytes: 34, exponents: [1]) {
      block, j in half(block, at: 0) * Double(Int8(bitPattern: byte(block, 2 + j)))
    },
    StoredFormat(testDescription: "Q4_0", type: kernels_q4_0, bytes: 18, exponents: [1]) {
      block, j in half(block, at: 0) * (nibble(block, at: 2, j) - 8)
    },
    StoredFormat(testDescription: "Q4_1", type: kernels_q4_1, bytes: 20, exponents: [1, 3]) {
      block, j in half(block, at: 0) * nibble(block, at: 4, j) + half(block, at: 2)
    },
    StoredFormat(testDescription: "Q5_0", type: kernels_q5_0, bytes: 22, exponents: [1]) {
      block, j in half(block, at: 0) * (nibble(block, at: 6, j) + 16 * bit(block, at: 2, j) - 16)
    },
    StoredFormat(testDescription: "Q5_1", type: kernels_q5_1, bytes: 24, exponents: [1, 3]) {
      block, j in
      half(block, at: 0) * (nibble(block, at: 8, j) + 16 * bit(block, at: 4, j))
        + half(block, at: 2)
    },
  ]

  static func byte(_ block: ArraySlice<UInt8>, _ place: Int) -> UInt8 {
    block[block.startIndex + place]
  }

  static func half(_ block: ArraySlice<UInt8>, at place: Int) -> Double {
    let bits = UInt16(byte(block, place)) | UInt16(byte(block, place + 1)) << 8
    return Double(Float16(bitPattern: bits))
  }

  /// The four bits of weight j: the low ones of byte j, then the high ones.
  static func nibble(_ block: ArraySlice<UInt8>, at place: Int, _ j: Int) -> Double {
    let pair = byte(block, place + j % 16)
    return Double(j < 16 ? pair & 15 : pair >> 4)
  }

  /// Bit j of some bytes.
  private static func bit(_ block: ArraySlice<UInt8>, at place: Int, _ j: Int) -> Double {
    Double(byte(block, place + j / 8) >> (j % 8) & 1)
  }

  /// Random blocks whose numbers have a sign, and an exponent's upper bits from the range.
  func randomBlocks(
    _ count: Int, exponents range: ClosedRange<UInt8>, using random: inout SeededGenerator
  ) -> [UInt8] {
    var stored = (0..<count * bytes).map { _ in UInt8.random(in: 0...255, using: &random) }
    for block in 0..<count {
      for place in exponents {
        let sign = stored[block * bytes + place] & 0x80
        stored[block * bytes + place] = sign | UInt8.random(in: range, using: &random)
      }
    }
    return stored
  }

  /// All weights of stored blocks.
  func values(_ stored: [UInt8]) -> [Double] {
    (0..<stored.count / bytes * weights).map { index in
      let start = index / weights * bytes
      return value(stored[start..<start + bytes], index % weights)
    }
  }
}
