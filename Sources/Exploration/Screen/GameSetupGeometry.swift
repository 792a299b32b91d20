import Games

/// Where the parts of the page are on which a game is chosen.
package struct GameSetupGeometry: Equatable, Sendable {
  private let area: Area
  private let isASCII: Bool
  /// How large what is chosen is written, as a scale of large text; 0 for ordinary letters.
  package let scale: Int
  /// The column of what is chosen, and before it that of what goes back to the choice before.
  package let valueColumn: Int, backColumn: Int

  /// The parts in the area of a game.
  package init(_ area: Area, isASCII: Bool) {
    self.area = area
    self.isASCII = isASCII
    let lines = GameSetup.Row.allCases.count + 1
    // Above and below the lines are some of ordinary letters.
    let fits = {
      lines * BigLetters.line(scale: $0, isASCII: isASCII) + 8 <= area.rows
        && 90 * $0 <= area.columns
    }
    scale = [2, 1].first(where: fits) ?? 0
    valueColumn = area.column + 16 + 4 * scale
    backColumn = valueColumn - max(4 * scale, 1) - 1
  }

  /// A line, over the whole width.
  package func line(_ row: GameSetup.Row) -> Area {
    line(number: GameSetup.Row.allCases.firstIndex(of: row) ?? 0)
  }

  /// The line that begins the game.
  package var begin: Area { line(number: GameSetup.Row.allCases.count, gap: 1) }

  /// What is left below the lines.
  package var below: Area {
    let top = begin.row + begin.rows + 1
    return Area(
      row: top, column: area.column, rows: max(area.row + area.rows - top, 0),
      columns: area.columns)
  }

  private func line(number: Int, gap: Int = 0) -> Area {
    let rows = BigLetters.line(scale: scale, isASCII: isASCII)
    return Area(
      row: area.row + (area.rows < 18 ? 1 : 2) + number * rows + (scale == 0 ? gap : 0),
      column: area.column, rows: rows, columns: area.columns)
  }
}

extension Explorer {
  /// Where the parts of the page are on which a game is chosen.
  package var gameSetupGeometry: GameSetupGeometry {
    GameSetupGeometry(gameArea, isASCII: isASCII)
  }

  /// Goes to the line that is clicked on, and on to its next choice, or back where its left arrow is; or
  /// begins.
  mutating func press(_ setup: GameSetup, row: Int, column: Int) -> [Effect] {
    let geometry = gameSetupGeometry
    func hits(_ area: Area) -> Bool { area.contains(row: row, column: column) }
    if hits(geometry.begin) { return perform(.game(.confirm)) }
    guard let line = GameSetup.Row.allCases.first(where: { hits(geometry.line($0)) }) else {
      return []
    }
    say(nil)
    var setup = setup
    setup.select(line)
    if column >= geometry.backColumn { setup.change(by: column < geometry.valueColumn ? -1 : 1) }
    game = .setup(setup)
    return []
  }
}
