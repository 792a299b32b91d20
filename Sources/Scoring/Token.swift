import Basics

/// One token of a text: an entry of the vocabulary, and the bytes of the text that it stands for.
public struct Token: Hashable, Sendable {
  // A text has many: together they take twelve bytes.
  private var entry: Int32
  private var place: MarkedRange

  /// The entry in the model's vocabulary.
  public var id: Int {
    get { Int(entry) }
    set { entry = Int32(clamping: newValue) }
  }

  /// The bytes of the text that it stands for, as offsets in UTF-8 bytes. A token may begin or end
  /// inside a character. A text has at most 4 GiB, and a token one.
  public var bytes: Range<Int> {
    get { place.bytes }
    set { place.bytes = newValue }
  }

  /// Whether the vocabulary has no token for these bytes: ``id`` is then that of the unknown token,
  /// which the model reads in their place. Its surprisal is that of any unknown byte, not of this one.
  public var isUnknown: Bool {
    get { place.first }
    set { place.first = newValue }
  }

  /// Whether it begins with a space that the text does not have, and that the model was trained to read
  /// before one. A token that is nothing else has no bytes.
  public var isSpaceAdded: Bool {
    get { place.second }
    set { place.second = newValue }
  }

  /// A token of a text.
  public init(
    id: Int, bytes: Range<Int>, isUnknown: Bool = false, isSpaceAdded: Bool = false
  ) {
    entry = Int32(id)
    place = MarkedRange(bytes, isUnknown, isSpaceAdded)
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

  /// Whether a server has said which bytes an entry stands for, which leaves what is a control token a guess; nil for
  /// a vocabulary that is known whole.
  public var isSaid: (@Sendable (_ id: Int) -> Bool)?

  /// A vocabulary.
  public init(
    count: Int, bytes: @escaping @Sendable (_ id: Int) -> [UInt8],
    isControl: @escaping @Sendable (_ id: Int) -> Bool = { _ in false },
    isSaid: (@Sendable (_ id: Int) -> Bool)? = nil
  ) {
    self.count = count
    self.bytes = bytes
    self.isControl = isControl
    self.isSaid = isSaid
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
