import GGUF

// Byte-pair encoding as SentencePiece does it.
extension VocabularyReader {
  func sentencePieces(_ entries: Entries) throws(TokenizerError) -> SentencePieces {
    let scores = try required("scores", metadata.floatArray)
    try checkLength(scores.count, "scores", entries.tokens.count)
    var random = SystemRandomNumberGenerator()
    let table = metadata.withBytes { file in
      TokenTable(entries.tokens, in: file, using: &random, normalOf: entries.kinds)
    }
    return SentencePieces(
      table: table, ranks: scores.map(SentencePieces.rank),
      longest: entries.longest, byteTokens: byteTokens(entries),
      addsSpace: try flag("add_space_prefix", default: true))
  }

  /// The token of each byte. Of two of one byte, the last one counts.
  private func byteTokens(_ entries: Entries) -> [UInt32] {
    var tokens = [UInt32](repeating: Merge.noToken, count: 256)
    for (id, kind) in entries.kinds.enumerated() where kind == .byte {
      let name = metadata.withBytes { $0.copy(entries.tokens.range(id)) }
      if let byte = byteValue(name) { tokens[Int(byte)] = UInt32(id) }
    }
    return tokens
  }
}

extension VocabularyReader.Entries {
  /// The most bytes of a normal entry.
  fileprivate var longest: Int {
    var longest = 0
    for id in 0..<tokens.count where kinds.isEmpty || kinds[id] == .normal {
      longest = max(longest, tokens.range(id).count)
    }
    return longest
  }
}
