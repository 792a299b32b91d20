import Display
import Exploration
import ExplorationFixtures
import Testing

@Suite struct `The list of forms in which a text is taken away looks as it did` {
  private static let forms =
    Explorer.forms + [
      TakenForm(name: "json", summary: "one document (see --schema)", fileExtension: "json"),
      TakenForm(name: "csv", summary: "a header and a row a token", fileExtension: "csv"),
    ]

  private func opened(_ rows: Int, _ columns: Int) -> Explorer {
    var explorer = Scene.breakfast.explorer(rows: rows, columns: columns)
    explorer.offerForms(Self.forms)
    explorer.press("E")
    return explorer
  }

  @Test(arguments: [(24, 80), (60, 200), (16, 60), (6, 20)])
  func `at every size`(rows: Int, columns: Int) throws {
    var explorer = opened(rows, columns)
    explorer.press(.down, times: 2)
    try expectGolden(explorer, "take-away-\(columns)x\(rows)")
  }

  @Test func `where there is a file of that name`() throws {
    var explorer = opened(24, 80)
    _ = explorer.update(.tookAway(.exists("surprisal.html")))
    try expectGolden(explorer, "take-away-exists")
  }

  @Test func `colours for a page are those of the screen`() {
    for name in [ThemeName.light, .dark] {
      let style = Theme(name).style(of: .surprise(3), colors: 256)
      let web = Theme(name).webColors(of: .surprise(3))
      for (color, text) in [(style.foreground, web.text), (style.background, web.ground)] {
        let (red, green, blue) = paletteColor(color ?? 0)
        let digits = [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
        #expect(text == "#" + digits.joined())
      }
    }
  }
}
