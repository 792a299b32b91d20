/// What of other lines stands in a text.
public struct KnownWords: Sendable {
  private let text: [UInt8]
  private let words: Set<ArraySlice<UInt8>>
  private let lines: Set<ArraySlice<UInt8>>

  /// The fewest words that are worth being found in the midst of a text.
  private static let fewest = 6

  /// The words of a text. O(*n*).
  public init(_ text: [UInt8]) {
    self.text = text
    words = Set(Self.words(of: text).map { text[$0] })
    lines = Set(text.split(separator: UInt8(ascii: "\n")))
  }

  /// The words of a line that stand in the text.
  public func words(of line: [UInt8]) -> [Range<Int>] {
    Self.words(of: line).filter { words.contains(line[$0]) }
  }

  /// Whether a line stands in the text word for word: as one of its lines, or, if it is long, within them.
  /// O(1) mostly, and at most O(*n*) for a text of *n* bytes.
  public func holds(_ line: [UInt8]) -> Bool {
    guard !lines.contains(line[...]) else { return true }
    let known = words(of: line)
    guard known.count >= Self.fewest, known.count == Self.words(of: line).count else {
      return false
    }
    return text.indices.contains { text[$0] == line[0] && text[$0...].starts(with: line) }
  }

  /// Where the words of a text are. O(*n*).
  private static func words(of text: [UInt8]) -> [Range<Int>] {
    var words: [Range<Int>] = []
    var start: Int?
    for (place, byte) in (text + [UInt8(ascii: " ")]).enumerated() {
      if byte.isInWord {
        start = start ?? place
      } else if let begun = start {
        words.append(begun..<place)
        start = nil
      }
    }
    return words
  }
}
