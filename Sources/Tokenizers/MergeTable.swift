/// Which pairs of tokens are merged, into what, and which before which: a hash table with open
/// addressing.
struct MergeTable: Sendable {
  /// Left id, right id and rank in one number; ``empty`` where there is no merge.
  private var slots: [UInt64]
  private let multiplier: UInt64
  private let shift: Int
  /// What the merge of each rank makes.
  private(set) var results: [UInt32] = []

  private static let idBits: UInt64 = 21
  private static let rankBits: UInt64 = 22
  private static let rankMask: UInt64 = 1 << rankBits - 1
  private static let empty = UInt64.max
  /// Stands for a byte that is no token, which is never merged.
  static let noToken = UInt32.max
  /// Stands for the rank of a pair that is not merged.
  static let noRank = UInt32.max

  /// A table for so many merges. Its hash is a product with a random odd number, so that no file can
  /// be made whose merges all collide.
  init(capacity: Int, using random: inout some RandomNumberGenerator) {
    let count = slotCount(for: capacity)
    slots = Array(repeating: Self.empty, count: count)
    shift = UInt64.bitWidth - count.trailingZeroBitCount
    multiplier = random.next() | 1
  }

  /// Adds the merge of the next rank. Of two merges of one pair, the first counts.
  mutating func append(_ left: Int, _ right: Int, result: Int) {
    let key = UInt64(left) << Self.idBits | UInt64(right)
    let slot = slot(of: key)
    if slots[slot] == Self.empty { slots[slot] = key << Self.rankBits | UInt64(results.count) }
    results.append(UInt32(result))
  }

  /// The rank of a pair; ``noRank`` when it is not merged. O(1).
  func rank(_ left: UInt32, _ right: UInt32) -> UInt32 {
    guard left != Self.noToken, right != Self.noToken else { return Self.noRank }
    let entry = slots[slot(of: UInt64(left) << Self.idBits | UInt64(right))]
    return entry == Self.empty
      ? Self.noRank : UInt32(truncatingIfNeeded: entry & Self.rankMask)
  }

  private func slot(of key: UInt64) -> Int {
    var slot = Int(truncatingIfNeeded: (key &* multiplier) >> UInt64(shift))
    while slots[slot] != Self.empty, slots[slot] >> Self.rankBits != key {
      slot = (slot + 1) & (slots.count - 1)
    }
    return slot
  }
}
