import Exploration

/// The heading of a panel: a line, broken by its title; with a border on the left where something
/// stands beside it.
struct Heading: Widget {
  let title: String
  let isFocused: Bool

  init(_ title: String, isFocused: Bool = false) {
    self.title = title
    self.isFocused = isFocused
  }

  func draw(in area: Area, on frame: inout Frame) {
    frame.fill("─", row: area.row, columns: area.column..<area.column + area.columns, as: .rule)
    if area.column > 0 {
      frame.write("┬", row: area.row, column: area.column, as: .rule)
      for row in area.row + 1..<area.row + area.rows {
        frame.write("│", row: row, column: area.column, as: .rule)
      }
    }
    frame.write(
      " \(title) ", row: area.row, column: area.column + 2,
      as: isFocused ? .focusedHeading : .heading, limit: max(area.columns - 4, 0))
  }
}
