import Exploration
import ExplorationFixtures
import Scoring
import Testing

@Suite struct `The list of surprises` {
  private static let text = "the cat sat. cat\nthe mat ate cat"

  /// The surprisals of cat, sat, the, mat, the full stop and ate are 1 to 7 nats above one level.
  private func explorer(_ text: String = text, rows: Int = 24, columns: Int = 80) -> Explorer {
    var explorer = Explorer.ready(text, rows: rows, columns: columns)
    explorer.press(.home)
    explorer.type("s")
    return explorer
  }

  private func listed(_ explorer: Explorer) -> [String] {
    guard let list = explorer.partList, let division = list.division else { return [] }
    return list.parts.map { part in
      division.tokens(of: Int(part)).map {
        String(decoding: explorer.bytes(of: explorer.tokens[$0]), as: UTF8.self)
      }.joined()
    }
  }

  @Test func `has the most surprising token first, equal ones as in the text, unscored ones last`()
  {
    #expect(
      listed(explorer()) == [
        "\n", " ate", ".", " mat", " sat", " cat", " cat", " cat", "the", "the",
      ])
  }

  @Test func `goes to what is chosen, and from there one can go back`() {
    var explorer = explorer()
    explorer.press(.down)
    explorer.press(.enter)
    #expect(
      explorer.stage == nil && explorer.focusedToken.map(explorer.bytes(of:)) == Array(" ate".utf8))
    explorer.press(.character("o"), .control)
    #expect(explorer.focus == 0)
  }

  @Test func `is put in another order by Tab, and has other parts by Shift-Tab`() {
    var explorer = explorer()
    explorer.press(.tab)
    #expect(explorer.partList?.order == .excess)
    explorer.press(.tab)
    #expect(explorer.partList?.order == .rank)
    explorer.press(.tab)
    explorer.press(.backTab)
    #expect(explorer.partList?.unit == .word && listed(explorer).first == "\nthe")
    explorer.press(.backTab)
    #expect(explorer.partList?.unit == .line && listed(explorer).count == 2)
    explorer.press(.backTab)
    #expect(explorer.partList?.unit == .sentence)
  }

  @Test func `has what is typed in each of its parts, whatever the case`() {
    var explorer = explorer()
    explorer.type("at")
    #expect(listed(explorer) == [" ate", " mat", " sat", " cat", " cat", " cat"])
    explorer.press(.end)
    #expect(explorer.partList?.choice == 5)
    explorer.type("x")
    #expect(listed(explorer).isEmpty)
    explorer.press(.enter)
    #expect(explorer.partList != nil && explorer.notice == "nothing in the text reads so")
    explorer.press(.character("u"), .control)
    #expect(listed(explorer).count == 10)
    explorer.press(.escape)
    #expect(explorer.stage == nil && explorer.focus == 0)
  }

  @Test(arguments: [(24, 80), (20, 40), (60, 200)])
  func `is ordered by a click on a heading, and gone from by the second click on a row`(
    rows: Int, columns: Int
  ) throws {
    var explorer = explorer(rows: rows, columns: columns)
    var geometry = PartListGeometry(explorer)
    if geometry.orders.count > 1 {
      let rank = try #require(geometry.columns(of: .rank))
      _ = explorer.mouse(.pressed, geometry.header.row, rank.upperBound - 1)
      #expect(explorer.partList?.order == .rank)
      let surprise = try #require(geometry.columns(of: .surprise))
      _ = explorer.mouse(.pressed, geometry.header.row, surprise.lowerBound)
      #expect(explorer.partList?.order == .surprise)
    }
    geometry = PartListGeometry(explorer)
    _ = explorer.mouse(.pressed, geometry.list.row + 2, geometry.list.column + 3)
    #expect(explorer.partList?.choice == 2)
    _ = explorer.mouse(.pressedTwice, geometry.list.row + 2, geometry.list.column + 3)
    #expect(explorer.stage == nil && explorer.focusedToken.map(explorer.bytes(of:)) == [0x2E])
    explorer.type("s")
    _ = explorer.mouse(.pressed, geometry.header.row, geometry.header.column + 3)
    #expect(explorer.partList?.unit == .word)
  }

  @Test func `is that of the text as far as it is scored, and follows it`() {
    var explorer = Explorer.scored(firstTokens: 3, of: Self.text)
    explorer.type("s")
    #expect(listed(explorer).prefix(2) == [" sat", " cat"])
    let tokens = Array(explorer.tokens)
    _ = explorer.update(
      .scored(FakeScorer.predictions(tokens, from: 3), request: explorer.lastRequest))
    #expect(listed(explorer).first == "\n")
  }

  @Test func `is refused while there are no tokens`() {
    #expect(explorer("").notice == "the text is not split into tokens yet")
  }
}
