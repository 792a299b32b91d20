import Exploration
import ShownText

/// What is looked for in the text, and how often it was found.
struct FindLine: Widget {
  let explorer: Explorer
  let finding: Finding

  func draw(in area: Area, on frame: inout Frame) {
    frame.clear(area)
    let count = explorer.findCount
    var left = area
    left.columns = max(area.columns - columnWidth(of: count) - 2, 0)
    let cursor = frame.cursor
    frame.draw(
      SearchLine(line: finding.line, prompt: "/", hint: "type what is to be found"), in: left)
    if !finding.isTyping { frame.cursor = cursor }
    frame.write(
      count, row: area.row, column: left.column + left.columns,
      as: finding.starts.isEmpty ? .faint : .strong)
  }
}
