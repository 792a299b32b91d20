/// Reads merges, `left right` in the order of their ranks, as pairs of ids.
struct MergeReader {
  private let merges: TokenStrings
  private let table: TokenTable

  init(_ merges: TokenStrings, _ table: TokenTable) {
    self.merges = merges
    self.table = table
  }

  /// - Throws: Which merge is not two parts, or of or into something that is no token.
  /// - Complexity: O(*n*) in the bytes of the merges.
  func read(
    from file: RawSpan, using random: inout some RandomNumberGenerator
  ) throws(TokenizerError) -> MergeTable {
    var pairs = MergeTable(capacity: merges.count, using: &random)
    var result = -1
    for index in 0..<merges.count {
      let range = merges.range(index)
      let (left, right, made) = try ids(index, range, guess: result + 1, file)
      pairs.append(left, right, result: made)
      result = made
    }
    return pairs
  }

  /// The ids of a merge's parts and of what they make.
  ///
  /// Most vocabularies list what merges make in the order of the merges, hence the guess.
  @inline(__always)
  private func ids(
    _ index: Int, _ range: Range<Int>, guess: Int, _ file: RawSpan
  ) throws(TokenizerError) -> (left: Int, right: Int, result: Int) {
    if range.count <= PackedBytes.capacity, let ids = readShort(range, guess: guess, file) {
      return ids
    }
    return try readAny(index, range, file)
  }

  /// The ids of a merge of at most 16 bytes; nil when something is wrong.
  @inline(__always)
  private func readShort(
    _ range: Range<Int>, guess: Int, _ file: RawSpan
  ) -> (left: Int, right: Int, result: Int)? {
    let merge = PackedBytes(file, range)
    guard let space = merge.onlyPlace(of: UInt8(ascii: " ")), space > 0, space < merge.count - 1
    else { return nil }
    let (first, second) = (merge.prefix(space), merge.suffix(after: space))
    guard let left = table.find(first), let right = table.find(second) else { return nil }
    let joined = first.joined(with: second)
    if table.has(guess, joined) { return (left, right, guess) }
    return table.find(joined).map { (left, right, $0) }
  }

  /// The ids of a merge of any length, or what is wrong with it.
  private func readAny(
    _ index: Int, _ range: Range<Int>, _ file: RawSpan
  ) throws(TokenizerError) -> (left: Int, right: Int, result: Int) {
    let merge = file.copy(range)
    let parts = merge.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }) else {
      throw .mergeWithoutTwoParts(index: index, merge: merge)
    }
    let ids = parts.map { table.find(Array($0)) }
    guard let left = ids[0], let right = ids[1] else {
      throw .unknownMergePart(index: index, part: Array(ids[0] == nil ? parts[0] : parts[1]))
    }
    let joined = Array(parts.joined())
    guard let result = table.find(joined) else {
      throw .unknownMergeResult(index: index, result: joined)
    }
    return (left, right, result)
  }
}
