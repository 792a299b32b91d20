/// Where sentences begin, by a rule that can be said, for texts of any language and bytes:
///
/// - A sentence ends behind `.`, `!`, `?` or `…`, and the quotes and brackets that close there, if white
///   space follows, and then something that does not begin with a small letter.
/// - A full stop behind an abbreviation (`Mr.`, `e.g.`), or behind single letters (`J.`, `U.S.`), is no end;
///   behind `No.`, `p.` and the like it is none if a digit follows.
/// - It ends behind `。`, `！`, `？` and `｡`, and what closes there, whatever follows.
/// - It ends before an empty line.
struct SentenceBorders {
  private let text: [UInt8]
  private(set) var all = [0]

  /// Looks through a text that is not empty. O(*n*) in its bytes.
  init(_ text: [UInt8]) {
    self.text = text
    let begins = Self.beginsEnd
    var place = 0
    while place < text.count {
      if text[place].isWhiteSpace {
        let end = whiteSpaceEnd(from: place)
        let breaks = text[place..<end].count { $0 == UInt8(ascii: "\n") }
        if breaks > 1, place > 0 { add(place) }
        place = end
      } else if begins[Int(text[place])], let mark = mark(at: place) {
        let end = marksEnd(from: place)
        if mark.isWide || isEnd(of: place..<end) { add(end) }
        place = end
      } else {
        place += 1
      }
    }
  }

  private mutating func add(_ border: Int) {
    guard whiteSpaceEnd(from: border) < text.count, border > all.last ?? 0 else { return }
    all.append(border)
  }

  private func whiteSpaceEnd(from place: Int) -> Int {
    text[place...].firstIndex { !$0.isWhiteSpace } ?? text.count
  }

  /// A sign that ends sentences, one that closes what they stand in, or one that opens.
  private struct Mark {
    let bytes: [UInt8]
    let isWide: Bool
    init(_ sign: String, isWide: Bool = false) {
      (bytes, self.isWide) = (Array(sign.utf8), isWide)
    }
  }

  private static let ends =
    [".", "!", "?", "…"].map { Mark($0) } + ["。", "！", "？", "｡"].map { Mark($0, isWide: true) }
  /// Whether a sign that ends sentences begins with a byte: most bytes need no further look. `[256]`
  private static let beginsEnd = (0...UInt8.max).map { byte in ends.contains { $0.bytes[0] == byte }
  }
  private static let closers = [
    "\"", "'", ")", "]", "}", "”", "’", "»", "«", "」", "』", "）", "】", "*", "_",
  ].map { Mark($0) }
  private static let openers = [
    "\"", "'", "(", "[", "{", "“", "‘", "«", "»", "„", "—", "–", "-", "*", "_", "「", "『", "（",
  ].map { Mark($0) }

  private func mark(at place: Int, of marks: [Mark] = Self.ends) -> Mark? {
    guard place < text.count else { return nil }
    return marks.first { text[place] == $0.bytes[0] && text[place...].starts(with: $0.bytes) }
  }

  private func marksEnd(from place: Int) -> Int {
    var end = place
    while let mark = mark(at: end) ?? mark(at: end, of: Self.closers) { end += mark.bytes.count }
    return end
  }

  /// Whether marks that are not wide end a sentence.
  private func isEnd(of marks: Range<Int>) -> Bool {
    guard marks.upperBound < text.count, text[marks.upperBound].isWhiteSpace else {
      return false
    }
    var next = whiteSpaceEnd(from: marks.upperBound)
    while let opener = mark(at: next, of: Self.openers) { next += opener.bytes.count }
    guard next < text.count, !isSmallLetter(at: next) else { return false }
    return
      !(text[marks.lowerBound] == UInt8(ascii: ".") && marks.count == 1
      && isAbbreviated(before: marks.lowerBound, digitFollows: (0x30...0x39).contains(text[next])))
  }

  private func isSmallLetter(at place: Int) -> Bool {
    var bytes = text[place...].prefix(4).makeIterator()
    var decoder = UTF8()
    guard case .scalarValue(let scalar) = decoder.decode(&bytes) else { return false }
    return scalar.properties.isLowercase
  }

  private static let longestAbbreviation = 8
  private static let abbreviations: Set<String> = [
    "mr", "mrs", "ms", "dr", "prof", "st", "sr", "jr", "messrs", "mme", "mlle", "sen", "rep", "gov",
    "gen", "col", "capt", "lt", "sgt", "rev", "hon", "mt", "vs", "cf", "viz", "approx", "bzw", "hr",
    "fr", "ca",
  ]
  private static let abbreviationsBeforeDigits: Set<String> = [
    "no", "nos", "nr", "fig", "figs", "vol", "pp", "ch", "sec", "art", "op", "eq",
  ]

  /// Whether the word before a full stop is known to be shortened.
  private func isAbbreviated(before stop: Int, digitFollows: Bool) -> Bool {
    let known = text[..<stop].suffix(Self.longestAbbreviation + 1)
    let word = known.reversed().prefix {
      (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == UInt8(ascii: ".")
    }
    guard !word.isEmpty, word.count <= Self.longestAbbreviation else { return false }
    let spelling = String(decoding: word.reversed(), as: UTF8.self)
    let letters = spelling.split(separator: ".")
    // "It was I." is more frequent than a name that is shortened so.
    if letters.allSatisfy({ $0.count == 1 }) { return letters != ["I"] }
    return Self.abbreviations.contains(spelling.lowercased())
      || digitFollows && Self.abbreviationsBeforeDigits.contains(spelling.lowercased())
  }
}
