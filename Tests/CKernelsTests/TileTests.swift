import CKernels
import FoundationEssentials
import TestSupport
import Testing
import TileEmulation
import Basics

/// A bfloat16 by its definition: a float's sign, exponent and first seven digits.
private func brain(_ bits: UInt16) -> Float { Float(bitPattern: UInt32(bits) << 16) }

/// The nearest bfloat16, of two equally near the one whose last digit is even.
private func rounded(_ x: Float) -> Float {
  let below = brain(UInt16(x.bitPattern >> 16))
  let above = brain(UInt16(x.bitPattern >> 16) + 1)
  let (down, up) = (abs(Double(x) - Double(below)), abs(Double(above) - Double(x)))
  if down != up { return down < up ? below : above }
  return (x.bitPattern >> 16).isMultiple(of: 2) ? below : above
}

/// Two halves of each of 32 numbers, by the formula.
private func halves(_ values: [Float]) -> (high: [Float], low: [Float]) {
  let high = values.map(rounded)
  return (high, zip(values, high).map { rounded($0 - $1) })
}

extension Floats {
  /// Numbers of 16 bits in the place of floats.
  fileprivate func brains(_ range: Range<Int>) -> [Float] {
    range.map { brain(UInt16(truncatingIfNeeded: self[$0 / 2].bitPattern >> ($0 % 2 * 16))) }
  }
}

/// The form of numbers in tiles.
@Suite struct TileTests {
  /// Numbers of all magnitudes, with ties between two bfloat16 among them.
  private func samples(_ count: Int) -> [Float] {
    var random = SeededGenerator(seed: 8)
    return (0..<count).map { index in
      let magnitude = Float(
        sign: .plus, exponent: Int.random(in: -90...90, using: &random), significand: 1)
      let digits = index % 4 == 0 ? 1 + Float(2 * (index % 128) + 1) / 256 : Float(random.normal())
      return digits * magnitude
    }
  }

  @Test(arguments: InstructionSet.emulated)
  func `a row of a piece is 32 high halves, then the 32 halves of what is left`(
    set: InstructionSet
  ) {
    let values = samples(32 * 50)
    for stride in [32, 512] {
      let out = Floats(count: 49 * stride + 32)
      unsafe set.table.pointee.unpack_to_panel(
        kernels_f32, values, values.count, out.start, stride)
      for piece in 0..<50 {
        let (high, low) = halves(Array(values[32 * piece..<32 * piece + 32]))
        let place = 2 * piece * stride
        #expect(out.brains(place..<place + 32) == high)
        #expect(out.brains(place + 32..<place + 64) == low)
      }
      #expect(out.isIntact)
    }
  }

  @Test(arguments: InstructionSet.emulated)
  func `two features are a lane's two high halves side by side, then the low ones`(
    set: InstructionSet
  ) {
    let values = samples(32 * 50)
    let x = Floats(values)
    unsafe set.table.pointee.pack(x.start, 100)
    for pair in 0..<50 {
      let (high, low) = halves(Array(values[32 * pair..<32 * pair + 32]))
      let inTurn = (0..<32).map { $0 % 2 * 16 + $0 / 2 }
      #expect(x.brains(64 * pair..<64 * pair + 32) == inTurn.map { high[$0] })
      #expect(x.brains(64 * pair + 32..<64 * pair + 64) == inTurn.map { low[$0] })
    }
    #expect(x.isIntact)
  }

  @Test(arguments: InstructionSet.emulated, StoredFormat.all)
  func `stored weights are split as the floats that they stand for`(
    set: InstructionSet, format: StoredFormat
  ) {
    var random = SeededGenerator(seed: 9)
    let stored = format.randomBlocks(20, exponents: 0x28...0x3c, using: &random)
    let values = format.values(stored).map(Float.init)
    let count = values.count
    let (found, expected) = (Floats(count: count), Floats(count: count))
    unsafe set.table.pointee.unpack_to_panel(format.type, stored, count, found.start, 32)
    unsafe set.table.pointee.unpack_to_panel(kernels_f32, values, count, expected.start, 32)
    #expect(found.array.map(\.bitPattern) == expected.array.map(\.bitPattern))
    #expect(found.isIntact)
  }
}

/// Tiles are used only where they are announced, allowed, and right.
@Suite(.serialized) struct TrialTests {
  @Test func `kernels are listed only where the processor announces them`() {
    let names = InstructionSet.available.map(\.name)
    let announced = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    for (name, flag) in [("amx", "amx_bf16"), ("avx512", "avx512f"), ("avx2", "avx2")] {
      #expect(!names.contains(name) || announced.contains(flag))
    }
    #expect(names.last == "portable")
  }

  @Test(arguments: InstructionSet.all)
  func `right kernels pass the trial`(set: InstructionSet) {
    unsafe #expect(kernels_pass_trial(set.table))
  }

  @Test func `a product that faults is found out, and the handlers are as they were`() {
    var table = unsafe InstructionSet.available[0].table.pointee
    unsafe table.multiply = faulting_product
    var (before, after) = (sigaction(), sigaction())
    for signal in [SIGILL, SIGSEGV, SIGBUS] {
      unsafe sigaction(signal, nil, &before)
      for _ in 0..<2 { unsafe #expect(!kernels_pass_trial(&table)) }
      unsafe sigaction(signal, nil, &after)
      // The handler stands first; of the rest, the C library keeps notes of its own.
      let size = MemoryLayout<Int>.size
      let handlers = [before, after].map { action in
        unsafe withUnsafeBytes(of: action) { unsafe Array($0.prefix(size)) }
      }
      #expect(handlers[0] == handlers[1])
    }
  }

  @Test func `a product with other sums is found out`() {
    var table = unsafe InstructionSet.available[0].table.pointee
    unsafe table.multiply = { _ in }
    unsafe #expect(!kernels_pass_trial(&table))
  }
}
