import Display
import Exploration
import Testing

@Suite struct `The screen of a search` {
  private func lines(of explorer: Explorer) -> [Substring] {
    render(explorer, rows: explorer.rows, columns: explorer.columns).text.split(separator: "\n")
  }

  @Test(arguments: [(24, 80), (20, 40), (12, 40), (60, 200)])
  func `shows what is looked for, how often it was found, and the keys`(rows: Int, columns: Int) {
    var explorer = Scene.breakfast.explorer(rows: rows, columns: columns)
    explorer.press(.home)
    for letter in "/capital" { explorer.press(.character(letter)) }
    var lines = self.lines(of: explorer)
    #expect(lines.contains { $0.contains("/capital") && $0.contains("1 of 2") })
    #expect(lines.last?.contains("Enter done") == true)
    explorer.press(.enter)
    explorer.press(.character("n"))
    lines = self.lines(of: explorer)
    #expect(lines.contains { $0.contains("/capital") && $0.contains("2 of 2") })
    #expect(lines.last?.contains("n N find") == true)
  }

  @Test(arguments: [TextView.running, .words])
  func `marks each find in the text`(view: TextView) throws {
    var explorer = Scene.breakfast.explorer(rows: 24, columns: 80)
    while (explorer.wordsGeometry == nil) != (view == .running) { explorer.press(.character("V")) }
    explorer.press(.end)
    for letter in "/is\n" {
      explorer.press(letter == "\n" ? .enter : .character(letter))
    }
    let frame = render(explorer, rows: 24, columns: 80)
    let area = try #require(explorer.screen.text)
    let found = (area.row..<area.row + area.rows).flatMap { row in
      (area.column..<area.column + area.columns).filter {
        frame.cells[row * 80 + $0].role == .selection
      }
    }
    // “is” twice and in “Paris”, one of them focused.
    #expect(found.count >= 4)
  }
}

@Suite struct `Search, list and overview look as they did` {
  /// A text of twenty paragraphs, longer than most screens.
  private static let long = Scene(
    (0..<20).flatMap { paragraph in
      Scene.breakfast.tokens.enumerated().map { place, token in
        let bits = token.bits * Double(1 + paragraph * 7 % 5) / 3
        let text = String(decoding: token.text, as: UTF8.self)
        return (place == 0 && paragraph > 0 ? "\n" + text : text, place == 0 ? 4 : bits)
      }
    })

  private func opened(_ rows: Int, _ columns: Int, _ keys: String) -> Explorer {
    var explorer = Self.long.explorer(rows: rows, columns: columns)
    explorer.press(.right, times: 40)
    for key in keys {
      switch key {
      case "\n": explorer.press(.enter)
      case "\t": explorer.press(.tab)
      default: explorer.press(.character(key))
      }
    }
    return explorer
  }

  @Test(arguments: [(24, 80), (20, 40), (60, 200), (12, 40)])
  func `at every size`(rows: Int, columns: Int) throws {
    for (name, keys) in [
      ("overview", ""), ("find", "/capital\nn"), ("list", "s"), ("words", "sfr"),
    ] {
      try expectGolden(opened(rows, columns, keys), "long-\(name)-\(columns)x\(rows)")
    }
  }

  @Test func `in ASCII`() throws {
    var explorer = opened(24, 80, "")
    explorer.isASCII = true
    let text = render(explorer, rows: 24, columns: 80).shown.text
    #expect(text.utf8.allSatisfy { $0 < 0x80 })
    let row = try #require(explorer.screen.overview).row
    #expect(text.split(separator: "\n", omittingEmptySubsequences: false)[row].contains("#"))
  }
}
