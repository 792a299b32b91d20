import Basics
import Exploration
import InformationTheory
import Scoring
import ShownText
import Testing

/// Tokens of any bytes: words, parts of words and of characters, white space, marks, and some that no
/// row holds.
private struct RandomTokens {
  var text: [UInt8] = []
  var tokens: ArraySlice<Token> = []

  init(_ random: inout SplitMix64) {
    let pieces: [[UInt8]] =
      [
        "the", " cat", " a", ".", ",", "\n", "\n\n", ".\n", "\r\n", "\t", " ", "   ", " \n  ",
        "  x",
      ]
      .map { Array($0.utf8) } + [
        Array("你".utf8), [0xE5, 0xA5], [0xBD], Array(" 🚀".utf8), [0xFF], [0x1B], [0xCC, 0x81],
        Array("\u{202E}".utf8), Array(repeating: UInt8(ascii: "-"), count: 90),
        Array(repeating: 0x20, count: 70), Array(" unbelievable".utf8), Array("heet".utf8),
      ]
    for _ in 0..<Int.random(in: 0..<80, using: &random) {
      guard let piece = pieces.randomElement(using: &random) else { break }
      tokens.append(Token(id: 0, bytes: text.count..<text.count + piece.count))
      text += piece
    }
  }
}

@Suite struct `The layout of words` {
  /// Lays out random tokens at random widths.
  private func forEachLayout(_ body: (WordsLayout, RandomTokens) throws -> Void) rethrows {
    for seed in 0..<400 {
      var random = SplitMix64(seed: UInt64(seed))
      let given = RandomTokens(&random)
      let wish = WordsLayout.Wish(
        width: Int.random(in: 16..<90, using: &random),
        numberWidth: Int.random(in: 4...6, using: &random),
        mark: Bool.random(using: &random) ? .hidden : nil)
      if let layout = WordsLayout(given.text, given.tokens, wish) { try body(layout, given) }
    }
  }

  private func rows(_ layout: WordsLayout, _ given: RandomTokens) -> [[Word]] {
    (0..<layout.rowCount).map { layout.row($0, of: given.text, given.tokens) }
  }

  @Test func `has each token once, in order, and the mark last`() {
    forEachLayout { layout, given in
      let places = rows(layout, given).flatMap { $0.map(\.place) }
      #expect(places == Array(0..<given.tokens.count + (layout.wish.mark == nil ? 0 : 1)))
      for row in 0..<layout.rowCount {
        #expect(layout.words(ofRow: row).allSatisfy { layout.row(holding: $0) == row })
      }
    }
  }

  @Test func `keeps texts and numbers apart, and inside the row`() {
    forEachLayout { layout, given in
      let (width, number) = (layout.wish.width, layout.wish.numberWidth)
      for row in rows(layout, given) {
        #expect(row.first?.columns.lowerBound == 0)
        for word in row {
          #expect(!word.columns.isEmpty && word.columns.upperBound <= width)
          #expect(word.columns.lowerBound + number <= width)
          let full = word.cells.reduce(0) { $0 + $1.width }
          #expect(word.columns.count == full || word.columns.upperBound == width && full > width)
        }
        for (word, next) in zip(row, row.dropFirst()) {
          #expect(word.columns.upperBound <= next.columns.lowerBound)
          #expect(word.columns.lowerBound + number < next.columns.lowerBound)
        }
      }
    }
  }

  @Test func `begins a row behind a line's end, and keeps line ends together`() {
    forEachLayout { layout, given in
      for row in rows(layout, given) {
        for (word, next) in zip(row, row.dropFirst()) where next.place < given.tokens.count {
          let ended = given.text[given.tokens[word.place].bytes].contains(0x0A)
          let begins = [0x0A, 0x0D].contains(given.text[given.tokens[next.place].bytes].first)
          #expect(!ended || begins)
        }
      }
    }
  }

