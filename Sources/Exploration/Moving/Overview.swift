import Basics
import InformationTheory
import Scoring

/// The whole text in as many pieces as a row has columns, of each the token or, as the text is read, the word, line or
/// sentence that is loudest as the lens has it: the most surprising one, the least probable, the one that changed most.
public struct Overview: Equatable, Sendable {
  /// The loudest token of a piece, and its value.
  public struct Peak: Equatable, Sendable {
    /// Its place among the tokens; of a part of several the first one in the piece.
    public let token: Int
    /// What the lens shows of it.
    public let value: Double
  }

  /// The pieces; nil where nothing is scored.
  public fileprivate(set) var peaks: [Peak?] = []
  /// What they were computed from.
  fileprivate var source: Source?
  /// What they are to be computed from beside the explorer; nil while they are as they should be.
  fileprivate(set) var wanted: Source?

  /// All that the pieces depend on.
  struct Source: Equatable, Sendable {
    let columns: Int, tokens: Int, bytes: Int, edition: Int
    let unit: TextUnit, lens: Lens
    let temperature: Temperature
    /// How much is scored, of what it is compared with too, and whether it is known what follows the last token.
    fileprivate var scored: Int, total: Information, hasEnd: Bool
    /// What the text is compared with.
    let subject: Comparison.Subject?
    fileprivate var baseline: Information?
    /// The model that it is compared with.
    let other: String?
    /// The token that is asked about, and what is known of what the others bought.
    let place: Int?, known: Int?

    /// Whether the pieces differ only by what was scored since, of this text or of what it is compared with.
    fileprivate func continues(_ earlier: Source) -> Bool {
      var same = self
      (same.scored, same.total, same.hasEnd) = (earlier.scored, earlier.total, earlier.hasEnd)
      same.baseline = earlier.baseline
      return same == earlier && scored >= earlier.scored
    }
  }
}

extension Overview {
  /// Whether what is shown is of something else than what is scored by now.
  package var isComing: Bool { wanted != nil }

  /// Whether the pieces will do for something else: while many tokens are being scored, they do for a few more.
  fileprivate func suffice(for new: Source, sparing few: Int) -> Bool {
    guard let source else { return false }
    return new == source || few > 0 && new.continues(source) && new.scored - source.scored <= few
  }

  /// Says what the pieces are to be made of.
  fileprivate mutating func want(_ new: Source) {
    if source.map(new.continues) != true {
      (peaks, source) = (Array(repeating: nil, count: new.columns), nil)
    }
    wanted = new
  }

  fileprivate mutating func take(_ peaks: [Peak?], of source: Source) {
    (self.peaks, self.source, wanted) = (peaks, source, nil)
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

  /// Computes the overview where something has changed that it depends on, O(*n*) in the tokens then, and O(1)
  /// otherwise; of a long text that one of two models is scoring some thirty times in all, whatever the number of blocks.
  /// What is made of several tokens of a long text is found beside the explorer (`PartWork`).
  mutating func settleOverview() {
    guard let area = screen.overview else {
      desk.overview = Overview()
      return
    }
    let isOfTokens = shownUnit == .token
    let baseline = comparison?.baseline.figures ?? modelComparison?.contrast?.figures
    let source = Overview.Source(
      columns: area.columns, tokens: tokens.count, bytes: text.count,
      edition: isOfTokens ? 0 : reading.edition,
      unit: shownUnit, lens: lens, temperature: temperature,
      scored: figures.scoredCount + (baseline?.scoredCount ?? 0),
      total: figures.total, hasEnd: !isOfTokens && reading.behind != nil,
      subject: comparison?.subject,
      baseline: baseline?.total,
      other: modelComparison?.reference, place: lens == .bought ? focus : nil,
      known: boughtProgress?.known)
    desk.overview.wanted = nil
    guard !desk.overview.suffice(for: source, sparing: fewTokens) else { return }
    guard isOfTokens else { return desk.overview.want(source) }
    desk.overview.take(loudest(amongPieces: area.columns), of: source)
  }

  /// How many tokens more have to be scored until what was made of all is made anew.
  var fewTokens: Int {
    isDividedAtOnce || !(phase.isRunning || modelComparison?.isScoring == true)
      ? 0 : tokens.count / 32
  }

  /// Takes what was found, unless something else is shown by now.
  mutating func take(overview peaks: [Overview.Peak?], of source: Overview.Source) {
    let wanted = desk.overview.wanted
    desk.overview.wanted = nil
    guard wanted?.continues(source) == true else { return }
    desk.overview.take(peaks, of: source)
  }

  /// The loudest word, line or sentence of each piece: a long one is heard wherever it is coloured by other tokens.
  /// O(*n*) in the tokens.
  func loudestParts(amongPieces columns: Int) -> [Overview.Peak?] {
    guard let division = reading.division(into: shownUnit) else { return [] }
    var peaks = [Overview.Peak?](repeating: nil, count: columns)
    let words = wordScores
    for part in 0..<division.count {
      let tokens = division.tokens(of: part)
      var token = tokens.lowerBound
      while token < tokens.upperBound {
        let piece = overviewPiece(of: token, among: division.tokenCount, columns: columns)
        hear(token, value(ofPart: tokens, around: token, words), in: &peaks[piece])
        let end = overviewTokens(piece, columns: columns).upperBound
        token = max(min(end, token + Self.mostTokens), token + 1)
      }
    }
    return peaks
  }

  /// Keeps what is louder.
  private func hear(_ token: Int, _ value: Double?, in peak: inout Overview.Peak?) {
    guard let value else { return }
    if let peak, lens.loudness(peak.value) >= lens.loudness(value) { return }
    peak = Overview.Peak(token: token, value: value)
  }

  /// The loudest token of each piece.
  private func loudest(amongPieces columns: Int) -> [Overview.Peak?] {
    let count = tokens.count
    var peaks = [Overview.Peak?](repeating: nil, count: columns)
    func hear(_ token: Int, _ value: Double?) {
      guard token < count else { return }
      self.hear(
        token, value, in: &peaks[overviewPiece(of: token, among: count, columns: columns)])
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
