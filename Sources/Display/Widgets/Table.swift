import Exploration
import ShownText

/// Lines of cells in columns: the first to the left, in at most so many columns, the others to the
/// right; columns that have no room are left out. All but the first line may be large.
struct Table: Widget {
  var lines: [StyledText]
  var firstWidth = 18
  /// The scale of large letters; 0 for ordinary ones.
  var scale = 0

  /// How many rows it takes.
  func rowCount(isASCII: Bool) -> Int {
    min(lines.count, 1)
      + max(lines.count - 1, 0) * BigLetters.line(scale: scale, isASCII: isASCII)
  }

  /// How many of its columns have room.
  func columnCount(in columns: Int) -> Int { places(in: columns).count }

  func draw(in area: Area, on frame: inout Frame) {
    let places = places(in: area.columns)
    var row = area.row
    for (index, line) in lines.enumerated() where row < area.row + area.rows {
      let scale = index == 0 ? 0 : scale
      let rows = BigLetters.line(scale: scale, isASCII: frame.isASCII)
      for (cell, place) in zip(line, places) {
        let isFirst = place == places.first
        let indent = isFirst ? 0 : max(place.count - width(of: cell, scale: scale), 0)
        frame.draw(
          BigText([cell]).atMost(scale: scale),
          in: Area(
            row: row, column: area.column + place.lowerBound + indent,
            rows: min(rows, area.row + area.rows - row), columns: place.count - indent))
      }
      row += rows
    }
  }

  /// The columns that have room, each as columns of an area that is so wide.
  private func places(in room: Int) -> [Range<Int>] {
    var places: [Range<Int>] = []
    var column = 2
    for index in (lines.first ?? []).indices {
      let widest =
        lines.enumerated().map { width(of: $1[index], scale: $0 == 0 ? 0 : scale) }.max() ?? 0
      let columns = index == 0 ? min(widest, firstWidth * max(5 * scale, 1)) : widest
      guard index == 0 || column + columns < room else { break }
      places.append(column..<column + columns)
      column += columns + 3 + 2 * scale
    }
    return places
  }

  private func width(of cell: (String, Role), scale: Int) -> Int {
    BigText([cell]).size(scale: scale).columns
  }
}

extension Table {
  /// The same with some of its columns only, in their order.
  func keeping(_ columns: some Collection<Int>) -> Table {
    var table = self
    table.lines = lines.map { line in columns.sorted().map { line[$0] } }
    return table
  }
}

/// Returns a text filled up with spaces on its left. O(*n*).
func padded(_ text: String, _ width: Int) -> String {
  String(repeating: " ", count: max(width - columnWidth(of: text), 0)) + text
}
