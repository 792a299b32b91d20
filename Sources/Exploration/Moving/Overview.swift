import InformationTheory

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
  }
}

extension Lens {
  /// How much there is to be seen in a value, to compare it with others.
  fileprivate func loudness(_ value: Double) -> Double {
    switch self {
    case .probability: -value
    case .change: abs(value)
    case .surprise, .rank, .entropy, .excess: value
    }
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
    tokens.isEmpty ? 0 : min(((focus + 1) * columns - 1) / tokens.count, columns - 1)
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
      lens: lens, temperature: temperature, total: figures.total)
    guard source != desk.overview.source else { return }
    desk.overview.source = source
    desk.overview.peaks = (0..<area.columns).map { piece in
      loudest(of: overviewTokens(piece, columns: area.columns))
    }
  }

  private func loudest(of tokens: Range<Int>) -> Overview.Peak? {
    var (best, most) = (Overview.Peak?.none, -Double.infinity)
    for token in tokens {
      guard let value = value(of: token) else { continue }
      let loudness = lens.loudness(value)
      if loudness > most { (best, most) = (Overview.Peak(token: token, value: value), loudness) }
    }
    return best
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
