import Exploration

extension Area {
  /// All of its columns.
  var allColumns: Range<Int> { column..<column + columns }

  /// What is left without its first rows.
  func dropping(rows count: Int) -> Area {
    Area(row: row + count, column: column, rows: max(rows - count, 0), columns: columns)
  }

  /// Its first rows, if it has so many.
  func cut(to count: Int) -> Area {
    Area(row: row, column: column, rows: min(rows, max(count, 0)), columns: columns)
  }

  /// What is left without so many columns on either side.
  func inset(columns count: Int) -> Area {
    Area(row: row, column: column + count, rows: rows, columns: columns - 2 * count)
  }

  /// The columns of a range.
  func part(_ range: Range<Int>) -> Area { part(range.lowerBound, range.upperBound) }

  /// The columns from one to another.
  func part(_ from: Int, _ to: Int) -> Area {
    Area(row: row, column: column + from, rows: rows, columns: to - from)
  }
}
