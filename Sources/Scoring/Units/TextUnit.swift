/// What a text is read in: its tokens, or what people see in it.
///
/// White space belongs to what follows it, as it does in the tokens of most models; at the end of a text
/// to what it follows. A line ends behind its line feed.
public enum TextUnit: String, Hashable, Sendable, CaseIterable {
  /// A token of the model.
  case token
  /// A run of bytes that are not white space, and the white space before it.
  case word
  /// What stands up to a line feed, and that.
  case line
  /// What `SentenceBorders` takes for a sentence.
  case sentence

  /// Where its parts begin in a text, as offsets in bytes, in order; none in an empty text, or of tokens,
  /// which a text alone does not tell.
  ///
  /// - Complexity: O(*n*) in the bytes.
  public func borders(in text: [UInt8]) -> [Int] {
    guard !text.isEmpty else { return [] }
    return switch self {
    case .token: []
    case .word: wordBorders(in: text)
    case .line: [0] + text.indices.dropFirst().filter { text[$0 - 1] == Character.lineFeed }
    case .sentence: SentenceBorders(text).all
    }
  }
}

/// The tokens of a text in the parts of a unit. A token across a border belongs to the part in which it
/// begins, so that a part in which none begins is left out.
public struct TextDivision: Equatable, Sendable {
  /// What it is divided into.
  public let unit: TextUnit
  /// The number of tokens.
  public let tokenCount: Int
  /// The first token of each part; empty where each token is one. Four bytes a part.
  private var firstTokens: [Int32] = []

  /// Divides a text. O(*n*) in its bytes and tokens.
  public init(_ text: [UInt8], _ tokens: some Collection<Token>, into unit: TextUnit) {
    self.unit = unit
    tokenCount = tokens.count
    guard unit != .token else { return }
    let borders = unit.borders(in: text)
    var next = 0
    for (index, token) in tokens.enumerated() {
      var begins = index == 0
      while next < borders.count, borders[next] <= token.bytes.lowerBound {
        begins = true
        next += 1
      }
      // What is nothing but an added space leads in what stands behind it.
      if begins, index != firstTokens.last.map(Int.init) { firstTokens.append(Int32(index)) }
    }
  }

  /// The number of parts.
  public var count: Int { unit == .token ? tokenCount : firstTokens.count }

  /// The tokens of a part. O(1).
  public func tokens(of part: Int) -> Range<Int> {
    guard unit != .token else { return part..<part + 1 }
    let end = part + 1 < firstTokens.count ? Int(firstTokens[part + 1]) : tokenCount
    return Int(firstTokens[part])..<end
  }

  /// The part that a token belongs to. O(log *n*).
  public func part(of token: Int) -> Int {
    guard unit != .token else { return token }
    return firstTokens.partitioningIndex { Int($0) > token } - 1
  }
}

extension Character {
  /// The byte of a line feed.
  fileprivate static let lineFeed = UInt8(ascii: "\n")
}

extension UInt8 {
  /// Whether it is a space, a tab or a kind of line break: white space in ASCII, which divides words.
  public var isWhiteSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}

private func wordBorders(in text: [UInt8]) -> [Int] {
  var borders = [0]
  var end: Int?  // of the word before, while white space follows it
  for (place, byte) in text.enumerated() {
    if byte.isWhiteSpace {
      if end == nil, place > 0, !text[place - 1].isWhiteSpace { end = place }
    } else if let border = end {
      borders.append(border)
      end = nil
    }
  }
  return borders
}
