import GGUF

/// Reads a vocabulary from a model file's metadata and refuses what does not fit together.
struct VocabularyReader {
  private let metadata: Metadata

  init(_ metadata: Metadata) { self.metadata = metadata }

  /// What a tokenizer works with.
  struct Contents {
    var preTokenizer: PreTokenizer
    var tokens: TokenStrings
    var kinds: [TokenKind]
    var byteTokens: [UInt32]
    var merges: MergeTable
    var specialTokens: SpecialTokens
  }

  /// The kinds of tokenizers that are known, by their names in model files.
  private static let models = ["gpt2"]
  private static let prefix = "tokenizer.ggml."

  /// How the kind of tokenizer that the file names splits a text. Throws for a kind that is not known.
  func preTokenizer() throws(TokenizerError) -> PreTokenizer {
    let model = try required("model", metadata.string)
    guard Self.models.contains(model) else {
      throw .unknownModel(model, known: Self.models)
    }
    return try PreTokenizer.named(try value("pre", metadata.string) ?? "default")
  }

  /// The entries, of which there are as many as there may be.
  func tokens() throws(TokenizerError) -> StringArray {
    let array = try required("tokens", metadata.stringArray)
    try checkCount(array.count)
    return array
  }

  func read() throws(TokenizerError) -> Contents {
    let preTokenizer = try preTokenizer()
    let array = try tokens()
    let tokens = TokenStrings(array)
    try checkLengths(of: tokens)
    try checkScores(array.count)
    let kinds = try kinds(array.count)
    let special = try specialTokens(tokens, kinds)
    var (byteTokens, merges) = try merges(of: tokens)
    let names = names(among: tokens, kinds)
    if !names.isEmpty {
      try check(merges, against: names, tokens)
      byteTokens = byteTokens.map { names.contains(Int($0)) ? MergeTable.noToken : $0 }
    }
    return Contents(
      preTokenizer: preTokenizer, tokens: tokens, kinds: kinds, byteTokens: byteTokens,
      merges: merges, specialTokens: special)
  }

  /// The id under a key; nil when the key is missing.
  func id(_ key: String, of count: Int) throws(TokenizerError) -> Int? {
    guard let id = try value(key, metadata.unsigned) else { return nil }
    guard let index = Int(exactly: id), index < count else {
      throw .idOutOfRange(key: Self.prefix + key, id: id, tokens: count)
    }
    return index
  }

  /// The truth value under a key; false when it is missing.
  func flag(_ key: String) throws(TokenizerError) -> Bool {
    try value(key, metadata.bool) ?? false
  }

  private func value<Value>(
    _ key: String, _ read: (String) throws(GGUFError) -> Value?
  ) throws(TokenizerError) -> Value? {
    do throws(GGUFError) { return try read(Self.prefix + key) } catch { throw .metadata(error) }
  }

  private func required<Value>(
    _ key: String, _ read: (String) throws(GGUFError) -> Value?
  ) throws(TokenizerError) -> Value {
    guard let value = try value(key, read) else {
      throw .metadata(GGUFError(.missingKey(Self.prefix + key)))
    }
    return value
  }
}

// The entries.
extension VocabularyReader {
  private func checkCount(_ count: Int) throws(TokenizerError) {
    guard count > 0 else { throw .emptyVocabulary }
    let limit = TokenizerError.Limits.tokens
    guard count <= limit else { throw .tooManyTokens(count: count, limit: limit) }
  }

  private func checkLengths(of tokens: TokenStrings) throws(TokenizerError) {
    let limit = TokenizerError.Limits.tokenBytes
    for id in 0..<tokens.count where tokens.range(id).count > limit {
      throw .tokenTooLong(id: id, byteCount: tokens.range(id).count, limit: limit)
    }
  }

  /// Scores are not used here, but a file in which they do not fit is not to be trusted.
  private func checkScores(_ count: Int) throws(TokenizerError) {
    guard let scores = try value("scores", metadata.floatArray) else { return }
    try checkLength(scores.count, "scores", count)
  }

