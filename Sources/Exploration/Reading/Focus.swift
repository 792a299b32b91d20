import InformationTheory
import Scoring

extension Explorer {
  /// Focuses a token and brings it into view.
  mutating func focus(on token: Int) {
    desk.place.seeksPeak = false
    let token = min(max(token, 0), max(lastPlace, 0))
    if token != focus { resetCandidates() }
    focus = token
    revealFocus()
  }

  /// Where the focus is in the text, as an offset in bytes; nil when there are no tokens.
  private var focusPlace: Int? {
    isAsking ? text.count : focusedToken.map(anchor(of:))
  }

  /// The line that holds the cursor or the focus, as the text is shown; nil when there are no tokens.
  var focusedLine: Int? {
    if let words = reading.words { return words.row(holding: focus) }
    return (cursor ?? focusPlace).map { layout.line(holding: min($0, text.count)) }
  }

  /// Scrolls the text just so far that the cursor or the focused token is visible.
  mutating func revealFocus() {
    guard screen.text != nil else { return }
    let shown = shownLines
    let last = max(lineCount - shown, 0)
    topLine = min(max(topLine, 0), last)
    guard let line = focusedLine else { return }
    let margin = shown >= 5 ? 1 : 0
    topLine = min(max(topLine, line + 1 + margin - shown), line - margin)
    topLine = min(max(topLine, 0), last)
  }

  /// Moves the focus by lines, keeping its column.
  mutating func moveFocus(lines: Int) {
    if reading.words != nil { return moveFocus(rowsOfWords: lines) }
    guard let place = focusPlace else { return }
    let column = desk.place.desiredColumn ?? layout.column(of: place, in: text)
    let line = layout.line(holding: place) + lines
    guard (0..<layout.lineCount).contains(line) else { return }
    let target = layout.offset(atLine: line, column: column, in: text)
    if let found = self.token(at: target) { focus(on: found) }
    desk.place.desiredColumn = column
  }

  private mutating func moveFocus(rowsOfWords count: Int) {
    guard let layout = reading.words else { return }
    let row = layout.row(holding: focus)
    func words(_ row: Int) -> [Word] { layout.row(row, of: text, tokens) }
    let here = words(row).first { $0.place == focus }?.columns.lowerBound
    let column = desk.place.desiredColumn ?? here ?? 0
    guard (0..<layout.rowCount).contains(row + count) else { return }
    if let word = words(row + count).last(where: { $0.columns.lowerBound <= column }) {
      focus(on: word.place)
    }
    desk.place.desiredColumn = column
  }

  /// Moves the focus and the text by screenfuls, less a line that stays in sight, and stops at the
  /// first and the last line.
  mutating func moveFocus(pages: Int) {
    moveFocus(lines: pages * max(shownLines - 1, 1), scrolling: true)
  }

  /// Moves the focus and the text by lines alike, and stops at the first and the last line.
  mutating func moveFocus(lines: Int, scrolling: Bool) {
    guard screen.text != nil, lineCount > 0, let here = focusedLine else { return }
    let top = topLine + lines
    moveFocus(lines: min(max(here + lines, 0), lineCount - 1) - here)
    topLine = min(max(top, 0), max(lineCount - shownLines, 0))
    revealFocus()
  }

  /// Scrolls what the wheel or a focused panel scrolls, by rows.
  mutating func scrollText(by lines: Int) {
    desk.place.seeksPeak = false
    topLine = min(max(topLine + lines, 0), max(lineCount - shownLines, 0))
  }

  /// How many candidates the focused position has.
  var candidateCount: Int {
    guard hasPrediction(focus), let scored else { return 0 }
    return scored.predictions[focus].candidates.count
  }
}
