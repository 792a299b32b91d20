import Basics
import GGUF

/// Splits texts into the tokens of a model and back, by bytes and without loss: byte-pair encoding,
/// byte-level or as SentencePiece does it, with everything it needs from the model's own file.
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
  /// The token that ends a turn of a conversation; nil when the file names none.
  public let eotToken: Int?
  /// The token of bytes that the vocabulary lacks: the one that the file names, or else the first that
  /// is of this kind, or else entry 0.
  public let unknownToken: Int
  /// Whether the model expects ``bosToken``, which is there then, before every text.
  public let addsBOS: Bool

  let metadata: Metadata
  let vocabulary: VocabularyReader.Contents

  /// A token of a text: its id, and the bytes of the text that it stands for.
  public struct Token: Hashable, Sendable {
    // As a text has many, they take twelve bytes.
    private let entry: Int32
    private var place: MarkedRange

    /// The entry in the vocabulary.
    public var id: Int { Int(entry) }
    /// The bytes of the text that it stands for; for a token that was split out by its name, the name.
    public var bytes: Range<Int> {
      get { place.bytes }
      set { place.bytes = newValue }
    }
    /// Whether it is the unknown token in place of a byte that has none.
    public var isUnknown: Bool { place.first }
    /// Whether it begins with a space that the text does not have and the model was trained to read
    /// before it. A token that is nothing else has no bytes.
    public var isSpaceAdded: Bool { place.second }

    /// A token of a text of at most 4 GiB.
    public init(
      id: Int, bytes: Range<Int>, isUnknown: Bool = false, isSpaceAdded: Bool = false
    ) {
      entry = Int32(id)
      place = MarkedRange(bytes, isUnknown, isSpaceAdded)
    }
  }

  /// Makes the tokenizer that a model file describes.
  ///
  /// - Throws: What is wrong with the vocabulary, or what is not known yet.
  /// - Complexity: O(*n*) in the bytes of the vocabulary and its merges; 4 ms for 49 thousand of each.
  public init(_ metadata: Metadata) throws(TokenizerError) {
    let reader = VocabularyReader(metadata)
    vocabulary = try reader.read()
    self.metadata = metadata
    count = vocabulary.tokens.count
    bosToken = try reader.id("bos_token_id", of: count)
    eosToken = try reader.id("eos_token_id", of: count)
    eotToken = try reader.id("eot_token_id", of: count)
    unknownToken =
      try reader.id("unknown_token_id", of: count)
      ?? vocabulary.kinds.firstIndex(of: .unknown) ?? 0
    addsBOS =
      try reader.flag("add_bos_token", default: vocabulary.method.addsBOS) && bosToken != nil
  }

  /// The number of entries of a vocabulary of a known kind, without a look at the entries.
  ///
  /// - Throws: What is not known of its kind, or what is missing or does not fit its number of entries.
  /// - Complexity: O(1).
  public static func count(_ metadata: Metadata) throws(TokenizerError) -> Int {
    let reader = VocabularyReader(metadata)
    let count = try reader.checkedCount()
    for key in Self.endKeys { _ = try reader.id(key, of: count) }
    return count
  }

  private static let endKeys = [
    "bos_token_id", "eos_token_id", "eot_token_id", "unknown_token_id",
  ]

  /// What an entry stands for. O(1).
  public func kind(of id: Int) -> TokenKind {
    precondition((0..<count).contains(id), "no token \(id) in the vocabulary")
    return vocabulary.kinds.isEmpty ? .normal : vocabulary.kinds[id]
  }

  /// The bytes that an entry stands for; of all but normal, user-defined and byte tokens, the name.
  /// O(*n*) in their number.
  public func bytes(of id: Int) -> [UInt8] {
    let kind = kind(of: id)
    let entry = metadata.withBytes { $0.copy(vocabulary.tokens.range(id)) }
    return vocabulary.method.bytes(entry, kind)
  }

  /// Splits a text into tokens.
  ///
  ///     tokenizer.encode(Array("Hello world".utf8))  // 19556 Hello, 905 ␣world
  ///
  /// The name of a user-defined token always stands for the token.
  ///
  /// - Parameters:
  ///   - text: Any bytes.
  ///   - special: Whether the name of a control token, or of the unknown one, stands for the token itself.
  ///     Otherwise it is text like any other.
  /// - Complexity: O(*n* log *n*) in the length of the longest piece, O(*n*) in that of the text.
  public func encode(_ text: [UInt8], special: Bool = false) -> [Token] {
    var encoder = TextEncoder(vocabulary, unknown: unknownToken)
    var place = 0
    while special, let match = vocabulary.controls.first(in: text.span, place..<text.count) {
      encoder.append(text, place..<match.range.lowerBound)
      encoder.append(match.id, match.range)
      place = match.range.upperBound
    }
    encoder.append(text, place..<text.count)
    return encoder.tokens
  }
}
