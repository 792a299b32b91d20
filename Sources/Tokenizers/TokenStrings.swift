import GGUF

/// The entries of the vocabulary as the file has them: where each lies, not what it is.
struct TokenStrings: Sendable {
  /// Where the length of each entry stands in the file, and where the last entry ends.
  private let starts: [UInt32]

  init(_ array: StringArray) { starts = array.starts() }

  var count: Int { starts.count - 1 }

  /// The bytes of the file that hold an entry.
  func range(_ id: Int) -> Range<Int> {
    let end = Int(starts[id + 1])
    return min(Int(starts[id]) + StringArray.prefixBytes, end)..<end
  }
}

/// Finds the entry of a vocabulary by its bytes: a hash table with open addressing over the entries in
/// the file.
struct TokenTable {
  /// The high bits of an entry's hash above its id; ``empty`` where there is no entry.
  private var slots: [UInt64]
  private let mask: Int
  private let hash: ByteHash
  private let tokens: TokenStrings

  private static let idBits: UInt64 = 21
  private static let idMask: UInt64 = 1 << idBits - 1
  private static let empty = UInt64.max

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
      let slot = self.slot(of: file, range, hash: hash, in: file)
      slots[slot] = hash & ~Self.idMask | UInt64(id)
    }
  }

  /// The token with the bytes of a range of `bytes`; nil when there is none.
  func find(_ bytes: RawSpan, _ range: Range<Int>, in file: RawSpan) -> Int? {
    let entry = slots[slot(of: bytes, range, hash: hash.hash(bytes, range), in: file)]
    return entry == Self.empty ? nil : Int(entry & Self.idMask)
  }

  /// The slot that holds these bytes, or the empty one where they would be.
  private func slot(of bytes: RawSpan, _ range: Range<Int>, hash: UInt64, in file: RawSpan) -> Int {
    var slot = Int(truncatingIfNeeded: hash) & mask
    while true {
      let entry = slots[slot]
      if entry == Self.empty { return slot }
      if (entry ^ hash) & ~Self.idMask == 0 {
        let token = tokens.range(Int(entry & Self.idMask))
        if token.count == range.count && bytes.equals(range, file, at: token.lowerBound) {
          return slot
        }
      }
      slot = (slot + 1) & mask
    }
  }
}

/// A power of two that leaves a hash table of `count` entries at least half empty.
func slotCount(for count: Int) -> Int {
  1 << (Int.bitWidth - max(2 * count - 1, 1).leadingZeroBitCount)
}
