import JSON

/// Finds the tokens that merges make. Most vocabularies list them in the order of the merges, so the next is looked
/// for where the last one was; only where it is not there, by the hashes of all.
struct PieceFinder {
  private let tokens: TokenList
  private var last = 0
  /// The ids of all tokens, as soon as one has to be looked for.
  private var ids: StringNumbers?
  private var piece: [UInt8] = []

  init(_ tokens: TokenList) { self.tokens = tokens }

  /// The token that two strings of the document make, or one with a space between; nil where there is none. O(*n*)
  /// in their bytes, and once in those of all tokens.
  mutating func find(_ left: Range<Int>, _ right: Range<Int>?) -> Int? {
    if let right {
      for id in last..<min(last + 2, tokens.count) {
        if let token = tokens[id], tokens.strings.isString(at: token, left, joinedWith: right) {
          last = id
          return id
        }
      }
    }
    guard let id = search(left, right) else { return nil }
    last = id
    return id
  }

  private mutating func search(_ left: Range<Int>, _ right: Range<Int>?) -> Int? {
    piece.removeAll(keepingCapacity: true)
    tokens.strings.append(left, to: &piece)
    if let right {
      tokens.strings.append(right, to: &piece)
    } else {
      piece.removeAll { $0 == UInt8(ascii: " ") }
    }
    let ids = ids ?? idsOfAll
    self.ids = ids
    return ids[hash(of: piece.span)].map { Int($0) }
  }

  private var idsOfAll: StringNumbers {
    var ids = StringNumbers(capacity: tokens.count)
    for id in 0..<tokens.count {
      if let token = tokens[id] {
        _ = ids.enter(tokens.strings.hash(of: token), UInt32(id))
      }
    }
    return ids
  }
}
