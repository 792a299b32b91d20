/// One token of a text: an entry of the vocabulary, and the bytes of the text that it stands for.
public struct Token: Hashable, Sendable {
  // A text has many: together they take twelve bytes.
  private var entry: Int32
  private var start: UInt32
  /// How many bytes it stands for, above a bit for each of two remarks.
  private var length: UInt32

  /// The entry in the model's vocabulary.
  public var id: Int {
    get { Int(entry) }
    set { entry = Int32(clamping: newValue) }
  }

  /// The bytes of the text that it stands for, as offsets in UTF-8 bytes. A token may begin or end
  /// inside a character. A text has at most 4 GiB, and a token one.
  public var bytes: Range<Int> {
    get { Int(start)..<Int(start) + Int(length >> 2) }
    set {
      start = UInt32(newValue.lowerBound)
      length = UInt32(newValue.count) << 2 | length & 3
    }
  }

  /// Whether the vocabulary has no token for these bytes: ``id`` is then that of the unknown token,
  /// which the model reads in their place. Its surprisal is that of any unknown byte, not of this one.
  public var isUnknown: Bool {
    get { length & 1 != 0 }
    set { length = length & ~1 | (newValue ? 1 : 0) }
  }

  /// Whether it begins with a space that the text does not have, and that the model was trained to read
  /// before one. A token that is nothing else has no bytes.
  public var isSpaceAdded: Bool {
    get { length & 2 != 0 }
    set { length = length & ~2 | (newValue ? 2 : 0) }
  }

  /// A token of a text.
  public init(
    id: Int, bytes: Range<Int>, isUnknown: Bool = false, isSpaceAdded: Bool = false
  ) {
    precondition(
      bytes.upperBound <= UInt32.max && bytes.count < 1 << 30, "a token of a text of at most 4 GiB")
    entry = Int32(id)
    start = UInt32(bytes.lowerBound)
    length = UInt32(bytes.count) << 2 | (isSpaceAdded ? 2 : 0) | (isUnknown ? 1 : 0)
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
