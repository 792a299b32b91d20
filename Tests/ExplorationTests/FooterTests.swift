import Exploration
import ExplorationFixtures
import ShownText
import Testing

@Suite struct `The footer` {
  private func footer(_ explorer: Explorer) -> [String] {
    explorer.footerItems.map { "\($0.label) \($0.text)" }
  }

  @Test func `shows on the main screen what is most useful there`() {
    #expect(
      footer(Mode.reading(columns: 80)) == [
        "←→ step", "↑↓ temperature", "g generate", "l lessons", "m sum", "p plane", "? help",
        "q quit",
      ])
    #expect(
      footer(Mode.reading(columns: 60)) == [
        "←→ step", "↑↓ temperature", "l lessons", "m sum", "? help", "q quit",
      ])
  }

  @Test func `shows U where there is something to undo, and only there`() {
    var explorer = Mode.reading()
    #expect(!footer(explorer).contains("U undo"))
    explorer.type("e.")
    explorer.press(.escape)
    #expect(footer(explorer).contains("U undo"))
    explorer.type("U")
    #expect(!footer(explorer).contains("U undo"))
  }

  @Test(arguments: [80, 60])
  func `shows the way back from a board, whatever lies beneath it`(columns: Int) {
    for mode in Mode.ofTheText {
      for key in "pmL" {
        var explorer = mode.explorer(columns: columns)
        explorer.press(.character(key))
        #expect(footer(explorer).contains("\(key) back"), "\(mode)")
        #expect(!footer(explorer).contains { $0.hasPrefix("Esc") }, "\(mode)")
      }
    }
  }

  @Test(arguments: [
    ("a reveal", "Space reveal|←→ look back|d expected|Enter all|Esc leave"),
    ("a changed text", "x other text|X keep it|Esc take it back|Enter what if"),
    ("a short context", "[ ] context|Esc whole context"),
    ("a generation", "Space draw|Enter run|Esc leave|1-9 take|o setting|- + change"),
    ("the branches", "↑↓ walk|Enter go on here"),
    ("a lesson", "Enter next page|Esc leave|m sum"),
    ("the candidates", "↑↓ choose|Enter what if|Esc back"),
    ("the plane", "n N same corner|C next corner|p back"),
    ("the sum", "Tab next number|j k candidate|m back"),
    ("the ladder", "L back|p plane|m sum"),
    ("three temperatures", "←→ choose|↑↓ temperature|Space pause|Enter take it|Esc back"),
    ("a bet", "↑↓ choose|←→ 5 chips|- + 1 chip|Enter bet|Esc end"),
  ])
  func `shows at 80 columns what a mode is for`(name: String, keys: String) throws {
    let mode = try #require(Mode.all.first { $0.name == name })
    let shown = footer(mode.explorer(columns: 80))
    #expect(Set(keys.split(separator: "|").map(String.init)).isSubset(of: shown), "\(shown)")
  }

  @Test(arguments: Mode.all + [Mode(name: "the editor", keys: "e")])
  func `does at a click on a key's name what that key does`(mode: Mode) throws {
    for columns in [80, 200] {
      let start = mode.explorer(columns: columns)
      let row = try #require(start.screen.footer?.row)
      for item in start.footerItems {
        var column = item.columns.lowerBound
        for name in KeyLabel.names(item.label) {
          let chord = try #require(KeyLabel.chord(name), "\(name)")
          var (clicked, pressed) = (start, start)
          clicked.answer(clicked.mouse(.pressed, row, column))
          _ = clicked.mouse(.released, row, column)
          pressed.press(chord.key, chord.modifiers)
          #expect(clicked.marks == pressed.marks, "\(item.label) \(item.text): \(name)")
          column += columnWidth(of: name) + (item.label.contains(name + " ") ? 1 : 0)
        }
        #expect(item.columns.upperBound <= columns)
      }
    }
  }
}
