import Exploration
import ShownText

/// A line that something is looked for by: the end of what was typed, with the cursor behind it.
struct SearchLine: Widget {
  let line: TypedLine
  let prompt: String
  /// What is said while nothing was typed.
  let hint: String

  func draw(in area: Area, on frame: inout Frame) {
    let room = max(area.columns - 3 - columnWidth(of: prompt), 1)
    var cells = displayCells(Array(line.text.utf8))
    while cells.reduce(0, { $0 + $1.width }) > room { cells.removeFirst() }
    let start = frame.write(prompt, row: area.row, column: area.column + 1, as: .key)
    let end = frame.write(cells, row: area.row, column: start, as: .strong)
    frame.cursor = (area.row, min(end, area.column + area.columns - 1))
    if line.text.isEmpty {
      frame.write(hint, row: area.row, column: end + 1, as: .faint, limit: room - 1)
    }
  }
}
