/// Which pairs of tokens are merged, into what, and which before which: a hash table with open
/// addressing.
struct MergeTable: Sendable, MergeRule {
  /// Ten bits of a pair's hash above its rank; ``empty`` where there is no merge.
  private var slots: [UInt32]
  /// The left id, the right id and the result of each rank, in 21 bits each.
  private var merges: [UInt64] = []
  private let multiplier: UInt64

  private static let idBits: UInt64 = 21
  private static let idMask: UInt64 = 1 << idBits - 1
  private static let rankMask: UInt32 = 1 << 22 - 1
  private static let empty = UInt32.max

  /// A table for so many merges, which the file is known to have. Its hash is a product with a random
  /// odd number, so that no file can be made whose merges all collide.
  init(capacity: Int, using random: inout some RandomNumberGenerator) {
    slots = Array(repeating: Self.empty, count: slotCount(for: capacity))
    multiplier = random.next() | 1
    merges.reserveCapacity(capacity)
  }

  /// Adds the merge of the next rank. Of two merges of one pair, the first counts.
  mutating func append(_ left: Int, _ right: Int, result: Int) {
    let pair = UInt64(left) << Self.idBits | UInt64(right)
    let (slot, tag) = slot(of: pair)
    if slots[slot] == Self.empty { slots[slot] = tag | UInt32(merges.count) }
    merges.append(pair << Self.idBits | UInt64(result))
  }

  /// What a pair makes, by the ids alone. O(1).
  func merge(_ left: UInt32, _ right: UInt32, _ symbols: Range<Int>) -> Merge {
    guard left != Merge.noToken, right != Merge.noToken else { return .none }
    let entry = slots[slot(of: UInt64(left) << Self.idBits | UInt64(right)).slot]
    if entry == Self.empty { return .none }
    let rank = entry & Self.rankMask
    return Merge(
      rank: rank, token: UInt32(truncatingIfNeeded: merges[Int(rank)] & Self.idMask))
  }

  /// The first merge into one of some tokens, by its rank, and which; nil when there is none. O(*n*).
  func first(into tokens: Set<Int>) -> (rank: Int, result: Int)? {
    merges.lazy.map { Int($0 & Self.idMask) }.enumerated().first { tokens.contains($0.element) }
      .map { ($0.offset, $0.element) }
  }

  /// The slot that holds a pair, or the empty one where it would be, and the pair's tag.
  @inline(__always)
  private func slot(of pair: UInt64) -> (slot: Int, tag: UInt32) {
    let product = pair.multipliedFullWidth(by: multiplier)
    let hash = product.high ^ product.low
    // The highest bit is left out, so that no entry looks empty.
    let tag = UInt32(truncatingIfNeeded: hash >> 33) & ~Self.rankMask
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while true {
      let entry = slots[slot]
      if entry == Self.empty { return (slot, tag) }
      if (entry ^ tag) & ~Self.rankMask == 0,
        merges[Int(truncatingIfNeeded: entry & Self.rankMask)] >> Self.idBits == pair
      {
        return (slot, tag)
      }
      slot = (slot + 1) & (slots.count - 1)
    }
  }
}
