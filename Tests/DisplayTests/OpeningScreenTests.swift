import Display
import Exploration
import Scoring
import Testing

@Suite struct `The opening screen` {
  /// As long as the sample: the breakfast and more that surprises nobody.
  private static let scene = Scene(
    (0..<6).flatMap { part in
      Scene.breakfast.tokens.prefix(part == 0 ? .max : 14).map {
        (String(decoding: $0.text, as: UTF8.self), part == 0 ? $0.bits : 0.5)
      }
    })

  private func opened(_ rows: Int, _ columns: Int) -> Explorer {
    Self.scene.explorer(rows: rows, columns: columns, inviting: true)
  }

  @Test(arguments: [(12, 40), (16, 60), (24, 80), (40, 120), (60, 200)])
  func `looks as it did`(rows: Int, columns: Int) throws {
    try expectGolden(opened(rows, columns), "opening-\(columns)x\(rows)")
  }

  /// Whether two areas share a cell.
  private func overlap(_ one: Area, _ other: Area?) -> Bool {
    guard let other else { return false }
    return one.row < other.row + other.rows && other.row < one.row + one.rows
      && one.column < other.column + other.columns && other.column < one.column + one.columns
  }

  @Test func `says what this is and what to try, over nothing that matters, at every size`() throws
  {
    for rows in stride(from: 12, through: 60, by: 4) {
      for columns in stride(from: 40, through: 200, by: 8) {
        let explorer = opened(rows, columns)
        let screen = explorer.screen
        let area = try #require(explorer.invitation?.area, "\(rows) × \(columns)")
        let needed = [
          screen.header, screen.summary, screen.legend, screen.strip, screen.candidates,
          screen.details, screen.figures, screen.slider, screen.status, screen.footer,
        ]
        #expect(!needed.contains { overlap(area, $0) }, "\(rows) × \(columns)")
        let lines = render(explorer, rows: rows, columns: columns).text.split(
          separator: "\n", omittingEmptySubsequences: false)
        let shown = lines[area.row..<area.row + area.rows].map {
          String($0.dropFirst(area.column).prefix(area.columns))
        }.joined(separator: " ")
        for words in ["surprising", "←→", "step", "↑↓", "temperature", " l ", "lesson"] {
          #expect(shown.contains(words), "\(words), \(rows) × \(columns): \(shown)")
        }
        #expect(!shown.contains("…"), "\(rows) × \(columns): \(shown)")
        let roles = render(explorer, rows: rows, columns: columns).roleText
        #expect(roles.contains("F"), "the focused token is seen at \(rows) × \(columns)")
      }
    }
  }

  @Test(arguments: [(16, 60), (24, 80), (60, 200)])
  func `leaves no trace behind the first key`(rows: Int, columns: Int) {
    var explorer = opened(rows, columns)
    explorer.press(.up)
    var other = Self.scene.explorer(rows: rows, columns: columns)
    other.press(.right, times: explorer.focus - 1)
    other.press(.up)
    #expect(
      render(explorer, rows: rows, columns: columns).text
        == render(other, rows: rows, columns: columns).text)
  }

  @Test(arguments: [(6, 20), (8, 30), (11, 39)])
  func `is not there where there is no room`(rows: Int, columns: Int) {
    #expect(opened(rows, columns).invitation == nil)
  }

  @Test func `opens on the spreadsheet, which nobody eats`() {
    let explorer = opened(24, 80)
    #expect(render(explorer, rows: 24, columns: 80).text.contains("“reads”"))
  }
}

@Suite struct `Few tokens before a token` {
  private func second(_ rows: Int, _ columns: Int) -> String {
    render(
      Scene.breakfast.explorer(rows: rows, columns: columns), rows: rows, columns: columns
    ).text
  }

  @Test func `are said beside its figures`() {
    #expect(second(24, 80).contains("surprise 8.40 bits  only 1 token before it  p "))
    #expect(second(40, 120).contains("before it   only 1 token"))
    #expect(second(60, 200).contains("before it   only 1 token"))
  }

  @Test func `and are not, where they are enough`() {
    var explorer = Scene.breakfast.explorer(rows: 24, columns: 80)
    explorer.press(.right, times: 3)
    #expect(!render(explorer, rows: 24, columns: 80).text.contains("before it"))
    explorer.press(.left)
    #expect(render(explorer, rows: 24, columns: 80).text.contains("only 3 tokens before it"))
  }
}
