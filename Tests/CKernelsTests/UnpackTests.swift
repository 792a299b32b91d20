import CKernels
import TestSupport
import Testing

extension InstructionSet {
  /// Unpacks weights; what lies between the runs of 32 must stay zero.
  func unpack(_ type: kernels_type, _ bytes: [UInt8], count: Int, stride: Int = 32) -> [Float] {
    let out = Floats(count: max(count - 1, 0) / 32 * stride + (count - 1) % 32 + 1)
    unsafe bytes.withUnsafeBytes { source in
      guard let start = source.baseAddress else { return }
      unsafe table.pointee.unpack(type, start, count, out.start, stride)
    }
    #expect(out.isIntact)
    for index in 0..<out.count where index % stride >= 32 { #expect(out[index] == 0) }
    return (0..<count).map { out[$0 / 32 * stride + $0 % 32] }
  }
}

private func littleEndian(_ number: some FixedWidthInteger) -> [UInt8] {
  (0..<number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
}

@Suite struct UnpackTests {
  @Test(arguments: InstructionSet.available)
  func `every half is widened exactly`(set: InstructionSet) {
    expectHalves(set)
  }

  @Test(arguments: InstructionSet.available)
  func `every half is widened exactly where subnormal floats are flushed to zero`(
    set: InstructionSet
  ) {
    let state = kernels_flush_subnormals()
    defer { kernels_restore_subnormals(state) }
    expectHalves(set)
  }

  private func expectHalves(_ set: InstructionSet) {
    let patterns = (0...UInt16.max)
    let found = set.unpack(kernels_f16, patterns.flatMap { littleEndian($0) }, count: 65_536)
    var wrong: [UInt16] = []
    for (pattern, value) in zip(patterns, found) {
      let expected = Self.half(pattern)
      let isSame = expected.isNaN ? value.isNaN : value.bitPattern == expected.bitPattern
      if !isSame { wrong.append(pattern) }
    }
    #expect(wrong.isEmpty, "\(wrong.count), the first \(wrong.first ?? 0)")
  }

  /// An IEEE 754 half from its fields, without floating-point arithmetic on subnormal floats.
  private static func half(_ pattern: UInt16) -> Float {
    let (exponent, fraction) = (Int(pattern >> 10 & 31), Float(pattern & 1023))
    let magnitude: Float =
      switch exponent {
      case 0: fraction * 0x1p-24
      case 31: fraction == 0 ? .infinity : .nan
      default: (1024 + fraction) * Float(sign: .plus, exponent: exponent - 25, significand: 1)
      }
    return pattern >> 15 == 0 ? magnitude : -magnitude
  }

  @Test(arguments: InstructionSet.available)
  func `every bfloat16 is the upper half of a float`(set: InstructionSet) {
    let patterns = (0...UInt16.max)
    let found = set.unpack(kernels_bf16, patterns.flatMap { littleEndian($0) }, count: 65_536)
    #expect(zip(patterns, found).allSatisfy { UInt32($0) << 16 == $1.bitPattern })
  }

  @Test(arguments: InstructionSet.available)
  func `single weights of any number go where they belong`(set: InstructionSet) {
    var random = SeededGenerator(seed: 2)
    for count in 1...67 {
      let values = random.normals(count).map { Float(Float16($0)) }
      let brains = values.map { Float(bitPattern: $0.bitPattern & 0xffff_0000) }
      for stride in [32, 40, 256] {
        #expect(
          set.unpack(
            kernels_f32, values.flatMap { littleEndian($0.bitPattern) }, count: count,
            stride: stride) == values)
        #expect(
          set.unpack(
            kernels_f16, values.flatMap { littleEndian(Float16($0).bitPattern) }, count: count,
            stride: stride) == values)
        #expect(
          set.unpack(
            kernels_bf16, brains.flatMap { littleEndian(UInt16($0.bitPattern >> 16)) },
            count: count, stride: stride) == brains)
      }
    }
  }
}

/// A quantized type by its formula: how many halves stand before the quants, and the value of quant j.
struct Quantization: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var type: kernels_type
  var halves: Int
  var quantBytes: Int
  var value:
    @Sendable (_ scale: Double, _ offset: Double, _ quants: ArraySlice<UInt8>, _ j: Int)
      -> Double

  /// The four bits of weight j: the low ones of byte j, then the high ones.
  private static func nibble(_ quants: ArraySlice<UInt8>, _ j: Int) -> Double {
    let byte = quants[quants.startIndex + j % 16]
    return Double(j < 16 ? byte & 15 : byte >> 4)
  }

  static let all = [
    Quantization(testDescription: "Q8_0", type: kernels_q8_0, halves: 1, quantBytes: 32) {
      scale, _, quants, j in scale * Double(Int8(bitPattern: quants[quants.startIndex + j]))
    },
    Quantization(testDescription: "Q4_0", type: kernels_q4_0, halves: 1, quantBytes: 16) {
      scale, _, quants, j in scale * (nibble(quants, j) - 8)
    },
    Quantization(testDescription: "Q4_1", type: kernels_q4_1, halves: 2, quantBytes: 16) {
      scale, offset, quants, j in scale * nibble(quants, j) + offset
    },
  ]

  var blockBytes: Int { 2 * halves + quantBytes }
}

@Suite struct QuantizedUnpackTests {
  @Test(arguments: InstructionSet.available, Quantization.all)
  func `random blocks have the values of the formula`(set: InstructionSet, type: Quantization) {
    var random = SeededGenerator(seed: 3)
    for blocks in 1...9 {
      let halves = (0..<2 * blocks).map { _ in
        Float16(bitPattern: UInt16.random(in: 0..<0x7c00, using: &random))
          * (Bool.random(using: &random) ? 1 : -1)
      }
      var bytes: [UInt8] = []
      var expected: [Double] = []
      for block in 0..<blocks {
        let (scale, offset) = (halves[2 * block], halves[2 * block + 1])
        let quants = (0..<type.quantBytes).map { _ in UInt8.random(in: 0...255, using: &random) }
        bytes += [scale, offset].prefix(type.halves).flatMap { littleEndian($0.bitPattern) }
        bytes += quants
        expected += (0..<32).map { type.value(Double(scale), Double(offset), quants[...], $0) }
      }
      for stride in [32, 48, 256] {
        let found = set.unpack(type.type, bytes, count: 32 * blocks, stride: stride)
        #expect(found == expected.map(Float.init))
      }
      #expect(kernels_bytes(type.type, 32 * blocks) == bytes.count)
    }
  }
}
