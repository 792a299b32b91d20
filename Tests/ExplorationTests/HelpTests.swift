import Exploration
import ExplorationFixtures
import Testing

@Suite struct `The help` {
  private static let glossary = "What the numbers mean"

  @Test(arguments: [
    ("reading", ["Reading a text"]),
    ("the candidates", ["In the candidates (Tab)"]),
    ("the curve", ["In the loss curve (Tab)"]),
    ("a reveal", ["Revealing a text token by token (r)"]),
    (
      "the candidates in a reveal",
      ["In the candidates (Tab)", "Revealing a text token by token (r)"]
    ),
    (
      "a changed text",
      ["What if: comparing with the original (x)", "In the candidates (Tab)"]
    ),
    ("a short context", ["With a short context ([)"]),
    ("a generation", ["Generating a text (g)"]),
    ("a lesson", ["In a lesson (l)"]),
    ("the plane", ["In the plane (p)"]),
    ("the sum", ["In the sum (m)"]),
    ("the ladder", ["In the ladder (L)"]),
    ("the list of lessons", ["In the list of lessons (l)"]),
    ("three temperatures", ["Three temperatures (G)"]),
    ("the choice of a game", ["Choosing a game (P)"]),
    ("a bet", ["Betting"]),
    ("the scores", ["At the scoreboard"]),
  ])
  func `opens on the keys of what is there, and says then what the numbers mean`(
    name: String, titles: [String]
  ) throws {
    var explorer = try #require(Mode.all.first { $0.name == name }).explorer()
    explorer.press(.function(1))
    let headings = explorer.helpPage.lines.filter(\.isHeading).map(\.term)
    #expect(Array(headings.prefix(titles.count + 1)) == titles + [Self.glossary])
    #expect(Set(headings).count == headings.count)
    #expect(Set(headings) == Set(HelpPage(columns: 80).lines.filter(\.isHeading).map(\.term)))
  }

  @Test func `opens on the keys for reading where the scorer is at work or was stopped`() {
    var explorer = Explorer.scored(firstTokens: 2, of: "the cat sat on")
    for _ in 0..<2 {
      explorer.press(.character("?"))
      #expect(explorer.helpPage.lines.first?.term == "Reading a text")
      explorer.press(.escape, times: 2)
    }
    #expect(explorer.phase == .stopped)
  }

  @Test func `lists no key of a mode that does nothing there`() {
    for mode in Mode.all {
      var explorer = mode.explorer()
      let before = explorer
      explorer.press(.function(1))
      guard case .help = explorer.stage else { continue }
      let first = explorer.helpPage.lines.prefix { $0.term != Self.glossary }
      for term in first.filter({ !$0.isHeading }).map(\.term) where !term.isEmpty {
        for name in KeyLabel.names(term) where name != "…" {
          let chord = KeyLabel.chord(name)?.normalized
          #expect(chord.flatMap(before.command(for:)) != nil, "\(mode.name): \(name)")
        }
      }
    }
  }

  @Test(arguments: [(24, 80), (16, 60), (60, 200)])
  func `moves by a page, of which one line stays`(rows: Int, columns: Int) {
    var explorer = Mode.reading(rows: rows, columns: columns)
    explorer.press(.character("?"))
    func top(_ explorer: Explorer) -> Int {
      if case .help(let top, _) = explorer.stage { top } else { -1 }
    }
    let visible = explorer.helpArea.rows - 1
    for key in [Key.pageDown, .character(" ")] {
      let before = top(explorer)
      explorer.press(key)
      #expect(top(explorer) == before + visible - 1)
    }
    explorer.press(.pageUp)
    #expect(top(explorer) == visible - 1)
    explorer.press(.pageDown, times: 99)
    #expect(top(explorer) == explorer.helpPage.lines.count - visible)
  }

  @Test(arguments: [
    ("◆", "lowest loss"), ("┼", "temperature"), ("●", "temperature"), ("╌", "without a space"),
    ("▸", "the token that came"), ("␣", "space"), ("↵", "line end"), ("⇥", "tab"),
    ("⟨", "no character"),
  ])
  func `says what each mark on the screen is`(mark: String, words: String) {
    let lines = HelpPage(columns: 80).lines.drop { $0.term != Self.glossary }.dropFirst()
    // Each term with all lines of its text.
    var glossary: [String] = []
    for line in lines.prefix(while: { !$0.isHeading }) {
      let begun = line.term.isEmpty ? glossary.popLast() : nil
      let entry = [begun, line.term, line.text].compactMap(\.self).joined(separator: " ")
      glossary.append(entry.split(separator: " ").joined(separator: " "))
    }
    #expect(glossary.contains { $0.contains(mark) && $0.contains(words) })
  }
}
