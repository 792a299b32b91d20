import Basics
import Exploration
import ShownText

/// A plot of dots between two axes.
struct Plot {
  /// The cells of the dots, without axes and labels.
  let area: Area

  /// Which of so many steps, from the top, a height belongs to that is 0 at the bottom and 1 at the top.
  /// What is far above or below is a step outside; what is not a number is at the top.
  static func step(_ height: Double, among count: Int) -> Int {
    let last = max(count - 1, 0)
    let height = height.isNaN ? 1 : height.clamped(to: -2...2)
    return last - Int(nearest: height * Double(last))
  }

  /// Draws the axes, on the left and below.
  func drawAxes(on frame: inout Frame) {
    let (left, bottom) = (area.column - 1, area.row + area.rows)
    for row in area.row..<bottom { frame.write("│", row: row, column: left, as: .rule) }
    frame.write("└", row: bottom, column: left, as: .rule)
    frame.fill("─", row: bottom, columns: area.column..<area.column + area.columns, as: .rule)
  }

  /// Writes a label to the left of the axis, so many columns off.
  func write(
    label: String, row: Int, gap: Int = 1, as role: Role = .faint, on frame: inout Frame
  ) {
    let column = area.column - 1 - columnWidth(of: label) - gap
    frame.write(label, row: row, column: column, as: role)
  }

  /// Writes a text that ends where the plot does.
  func write(atRight text: String, row: Int, as role: Role = .faint, on frame: inout Frame) {
    let column = area.column + area.columns - columnWidth(of: text)
    frame.write(text, row: row, column: column, as: role)
  }

  /// A canvas of its size.
  var canvas: DotCanvas { DotCanvas(columns: area.columns, rows: area.rows) }

  /// Draws the cells that hold dots, and leaves the others as they are.
  func draw(_ canvas: DotCanvas, as role: Role, on frame: inout Frame) {
    for row in 0..<canvas.rows {
      for column in 0..<canvas.columns {
        guard let glyph = canvas.glyph(row: row, column: column) else { continue }
        frame.put(
          DisplayCell(text: glyph, width: 1), row: area.row + row, column: area.column + column,
          as: role)
      }
    }
  }
}