  @Test func `is refused where it needs more rows than are wanted, and else the same`() {
    forEachLayout { layout, given in
      var wish = layout.wish
      wish.rowLimit = layout.rowCount
      #expect(WordsLayout(given.text, given.tokens, wish)?.rowCount == layout.rowCount)
      wish.rowLimit = layout.rowCount - 1
      #expect(layout.rowCount == 0 || WordsLayout(given.text, given.tokens, wish) == nil)
    }
  }

  /// What a layout writes, a row a line, a bar where a word begins without a space.
  private func lines(_ pieces: [String], width: Int) -> [String] {
    var text: [UInt8] = []
    var tokens: ArraySlice<Token> = []
    for piece in pieces.map({ Array($0.utf8) }) {
      tokens.append(Token(id: 0, bytes: text.count..<text.count + piece.count))
      text += piece
    }
    let layout = WordsLayout(text, tokens, .init(width: width, numberWidth: 4))
    return (0..<(layout?.rowCount ?? 0)).map { row in
      var line = ""
      for word in layout?.row(row, of: text, tokens) ?? [] {
        let (join, gap) = (word.join?.count ?? 0, word.columns.lowerBound - line.count)
        line += String(repeating: join > 0 ? "-" : " ", count: gap)
        line += word.cells.map(\.text).joined()
      }
      return line
    }
  }

  @Test func `widens a token whose number is wider than it`() {
    #expect(
      lines([" a", " b", "c", " capital", " of"], width: 40) == ["a    b----c    capital of"])
  }

  @Test func `moves a word whole to the next row, unless half of the row were empty`() {
    #expect(
      lines(["The", " city", " of", " Berlin", "."], width: 24) == ["The  city of", "Berlin."])
    #expect(
      lines(["The", " ab", "cd", "ef", "gh", "ij"], width: 24) == ["The  ab---cd---ef---gh", "ij"])
  }

  @Test func `writes white space as symbols where it is not just between words`() {
    #expect(
      lines(["a", "\n", "\n", "  x", " ", "\t"], width: 40) == ["a    ↵    ↵", "␣␣x--␣----⇥"])
  }
}

@Suite struct `The number below a token` {
  @Test(
    arguments: [
      (2.34, "2.3"), (12.4, "12"), (9.96, "10"), (0.01, "0.0"), (0, "0.0"), (312.4, "312"),
      (1e5, "1e5"), (.infinity, "∞"),
    ] as [(Double, String)])
  func `says an amount of information in three or four signs`(bits: Double, text: String) {
    #expect(Lens.surprise.number(bits, in: .bits) == text)
  }

  @Test func `is in the unit, with a sign where that says something, or is a share or a rank`() {
    #expect(Lens.entropy.number(2, in: .nats) == "1.4")
    #expect(Lens.change.number(2.04, in: .bits) == "+2.0")
    #expect(Lens.change.number(-12.6, in: .bits) == "−13")
    #expect(Lens.change.number(-0.01, in: .bits) == "0.0")
    #expect(Lens.excess.number(-1.2, in: .bits) == "−1.2")
    #expect(Lens.probability.number(0.881, in: .bits) == "88.1%")
    #expect(Lens.probability.number(1e-120, in: .bits) == "<0.01%")
    #expect(Lens.rank.number(49_152, in: .bits) == "49k")
    #expect(Lens.rank.number(151_936, in: .bits) == "151k")
  }

  @Test(arguments: Lens.allCases)
  func `fits into the columns that are kept for it`(lens: Lens) {
    let sizes = (-400...60).map { exp2(Double($0) / 4) } + [0, 1, 9.949, 9.95, 99.95, 999.4, 999.5]
    for value in sizes + sizes.map({ lens.isInformation ? -$0 : $0 }) {
      guard lens != .probability || value <= 1 else { continue }
      for unit in Unit.allCases {
        let number = lens.number(value, in: unit)
        #expect(columnWidth(of: number) <= lens.numberWidth, "\(value) as \(number)")
      }
    }
  }
}
