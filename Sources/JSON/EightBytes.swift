/// Eight bytes at once, as a number whose lowest byte is the first of them (after Mycroft 1987: a byte borrows
/// where it is zero).
enum EightBytes {
  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let tops: UInt64 = 0x8080_8080_8080_8080

  /// Eight times the same byte.
  @inline(__always)
  static func all(_ byte: UInt8) -> UInt64 { ones &* UInt64(byte) }

  /// The top bits of bytes that are zero; behind the first such byte, bits may be set that mean nothing.
  @inline(__always)
  private static func zeros(_ word: UInt64) -> UInt64 { (word &- ones) & ~word & tops }

  /// Whether one of them is a byte.
  @inline(__always)
  static func contain(_ byte: UInt8, _ word: UInt64) -> Bool { zeros(word ^ all(byte)) != 0 }

  /// How many of them, from the first on, stand for themselves in a JSON string: printable ASCII but the quote and
  /// the backslash.
  @inline(__always)
  static func plainCount(_ word: UInt64) -> Int {
    let quotes = zeros(word ^ all(UInt8(ascii: "\"")))
    let escapes = zeros(word ^ all(UInt8(ascii: "\\")))
    let controls = (word &- all(0x20)) & ~word & tops
    return (quotes | escapes | controls | word & tops).trailingZeroBitCount / 8
  }
}

extension Span<UInt8> {
  /// The eight bytes at a place; nil where there are fewer.
  @inline(__always)
  func word(at place: Int) -> UInt64? {
    guard place + 8 <= count else { return nil }
    return UInt64(
      littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: place, as: UInt64.self))
  }
}
