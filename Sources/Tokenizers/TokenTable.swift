/// Finds the entry of a vocabulary by its bytes: a hash table with open addressing over the entries in
/// the file.
struct TokenTable {
  /// Ten bits of an entry's hash above its id; ``empty`` where there is no entry.
  private var slots: [UInt32]
  private let mask: Int
  private let hash: ByteHash
  private let tokens: TokenStrings

  private static let idMask: UInt32 = 1 << 21 - 1
  private static let empty = UInt32.max

  /// Enters every token. Where two have the same bytes, the last one counts.
  ///
  /// - Complexity: O(*n*) in the bytes of the vocabulary.
  init(_ tokens: TokenStrings, hash: ByteHash, in file: RawSpan) {
    self.tokens = tokens
    self.hash = hash
    let capacity = slotCount(for: tokens.count)
    mask = capacity - 1
    slots = Array(repeating: Self.empty, count: capacity)
    for id in 0..<tokens.count {
      let range = tokens.range(id)
      let hash = hash.hash(file, range)
      slots[slot(of: file, range, hash: hash, in: file)] =
        Self.tag(hash) | UInt32(truncatingIfNeeded: id)
    }
  }

  /// The token of up to 16 bytes; nil when there is none.
  @inline(__always)
  func find(_ bytes: PackedBytes, in file: RawSpan) -> Int? {
    id(slot(hash.hash(bytes)) { matches($0, bytes, in: file) })
  }

  /// The token with the bytes of a range of `bytes`; nil when there is none.
  func find(_ bytes: RawSpan, _ range: Range<Int>, in file: RawSpan) -> Int? {
    id(slot(of: bytes, range, hash: hash.hash(bytes, range), in: file))
  }

  @inline(__always)
  private func id(_ slot: Int) -> Int? {
    let entry = slots[slot]
    return entry == Self.empty ? nil : Int(truncatingIfNeeded: entry & Self.idMask)
  }

  private func slot(of bytes: RawSpan, _ range: Range<Int>, hash: UInt64, in file: RawSpan) -> Int {
    if range.count <= PackedBytes.capacity {
      let packed = PackedBytes(bytes, range)
      return slot(hash) { matches($0, packed, in: file) }
    }
    return slot(hash) { id in
      let token = tokens.range(id)
      return token.count == range.count && bytes.equals(range, file, at: token.lowerBound)
    }
  }

  @inline(__always)
  private func matches(_ id: Int, _ bytes: PackedBytes, in file: RawSpan) -> Bool {
    let token = tokens.range(id)
    return token.count == bytes.count && PackedBytes(file, token) == bytes
  }

  /// The bits of a hash that are kept. The highest is left out, so that no entry looks empty.
  @inline(__always)
  private static func tag(_ hash: UInt64) -> UInt32 {
    UInt32(truncatingIfNeeded: hash >> 33) & ~idMask
  }

  /// The slot of the token that `matches` accepts, or the empty one where it would be.
  @inline(__always)
  private func slot(_ hash: UInt64, matches: (_ id: Int) -> Bool) -> Int {
    let tag = Self.tag(hash)
    var slot = Int(truncatingIfNeeded: hash) & mask
    while true {
      let entry = slots[slot]
      if entry == Self.empty { return slot }
      if (entry ^ tag) & ~Self.idMask == 0, matches(Int(truncatingIfNeeded: entry & Self.idMask)) {
        return slot
      }
      slot = (slot + 1) & mask
    }
  }
}

/// A power of two that leaves a hash table of `count` entries at least half empty.
func slotCount(for count: Int) -> Int {
  1 << (Int.bitWidth - max(2 * count - 1, 1).leadingZeroBitCount)
}
