/// The tokens of a text, as far as it is encoded.
struct TokenList {
  private(set) var tokens: [Tokenizer.Token] = []
  /// Where what is being encoded lies in the text.
  var place = Place()
  /// The token of what the vocabulary lacks.
  private let unknown: Int

  init(unknown: Int) { self.unknown = unknown }

  /// Where bytes that are encoded lie in the text: at the same place, or behind a space that it lacks.
  struct Place {
    private let start: Int
    private let spaces: Int

    /// The bytes are those of the text.
    init() { (start, spaces) = (0, 0) }

    /// The bytes are a space, and those of the text from a place on.
    init(behindSpaceAt start: Int) { (self.start, spaces) = (start, 1) }

    fileprivate func bytes(_ range: Range<Int>) -> Range<Int> {
      start + max(range.lowerBound - spaces, 0)..<start + max(range.upperBound - spaces, 0)
    }

    fileprivate func beginsWithAddedSpace(_ range: Range<Int>) -> Bool {
      range.lowerBound < spaces
    }
  }

  /// Adds a token; the unknown one for ``Merge/noToken``.
  @inline(__always)
  mutating func append(_ id: UInt32, _ range: Range<Int>) {
    let isUnknown = id == Merge.noToken
    tokens.append(
      Tokenizer.Token(
        id: isUnknown ? unknown : Int(id), bytes: place.bytes(range), isUnknown: isUnknown,
        isSpaceAdded: place.beginsWithAddedSpace(range)))
  }

  /// Adds bytes that no token stands for, to those before them where there are such.
  mutating func appendUnknown(_ range: Range<Int>) {
    let bytes = place.bytes(range)
    if let last = tokens.last, last.isUnknown, last.bytes.upperBound == bytes.lowerBound {
      tokens[tokens.count - 1].bytes = last.bytes.lowerBound..<bytes.upperBound
    } else {
      append(Merge.noToken, range)
    }
  }
}
