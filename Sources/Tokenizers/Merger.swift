/// Says which neighbours are merged, into what, and which before which.
package protocol MergeRule {
  /// What a token and the one behind it make.
  ///
  /// - Parameter symbols: The symbols of the piece that both stand for.
  func merge(_ left: UInt32, _ right: UInt32, _ symbols: Range<Int>) -> Merge
}

/// What two neighbours make, and when: the smallest rank comes first.
package struct Merge {
  package var rank: UInt32
  package var token: UInt32

  package init(rank: UInt32, token: UInt32) {
    self.rank = rank
    self.token = token
  }

  /// Stands for a symbol that is no token.
  package static let noToken = UInt32.max
  /// Stands for the rank of neighbours that are not merged.
  package static let noRank = UInt32.max
  /// Neighbours that are not merged.
  package static let none = Merge(rank: noRank, token: noToken)
}

/// Merges the symbols of a piece into tokens, by byte-pair encoding (Gage 1994; Sennrich et al. 2016):
/// the pair of the smallest rank first, and of equal ones the leftmost.
///
/// Candidates wait in a heap and tokens in a linked list, so that a long piece costs O(*n* log *n*),
/// and fewer than three looks at the rule for a symbol. The memory is kept from piece to piece.
package struct Merger {
  /// The token of each symbol of the piece, as far as it begins one.
  private var ids: [UInt32] = []
  /// Where the token behind begins, and where the token before.
  private var next: [Int] = []
  private var previous: [Int] = []
  /// A token's merge with the token behind it.
  private var ranks: [UInt32] = []
  private var made: [UInt32] = []
  /// Merges that may be possible: the rank above the place, in a binary heap.
  private var heap = Heap()

  private static let placeBits: UInt64 = 32
  /// The most symbols of a piece.
  package static let capacity = Int(UInt32.max)

  package init() {}

  /// Finds the tokens of a piece and reports each with the symbol at which it ends.
  package mutating func merge(
    _ count: Int, by rule: some MergeRule, token: (_ symbol: Int) -> UInt32,
    report: (_ id: UInt32, _ end: Int) -> Void
  ) {
    begin(count, rule, token)
    while let candidate = heap.popSmallest() {
      let place = Int(candidate & (1 << Self.placeBits - 1))
      let rank = UInt32(truncatingIfNeeded: candidate >> Self.placeBits)
      if ranks[place] == rank { join(place, count, rule) }
    }
    var place = 0
    while place < count {
      report(ids[place], next[place])
      place = next[place]
    }
  }

  private mutating func begin(
    _ count: Int, _ rule: some MergeRule, _ token: (_ symbol: Int) -> UInt32
  ) {
    if ids.count < count {
      let missing = count - ids.count
      ids += Array(repeating: 0, count: missing)
      next += Array(repeating: 0, count: missing)
      previous += Array(repeating: 0, count: missing)
      ranks += Array(repeating: 0, count: missing)
      made += Array(repeating: 0, count: missing)
    }
    for place in 0..<count {
      ids[place] = token(place)
      next[place] = place + 1
      previous[place] = place - 1
    }
    for place in 0..<count { update(place, count, rule) }
  }

  /// Replaces a token and the one behind it by what they make.
  private mutating func join(_ place: Int, _ count: Int, _ rule: some MergeRule) {
    ids[place] = made[place]
    let absorbed = next[place]
    ranks[absorbed] = Merge.noRank
    next[place] = next[absorbed]
    if next[place] < count { previous[next[place]] = place }
    update(place, count, rule)
    if previous[place] >= 0 { update(previous[place], count, rule) }
  }

  private mutating func update(_ place: Int, _ count: Int, _ rule: some MergeRule) {
    let behind = next[place]
    let merge =
      behind < count ? rule.merge(ids[place], ids[behind], place..<next[behind]) : .none
    ranks[place] = merge.rank
    made[place] = merge.token
    if merge.rank != Merge.noRank {
      heap.insert(UInt64(merge.rank) << Self.placeBits | UInt64(place))
    }
  }
}
