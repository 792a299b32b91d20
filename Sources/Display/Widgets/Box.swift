import Exploration

extension Frame {
  /// Draws lines around an area, a title in the upper one.
  mutating func drawFrame(around area: Area, title: String) {
    let (bottom, right) = (area.row + area.rows - 1, area.column + area.columns - 1)
    for row in [area.row, bottom] {
      fill("─", row: row, columns: area.column..<right + 1, as: .rule)
    }
    for row in area.row...bottom {
      write("│", row: row, column: area.column, as: .rule)
      write("│", row: row, column: right, as: .rule)
    }
    for (corner, row, column) in [
      ("┌", area.row, area.column), ("┐", area.row, right), ("└", bottom, area.column),
      ("┘", bottom, right),
    ] {
      write(corner, row: row, column: column, as: .rule)
    }
    write(
      " \(title) ", row: area.row, column: area.column + 2, as: .heading,
      limit: max(area.columns - 4, 0))
  }
}
