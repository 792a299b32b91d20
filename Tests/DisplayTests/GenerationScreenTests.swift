import ShownText
import Display
import Exploration
import ExplorationFixtures
import Testing

@Suite struct `A screen of generation looks as it did` {
  private func generating(_ rows: Int, _ columns: Int) -> Explorer {
    var explorer = Scene.breakfast.explorer(rows: rows, columns: columns)
    explorer.press(.right, times: 8)
    explorer.press("g")
    return explorer
  }

  @Test func `before anything is drawn, where the text goes on already`() throws {
    try expectGolden(generating(24, 80), "generation-begun")
  }

  @Test(arguments: [(24, 80), (40, 120), (60, 200), (16, 60), (8, 30)])
  func `with the cut drawn through what comes next`(rows: Int, columns: Int) throws {
    var explorer = generating(rows, columns)
    explorer.press("---- o--")
    explorer.press(.character(" "), times: 6)
    try expectGolden(explorer, "generation-\(columns)x\(rows)")
  }

  @Test func `with a cut below what is visible, and a candidate selected`() throws {
    var explorer = generating(24, 80)
    explorer.press(" --")
    explorer.press(.tab)
    explorer.press(.down, times: 2)
    try expectGolden(explorer, "generation-selected")
  }

  @Test func `with its branches, at another temperature`() throws {
    var explorer = generating(24, 80)
    explorer.press("  2")
    explorer.press(.left)
    explorer.press("14")
    explorer.press(.up, times: 6)
    explorer.press(.left, times: 4)
    explorer.press("5v")
    try expectGolden(explorer, "branches")
  }

  @Test(arguments: [(24, 80), (40, 120), (60, 200), (16, 60)])
  func `at three temperatures side by side, or below one another`(rows: Int, columns: Int) throws {
    var explorer = generating(rows, columns)
    explorer.press("G")
    explorer.press(.left)
    try expectGolden(explorer, "side-by-side-\(columns)x\(rows)")
  }
}

@Suite struct `A screen of generation` {
  @Test(arguments: [(24, 80), (60, 200), (12, 60)])
  func `says that a loss is over a part where the text is not scored to its end`(
    rows: Int, columns: Int
  ) {
    var explorer = Explorer.scored(firstTokens: 2, of: "the cat sat on")
    _ = explorer.update(.resized(rows: rows, columns: columns))
    _ = explorer.update(.input(.key(.character("g"), [])))
    let screen = render(explorer, rows: rows, columns: columns).text
    #expect(explorer.generation != nil && screen.contains("loss "))
    #expect(screen.contains(rows > 12 ? "50% scored" : "bits so far"))
  }

  @Test func `has every size without a trap`() {
    var states: [Explorer] = []
    for keys in ["g", "g  ", "g---", "g 3v", "G", "Gs?"] {
      var explorer = Scene.breakfast.explorer(rows: 24, columns: 80)
      explorer.press(keys)
      states.append(explorer)
    }
    for explorer in states {
      for rows in 0...24 {
        for columns in 0...90 where (rows + columns) % 3 == 0 || rows < 8 || columns < 24 {
          #expect(render(explorer, rows: rows, columns: columns).cells.count == rows * columns)
        }
      }
    }
  }

  @Test func `shows what a model draws without obeying it`() {
    var explorer = Scene([("a", 0), ("\u{1B}[2J", 3), ("\u{9D}0;x\u{7}", 2)]).explorer(
      rows: 24, columns: 80)
    for keys in ["g", "   ", "v", "vG"] {
      explorer.press(keys)
      for scalar in render(explorer, rows: 24, columns: 80).text.unicodeScalars where scalar != "\n"
      {
        #expect(columnWidth(of: scalar) != nil)
      }
    }
  }
}
