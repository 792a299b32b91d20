import InformationTheory
import Scoring

/// One line of the list of candidates: a token that the model might have put here.
package struct CandidateLine: Equatable, Sendable {
  /// Its place in the list, 0 for the first.
  package var place: Int
  /// Its rank among all tokens, 1 for the likeliest.
  package var rank: Int
  /// The entry in the vocabulary.
  package var id: Int
  /// ln p at the temperature.
  package var logProbability: Double
  /// What is certain of it.
  package var bounds: ClosedRange<Double>
  /// Whether it is the token that came.
  package var isActual: Bool
}

extension Explorer {
  /// What the model expected at the focused place, the token that came always among it. Where that
  /// is not revealed, what it expects there, or while that is hidden, what it expected of the last token
  /// that came. Empty where nothing is scored.
  package var candidateLines: [CandidateLine] {
    if isAsking, !isExpectationHidden {
      return expectedLines(reveal?.whole.scored?.predictions.local(tokens.count), actual: nil)
    }
    let place = describedToken
    guard tokens.indices.contains(place), hasPrediction(place), let scored else { return [] }
    return expectedLines(scored, figures, at: place)
  }

  /// What was expected in the place of a token, that one always among it; empty where it is not scored.
  func expectedLines(
    _ scored: ScoredText, _ figures: TextFigures, at place: Int
  ) -> [CandidateLine] {
    guard let rank = scored.predictions.rank(at: place),
      let surprisal = figures.surprisal(at: place)
    else { return [] }
    let token = scored.tokens[place].id
    var lines = expectedLines(scored.predictions.local(place), actual: token)
    if !lines.contains(where: \.isActual) {
      let bounds = figures.surprisalInterval(at: place) ?? surprisal...surprisal
      lines.append(
        CandidateLine(
          place: lines.count, rank: rank, id: token, logProbability: -surprisal.nats,
          bounds: bounds.logProbabilities, isActual: true))
    }
    return lines
  }

  /// What may come next, while the text is continued, the token that came there marked.
  package var nextLines: [CandidateLine] {
    guard let (expected, position, token) = expectedNext else { return [] }
    return expectedLines((expected, position), actual: token?.id)
  }

  /// What was expected at a position, the token that came there marked; empty of none.
  func expectedLines(
    _ place: (predictions: Predictions, position: Int)?, actual: Int?
  ) -> [CandidateLine] {
    guard let (predictions, position) = place else { return [] }
    let bounds = predictions.candidateIntervals(at: position, temperature: temperature)
    let middles = predictions.candidates(at: position, temperature: temperature)
    return zip(middles, bounds).enumerated().map { place, candidate in
      CandidateLine(
        place: place, rank: place + 1, id: candidate.0.id,
        logProbability: candidate.0.logProbability, bounds: candidate.1.logProbability,
        isActual: candidate.0.id == actual)
    }
  }

  /// The lines that fit, the token that came always among them, below an ellipsis (nil) where lines
  /// are left out.
  package func visibleCandidates(rows: Int) -> [CandidateLine?] {
    visible(candidateLines, rows: rows)
  }

  /// Those of some lines that fit, likewise.
  package func visible(_ lines: [CandidateLine], rows: Int) -> [CandidateLine?] {
    let window = window(of: lines, rows: rows)
    guard let actual = lines.first(where: \.isActual), rows > 0 else { return window }
    let isContiguous = actual.rank <= LogPartition.candidateCount
    if window.contains(actual), isContiguous || rows < 3 { return window }
    let pinned: [CandidateLine?] = rows >= 3 ? [nil, actual] : [actual]
    let others = lines.filter { !$0.isActual }
    return self.window(of: others, rows: rows - pinned.count) + pinned
  }

  private func window(of lines: [CandidateLine], rows: Int) -> [CandidateLine?] {
    let top = min(topCandidate, max(lines.count - rows, 0))
    return Array(lines[top..<min(top + max(rows, 0), lines.count)])
  }

  /// Where the list is: in its panel, below the heading and what else stands there; nil where no list
  /// of this kind is shown.
  package var candidateArea: Area? {
    guard let panel = screen.candidates, generation == nil else { return nil }
    var area = panel.belowHeading
    let above = isExpectationHidden ? min(hiddenSentenceRows(in: panel), area.rows) : 0
    area.row += above
    area.rows -= above
    if let other = otherCandidateArea { area.columns = other.column - area.column }
    return area
  }

  /// Where the list of what another model expected is, beside that of the model at hand; nil where none is shown.
  package var otherCandidateArea: Area? {
    guard let panel = screen.candidates, panel.columns >= 40, modelComparison?.contrast != nil
    else { return nil }
    var area = panel
    area.column += panel.columns / 2
    area.columns -= panel.columns / 2
    return area
  }

  /// The rows that say of what comes next that it is hidden, above what was expected of the last token.
  package func hiddenSentenceRows(in panel: Area) -> Int { panel.rows >= 7 ? 3 : 2 }

  /// Where the lines of the list are.
  private var candidateGeometry: ListGeometry? {
    candidateArea.map { ListGeometry($0, count: candidateLines.count) }
  }

  /// How many lines of the list have room.
  private var candidateRoom: Int { candidateGeometry?.capacity ?? 1 }

  /// Scrolls the list, whatever is selected.
  mutating func scrollCandidates(by count: Int) {
    if generation != nil { return scrollNext(by: count) }
    let last = max(candidateLines.count - candidateRoom, 0)
    topCandidate = min(max(topCandidate + count, 0), last)
  }

  /// Moves the selection, and scrolls just so far that it is visible.
  mutating func selectCandidate(by count: Int) {
    let lines = candidateLines
    guard !lines.isEmpty else { return }
    selectedCandidate = min(max(selectedCandidate + count, 0), lines.count - 1)
    topCandidate = min(topCandidate, selectedCandidate)
    func isVisible() -> Bool {
      visibleCandidates(rows: candidateRoom).contains { $0?.place == selectedCandidate }
    }
    while !isVisible(), topCandidate < selectedCandidate { topCandidate += 1 }
  }

  /// Keeps the selection in the list, where that has become shorter.
  mutating func keepSelection() {
    if selectedCandidate > 0 { selectCandidate(by: 0) }
  }

  /// Begins the list anew, for another token.
  mutating func resetCandidates() {
    topCandidate = 0
    selectedCandidate = 0
    explanation.candidate = nil
  }

  /// Selects the candidate under the pointer, and takes it at the second press of a double click.
  mutating func pressCandidate(row: Int, column: Int, isSecond: Bool) -> [Effect] {
    guard let geometry = candidateGeometry,
      let index = geometry.index(atRow: row, column: column)
    else { return [] }
    let visible = visibleCandidates(rows: geometry.capacity)
    guard visible.indices.contains(index), let line = visible[index] else { return [] }
    let isTaken = isSecond && panel == .candidates && line.place == selectedCandidate && !isAsking
    selectedCandidate = line.place
    show(Panel.candidates)
    return isTaken ? perform(.whatIf(.replace)) : []
  }
}
