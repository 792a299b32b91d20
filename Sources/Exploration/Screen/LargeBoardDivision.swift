/// How a screen is shared where a board is read from afar: the text above it, both as wide as the screen.
struct LargeBoardDivision {
  /// The text, and the bars with what their colours mean below it.
  let text: Area, legend: Area, strip: Area?
  /// The board, a heading above it.
  let board: Area

  /// The rows that the text has at least, with its bars and their legend.
  private static let fewestTextRows = 9
  /// The rows of the bars, where these do not stand below the words.
  private static let stripRows = 3

  /// Divides what lies between header and slider; nil where nothing is to be large, or has no room.
  init?(_ area: Area, _ wish: ScreenLayout.Wish) {
    guard let large = wish.board.row.large, !wish.hasPage, !wish.hasChart, !wish.isASCII,
      area.columns >= large.columns, area.rows >= large.rows + Self.fewestTextRows
    else { return nil }
    let top = area.rows - large.rows
    func part(_ row: Int, _ rows: Int, inset: Int = 0) -> Area {
      Area(
        row: area.row + row, column: area.column + inset, rows: rows,
        columns: area.columns - 2 * inset)
    }
    let barRows = wish.words ? 0 : Self.stripRows
    text = part(0, top - barRows - 1, inset: 1)
    legend = part(top - barRows - 1, 1)
    strip = wish.words ? nil : part(top - barRows, barRows, inset: 1)
    board = part(top, large.rows)
  }
}
