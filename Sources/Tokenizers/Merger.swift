/// Merges the bytes of a piece into tokens, by byte-pair encoding (Gage 1994; Sennrich et al. 2016):
/// the pair of the smallest rank first, and of equal ones the leftmost.
///
/// Candidates wait in a heap and tokens in a linked list, so that a long piece costs O(*n* log *n*).
/// The memory is kept from piece to piece.
struct Merger {
  private let merges: MergeTable
  /// The token of each byte of the piece, as far as it begins one.
  private var ids: [UInt32] = []
  /// Where the token behind begins, and where the token before.
  private var next: [Int] = []
  private var previous: [Int] = []
  /// The rank of a token's merge with the token behind it.
  private var ranks: [UInt32] = []
  /// Merges that may be possible: the rank above the place, in a binary heap.
  private var heap = Heap()

  private static let placeBits: UInt64 = 40

  init(_ merges: MergeTable) { self.merges = merges }

  /// Finds the tokens of a piece and reports each with the offset at which it ends.
  mutating func merge(
    _ count: Int, token: (_ offset: Int) -> UInt32, report: (_ id: UInt32, _ end: Int) -> Void
  ) {
    begin(count, token)
    while let candidate = heap.popSmallest() {
      let place = Int(candidate & (1 << Self.placeBits - 1))
      let rank = UInt32(truncatingIfNeeded: candidate >> Self.placeBits)
      if ranks[place] == rank { join(place, rank, count) }
    }
    var place = 0
    while place < count {
      report(ids[place], next[place])
      place = next[place]
    }
  }

  private mutating func begin(_ count: Int, _ token: (_ offset: Int) -> UInt32) {
    if ids.count < count {
      let missing = count - ids.count
      ids += Array(repeating: 0, count: missing)
      next += Array(repeating: 0, count: missing)
      previous += Array(repeating: 0, count: missing)
      ranks += Array(repeating: 0, count: missing)
    }
    for place in 0..<count {
      ids[place] = token(place)
      next[place] = place + 1
      previous[place] = place - 1
    }
    for place in 0..<count { updateRank(place, count) }
  }

  /// Replaces a token and the one behind it by what they make.
  private mutating func join(_ place: Int, _ rank: UInt32, _ count: Int) {
    ids[place] = merges.result(rank)
    let absorbed = next[place]
    ranks[absorbed] = MergeTable.noRank
    next[place] = next[absorbed]
    if next[place] < count { previous[next[place]] = place }
    updateRank(place, count)
    if previous[place] >= 0 { updateRank(previous[place], count) }
  }

  private mutating func updateRank(_ place: Int, _ count: Int) {
    let behind = next[place]
    let rank = behind < count ? merges.rank(ids[place], ids[behind]) : MergeTable.noRank
    ranks[place] = rank
    if rank != MergeTable.noRank { heap.insert(UInt64(rank) << Self.placeBits | UInt64(place)) }
  }
}

/// A binary heap of numbers, the smallest on top (Williams 1964).
struct Heap {
  private var items: [UInt64] = []

  /// Adds a number. O(log *n*).
  mutating func insert(_ item: UInt64) {
    var place = items.count
    items.append(item)
    while place > 0 {
      let parent = (place - 1) / 2
      guard item < items[parent] else { break }
      items[place] = items[parent]
      place = parent
    }
    items[place] = item
  }

  /// Takes the smallest number out; nil when there is none. O(log *n*).
  mutating func popSmallest() -> UInt64? {
    guard let last = items.popLast() else { return nil }
    guard let smallest = items.first else { return last }
    var place = 0
    while true {
      var child = 2 * place + 1
      guard child < items.count else { break }
      if child + 1 < items.count, items[child + 1] < items[child] { child += 1 }
      guard items[child] < last else { break }
      items[place] = items[child]
      place = child
    }
    items[place] = last
    return smallest
  }
}
