import Basics
import InformationTheory
import Scoring

/// The whole text in as many pieces as a row has columns, of each the token that is loudest as the lens has
/// it: the most surprising one, the least probable, the one that changed most.
public struct Overview: Equatable, Sendable {
  /// The loudest token of a piece, and its value.
  public struct Peak: Equatable, Sendable {
    /// Its place among the tokens.
    public let token: Int
    /// What the lens shows of it.
    public let value: Double
  }

  /// The pieces; nil where nothing is scored.
  public fileprivate(set) var peaks: [Peak?] = []
  /// What they were computed from.
  fileprivate var source: Source?

  /// All that the pieces depend on.
  fileprivate struct Source: Equatable {
    let columns: Int, tokens: Int, bytes: Int, scored: Int
    let lens: Lens
    let temperature: Temperature
    let total: Information
    /// What the text is compared with.
    let subject: Comparison.Subject?, baseline: Information?
    /// The model that it is compared with.
    let other: String?
    /// The token that is asked about, and what is known of what the others bought.
    let place: Int?, known: Int?
  }
}

extension Lens {
  /// How much there is to be seen in a value, to compare it with others: logarithmic for probabilities and
  /// ranks, and finite.
  package func loudness(_ value: Double) -> Double {
    let loudness =
      switch self {
      case .probability: -log(value)
      case .rank: log(max(value, 1))
      case .change, .bought: abs(value)
      case .surprise, .entropy, .excess: value
      }
    return min(loudness, 1_000)
  }
}

extension Explorer {
  /// The tokens of a piece of the overview, of so many columns.
  package func overviewTokens(_ piece: Int, columns: Int) -> Range<Int> {
    let count = tokens.count
    let start = piece * count / max(columns, 1)
    return start..<max((piece + 1) * count / max(columns, 1), min(start + 1, count))
  }

  /// The piece that holds the focus.
  package func overviewPiece(columns: Int) -> Int {
    overviewPiece(of: focus, among: tokens.count, columns: columns)
  }

  /// Whether the text is longer than what is seen of it, so that an overview helps.
  var wantsOverview: Bool {
    guard reading.words == nil, !isInLab, lesson == nil else { return false }
    let area = screen(words: false, overview: false).text
    return layout.lineCount > (area?.rows ?? .max) / rowsPerLine
  }

  /// Computes the overview where something has changed that it depends on. O(*n*) in the tokens then, and
  /// O(1) otherwise.
  mutating func settleOverview() {
    guard let area = screen.overview else {
      desk.overview = Overview()
      return
    }
    let source = Overview.Source(
      columns: area.columns, tokens: tokens.count, bytes: text.count, scored: figures.scoredCount,
      lens: lens, temperature: temperature, total: figures.total, subject: comparison?.subject,
      baseline: (comparison?.baseline.figures ?? modelComparison?.contrast?.figures)?.total,
      other: modelComparison?.reference, place: lens == .bought ? focus : nil,
      known: boughtProgress?.known)
    guard source != desk.overview.source else { return }
    desk.overview.source = source
    desk.overview.peaks = loudest(amongPieces: area.columns)
  }

  /// The loudest token of each piece.
  private func loudest(amongPieces columns: Int) -> [Overview.Peak?] {
    let count = tokens.count
    var peaks = [Overview.Peak?](repeating: nil, count: columns)
    func hear(_ token: Int, _ value: Double?) {
      guard let value, token < count else { return }
      let piece = overviewPiece(of: token, among: count, columns: columns)
      if let peak = peaks[piece], lens.loudness(peak.value) >= lens.loudness(value) { return }
      peaks[piece] = Overview.Peak(token: token, value: value)
    }
    switch lens {
    case .change, .bought: for token in 0..<count { hear(token, value(ofToken: token)) }
    case .rank: scored?.predictions.forEachRank { hear($0, Double($1)) }
    case .surprise, .probability, .entropy, .excess:
      let lens = lens
      figures.forEachScored { hear($0, lens.value($1, $2)) }
    }
    return peaks
  }

  private func overviewPiece(of token: Int, among count: Int, columns: Int) -> Int {
    min(((token + 1) * columns - 1) / max(count, 1), columns - 1)
  }

  /// The whole text in a row; no pieces where there is none.
  package var overview: Overview { desk.overview }

  /// Goes to the loudest token of the piece under the pointer.
  mutating func pointAtOverview(column: Int) {
    guard let area = screen.overview, !tokens.isEmpty else { return }
    let piece = min(max(column - area.column, 0), area.columns - 1)
    let peak = overview.peaks.indices.contains(piece) ? overview.peaks[piece] : nil
    focus(on: peak?.token ?? overviewTokens(piece, columns: area.columns).lowerBound)
  }
}
