import Exploration
import ShownText

/// The text with each token above its own bar and the number that the lens shows.
struct WordsPane: Widget {
  let explorer: Explorer
  let geometry: WordsGeometry

  func draw(in area: Area, on frame: inout Frame) {
    for row in 0..<geometry.shownRows {
      for word in explorer.words(inRow: row) { draw(word, inRow: row, on: &frame) }
    }
    frame.draw(ScrollBar(explorer: explorer), in: area)
  }

  private func draw(_ word: Word, inRow row: Int, on frame: inout Frame) {
    let (bar, top) = (geometry.bar(of: word, inRow: row), geometry.textRow(row))
    if let join = word.join {
      frame.fill("╌", row: top, columns: geometry.area.part(join).allColumns, as: .rule)
    }
    frame.write(word.cells, row: top, column: bar.column, as: role(of: word), limit: bar.columns)
    frame.draw(TokenBar(explorer, word.place), in: bar)
    let (number, role) = number(of: word)
    frame.write(
      number, row: geometry.numberRow(row), column: bar.column, as: role,
      limit: explorer.lens.numberWidth)
    if word.place == explorer.focus { frame.cursor = (top, bar.column) }
  }

  /// Whether it is no token, but stands for what is not shown.
  private func isMark(_ word: Word) -> Bool { word.place == explorer.tokens.count }

  private func role(of word: Word) -> Role {
    isMark(word) && word.place != explorer.focus
      ? .noContext : explorer.role(ofToken: word.place)
  }

  private func number(of word: Word) -> (String, Role) {
    let isFocused = word.place == explorer.focus
    guard let value = explorer.value(of: word.place) else {
      return (isMark(word) ? "?" : "·", isFocused ? .actual : .faint)
    }
    return (explorer.lens.number(value, in: explorer.unit), isFocused ? .actual : .plain)
  }
}
