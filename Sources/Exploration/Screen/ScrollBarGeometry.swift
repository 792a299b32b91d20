/// Where the scroll bar is, on the right of the text, and which part of it is filled.
public struct ScrollBarGeometry: Equatable, Sendable {
  /// Its cells.
  public let area: Area
  /// The rows of the part that is filled, counted from the first.
  public let knob: Range<Int>
  /// The topmost line that can be shown.
  private let lastTop: Int

  /// The scroll bar of a text of so many lines, some of which are shown from one on; nil where all are.
  init?(besideText text: Area, lines: Int, shown: Int, top: Int) {
    guard lines > shown, text.rows > 0 else { return nil }
    area = Area(row: text.row, column: text.column + text.columns, rows: text.rows, columns: 1)
    lastTop = lines - shown
    let size = max(text.rows * shown / lines, 1)
    let start = top * (text.rows - size) / lastTop
    knob = start..<start + size
  }

  /// The topmost line when the middle of the knob is in a row of the screen, which may lie beyond the ends.
  func topLine(atRow row: Int) -> Int {
    let free = area.rows - knob.count
    guard free > 0 else { return 0 }
    return min(max((row - area.row - knob.count / 2) * lastTop / free, 0), lastTop)
  }
}

extension Explorer {
  /// The scroll bar of the text; nil where all of it is seen.
  public var scrollBar: ScrollBarGeometry? {
    screen.text.flatMap {
      ScrollBarGeometry(besideText: $0, lines: lineCount, shown: shownLines, top: topLine)
    }
  }
}
