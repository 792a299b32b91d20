import Exploration
import ShownText

/// Lines of cells in columns: the first to the left, in at most so many columns, the others to the
/// right; columns that have no room are left out.
struct Table: Widget {
  let lines: [StyledText]
  var firstWidth = 18

  func draw(in area: Area, on frame: inout Frame) {
    let widths = (lines.first ?? []).indices.map { column in
      lines.map { columnWidth(of: display($0[column].0)) }.max() ?? 0
    }
    for (index, line) in lines.prefix(max(area.rows, 0)).enumerated() {
      draw(line, widths, row: area.row + index, in: area, on: &frame)
    }
  }

  private func draw(
    _ line: StyledText, _ widths: [Int], row: Int, in area: Area, on frame: inout Frame
  ) {
    let first = min(widths[0], firstWidth)
    frame.write(line[0].0, row: row, column: area.column + 2, as: line[0].1, limit: first)
    var column = area.column + first + 5
    for (cell, width) in zip(line, widths).dropFirst() {
      let text = padded(cell.0, width)
      let room = area.column + area.columns - column - 1
      guard room >= columnWidth(of: display(text)) else { break }
      frame.write(text, row: row, column: column, as: cell.1, limit: room)
      column += width + 3
    }
  }
}

/// Returns a text filled up with spaces on its left. O(*n*).
func padded(_ text: String, _ width: Int) -> String {
  String(repeating: " ", count: max(width - columnWidth(of: text), 0)) + text
}
