/// Finds the entry of a vocabulary by its bytes: a hash table with open addressing.
///
/// Two entries are taken for the same when their 64-bit hashes are. The seeds are drawn anew for every
/// table, so that it happens to different bytes once in 10^14 vocabularies, whoever made them.
struct TokenTable: Sendable {
  /// Ten bits of an entry's hash above its id; ``empty`` where there is no entry.
  private var slots: [UInt32]
  /// The hash of each entry.
  private let hashes: [UInt64]
  private let hash: ByteHash

  private static let idMask: UInt32 = 1 << 21 - 1
  private static let empty = UInt32.max

  /// Enters every token, or the normal ones where kinds are given. Where two have the same bytes, the last
  /// one counts.
  ///
  /// - Complexity: O(*n*) in the bytes of the vocabulary.
  init(
    _ tokens: TokenStrings, in file: RawSpan, using random: inout some RandomNumberGenerator,
    normalOf kinds: [TokenKind] = []
  ) {
    let hash = ByteHash(using: &random)
    self.hash = hash
    hashes = (0..<tokens.count).map { hash.hash(file, tokens.range($0)) }
    slots = Array(repeating: Self.empty, count: slotCount(for: tokens.count))
    for (id, hash) in hashes.enumerated() where kinds.isEmpty || kinds[id] == .normal {
      slots[slot(of: hash)] = Self.tag(hash) | UInt32(truncatingIfNeeded: id)
    }
  }

  /// The token of up to 16 bytes; nil when there is none.
  @inline(__always)
  func find(_ bytes: PackedBytes) -> Int? { find(hash.hash(bytes)) }

  /// The token of any bytes; nil when there is none. O(*n*) in their number.
  func find(_ bytes: [UInt8]) -> Int? {
    find(unsafe hash.hash(bytes.span.bytes, bytes.indices))
  }

  /// The token of some bytes of a text; nil when there is none. O(*n*) in their number.
  @inline(__always)
  func find(_ text: RawSpan, _ range: Range<Int>) -> Int? { find(hash.hash(text, range)) }

  /// Whether a token has these up to 16 bytes.
  @inline(__always)
  func has(_ id: Int, _ bytes: PackedBytes) -> Bool {
    id < hashes.count && hashes[id] == hash.hash(bytes)
  }

  @inline(__always)
  private func find(_ hash: UInt64) -> Int? {
    let entry = slots[slot(of: hash)]
    return entry == Self.empty ? nil : Int(truncatingIfNeeded: entry & Self.idMask)
  }

  /// The slot of the token with a hash, or the empty one where it would be.
  @inline(__always)
  private func slot(of hash: UInt64) -> Int {
    let tag = Self.tag(hash)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while true {
      let entry = slots[slot]
      if entry == Self.empty { return slot }
      if (entry ^ tag) & ~Self.idMask == 0,
        hashes[Int(truncatingIfNeeded: entry & Self.idMask)] == hash
      {
        return slot
      }
      slot = (slot + 1) & (slots.count - 1)
    }
  }

  /// The bits of a hash that are kept. The highest is left out, so that no entry looks empty.
  @inline(__always)
  private static func tag(_ hash: UInt64) -> UInt32 {
    UInt32(truncatingIfNeeded: hash >> 33) & ~idMask
  }
}

/// A power of two that leaves a hash table of `count` entries at least a quarter empty.
func slotCount(for count: Int) -> Int {
  1 << (Int.bitWidth - max(count + count / 3, 1).leadingZeroBitCount)
}
