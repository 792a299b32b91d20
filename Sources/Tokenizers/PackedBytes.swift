/// Up to 16 bytes as one number, the first in the lowest bits: cut, joined and compared without a loop
/// and without a branch on their number, which is what the time to read a vocabulary goes into.
struct PackedBytes: Equatable {
  let bits: UInt128
  let count: Int

  /// The most bytes.
  static let capacity = 16

  private init(bits: UInt128, count: Int) {
    self.bits = bits & Self.mask(count)
    self.count = count
  }

  /// The bytes of a range of at most 16, which has to lie inside.
  @inline(__always)
  init(_ bytes: RawSpan, _ range: Range<Int>) {
    if bytes.byteCount - range.lowerBound >= Self.capacity {
      let loaded = unsafe bytes.unsafeLoadUnaligned(
        fromByteOffset: range.lowerBound, as: UInt128.self)
      self.init(bits: UInt128(littleEndian: loaded), count: range.count)
    } else {
      let bits = range.reversed().reduce(0) { $0 << 8 | UInt128(bytes.byte(at: $1)) }
      self.init(bits: bits, count: range.count)
    }
  }

  @inline(__always)
  private static func mask(_ count: Int) -> UInt128 {
    count == 0 ? 0 : UInt128.max &>> UInt128(truncatingIfNeeded: 128 - 8 * count)
  }

  /// The bytes before a place. The place is smaller than 16.
  @inline(__always)
  func prefix(_ place: Int) -> Self { Self(bits: bits, count: place) }

  /// The bytes behind a place. The place is smaller than 16.
  @inline(__always)
  func suffix(after place: Int) -> Self {
    Self(bits: bits &>> UInt128(truncatingIfNeeded: 8 * (place + 1)), count: count - place - 1)
  }

  /// These bytes and then others, which together are fewer than 17.
  @inline(__always)
  func joined(with other: Self) -> Self {
    Self(
      bits: bits | other.bits &<< UInt128(truncatingIfNeeded: 8 * count),
      count: count + other.count)
  }

  /// Where the only occurrence of a byte is; nil when it does not occur, or occurs again.
  @inline(__always)
  func onlyPlace(of byte: UInt8) -> Int? {
    let ones = UInt128.max / 255
    let low = ones &* 0x7F
    let difference = bits ^ (ones &* UInt128(byte))
    // The highest bit of each byte that is zero (Warren, Hacker's Delight, 6-1).
    let zeros = ~((difference & low &+ low) | difference | low) & Self.mask(count)
    guard zeros != 0, zeros & (zeros &- 1) == 0 else { return nil }
    return zeros.trailingZeroBitCount / 8
  }
}
