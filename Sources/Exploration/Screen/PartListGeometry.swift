import Scoring

/// Where the rows and columns of the list of parts are.
package struct PartListGeometry: Equatable, Sendable {
  /// The box, its line and what is said of the choice.
  package let palette: PaletteGeometry
  /// The headings, and the rows below them.
  package let header: Area, list: Area
  /// The columns of numbers that there is room for, from the left.
  package let orders: [PartOrder]

  /// The columns of a number.
  package static let numberWidth = 11

  package init(_ explorer: Explorer) {
    palette = PaletteGeometry(ofModels: explorer)
    var rows = palette.list
    header = Area(
      row: rows.row, column: rows.column, rows: min(rows.rows, 1), columns: rows.columns)
    rows.row += 1
    rows.rows = max(rows.rows - 1, 0)
    list = rows
    let chosen = explorer.partList?.order ?? .surprise
    orders = rows.columns >= 60 ? PartOrder.allCases : [chosen]
  }

  /// The columns of a number, the last at the right end.
  package func columns(of order: PartOrder) -> Range<Int>? {
    guard let place = orders.firstIndex(of: order) else { return nil }
    let end = list.column + list.columns - 1 - (orders.count - 1 - place) * Self.numberWidth
    return end - Self.numberWidth..<end
  }

  /// The columns that the parts themselves have.
  package var textColumns: Range<Int> {
    list.column..<list.column + max(list.columns - 1 - orders.count * Self.numberWidth, 0)
  }

  /// The order whose heading is at a column.
  func order(atColumn column: Int) -> PartOrder? {
    orders.first { columns(of: $0)?.contains(column) == true }
  }

  /// The first part that is visible, as its place in the list.
  package func first(_ parts: PartList) -> Int {
    min(max(parts.choice - list.rows / 2, 0), max(parts.parts.count - list.rows, 0))
  }

  /// The place in the list of what stands in a row of the screen; nil where nothing does.
  func place(row: Int, column: Int, _ parts: PartList) -> Int? {
    let place = first(parts) + row - list.row
    return list.contains(row: row, column: column) && parts.parts.indices.contains(place)
      ? place : nil
  }
}
