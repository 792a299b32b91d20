import Scoring

/// A text of an experiment, and where its regions lie in it.
public struct Stimulus: Equatable, Sendable {
  /// What is read: the context, and then the text.
  public let bytes: [UInt8]
  /// How many bytes of it are the context, which gets no figures.
  public let contextLength: Int
  /// The bytes of each region.
  public let regions: [Range<Int>]
  /// What stands in each region, without white space at its ends.
  public let regionTexts: [String]
  /// What each region is called; nil where they are counted.
  public let regionNames: [String]?

  /// A text whose regions are given in order. They are joined by a space where none stands already, and
  /// so is the text with its context.
  ///
  /// - Parameter names: What the regions are called, one name each; nil to count them.
  public init(regions texts: [String], names: [String]? = nil, context: String = "") {
    regionNames = names
    var bytes = Array(context.utf8)
    var regions: [Range<Int>] = []
    var contextLength = bytes.count
    for text in texts {
      let added = Array(text.utf8)
      if let last = bytes.last, let first = added.first, !last.isWhiteSpace, !first.isWhiteSpace {
        bytes.append(0x20)
        if regions.isEmpty { contextLength = bytes.count - 1 }
      }
      regions.append(bytes.count..<bytes.count + added.count)
      bytes += added
    }
    self.bytes = bytes
    self.contextLength = contextLength
    self.regions = regions
    regionTexts = texts.map(trimmed)
  }

  /// A text with a sign between its regions.
  public init(_ text: String, separator: String, context: String = "") {
    self.init(
      regions: separator.isEmpty ? [text] : text.pieces(between: separator), context: context)
  }

  /// Whether there is anything to score.
  public var isEmpty: Bool { bytes[contextLength...].allSatisfy(\.isWhiteSpace) }
}

extension String {
  /// What stands between the places of a sign that is not empty; its UTF-8 is what is compared.
  fileprivate func pieces(between sign: String) -> [String] {
    let (text, sign) = (Array(utf8), Array(sign.utf8))
    var (pieces, start, place): ([String], Int, Int) = ([], 0, 0)
    while place + sign.count <= text.count {
      if text[place] == sign[0], text[place..<place + sign.count].elementsEqual(sign) {
        pieces.append(String(decoding: text[start..<place], as: UTF8.self))
        place += sign.count
        start = place
      } else {
        place += 1
      }
    }
    return pieces + [String(decoding: text[start...], as: UTF8.self)]
  }
}

/// A text without white space at its ends.
func trimmed(_ text: String) -> String {
  let bytes = Array(text.utf8)
  guard let first = bytes.firstIndex(where: { !$0.isWhiteSpace }),
    let last = bytes.lastIndex(where: { !$0.isWhiteSpace })
  else { return "" }
  return String(decoding: bytes[first...last], as: UTF8.self)
}

/// A word of a stimulus.
struct StimulusWord: Equatable {
  /// Where it stands, the white space before it included.
  var bytes: Range<Int>
  /// The tokens that begin in it.
  var tokens: Range<Int>
  /// The region of its first letter, from 0.
  var region: Int
}

extension Stimulus {
  /// The words behind the context, and the tokens that begin in each. O(*n*).
  func words(_ tokens: [Token]) -> [StimulusWord] {
    let borders = TextUnit.word.borders(in: bytes) + [bytes.count]
    var (words, token, region): ([StimulusWord], Int, Int) = ([], 0, 0)
    for (start, end) in zip(borders, borders.dropFirst()) {
      let first = token
      while token < tokens.count, tokens[token].bytes.lowerBound < end { token += 1 }
      guard let letter = bytes[start..<end].firstIndex(where: { !$0.isWhiteSpace }),
        letter >= contextLength
      else { continue }
      while region + 1 < regions.count, letter >= regions[region].upperBound { region += 1 }
      words.append(
        StimulusWord(bytes: start..<end, tokens: first..<token, region: region))
    }
    return words
  }
}
