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
      #expect((sum.curve != nil) == (columns >= 150 && !sum.isBoardLarge))
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
      let plain = ScreenLayout(rows: 60, columns: 200, .init(board: board, bigFigures: .off))
      #expect(plain.board?.rows == 20 && plain.details != nil && plain.candidates?.rows ?? 0 > 16)
      let low = ScreenLayout(rows: 30, columns: 150, .init(board: board))
      #expect(low.board == low.panels && low.details == nil)
    }
  }

  @Test func `leaves candidates and details beside branches that are few`() {
    func layout(_ count: Int, rows: Int = 60, columns: Int = 200) -> ScreenLayout {
      ScreenLayout(rows: rows, columns: columns, .init(board: .branches, branchCount: count))
    }
    for count in 1...3 {
      #expect(layout(count).details != nil && layout(count).board?.rows ?? 0 >= 2 + 5 * count)
    }
    #expect(layout(1).candidates?.rows ?? 0 >= 5)
    for many in [layout(6), layout(2, rows: 24, columns: 80), layout(2, rows: 40, columns: 150)] {
      #expect(many.board == many.panels && many.candidates == nil && many.details == nil)
    }
  }

  @Test func `is read from afar below the text, a sum and a ladder, where that has room`() throws {
    for (board, columns) in [(Board.sum, 190), (.ladder, 150)] {
      func layout(_ rows: Int, _ columns: Int, _ wish: (inout ScreenLayout.Wish) -> Void = { _ in })
        -> ScreenLayout
      {
        var all = ScreenLayout.Wish(board: board)
        wish(&all)
        return ScreenLayout(rows: rows, columns: columns, all)
      }
      for words in [false, true] {
        let large = layout(60, columns) { $0.words = words }
        let (text, below) = (try #require(large.text), try #require(large.board))
        #expect(large.isBoardLarge && large.bigFigures == nil && (large.strip == nil) == words)
        #expect(text.rows >= (words ? 8 : 5) && text.row + text.rows < below.row)
        #expect(below.rows >= 37 && below.columns == columns)
      }
      let others = [
        layout(60, columns - 1), layout(49, columns), layout(60, columns) { $0.hasPage = true },
        layout(60, columns) { $0.isASCII = true }, layout(60, columns) { $0.bigFigures = .off },
      ]
      for other in others { #expect(!other.isBoardLarge && other.board != nil) }
    }
    let plane = ScreenLayout(rows: 60, columns: 200, .init(board: .plane))
    #expect(!plane.isBoardLarge && plane.bigFigures != nil)
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
