import Exploration

/// The help over everything between header and footer.
struct HelpStage: Widget {
  /// What it says.
  let page: HelpPage
  /// The first line that is wanted.
  let top: Int

  func draw(in area: Area, on frame: inout Frame) {
    frame.clear(Area(row: area.row, column: 0, rows: area.rows, columns: frame.columns))
    frame.cursor = nil
    let lines = page.lines
    let room = max(area.rows - 1, 1)
    let start = min(top, max(lines.count - room, 0))
    let end = min(start + room, lines.count)
    let place = "help  \(start + 1)–\(end) of \(lines.count)"
    frame.draw(
      Heading(end < lines.count ? place + "  ↓" : place),
      in: Area(row: area.row, column: area.column, rows: 1, columns: area.columns))
    for (index, line) in lines[start..<end].enumerated() {
      draw(line, row: area.row + 1 + index, in: area, on: &frame)
    }
  }

  private func draw(_ line: HelpPage.Line, row: Int, in area: Area, on frame: inout Frame) {
    let left = area.column + 2
    frame.write(
      line.term, row: row, column: left, as: line.isHeading ? .heading : .key,
      limit: area.columns - 3)
    frame.write(
      line.text, row: row, column: left + line.indent, limit: area.columns - 3 - line.indent)
  }
}
