import JSON

/// Finds the tokens that merges make. Most vocabularies list them in the order of the merges, so the next is looked
/// for where the last one was. Where it is not there all are looked through, and from some time on their hashes.
struct PieceFinder {
  private let tokens: TokenList
  private var last = 0
  /// How often all tokens may be looked through before it is quicker to hash them; never once they are hashed.
  private var searches = 16
  /// The ids of all tokens, as soon as one has to be looked for.
  private lazy var ids: StringNumbers = idsOfAll
  private var piece: [UInt8] = []

  init(_ tokens: TokenList) { self.tokens = tokens }

  /// The token that two strings of the document make, or one with a space between; nil where there is none. O(*n*)
  /// in their bytes, and once in those of all tokens.
  mutating func find(_ left: Range<Int>, _ right: Range<Int>?) -> Int? {
    guard
      let id = find(left, right, among: last..<min(last + 2, tokens.count)) ?? search(left, right)
    else { return nil }
    last = id
    return id
  }

  private func find(_ left: Range<Int>, _ right: Range<Int>?, among ids: Range<Int>) -> Int? {
    guard let right else { return nil }
    return ids.first { id in
      tokens[id].map { tokens.strings.isString(at: $0, left, joinedWith: right) } ?? false
    }
  }

  private mutating func search(_ left: Range<Int>, _ right: Range<Int>?) -> Int? {
    if searches > 0 {
      searches -= 1
      if let id = find(left, right, among: 0..<tokens.count) { return id }
      searches = 0
    }
    piece.removeAll(keepingCapacity: true)
    tokens.strings.append(left, to: &piece)
    if let right {
      tokens.strings.append(right, to: &piece)
    } else {
      piece.removeAll { $0 == UInt8(ascii: " ") }
    }
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
