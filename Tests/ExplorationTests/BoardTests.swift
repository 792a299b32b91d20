import Exploration
import ExplorationFixtures
import Testing

@Suite struct `A board` {
  private let sizes = [(24, 80), (40, 120), (16, 60), (60, 200), (14, 20)]

  @Test func `comes with its key and goes with the same key or Esc`() {
    var explorer = Explorer.ready("the cat sat.")
    explorer.press(.character("p"))
    #expect(explorer.board == .plane)
    explorer.press(.character("p"))
    #expect(explorer.board == .expectation)
    explorer.press(.character("p"))
    explorer.press(.escape)
    #expect(explorer.board == .expectation)
  }

  @Test func `is left after the panel that was entered after it`() {
    var explorer = Explorer.ready("the cat sat.")
    explorer.press(.character("p"))
    explorer.press(.tab)
    #expect(explorer.panel == .candidates)
    explorer.press(.escape)
    #expect((explorer.panel, explorer.board) == (.text, .plane))
    explorer.press(.escape)
    #expect(explorer.board == .expectation)
  }

  @Test func `is in the curve's place as a plane, or the only panel`() throws {
    for (rows, columns) in sizes {
      let plane = ScreenLayout(rows: rows, columns: columns, .init(board: .plane))
      let board = try #require(plane.board)
      #expect(plane.curve == nil)
      #expect((plane.candidates != nil) == (columns >= 72))
      if columns < 150 { #expect(board.row == plane.panels?.row) }
    }
    #expect(
      ScreenLayout(rows: 16, columns: 60, .init(panel: .candidates, board: .plane)).board == nil)
  }

  @Test func `covers all panels as a sum, and never the curve beside the text`() {
    for (rows, columns) in sizes {
      let sum = ScreenLayout(rows: rows, columns: columns, .init(board: .sum))
      #expect((sum.curve != nil) == (columns >= 150))
      guard sum.details == nil else { continue }
      #expect(sum.board != nil && sum.board == sum.panels)
      #expect(sum.candidates == nil)
    }
  }

  @Test
  func
    `leaves the details where it has room beside them, and the candidates what it does not fill`()
  {
    for board in [Board.sum, .ladder] {
      let large = ScreenLayout(rows: 60, columns: 200, .init(board: board))
      #expect(large.board?.rows ?? 0 >= 16 && large.details != nil && large.candidates == nil)
      let plain = ScreenLayout(rows: 60, columns: 200, .init(board: board, bigFigures: .off))
      #expect(plain.board?.rows == 20 && plain.details != nil && plain.candidates?.rows ?? 0 > 16)
      let low = ScreenLayout(rows: 30, columns: 150, .init(board: board))
      #expect(low.board == low.panels && low.details == nil)
    }
    let branches = ScreenLayout(rows: 60, columns: 200, .init(board: .branches))
    #expect(branches.board == branches.panels && branches.candidates == nil)
  }

  @Test func `leaves the text three rows on any screen that has panels`() {
    for rows in 14...60 {
      for columns in [20, 80, 120] {
        for board in [Board.plane, .sum] {
          let layout = ScreenLayout(rows: rows, columns: columns, .init(board: board))
          #expect(layout.text?.rows ?? 0 >= 3, "\(rows)×\(columns)")
          #expect(layout.panels?.rows ?? 0 >= 7, "\(rows)×\(columns)")
        }
      }
    }
  }

  @Test func `is not there where there is no room for panels`() {
    #expect(ScreenLayout(rows: 13, columns: 80, .init(board: .sum)).board == nil)
    #expect(ScreenLayout(rows: 13, columns: 80, .init(board: .plane)).board == nil)
  }

  @Test func `keeps the temperature in the hands of the arrows`() {
    for key: Character in ["p", "m"] {
      var explorer = Explorer.ready("the cat sat.")
      explorer.press(.character(key))
      explorer.press(.up)
      #expect(explorer.temperature > .one)
      explorer.press(.right)
      #expect(explorer.focus == 2)
    }
  }
}
