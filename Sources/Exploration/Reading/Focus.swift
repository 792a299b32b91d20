import InformationTheory
import Scoring

extension Explorer {
  /// Focuses a token and brings it into view.
  mutating func focus(on token: Int) {
    let token = min(max(token, 0), max(lastPlace, 0))
    if token != focus { resetCandidates() }
    focus = token
    revealFocus()
  }

  /// Where the focus is in the text, as an offset in bytes; nil when there are no tokens.
  private var focusPlace: Int? {
    isAsking ? text.count : focusedToken.map(anchor(of:))
  }

  /// Scrolls the text just so far that the cursor or the focused token is visible.
  mutating func revealFocus() {
    guard let area = screen.text else { return }
    let last = max(layout.lineCount - area.rows, 0)
    topLine = min(max(topLine, 0), last)
    guard let place = cursor ?? focusPlace else { return }
    let line = layout.line(holding: min(place, text.count))
    let margin = area.rows >= 5 ? 1 : 0
    topLine = min(max(topLine, line + 1 + margin - area.rows), line - margin)
    topLine = min(max(topLine, 0), last)
  }

  /// Moves the focus by lines, keeping its column.
  mutating func moveFocus(lines: Int) {
    guard let place = focusPlace else { return }
    let column = desk.place.desiredColumn ?? layout.column(of: place, in: text)
    let line = layout.line(holding: place) + lines
    guard (0..<layout.lineCount).contains(line) else { return }
    let target = layout.offset(atLine: line, column: column, in: text)
    if let found = self.token(at: target) { focus(on: found) }
    desk.place.desiredColumn = column
  }

  /// Moves to the next token, forward or backward, that is more surprising than its neighbours and
  /// than the text at large. Stays where there is none. O(*n*) in the tokens skipped.
  mutating func moveToPeak(_ direction: Int) {
    guard figures.scoredCount > 0 else { return }
    var place = focus + direction
    while tokens.indices.contains(place), hasPrediction(place) || direction < 0 {
      if isPeak(place) { return focus(on: place) }
      place += direction
    }
    notice = direction > 0 ? "no further peak of surprise" : "no earlier peak of surprise"
  }

  private func isPeak(_ token: Int) -> Bool {
    guard let here = surprisal(of: token), let mean = figures.crossEntropy else { return false }
    let before = token > 0 ? surprisal(of: token - 1) : nil
    let after = surprisal(of: token + 1)
    return here > mean && here >= before ?? .zero && here > after ?? .zero
  }

  /// Scrolls what the wheel or a focused panel scrolls, by rows.
  mutating func scrollText(by lines: Int) {
    guard let area = screen.text else { return }
    topLine = min(max(topLine + lines, 0), max(layout.lineCount - area.rows, 0))
  }

  /// How many candidates the focused position has.
  var candidateCount: Int {
    guard hasPrediction(focus), let scored else { return 0 }
    let ids = scored.predictions.ids[focus]
    return ids.indices.count { ids[$0] >= 0 }
  }
}
