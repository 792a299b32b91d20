import Scoring
import TestSupport
import Testing

@Suite struct TextUnitTests {
  /// A text cut where a unit's parts begin.
  private func parts(_ text: String, _ unit: TextUnit) -> [String] {
    let bytes = Array(text.utf8)
    let borders = unit.borders(in: bytes)
    return zip(borders, borders.dropFirst() + [bytes.count]).map {
      String(decoding: bytes[$0..<$1], as: UTF8.self)
    }
  }

  @Test func `white space belongs to the word after it, and at the end to the last`() {
    #expect(parts("The cat  sat.", .word) == ["The", " cat", "  sat."])
    #expect(parts("  The\n\tcat \n", .word) == ["  The", "\n\tcat \n"])
    #expect(parts(" \n ", .word) == [" \n "])
    #expect(parts("größer als 你好", .word) == ["größer", " als", " 你好"])
    #expect(parts("", .word) == [])
  }

  @Test func `a line ends behind its line feed`() {
    #expect(parts("a\n\nb\r\nc", .line) == ["a\n", "\n", "b\r\n", "c"])
    #expect(parts("a\n", .line) == ["a\n"])
  }

  @Test(arguments: [
    "It rained.| We left!| Did we? yes.| (He stayed.)| “Why?” she asked.| “So be it.”| Done.",
    "Mr. Smith met J. R. Ewing, e.g. in the U.S. Senate.| It was I.| Then he left etc.| End",
    "See No. 5 and p. 7 of vol. 2.| He said no.| Five of them came… and left…| Thirty",
    "It costs 3.14 euros.| 7 came.| WWW.example.org is here.",
    "你好。|世界！|「真的？」|是。",
    "A title\nof two lines|\n\nA paragraph without a stop|\n \nAnother.\n",
    "Ein Satz.| Änderung folgt. über alles.| »Ja.«| Nein.",
    "...", "", "?!", " A.  ",
  ])
  func `sentences end where the rule says`(marked: String) {
    let text = marked.replacing("|", with: "")
    let expected = marked.isEmpty ? [] : marked.split(separator: "|").map(String.init)
    #expect(parts(text, .sentence) == expected)
  }

  private func tokens(_ pieces: [String]) -> [Token] {
    var place = 0
    return pieces.enumerated().map { index, piece in
      defer { place += piece.utf8.count }
      return Token(id: index, bytes: place..<place + piece.utf8.count)
    }
  }

  @Test func `a token across a border belongs to the part in which it begins`() {
    let pieces = ["Th", "e", " cat s", "at", ".\n", "So", " it", " ", " is"]
    let division = TextDivision(Array(pieces.joined().utf8), tokens(pieces), into: .word)
    #expect(
      (0..<division.count).map(division.tokens) == [0..<2, 2..<3, 3..<5, 5..<6, 6..<7, 7..<9])
    // The line feed belongs to "So", but its token begins in "sat.".
  }

  @Test func `a space that a tokenizer adds belongs to the first part`() {
    let tokens = [
      Token(id: 0, bytes: 0..<0, isSpaceAdded: true), Token(id: 1, bytes: 0..<1),
      Token(id: 2, bytes: 1..<3),
    ]
    for unit in [TextUnit.word, .line, .sentence] {
      let division = TextDivision(Array("a b".utf8), tokens, into: unit)
      #expect(division.tokens(of: 0).lowerBound == 0)
      #expect(division.count == (unit == .word ? 2 : 1))
    }
  }

  @Test(arguments: 0..<40)
  func `every token is in one part, and a part begins with a token of its own`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let alphabet = Array("ab .!\n\"“。A\u{E4}".utf8) + [0xFF]
    let text = (0..<200).map { _ in alphabet.randomElement(using: &random) ?? 0 }
    var cuts = (0..<80).map { _ in Int.random(in: 0...200, using: &random) }.sorted()
    cuts = [0] + cuts + [200]
    let tokens = zip(cuts, cuts.dropFirst()).map { Token(id: 0, bytes: $0..<$1) }
    for unit in TextUnit.allCases {
      let division = TextDivision(text, tokens, into: unit)
      let parts = (0..<division.count).map(division.tokens)
      #expect(parts.flatMap { Array($0) } == Array(tokens.indices))
      #expect(parts.allSatisfy { !$0.isEmpty })
      for (index, part) in parts.enumerated() {
        #expect(part.allSatisfy { division.part(of: $0) == index })
      }
      let borders = unit.borders(in: text)
      #expect(borders == borders.sorted() && Set(borders).count == borders.count)
    }
  }

  @Test func `an empty text has no parts`() {
    for unit in TextUnit.allCases {
      #expect(TextDivision([], [], into: unit).count == 0)
      #expect(unit.borders(in: []).isEmpty)
    }
  }
}
