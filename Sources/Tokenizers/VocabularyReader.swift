import GGUF

/// Reads a vocabulary from a model file's metadata and refuses what does not fit together.
struct VocabularyReader {
  let metadata: Metadata
  static let prefix = "tokenizer.ggml."

  init(_ metadata: Metadata) { self.metadata = metadata }

  /// What a tokenizer works with.
  struct Contents {
    var tokens: TokenStrings
    /// The kind of each entry; empty when all are normal.
    var kinds: [TokenKind]
    var method: EncodingMethod
    /// The control tokens and the unknown token, whose names are looked for when that is asked for.
    var controls: SpecialTokens
    /// The user-defined tokens, whose names are looked for in every text.
    var added: SpecialTokens
  }

  /// A kind of tokenizer: what model files call it, how it is checked without a look at the entries, and
  /// how it is read.
  private struct Model: Sendable {
    var name: String
    var check: @Sendable (VocabularyReader) throws(TokenizerError) -> Void
    var read: @Sendable (VocabularyReader, Entries) throws(TokenizerError) -> EncodingMethod
  }

  /// Every kind that is known.
  private static let models: [Model] = [
    Model(name: "gpt2") { reader throws(TokenizerError) in
      _ = try reader.preTokenizer()
      _ = try reader.mergeArray()
    } read: { reader, entries throws(TokenizerError) in
      .bytePairs(try reader.bytePairs(entries))
    },
    Model(name: "llama") { reader throws(TokenizerError) in
      guard reader.metadata.count(of: prefix + "scores") == nil else { return }
      _ = try reader.required("scores", reader.metadata.floatArray)
    } read: { reader, entries throws(TokenizerError) in
      .sentencePieces(try reader.sentencePieces(entries))
    },
  ]

  private func model() throws(TokenizerError) -> Model {
    let name = try required("model", metadata.string)
    guard let model = Self.models.first(where: { $0.name == name }) else {
      throw .unknownModel(name, known: Self.models.map(\.name))
    }
    return model
  }

  /// The number of entries, where the kind of tokenizer is known and as much of all else is there. O(1).
  func checkedCount() throws(TokenizerError) -> Int {
    try model().check(self)
    let count = try tokens().count
    for key in ["scores", "token_type"] {
      if let found = metadata.count(of: Self.prefix + key) { try checkLength(found, key, count) }
    }
    return count
  }

  /// The entries, of which there are as many as there may be.
  func tokens() throws(TokenizerError) -> StringArray {
    let array = try required("tokens", metadata.stringArray)
    try checkCount(array.count)
    return array
  }

  func read() throws(TokenizerError) -> Contents {
    let model = try model()
    try model.check(self)
    let entries = try entries()
    let method = try model.read(self, entries)
    let names = try names(entries, method)
    func named(_ kinds: TokenKind...) -> SpecialTokens {
      SpecialTokens(names.filter { kinds.contains(entries.kinds[$0.id]) })
    }
    return Contents(
      tokens: entries.tokens, kinds: entries.kinds, method: method,
      controls: named(.control, .unknown),
      added: named(.userDefined))
  }

  /// The id under a key; nil when the key is missing.
  func id(_ key: String, of count: Int) throws(TokenizerError) -> Int? {
    guard let id = try value(key, metadata.unsigned) else { return nil }
    guard let index = Int(exactly: id), index < count else {
      throw .idOutOfRange(key: Self.prefix + key, id: id, tokens: count)
    }
    return index
  }

  /// The truth value under a key.
  func flag(_ key: String, default value: Bool) throws(TokenizerError) -> Bool {
    try self.value(key, metadata.bool) ?? value
  }

  func value<Value>(
    _ key: String, _ read: (String) throws(GGUFError) -> Value?
  ) throws(TokenizerError) -> Value? {
    do throws(GGUFError) { return try read(Self.prefix + key) } catch { throw .metadata(error) }
  }

  func required<Value>(
    _ key: String, _ read: (String) throws(GGUFError) -> Value?
  ) throws(TokenizerError) -> Value {
    guard let value = try value(key, read) else {
      throw .metadata(GGUFError(.missingKey(Self.prefix + key)))
    }
    return value
  }
}
