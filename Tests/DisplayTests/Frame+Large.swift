import Display
import Exploration

extension Frame {
  /// Whether a text is drawn somewhere in large letters, and nothing between them.
  func shows(large text: String, scale: Int = 1) -> Bool {
    let (width, height) = BigText(text, as: .strong).size(scale: scale, isASCII: isASCII)
    guard width <= columns, height <= rows else { return false }
    var twin = Frame(rows: height, columns: width, isASCII: isASCII)
    let whole = Area(row: 0, column: 0, rows: height, columns: width)
    BigText(text, as: .strong).atMost(scale: scale).draw(in: whole, on: &twin)
    for row in 0...rows - height {
      for column in 0...columns - width where holds(twin, row: row, column: column) {
        return true
      }
    }
    return false
  }

  /// Whether a part of it is another frame, letter for letter.
  private func holds(_ part: Frame, row: Int, column: Int) -> Bool {
    for line in 0..<part.rows {
      let start = (row + line) * columns + column
      for place in 0..<part.columns {
        let glyph = part.cells[line * part.columns + place].glyph
        if cells[start + place].glyph != glyph { return false }
      }
    }
    return true
  }
}
