import GGUF

/// Splits texts into the tokens of a model and back, by bytes and without loss: byte-level byte-pair
/// encoding, with everything it needs from the model's own file.
///
/// A text may be any bytes. The ranges of its tokens follow each other without a gap, so that the
/// bytes in them, joined, are the text. A byte that the vocabulary has no token for becomes an
/// ``unknownToken``, and its piece says so.
public struct Tokenizer: Sendable {
  /// The number of entries in the vocabulary.
  public let count: Int
  /// The token that begins a text; nil when the file names none.
  public let bosToken: Int?
  /// The token that ends a text; nil when the file names none.
  public let eosToken: Int?
  /// The token of bytes that the vocabulary lacks: the one that the file names, or else the first that
  /// is of this kind, or else entry 0.
  public let unknownToken: Int
  /// Whether the model expects ``bosToken``, which is there then, before every text.
  public let addsBOS: Bool

  private let metadata: Metadata
  private let tokens: TokenStrings
  /// The kind of each entry; empty when all are normal.
  private let kinds: [TokenKind]
  /// The token of each byte, or ``MergeTable/noToken``.
  private let byteTokens: [UInt32]
  private let merges: MergeTable
  private let preTokenizer: PreTokenizer
  private let specialTokens: SpecialTokens

  /// A token of a text: its id, and the bytes of the text that it stands for.
  public struct Token: Hashable, Sendable {
    /// The entry in the vocabulary.
    public var id: Int
    /// The bytes of the text that it stands for; for a token that was split out by its name, the name.
    public var bytes: Range<Int>
    /// Whether it is the unknown token in place of a byte that has none.
    public var isUnknown: Bool

    /// A token of a text.
    public init(id: Int, bytes: Range<Int>, isUnknown: Bool = false) {
      self.id = id
      self.bytes = bytes
      self.isUnknown = isUnknown
    }
  }

  /// Makes the tokenizer that a model file describes.
  ///
  /// - Throws: What is wrong with the vocabulary, or what is not known yet.
  /// - Complexity: O(*n*) in the bytes of the vocabulary and its merges; 4 ms for 49 thousand of each.
  public init(_ metadata: Metadata) throws(TokenizerError) {
    let reader = VocabularyReader(metadata)
    let vocabulary = try reader.read()
    self.metadata = metadata
    preTokenizer = vocabulary.preTokenizer
    tokens = vocabulary.tokens
    kinds = vocabulary.kinds
    byteTokens = vocabulary.byteTokens
    merges = vocabulary.merges
    specialTokens = vocabulary.specialTokens
    count = vocabulary.tokens.count
    bosToken = try reader.id("bos_token_id", of: count)
    eosToken = try reader.id("eos_token_id", of: count)
    unknownToken =
      try reader.id("unknown_token_id", of: count) ?? kinds.firstIndex(of: .unknown) ?? 0
    addsBOS = try reader.flag("add_bos_token") && bosToken != nil
  }

  /// The number of entries of a vocabulary of a known kind, without a look at the entries.
  ///
  /// - Throws: What is not known of its kind.
  /// - Complexity: O(1).
  public static func count(_ metadata: Metadata) throws(TokenizerError) -> Int {
    let reader = VocabularyReader(metadata)
    _ = try reader.preTokenizer()
    return try reader.tokens().count
  }

  /// What an entry stands for. O(1).
  public func kind(of id: Int) -> TokenKind {
    precondition((0..<count).contains(id), "no token \(id) in the vocabulary")
    return kinds.isEmpty ? .normal : kinds[id]
  }

  /// The bytes that an entry stands for; of all but normal and byte tokens, the name. O(*n*) in their
  /// number.
  public func bytes(of id: Int) -> [UInt8] {
    let kind = kind(of: id)
    let entry = metadata.withBytes { $0.copy(tokens.range(id)) }
    switch kind {
    case .normal: return ByteAlphabet.decoded(entry)
    case .byte: return byteValue(entry).map { [$0] } ?? entry
    case .unknown, .control, .userDefined, .unused: return entry
    }
  }

  /// Splits a text into tokens.
  ///
  ///     tokenizer.encode(Array("Hello world".utf8))  // 19556 Hello, 905 ␣world
  ///
  /// - Parameters:
  ///   - text: Any bytes.
  ///   - special: Whether the name of a control or user-defined token in the text stands for the token
  ///     itself. Otherwise it is text like any other.
  /// - Complexity: O(*n* log *n*) in the length of the longest piece, O(*n*) in that of the text.
  public func encode(_ text: [UInt8], special: Bool = false) -> [Token] {
    var pieces: [Token] = []
    var merger = Merger(merges)
    var place = 0
    while special, let match = specialTokens.first(in: text.span, from: place) {
      encode(text, place..<match.range.lowerBound, &merger, into: &pieces)
      pieces.append(Token(id: match.id, bytes: match.range))
      place = match.range.upperBound
    }
    encode(text, place..<text.count, &merger, into: &pieces)
    return pieces
  }

  private func encode(
    _ text: [UInt8], _ part: Range<Int>, _ merger: inout Merger, into pieces: inout [Token]
  ) {
    let text = text.span
    var parts = preTokenizer.pieces(part)
    while let part = parts.next(text) {
      var start = part.lowerBound
      merger.merge(part.count) {
        byteTokens[Int(text[part.lowerBound + $0])]
      } report: { id, offset in
        let end = part.lowerBound + offset
        let isUnknown = id == MergeTable.noToken
        pieces.append(
          Token(
            id: isUnknown ? unknownToken : Int(id), bytes: start..<end, isUnknown: isUnknown))
        start = end
      }
    }
  }
}
