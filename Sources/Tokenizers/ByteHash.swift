/// A fast hash of bytes, eight at a time: products of 64-bit numbers folded to 64 bits (after wyhash,
/// Wang Yi 2019).
///
/// Its seeds are random so that no file can be made whose entries all collide; nothing that a
/// tokenizer answers depends on them.
struct ByteHash: Sendable {
  private let first: UInt64
  private let second: UInt64

  init(using random: inout some RandomNumberGenerator) {
    first = random.next()
    second = random.next()
  }

  /// The hash of a range, which has to lie inside `bytes`. O(*n*) in its length.
  func hash(_ bytes: RawSpan, _ range: Range<Int>) -> UInt64 {
    var state = first
    var place = range.lowerBound
    while range.upperBound - place > 16 {
      state = fold(bytes.word(at: place) ^ second, bytes.word(at: place + 8) ^ state)
      place += 16
    }
    let (low, high) = bytes.ends(place..<range.upperBound)
    return fold(low ^ second, high ^ state ^ UInt64(truncatingIfNeeded: range.count) &* 0x9E37_79B9)
  }

  private func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = a.multipliedFullWidth(by: b)
    return product.high ^ product.low
  }
}

extension RawSpan {
  /// The eight bytes at a position.
  func word(at position: Int) -> UInt64 {
    unsafe unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self)
  }

  /// The byte at a position.
  func byte(at position: Int) -> UInt8 {
    unsafe unsafeLoad(fromByteOffset: position, as: UInt8.self)
  }

  /// All bytes of a range of at most 16, in two numbers; the loads overlap.
  fileprivate func ends(_ range: Range<Int>) -> (UInt64, UInt64) {
    let (start, end) = (range.lowerBound, range.upperBound)
    switch range.count {
    case 8...: return (word(at: start), word(at: end - 8))
    case 4...: return (half(at: start), half(at: end - 4))
    case 1...:
      let middle = start + range.count / 2
      let three = UInt64(byte(at: start)) << 16 | UInt64(byte(at: middle)) << 8
      return (three | UInt64(byte(at: end - 1)), 0)
    default: return (0, 0)
    }
  }

  private func half(at position: Int) -> UInt64 {
    UInt64(unsafe unsafeLoadUnaligned(fromByteOffset: position, as: UInt32.self))
  }

  /// Whether a range holds the same bytes as so many bytes of `other` from a position on.
  func equals(_ range: Range<Int>, _ other: RawSpan, at otherStart: Int) -> Bool {
    let distance = otherStart - range.lowerBound
    var place = range.lowerBound
    while range.upperBound - place >= 8 {
      guard word(at: place) == other.word(at: place + distance) else { return false }
      place += 8
    }
    while place < range.upperBound {
      guard byte(at: place) == other.byte(at: place + distance) else { return false }
      place += 1
    }
    return true
  }

  /// The bytes of a range, copied.
  func copy(_ range: Range<Int>) -> [UInt8] { range.map { byte(at: $0) } }
}
