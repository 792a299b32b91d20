import Exploration
import ExplorationFixtures
import Scoring
import Testing

@Suite struct `Moving in a long text` {
  /// Fifty lines of eight tokens and a line end.
  private static let lines = String(repeating: "the cat sat on the mat. the\n", count: 50)

  private func explorer(rows: Int = 24, columns: Int = 80) -> Explorer {
    Explorer.ready(Self.lines, rows: rows, columns: columns)
  }

  private func line(_ explorer: Explorer) -> Int {
    explorer.focusedToken.map { explorer.layout.line(holding: explorer.anchor(of: $0)) } ?? -1
  }

  @Test func `Ctrl-d and Ctrl-u go by half screenfuls, the view with the focus`() {
    var explorer = explorer()
    let half = explorer.shownLines / 2
    explorer.press(.character("j"), times: 2)
    let column = explorer.focus
    explorer.press(.character("d"), .control)
    #expect(line(explorer) == half + 2 && explorer.topLine == half)
    explorer.press(.character("d"), .control, times: 2)
    #expect(line(explorer) == 3 * half + 2 && explorer.topLine == 3 * half)
    explorer.press(.character("u"), .control, times: 3)
    #expect(explorer.focus == column && explorer.topLine == 0)
    explorer.press(.character("d"), .control, times: 99)
    #expect(line(explorer) >= 49)
  }

  @Test func `the ends have keys beside Home and End`() {
    var explorer = explorer()
    explorer.press(.character(">"))
    #expect(explorer.focus == explorer.tokens.count - 1)
    explorer.press(.character("<"))
    #expect(explorer.focus == 0)
  }

  @Test func `a number in the palette leads to a token or a line, both of them offered`() {
    var explorer = explorer()
    explorer.type(":120")
    #expect(explorer.found.prefix(2).map(\.name) == ["token 120", "line 120"])
    explorer.press(.enter)
    #expect(explorer.focus == 119 && explorer.notice == "token 120 of 450, line 14 of 51")
    explorer.type(":12")
    explorer.press(.down)
    explorer.press(.enter)
    #expect(line(explorer) == 11 && explorer.focus == 99)
  }

  @Test(arguments: ["L12", "l 12", "line 12"])
  func `a number behind an L is that of a line`(typed: String) {
    var explorer = explorer()
    explorer.type(":" + typed)
    #expect(explorer.found.first?.name == "line 12")
    explorer.press(.enter)
    #expect(explorer.focus == 99)
  }

  @Test func `a number beyond the end leads to the end, and none where there is no text`() {
    var explorer = explorer()
    explorer.type(":99999")
    explorer.press(.enter)
    #expect(explorer.focus == explorer.tokens.count - 1)
    var empty = Explorer.ready("")
    empty.type(":5")
    #expect(empty.found.allSatisfy { !$0.name.hasPrefix("token") })
    explorer.press(.escape)
    explorer.type(":0")
    #expect(explorer.found.map(\.name) == ["token 0", "line 0"])
    #expect(explorer.found.allSatisfy { $0.refusal == "tokens and lines are counted from 1" })
    let focus = explorer.focus
    explorer.press(.enter)
    #expect(explorer.focus == focus && explorer.notice == "tokens and lines are counted from 1")
  }

  @Test func `a line that begins inside of a token is said to be the line that was asked for`() {
    var explorer = Explorer(text: Array("the\n\nthe".utf8))
    _ = explorer.update(.modelLoaded(FakeScorer.model, FakeScorer.vocabulary))
    let tokens = [0..<3, 3..<5, 5..<8].map { Token(id: 0, bytes: $0) }
    _ = explorer.update(
      .tokenized(tokens, FakeScorer.settings, request: explorer.lastRequest))
    explorer.type(":L2")
    explorer.press(.enter)
    #expect(explorer.focus == 1 && explorer.notice == "token 2 of 3, line 2 of 3")
  }

  @Test func `one goes back through the places that jumps left, and forth again`() {
    var explorer = explorer()
    explorer.press(.right, times: 4)
    let start = explorer.focus
    explorer.press(.end)
    let end = explorer.focus
    explorer.type(":120")
    explorer.press(.enter)
    explorer.press(.character("o"), .control)
    #expect(explorer.focus == end)
    explorer.press(.left, .alt)
    #expect(explorer.focus == start)
    explorer.press(.character("o"), .control)
    #expect(explorer.focus == start && explorer.notice == "no jump leads back from here")
    explorer.press(.character("o"), .alt)
    explorer.press(.right, .alt)
    #expect(explorer.focus == 119)
    explorer.press(.right, .alt)
    #expect(explorer.notice == "no place lies ahead: only going back leaves one")
  }

  @Test func `steps are no jumps, and a jump forgets what lay ahead`() {
    var explorer = explorer()
    explorer.press(.right, times: 3)
    explorer.press(.pageDown)
    explorer.press(.character("o"), .control)
    #expect(explorer.notice == "no jump leads back from here")
    explorer.press(.end)
    explorer.press(.character("o"), .control)
    explorer.press(.home)
    explorer.press(.character("o"), .alt)
    #expect(explorer.focus == 0)
  }

  @Test func `a capital sets a mark, its letter goes there, and the key itself goes back`() {
    var explorer = explorer()
    explorer.press(.right, times: 40)
    let place = explorer.focus
    explorer.type("'A")
    #expect(explorer.stage == nil && explorer.notice?.hasPrefix("mark a is set") == true)
    explorer.press(.home)
    explorer.type("'a")
    #expect(explorer.focus == place)
    explorer.type("''")
    #expect(explorer.focus == 0)
    explorer.type("'b")
    #expect(explorer.focus == 0 && explorer.notice == "no mark b is set: its capital sets one")
    explorer.type("'?")
    #expect(explorer.notice == "a mark is a letter from a to z")
    explorer.type("'")
    #expect(explorer.marksQuestion.hasPrefix("Marks: a “"))
    explorer.press(.escape)
    #expect(explorer.stage == nil && explorer.focus == 0)
  }

  @Test func `marks stand in the palette, so that they can be clicked`() {
    var explorer = explorer()
    explorer.type("'A")
    explorer.press(.end)
    explorer.type(":mark a")
    #expect(explorer.found.first?.name == "mark a")
    explorer.press(.enter)
    #expect(explorer.focus == 1)
  }

  @Test(arguments: [(24, 80), (20, 40), (60, 200)])
  func `the knob of the scroll bar follows the pointer to both ends`(rows: Int, columns: Int)
    throws
  {
    var explorer = explorer(rows: rows, columns: columns)
    let bar = try #require(explorer.scrollBar)
    _ = explorer.mouse(.pressed, bar.area.row + bar.area.rows - 1, bar.area.column)
    #expect(explorer.topLine == explorer.lineCount - explorer.shownLines)
    _ = explorer.mouse(.dragged, bar.area.row + bar.area.rows / 2, 0)
    let middle = (explorer.lineCount - explorer.shownLines) / 2
    #expect(abs(explorer.topLine - middle) <= explorer.lineCount / bar.area.rows + 1)
    let knob = try #require(explorer.scrollBar).knob
    #expect(knob.contains(bar.area.rows / 2))
    _ = explorer.mouse(.released, 0, 0)
    #expect(explorer.topLine == 0)
    _ = explorer.mouse(.dragged, bar.area.row + bar.area.rows - 1, bar.area.column)
    #expect(explorer.topLine == 0)
  }

  @Test func `a text that is seen as a whole has no scroll bar`() {
    #expect(Explorer.ready("the cat sat").scrollBar == nil)
  }
}