  private func checkLength(
    _ found: Int, _ key: String, _ count: Int
  ) throws(TokenizerError) {
    guard found == count else {
      throw .lengthMismatch(key: Self.prefix + key, count: found, tokens: count)
    }
  }

  private func kinds(_ count: Int) throws(TokenizerError) -> [TokenKind] {
    guard let numbers = try value("token_type", metadata.intArray) else { return [] }
    try checkLength(numbers.count, "token_type", count)
    var kinds: [TokenKind] = []
    for (id, number) in numbers.enumerated() {
      guard let kind = UInt8(exactly: number).flatMap(TokenKind.init) else {
        throw .unknownTokenKind(number, id: id)
      }
      kinds.append(kind)
    }
    return kinds
  }

  /// The tokens that are found by their names; on the way, tokens that stand for bytes are checked.
  private func specialTokens(
    _ tokens: TokenStrings, _ kinds: [TokenKind]
  ) throws(TokenizerError) -> SpecialTokens {
    let limit = TokenizerError.Limits.specialTokenBytes
    var names: [(bytes: [UInt8], id: Int)] = []
    for (id, kind) in kinds.enumerated() where kind != .normal {
      let range = tokens.range(id)
      let name = metadata.withBytes { $0.copy(range) }
      switch kind {
      case .control, .userDefined:
        guard name.count <= limit else {
          throw .tokenTooLong(id: id, byteCount: name.count, limit: limit)
        }
        names.append((name, id))
      case .byte:
        guard byteValue(name) != nil else { throw .malformedByteToken(id: id, name: name) }
      case .normal, .unknown, .unused: break
      }
    }
    return SpecialTokens(names)
  }
}

/// The byte that a name such as `<0x0A>` stands for: exactly two hexadecimal digits.
func byteValue(_ name: [UInt8]) -> UInt8? {
  guard name.count == 6, name.starts(with: "<0x".utf8), name[5] == UInt8(ascii: ">") else {
    return nil
  }
  guard let high = digit(name[3]), let low = digit(name[4]) else { return nil }
  return high << 4 | low
}

private func digit(_ character: UInt8) -> UInt8? {
  switch character {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
  case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
  case UInt8(ascii: "A")...UInt8(ascii: "F"): character - UInt8(ascii: "A") + 10
  default: nil
  }
}

// The merges.
extension VocabularyReader {
  /// The token of each byte, and the merges as pairs of ids.
  private func merges(
    of tokens: TokenStrings
  ) throws(TokenizerError) -> (byteTokens: [UInt32], merges: MergeTable) {
    let array = try required("merges", metadata.stringArray)
    let limit = TokenizerError.Limits.merges
    guard array.count <= limit else { throw .tooManyMerges(count: array.count, limit: limit) }
    return try metadata.withBytes { file throws(TokenizerError) in
      var random = SystemRandomNumberGenerator()
      let table = TokenTable(tokens, in: file, using: &random)
      let reader = MergeReader(TokenStrings(array), table)
      return (byteTokens(table), try reader.read(from: file, using: &random))
    }
  }

  /// The entries that are names of something, and whose letters would stand for other bytes in the
  /// alphabet of merges: text must not become one of them.
  private func names(among tokens: TokenStrings, _ kinds: [TokenKind]) -> Set<Int> {
    Set(
      kinds.indices.filter { id in
        guard kinds[id] != .normal else { return false }
        let name = metadata.withBytes { $0.copy(tokens.range(id)) }
        return kinds[id] == .byte || ByteAlphabet.decoded(name) != name
      })
  }

  private func check(
    _ merges: MergeTable, against names: Set<Int>, _ tokens: TokenStrings
  ) throws(TokenizerError) {
    guard let (rank, result) = merges.first(into: names) else { return }
    let name = metadata.withBytes { $0.copy(tokens.range(result)) }
    throw .unknownMergeResult(index: rank, result: name)
  }

  private func byteTokens(_ table: TokenTable) -> [UInt32] {
    (0...UInt8.max).map { byte in
      table.find(ByteAlphabet.encoded(byte)).map { UInt32($0) } ?? MergeTable.noToken
    }
  }
}
