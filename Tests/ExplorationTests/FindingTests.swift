import Exploration
import ExplorationFixtures
import InformationTheory
import Testing

@Suite struct `Finding a text` {
  private static let text = "the cat sat on the mat.\nThe CAT ate the mat. cat"

  private func explorer() -> Explorer {
    var explorer = Explorer.ready(Self.text)
    explorer.press(.home)
    return explorer
  }

  /// Where the focused token ends; the words that are looked for here end their tokens.
  private func end(_ explorer: Explorer) -> Int { explorer.focusedToken?.bytes.upperBound ?? -1 }

  @Test func `goes to the first find while it is typed, and says how many there are`() {
    var explorer = explorer()
    explorer.type("/c")
    #expect(explorer.findCount == "1 of 3")
    explorer.type("at")
    #expect(end(explorer) == 7 && explorer.findCount == "1 of 3")
    explorer.type("s")
    #expect(explorer.findCount == "not found" && explorer.focus == 0)
    explorer.press(.backspace)
    #expect(end(explorer) == 7)
    explorer.press(.down)
    #expect(explorer.findCount == "2 of 3")
    explorer.press(.up)
    #expect(explorer.findCount == "1 of 3")
    explorer.press(.character("u"), .control)
    #expect(explorer.findCount == "" && explorer.focus == 0)
  }

  @Test func `takes what is pasted while it is typed`() {
    var explorer = explorer()
    explorer.type("/c")
    _ = explorer.update(.input(.paste(Array("AT\n".utf8))))
    #expect(explorer.finding?.line.text == "cAT" && explorer.stage == nil)
    explorer.press(.escape)
    _ = explorer.update(.input(.paste(Array("at".utf8))))
    #expect(explorer.finding == nil && explorer.stage != nil)
  }

  @Test func `has n and N go from find to find until Esc gives them back to the peaks`() {
    var explorer = explorer()
    explorer.type("/mat\n")
    #expect(explorer.finding?.isTyping == false && end(explorer) == 22)
    explorer.type("n")
    #expect(end(explorer) == 43 && explorer.findCount == "2 of 2" && explorer.notice == nil)
    explorer.type("n")
    #expect(end(explorer) == 22 && explorer.notice == "on from the beginning")
    explorer.type("N")
    #expect(end(explorer) == 43 && explorer.notice == "on from the end")
    explorer.press(.home)
    #expect(explorer.findCount == "2 found")
    explorer.type("n")
    #expect(end(explorer) == 22)
    explorer.press(.right)
    explorer.type("N")
    #expect(end(explorer) == 22)
    explorer.press(.escape)
    #expect(explorer.finding == nil && end(explorer) == 22)
    #expect(explorer.command(for: Chord(.character("n"))) == .nextPeak)
  }

  @Test func `is left where it began by Esc while it is typed, and from a find one can go back`() {
    var explorer = explorer()
    explorer.type("/mat")
    #expect(explorer.focus != 0)
    explorer.press(.escape)
    #expect(explorer.focus == 0 && explorer.finding == nil)
    explorer.type("/mat\n")
    explorer.press(.escape)
    explorer.press(.character("o"), .control)
    #expect(explorer.focus == 0)
    explorer.type("/dog\n")
    #expect(explorer.finding == nil && explorer.notice == "“dog” is not found")
  }

  @Test(arguments: [
    ("cat", 3), ("CAT", 1), ("Cat", 0), ("the", 4), ("The", 1), ("t", 11), ("", 0),
  ])
  func `knows no case unless a capital is typed`(line: String, count: Int) {
    #expect(starts(of: line, in: Self.text).count == count)
  }

  @Test(arguments: [
    ("é", "École été ÉTÉ", 5), ("É", "École été ÉTÉ", 3), ("жук", "Жук ЖУК жук", 3),
    ("ÿ", "ÿŸø", 2),
    ("aa", "aaaaa", 2), ("你", "你好你", 2), ("ǆ", "Ǆ ǆ", 2),
  ])
  func `knows the letters of other scripts`(line: String, text: String, count: Int) {
    #expect(starts(of: line, in: text).count == count)
  }

  @Test func `finds what a plain comparison finds, in any bytes and at any length`() {
    var random = SplitMix64(seed: 3)
    for length in [1, 2, 7, 59] {
      let bytes = (0..<4_000).map { _ -> UInt8 in
        [0x61, 0x62, 0x41, 0xFF].randomElement(using: &random) ?? 0
      }
      let start = Int.random(in: 0..<3_000, using: &random)
      let line = String(
        decoding: bytes[start..<start + length].map { $0 == 0xFF ? 0x61 : $0 | 0x20 }, as: UTF8.self
      )
      let folded = bytes.map { $0 == 0x41 ? 0x61 : $0 }
      var (plain, place): ([Int32], Int) = ([], 0)
      while place + length <= folded.count {
        let isHere = folded[place..<place + length].elementsEqual(line.utf8)
        if isHere { plain.append(Int32(place)) }
        place += isHere ? length : 1
      }
      var explorer = Explorer(text: bytes)
      _ = explorer.update(.modelLoaded(FakeScorer.model, FakeScorer.vocabulary))
      explorer.type("/" + line)
      #expect(explorer.finding?.starts == plain)
    }
  }

  @Test(arguments: [(24, 80), (20, 40), (12, 40)])
  func `goes on where its line is clicked`(rows: Int, columns: Int) throws {
    var explorer = Explorer.ready(Self.text, rows: rows, columns: columns)
    explorer.press(.home)
    explorer.type("/cat\n")
    let area = try #require(explorer.findArea)
    let temperature = explorer.temperature
    _ = explorer.mouse(.pressed, area.row, area.column + 20)
    #expect(explorer.findCount == "2 of 3" && explorer.temperature == temperature)
  }

  @Test func `follows an edit of the text`() {
    var explorer = explorer()
    explorer.type("/cat\n")
    explorer.press(.end)
    explorer.type("e cat cat")
    explorer.press(.escape)
    #expect(explorer.findCount.hasSuffix("5") || explorer.findCount == "5 found")
    #expect(explorer.brokenInvariants.isEmpty)
  }

  @Test func `is refused where there is no text`() {
    var explorer = Explorer.ready("")
    explorer.type("/")
    #expect(explorer.finding == nil && explorer.notice == "there is no text to look through")
  }

  private func starts(of line: String, in text: String) -> [Int32] {
    var explorer = Explorer.ready(text)
    explorer.type("/")
    for character in line {
      if character == "\n" { continue }
      explorer.press(.character(character))
    }
    return explorer.finding?.starts ?? []
  }
}
