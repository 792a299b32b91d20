import CKernels
import TestSupport
import Testing

extension InstructionSet {
  /// Unpacks whole blocks of weights; what lies between the runs of 32 must stay zero.
  func unpack(_ type: kernels_type, _ bytes: [UInt8], count: Int, stride: Int = 32) -> [Float] {
    let out = Floats(count: (count / 32 - 1) * stride + 32)
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

  @Test(arguments: InstructionSet.available, StoredFormat.all)
  func `random blocks have the values of the format's definition`(
    set: InstructionSet, format: StoredFormat
  ) {
    var random = SeededGenerator(seed: 3)
    for blocks in 1...9 {
      // Exponents from those of subnormal numbers to the largest finite ones.
      let stored = format.randomBlocks(blocks, exponents: 0...0x7b, using: &random)
      let expected = format.values(stored).map(Float.init)
      for stride in [32, 48, 256] {
        #expect(set.unpack(format.type, stored, count: expected.count, stride: stride) == expected)
      }
    }
  }

  @Test func `the kernels have the formats that are tested here, and no other`() {
    let tested = Set(StoredFormat.all.map(\.type.rawValue))
    for number in 0..<UInt32(256) {
      #expect(kernels_have_format(number) == tested.contains(number))
    }
  }
}
