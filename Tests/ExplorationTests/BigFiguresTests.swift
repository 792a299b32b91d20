import Exploration
import ExplorationFixtures
import Testing

@Suite struct `Large figures` {
  private let sentence = "the cat sat on the mat. the cat ate."

  private func areShown(_ explorer: Explorer) -> Bool { explorer.screen.bigFigures != nil }

  /// Every screen of a size, with what may be shown on it.
  private func layouts(_ rows: Int, _ columns: Int, _ wanted: BigFigures) -> [ScreenLayout] {
    [Board.expectation, .sum, .plane, .ladder].flatMap { board in
      [(false, false), (true, false), (false, true), (true, true)].map { hasPage, isASCII in
        ScreenLayout(
          rows: rows, columns: columns,
          .init(board: board, hasPage: hasPage, bigFigures: wanted, isASCII: isASCII))
      }
    }
  }

  private func overlap(_ a: Area, _ b: Area) -> Bool {
    let rows = (max(a.row, b.row), min(a.row + a.rows, b.row + b.rows))
    let columns = (max(a.column, b.column), min(a.column + a.columns, b.column + b.columns))
    return rows.0 < rows.1 && columns.0 < columns.1
  }

  @Test func `are shown by themselves from 50 rows of 150 columns on`() {
    for (rows, columns) in [(50, 150), (60, 200), (90, 320)] {
      #expect(areShown(.ready(sentence, rows: rows, columns: columns)), "\(rows)×\(columns)")
    }
    for (rows, columns) in [(49, 150), (50, 149), (24, 80), (40, 120), (60, 100), (30, 300)] {
      #expect(!areShown(.ready(sentence, rows: rows, columns: columns)), "\(rows)×\(columns)")
    }
  }

  @Test(arguments: [(16, 60), (24, 80), (40, 120), (60, 200)])
  func `come and go with one press of B each, wherever they have room`(rows: Int, columns: Int) {
    var explorer = Explorer.ready(sentence, rows: rows, columns: columns)
    let wereShown = areShown(explorer)
    for press in 1...6 {
      explorer.press(.character("B"))
      #expect(areShown(explorer) == (press.isMultiple(of: 2) == wereShown))
      #expect(explorer.notice == "large figures: \(explorer.preferences.bigFigures.rawValue)")
    }
    #expect(explorer.preferences.bigFigures == .automatic)
  }

  @Test func `come and go with B, with a board in their place, too`() {
    for key: Character in ["m", "L"] {
      var explorer = Explorer.ready(sentence, rows: 60, columns: 200)
      explorer.press(.character(key))
      for isLarge in [false, true, false] {
        explorer.press(.character("B"))
        #expect(explorer.screen.isBoardLarge == isLarge)
      }
      explorer.press(.character(key))
      #expect(!areShown(explorer))
    }
  }

  @Test func `are refused in a sentence where there is no room, and nothing changes`() {
    for (rows, columns) in [(12, 60), (24, 20)] {
      var explorer = Explorer.ready(sentence, rows: rows, columns: columns)
      let before = explorer.screen
      explorer.press(.character("B"))
      #expect(explorer.preferences.bigFigures == .automatic && explorer.screen == before)
      #expect(explorer.notice == "there is no room here for large figures")
    }
  }

  @Test func `leave the text three rows, the page of a lesson eight, and a panel its place`() {
    for rows in 6...70 {
      for columns in stride(from: 20, through: 330, by: 10) {
        for layout in layouts(rows, columns, .on) where layout.bigFigures != nil {
          #expect(layout.text?.rows ?? 0 >= 3, "\(rows)×\(columns) \(layout.wish)")
          if layout.wish.hasPage { #expect(layout.page?.rows ?? 0 >= 8) }
          #expect(layout.candidates != nil || layout.board != nil)
        }
      }
    }
  }

  @Test func `cover nothing else, and no number another`() {
    for rows in stride(from: 6, through: 90, by: 3) {
      for columns in stride(from: 20, through: 330, by: 10) {
        for layout in layouts(rows, columns, .on) {
          guard layout.isLarge else { continue }
          let figures = layout.bigFigures
          let areas =
            (figures?.figures.indices.compactMap { figures?.place($0) } ?? [])
            + [
              layout.header, layout.summary, layout.text, layout.page, layout.legend, layout.strip,
              layout.candidates, layout.curve, layout.details, layout.board, layout.figures,
              layout.slider, layout.status, layout.footer,
            ].compactMap { $0 }
          for (index, area) in areas.enumerated() {
            #expect(area.row >= 0 && area.row + area.rows <= rows, "\(rows)×\(columns)")
            #expect(area.column >= 0 && area.column + area.columns <= columns)
            for other in areas.dropFirst(index + 1) {
              #expect(!overlap(area, other), "\(rows)×\(columns) \(layout.wish): \(area), \(other)")
            }
          }
        }
      }
    }
  }

  @Test func `are twice as large on a screen of 200 columns and 60 rows, and all that there are`() {
    for isASCII in [false, true] {
      let wish = ScreenLayout.Wish(isASCII: isASCII)
      let figures = ScreenLayout(rows: 60, columns: 200, wish).bigFigures
      #expect(figures?.scale == 2 && figures?.figures == BigFigure.allCases)
      #expect(figures?.place(0).rows == 6)
    }
  }

  @Test func `are as a person prefers them`() {
    for wanted in BigFigures.allCases {
      var preferences = Preferences()
      preferences.bigFigures = wanted
      let explorer = Explorer(text: Array(sentence.utf8), preferences: preferences)
      #expect(areShown(explorer) == (wanted == .on))
      #expect(areShown(explorer.resized(rows: 60, columns: 200)) == (wanted != .off))
    }
  }
}
