/// One token of a text: an entry of the vocabulary, and the bytes of the text that it stands for.
public struct Token: Hashable, Sendable {
  /// The entry in the model's vocabulary.
  public var id: Int

  /// The bytes of the text that it stands for, as offsets in UTF-8 bytes. A token may begin or end
  /// inside a character.
  public var bytes: Range<Int>

  /// Whether the vocabulary has no token for these bytes: ``id`` is then that of the unknown token,
  /// which the model reads in their place. Its surprisal is that of any unknown byte, not of this one.
  public var isUnknown: Bool

  /// Whether it begins with a space that the text does not have, and that the model was trained to read
  /// before one. A token that is nothing else has no bytes.
  public var isSpaceAdded: Bool

  /// A token of a text.
  public init(
    id: Int, bytes: Range<Int>, isUnknown: Bool = false, isSpaceAdded: Bool = false
  ) {
    self.id = id
    self.bytes = bytes
    self.isUnknown = isUnknown
    self.isSpaceAdded = isSpaceAdded
  }
}

/// What the entries of a model's vocabulary are called.
public struct Vocabulary: Sendable {
  /// The number of entries.
  public var count: Int

  /// The bytes that an entry stands for; for a control token such as `<|endoftext|>`, its name.
  public var bytes: @Sendable (_ id: Int) -> [UInt8]

  /// Whether an entry is a control token, which stands for no bytes of a text.
  public var isControl: @Sendable (_ id: Int) -> Bool

  /// A vocabulary.
  public init(
    count: Int, bytes: @escaping @Sendable (_ id: Int) -> [UInt8],
    isControl: @escaping @Sendable (_ id: Int) -> Bool = { _ in false }
  ) {
    self.count = count
    self.bytes = bytes
    self.isControl = isControl
  }
}

// Models that read bytes.
extension Vocabulary {
  /// All bytes, each an entry.
  public static let bytes = Vocabulary(count: 256) { [UInt8($0)] }
}

extension Token {
  /// Each byte of a text a token. O(*n*).
  public static func each(byteOf text: [UInt8]) -> [Token] {
    text.indices.map { Token(id: Int(text[$0]), bytes: $0..<$0 + 1) }
  }
}
