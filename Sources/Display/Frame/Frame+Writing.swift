import ShownText
import Exploration

extension Frame {
  /// Puts one cell, clipped at the edges; what it covers half of is blanked.
  mutating func put(_ cell: DisplayCell, row: Int, column: Int, as role: Role) {
    guard (0..<rows).contains(row), column >= 0, column < columns else { return }
    guard column + cell.width <= columns else {
      return put(DisplayCell(text: " ", width: 1), row: row, column: column, as: role)
    }
    let place = row * columns + column
    uncover(place, isRowStart: column == 0)
    let last = place + cell.width - 1
    if last + 1 < (row + 1) * columns { uncover(last + 1, isRowStart: false, blanking: true) }
    cells[place] = Cell(glyph: cell.text, role: role)
    if cell.width == 2 { cells[last] = Cell(glyph: "", role: role) }
  }

  /// Blanks the first half of a wide cluster whose second half is about to go, or the second half
  /// that is left behind.
  private mutating func uncover(_ place: Int, isRowStart: Bool, blanking: Bool = false) {
    guard cells[place].glyph.isEmpty else { return }
    if blanking { cells[place].glyph = " " } else if !isRowStart { cells[place - 1].glyph = " " }
  }

  /// Writes a text as it may be shown, within so many columns, and returns the column behind it.
  ///
  /// - Complexity: O(*n*) in the length of the text.
  @discardableResult
  mutating func write(
    _ text: String, row: Int, column: Int, as role: Role = .plain, limit: Int = .max
  ) -> Int {
    write(displayCells(Array(text.utf8)), row: row, column: column, as: role, limit: limit)
  }

  /// Writes cells within so many columns, the last one an ellipsis where they do not fit.
  @discardableResult
  mutating func write(
    _ text: [DisplayCell], row: Int, column: Int, as role: Role, limit: Int = .max
  ) -> Int {
    var place = column
    let width = text.reduce(0) { $0 + $1.width }
    let end = limit == .max ? Int.max : column + max(limit, 0)
    for cell in text {
      let isLast = width > limit && place + cell.width > end - 1
      if isLast {
        if place < end { put(DisplayCell(text: "…", width: 1), row: row, column: place, as: role) }
        return min(place + 1, end)
      }
      put(cell, row: row, column: place, as: role)
      place += cell.width
    }
    return place
  }

  /// Fills a piece of a row with one glyph a column.
  mutating func fill(_ glyph: String, row: Int, columns range: Range<Int>, as role: Role) {
    for column in range {
      put(DisplayCell(text: glyph, width: 1), row: row, column: column, as: role)
    }
  }

  /// Empties an area.
  mutating func clear(_ area: Area) {
    for row in area.row..<area.row + area.rows {
      fill(" ", row: row, columns: area.column..<area.column + area.columns, as: .plain)
    }
  }
}

/// Returns a text cut or padded to so many columns. O(*n*).
func fitted(_ text: String, _ width: Int) -> [DisplayCell] {
  var cells = displayCells(Array(text.utf8))
  var used = cells.reduce(0) { $0 + $1.width }
  if used > width {
    while let last = cells.last, used > width - 1 {
      used -= last.width
      cells.removeLast()
    }
    if width > 0 { cells.append(DisplayCell(text: "…", width: 1)) }
    used += 1
  }
  let blank = DisplayCell(text: " ", width: 1)
  return cells + Array(repeating: blank, count: max(width - used, 0))
}
