/// Where the parts of the command palette are.
package struct PaletteGeometry: Equatable, Sendable {
  /// All of it, between the header and what is said below.
  package let box: Area
  /// Whether lines are drawn around it; where there is little room they are not.
  package let isFramed: Bool
  /// The line that is typed into.
  package let line: Area
  /// The headings above the list; of no rows where it has none.
  package let header: Area
  /// The commands, a row each.
  package let list: Area
  /// What the chosen command does, in full; nil where there is no room for it.
  package let sentence: Area?

  /// The palette on an explorer's screen.
  package init(_ explorer: Explorer) {
    self.init(explorer, tallest: 24, widest: 110, rowsOfSentence: { $0 >= 12 ? 2 : 0 })
  }

  /// The list of models, which has more columns, and more to say of the one that is chosen.
  package init(ofModels explorer: Explorer) {
    self.init(withHeadings: false, explorer)
  }

  /// The list of forms in which a text can be taken away.
  package init(ofForms explorer: Explorer) {
    self.init(
      explorer, tallest: explorer.forms.count + 3, widest: 80, headings: 0,
      rowsOfSentence: { _ in 0 })
  }

  /// A list with much to say of the choice, and perhaps headings over its columns.
  init(withHeadings hasHeadings: Bool, _ explorer: Explorer) {
    self.init(
      explorer, tallest: 40, widest: 150, headings: hasHeadings ? 1 : 0,
      rowsOfSentence: { $0 >= 12 ? 4 : $0 >= 8 ? 3 : 0 })
  }

  /// - Parameters:
  ///   - headings: The rows above the list.
  ///   - rowsOfSentence: The rows of what is said of the choice, of so many inside of the frame.
  private init(
    _ explorer: Explorer, tallest: Int, widest: Int, headings: Int = 0,
    rowsOfSentence: (_ rows: Int) -> Int
  ) {
    let last = (explorer.screen.status ?? explorer.screen.footer)?.row ?? explorer.rows
    let room = Area(row: 1, column: 0, rows: max(last - 1, 0), columns: explorer.columns)
    isFramed = room.rows >= 8 && room.columns >= 40
    box = isFramed ? Self.centred(in: room, tallest, widest) : room
    let margin = isFramed ? 1 : 0
    let inside = Area(
      row: box.row + margin, column: box.column + margin,
      rows: max(box.rows - 2 * margin, 0), columns: max(box.columns - 2 * margin, 0))
    line = Area(row: inside.row, column: inside.column, rows: 1, columns: inside.columns)
    let below = isFramed ? rowsOfSentence(inside.rows) : 0
    header = Area(
      row: inside.row + 1, column: inside.column, rows: min(headings, max(inside.rows - 1, 0)),
      columns: inside.columns)
    list = Area(
      row: header.row + header.rows, column: inside.column,
      rows: max(inside.rows - 1 - header.rows - below, 0), columns: inside.columns)
    sentence =
      below == 0
      ? nil
      : Area(
        row: list.row + list.rows, column: inside.column + 1, rows: below,
        columns: inside.columns - 2)
  }

  /// As large as is read at a glance, and no larger than the room.
  private static func centred(in room: Area, _ tallest: Int, _ widest: Int) -> Area {
    let rows = min(room.rows - (room.rows > 12 ? 2 : 0), tallest)
    let columns = min(room.columns - 4, widest)
    return Area(
      row: room.row + (room.rows - rows) / 3, column: room.column + (room.columns - columns) / 2,
      rows: rows, columns: columns)
  }

  /// The first command that is visible when one of so many is chosen.
  package func firstListed(chosen: Int, of count: Int) -> Int {
    min(max(chosen - list.rows / 2, 0), max(count - list.rows, 0))
  }

  /// The place of what stands in a row of the screen; nil where nothing does.
  func place(row: Int, column: Int, chosen: Int, of count: Int) -> Int? {
    let place = firstListed(chosen: chosen, of: count) + row - list.row
    return list.contains(row: row, column: column) && place < count ? place : nil
  }
}
