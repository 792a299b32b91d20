import Exploration

extension Area {
  /// What is left without its first rows.
  func dropping(rows count: Int) -> Area {
    Area(row: row + count, column: column, rows: max(rows - count, 0), columns: columns)
  }

  /// What is left without so many columns on either side.
  func inset(columns count: Int) -> Area {
    Area(row: row, column: column + count, rows: rows, columns: columns - 2 * count)
  }

  /// The columns from one to another.
  func part(_ from: Int, _ to: Int) -> Area {
    Area(row: row, column: column + from, rows: rows, columns: to - from)
  }
}
