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
    let (number, numberRole) = number(of: word)
    let ink = WordInk(
      role: role(of: word), bar: TokenBar(explorer, word.place), number: number,
      numberRole: numberRole)
    frame.draw(word, ink, inRow: row, of: geometry)
    if word.place == explorer.focus {
      frame.cursor = (geometry.textRow(row), geometry.bar(of: word, inRow: row).column)
    }
  }

  /// Whether it is no token, but stands for what is not shown.
  private func isMark(_ word: Word) -> Bool { word.place == explorer.tokens.count }

  private func role(of word: Word) -> Role {
    if isMark(word) && word.place != explorer.focus { return .noContext }
    let isFound =
      explorer.tokens.indices.contains(word.place)
      && explorer.isFound(explorer.tokens[word.place].bytes)
    return isFound && word.place != explorer.focus
      ? .selection : explorer.role(ofToken: word.place)
  }

  private func number(of word: Word) -> (String, Role) {
    let isFocused = word.place == explorer.focus
    guard let value = explorer.value(of: word.place) else {
      return (isMark(word) ? "?" : "·", isFocused ? .actual : .faint)
    }
    return (explorer.lens.number(value, in: explorer.unit), isFocused ? .actual : .plain)
  }
}

/// How a word, its bar and its number are drawn.
struct WordInk {
  /// What the word means.
  let role: Role
  /// Its bar; nil where nothing is known of it.
  let bar: TokenBar?
  /// Its number, and what that means.
  let number: String, numberRole: Role
}

extension Frame {
  /// Draws a word above its bar and number.
  mutating func draw(_ word: Word, _ ink: WordInk, inRow row: Int, of geometry: WordsGeometry) {
    let (bar, top) = (geometry.bar(of: word, inRow: row), geometry.textRow(row))
    if let join = word.join {
      fill("╌", row: top, columns: geometry.area.part(join).allColumns, as: .rule)
    }
    write(word.cells, row: top, column: bar.column, as: ink.role, limit: bar.columns)
    draw(ink.bar, in: bar)
    write(ink.number, row: geometry.numberRow(row), column: bar.column, as: ink.numberRole)
  }
}
