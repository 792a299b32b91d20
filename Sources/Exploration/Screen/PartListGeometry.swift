import Scoring

/// Where the rows and columns of the list of parts are.
package struct PartListGeometry: Equatable, Sendable {
  /// The box, its line and what is said of the choice.
  package let palette: PaletteGeometry
  /// The headings, and the rows below them.
  package var header: Area { palette.header }
  /// Likewise.
  package var list: Area { palette.list }
  /// The columns of numbers that there is room for, from the left.
  package let orders: [ListOrder]

  /// The columns of a number.
  package static let numberWidth = 11

  package init(_ explorer: Explorer) {
    palette = PaletteGeometry(withHeadings: true, explorer)
    let chosen = explorer.partList?.order ?? .figure(.surprise)
    let all = explorer.listOrders
    orders = palette.list.columns >= 24 + all.count * Self.numberWidth ? all : [chosen]
  }

  /// The columns of a number, the last at the right end.
  package func columns(of order: ListOrder) -> Range<Int>? {
    guard let place = orders.firstIndex(of: order) else { return nil }
    let end = list.column + list.columns - 1 - (orders.count - 1 - place) * Self.numberWidth
    return end - Self.numberWidth..<end
  }

  /// The columns that the parts themselves have.
  package var textColumns: Range<Int> {
    list.column..<list.column + max(list.columns - 1 - orders.count * Self.numberWidth, 0)
  }

  /// The order whose heading is at a column.
  func order(atColumn column: Int) -> ListOrder? {
    orders.first { columns(of: $0)?.contains(column) == true }
  }
}
