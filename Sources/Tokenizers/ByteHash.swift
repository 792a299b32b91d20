/// A fast hash of bytes, sixteen at a time: products of 64-bit numbers folded to 64 bits (after wyhash,
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

  /// The hash of up to 16 bytes.
  @inline(__always)
  func hash(_ bytes: PackedBytes) -> UInt64 { fold(bytes, first) }

  /// The hash of a range, which has to lie inside `bytes`. O(*n*) in its length.
  func hash(_ bytes: RawSpan, _ range: Range<Int>) -> UInt64 {
    var state = first
    var place = range.lowerBound
    while range.upperBound - place > PackedBytes.capacity {
      state = fold(PackedBytes(bytes, place..<place + PackedBytes.capacity), state)
      place += PackedBytes.capacity
    }
    return fold(PackedBytes(bytes, place..<range.upperBound), state)
  }

  @inline(__always)
  private func fold(_ bytes: PackedBytes, _ state: UInt64) -> UInt64 {
    let low = UInt64(truncatingIfNeeded: bytes.bits) ^ second
    let high = UInt64(truncatingIfNeeded: bytes.bits >> 64) ^ state
    let product = low.multipliedFullWidth(by: high &+ UInt64(truncatingIfNeeded: bytes.count))
    return product.high ^ product.low
  }
}

extension RawSpan {
  /// The byte at a position.
  @inline(__always)
  func byte(at position: Int) -> UInt8 {
    unsafe unsafeLoad(fromByteOffset: position, as: UInt8.self)
  }

  /// The bytes of a range, copied.
  func copy(_ range: Range<Int>) -> [UInt8] { range.map { byte(at: $0) } }
}
