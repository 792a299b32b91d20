import Display

/// A cell as a terminal shows it.
package struct StyledCell: Equatable {
  var glyph: String
  var style: Style

  package init(glyph: String, style: Style) {
    self.glyph = glyph
    self.style = style
  }
}

/// A frame whose roles are turned into looks.
package struct StyledFrame: Equatable {
  let rows: Int
  let columns: Int
  let cells: [StyledCell]

  package init(rows: Int, columns: Int, cells: [StyledCell]) {
    self.rows = rows
    self.columns = columns
    self.cells = cells
  }

  /// The looks of a frame in a theme, with so many colours.
  package init(_ frame: Frame, theme: Theme, colors: Int) {
    rows = frame.rows
    columns = frame.columns
    var styles: [Role: Style] = [:]
    // Most cells have the role of the one before, and are not looked up: a large screen has 500,000.
    var last: (role: Role, style: Style)?
    cells = frame.cells.map { cell in
      if let last, last.role == cell.role {
        return StyledCell(glyph: cell.glyph, style: last.style)
      }
      let style = styles[cell.role] ?? theme.style(of: cell.role, colors: colors)
      styles[cell.role] = style
      last = (cell.role, style)
      return StyledCell(glyph: cell.glyph, style: style)
    }
  }
}

/// Neighbouring cells that look alike and are drawn in one go.
package struct CellRun: Equatable {
  package var row: Int
  package var column: Int
  package var glyphs: [String]
  package var style: Style

  /// Whether a terminal may give the last glyph another width than ours, so that the cursor's place
  /// must be said afterwards.
  package var endsUnsure: Bool { glyphs.last { !$0.isEmpty }?.isOfUnsureWidth ?? false }
}

extension StyledFrame {
  /// The runs that turn an earlier screen into this one; the whole screen if there is no earlier
  /// one or it had another size.
  ///
  /// - Complexity: O(*n*), where *n* is the number of cells.
  package func runs(since earlier: StyledFrame?) -> [CellRun] {
    let earlier = earlier?.rows == rows && earlier?.columns == columns ? earlier : nil
    return (0..<rows).flatMap { runs(inRow: $0, since: earlier) }
  }

  private func runs(inRow row: Int, since earlier: StyledFrame?) -> [CellRun] {
    var runs: [CellRun] = []
    var column = 0
    while column < columns {
      guard let start = firstChange(inRow: row, from: column, since: earlier) else { break }
      let run = run(atRow: row, column: start, since: earlier)
      runs.append(run)
      column = start + run.glyphs.count
    }
    return runs
  }

  /// The first column that must be drawn: never the second half of a wide cell.
  private func firstChange(inRow row: Int, from column: Int, since earlier: StyledFrame?) -> Int? {
    let offset = row * columns
    let isChanged = { (column: Int) in
      cells[offset + column] != earlier?.cells[offset + column]
    }
    guard let found = (column..<columns).first(where: isChanged) else { return nil }
    return found > column && cells[offset + found].glyph.isEmpty ? found - 1 : found
  }

  /// From a changed cell on, as far as cells look alike and are changed; up to one of unsure width.
  private func run(atRow row: Int, column: Int, since earlier: StyledFrame?) -> CellRun {
    let offset = row * columns
    let first = cells[offset + column]
    var run = CellRun(row: row, column: column, glyphs: [first.glyph], style: first.style)
    for next in column + 1..<max(columns, column + 1) {
      let cell = cells[offset + next]
      let isSecondHalf = cell.glyph.isEmpty
      let belongs =
        isSecondHalf
        || (cell.style == first.style && !run.endsUnsure
          && cell != earlier?.cells[offset + next])
      guard belongs else { break }
      run.glyphs.append(cell.glyph)
    }
    return run
  }
}

extension String {
  /// Whether terminals disagree about the columns that this takes: marks on a base, emoji, and
  /// anything beyond the first plane.
  var isOfUnsureWidth: Bool {
    var scalars = unicodeScalars.makeIterator()
    guard let first = scalars.next() else { return false }
    if scalars.next() != nil { return true }
    return first.value >= 0x1_0000 || (0x2300...0x27BF).contains(first.value) && !first.isDrawing
  }
}

extension Unicode.Scalar {
  /// Lines, blocks and plain geometric forms, which are one column wide everywhere.
  fileprivate var isDrawing: Bool { (0x2500...0x25FC).contains(value) }
}
