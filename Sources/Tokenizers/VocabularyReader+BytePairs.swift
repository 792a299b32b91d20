import Basics
import GGUF

// Byte-level byte-pair encoding.
extension VocabularyReader {
  /// How a text is split. Throws for a pattern that is not known.
  func preTokenizer() throws(TokenizerError) -> PreTokenizer {
    try PreTokenizer.named(try value("pre", metadata.string) ?? "default")
  }

  func bytePairs(_ entries: Entries) throws(TokenizerError) -> BytePairs {
    try checkScores(entries.tokens.count)
    let preTokenizer = try preTokenizer()
    let table = metadata.withBytes { file in
      var random = SystemRandomNumberGenerator()
      return TokenTable(entries.tokens, in: file, using: &random)
    }
    let merges = try merges(table)
    var byteTokens = byteTokens(table)
    let names = misleadingNames(entries)
    if !names.isEmpty {
      try check(merges, against: names, entries.tokens)
      byteTokens = byteTokens.map { names.contains(Int($0)) ? Merge.noToken : $0 }
    }
    return BytePairs(
      preTokenizer: preTokenizer, byteTokens: byteTokens, merges: merges,
      whole: preTokenizer.ignoresMerges
        ? WholeEntries(table: table, kinds: entries.kinds) : nil)
  }

  /// Scores are not used here, but a file in which they do not fit is not to be trusted.
  private func checkScores(_ count: Int) throws(TokenizerError) {
    guard let scores = try value("scores", metadata.floatArray) else { return }
    try checkLength(scores.count, "scores", count)
  }

  /// The merges as they are written.
  func mergeArray() throws(TokenizerError) -> StringArray {
    let array = try required("merges", metadata.stringArray)
    let limit = TokenizerError.Limits.merges
    guard array.count <= limit else { throw .tooManyMerges(count: array.count, limit: limit) }
    return array
  }

  /// The merges as pairs of ids.
  private func merges(_ table: TokenTable) throws(TokenizerError) -> MergeTable {
    let array = try mergeArray()
    return try metadata.withBytes { file throws(TokenizerError) in
      var random = SystemRandomNumberGenerator()
      return try MergeReader(TokenStrings(array), table).read(from: file, using: &random)
    }
  }

  /// The entries that are names of something, and whose letters would stand for other bytes in the
  /// alphabet of merges: text must not become one of them.
  private func misleadingNames(_ entries: Entries) -> Set<Int> {
    Set(
      entries.kinds.indices.filter { id in
        guard entries.kinds[id] != .normal else { return false }
        let name = metadata.withBytes { $0.copy(entries.tokens.range(id)) }
        return entries.kinds[id] == .byte || ByteAlphabet.decoded(name) != name
      })
  }

  private func check(
    _ merges: MergeTable, against names: Set<Int>, _ tokens: TokenStrings
  ) throws(TokenizerError) {
    guard let (rank, result) = merges.first(into: names) else { return }
    let name = metadata.withBytes { $0.copy(tokens.range(result)) }
    throw .unknownMergeResult(index: rank, result: name)
  }

  /// The token of each byte.
  private func byteTokens(_ table: TokenTable) -> [UInt32] {
    (0...UInt8.max).map { byte in
      table.find(ByteAlphabet.encoded(byte)).map { UInt32($0) } ?? Merge.noToken
    }
  }
}
