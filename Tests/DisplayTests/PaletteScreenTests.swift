import Display
import Exploration
import Testing

@Suite struct `The command palette looks as it did` {
  private func opened(_ rows: Int, _ columns: Int, typing line: String) -> Explorer {
    var explorer = Scene.breakfast.explorer(rows: rows, columns: columns)
    explorer.press(.right, times: 18)
    explorer.press(":")
    for letter in line { explorer.press(.character(letter)) }
    return explorer
  }

  @Test(arguments: [(24, 80), (40, 120), (60, 200), (16, 60), (6, 20)])
  func `at every size`(rows: Int, columns: Int) throws {
    var explorer = opened(rows, columns, typing: "")
    explorer.press(.down)
    try expectGolden(explorer, "palette-\(columns)x\(rows)")
  }

  @Test func `with what was typed, what is found and what cannot be done now`() throws {
    var explorer = opened(24, 80, typing: "take")
    explorer.press(.down)
    try expectGolden(explorer, "palette-typed")
    try expectGolden(opened(16, 60, typing: "nothing"), "palette-nothing")
  }

  @Test func `covers what is below it, and leaves what is around it`() throws {
    let explorer = opened(24, 80, typing: "temp")
    let text = render(explorer, rows: 24, columns: 80).text
    #expect(text.contains(": temp") && text.contains("▸ temperature up"))
    #expect(text.hasPrefix(" surprisal"))
    #expect(text.split(separator: "\n").last?.contains("Esc close") == true)
  }

  @Test func `says in full what the chosen command does`() throws {
    var explorer = opened(24, 80, typing: "")
    let area = try #require(PaletteGeometry(explorer).sentence)
    for entry in explorer.found {
      let lines = render(explorer, rows: 24, columns: 80).text.split(
        separator: "\n", omittingEmptySubsequences: false)
      let said = lines[area.row..<area.row + area.rows].map {
        $0.dropFirst(area.column).prefix(area.columns).trimmed
      }
      #expect(
        said.filter { !$0.isEmpty }.joined(separator: " ")
          == entry.refusal.map { "not now: \($0)" } ?? entry.help)
      explorer.press(.down)
    }
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    guard let last = lastIndex(where: { $0 != " " }) else { return "" }
    return drop { $0 == " " }.prefix(through: last)
  }
}
