import Exploration
import ShownText

/// A part of the screen, drawn from what it holds and nothing else.
protocol Widget {
  /// Draws it into an area, which is inside the frame.
  func draw(in area: Area, on frame: inout Frame)
}

extension Frame {
  /// Draws a part of the screen where there is room for it.
  mutating func draw(_ widget: (some Widget)?, in area: Area?) {
    if let widget, let area { widget.draw(in: area, on: &self) }
  }
}

/// StyledText of a line, each with what it means.
typealias StyledText = [(String, Role)]

extension StyledText {
  /// The columns that they fill.
  var width: Int {
    reduce(0) { $0 + displayCells([UInt8]($1.0.utf8)).reduce(0) { $0 + $1.width } }
  }
}

extension Frame {
  /// Writes pieces one after the other within so many columns, and returns the column behind.
  @discardableResult
  mutating func write(_ pieces: StyledText, row: Int, column: Int, limit: Int) -> Int {
    var place = column
    for (text, role) in pieces where place < column + limit {
      place = write(text, row: row, column: place, as: role, limit: column + limit - place)
    }
    return place
  }
}
