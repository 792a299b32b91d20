import InformationTheory
import Scoring
import ShownText

/// Writes a scored text while it is being scored: nothing is kept but sums, so a text of any length
/// can be reported. Rows in another order than that of the text come at the end, and every prediction is
/// kept until then.
///
///     var report = ScoreReport(of: text, tokens: tokens, header, as: .json)
///     try report.begin(write)
///     try report.add(block, write)  // for each block of predictions, in order
///     try report.end(write)
public struct ScoreReport: Sendable {
  private let text: [UInt8]
  private let tokens: [Token]
  private let header: ReportHeader
  private var layout: any ReportLayout
  private var position = 0
  /// What the rows are put in order by, the largest first; nil for the order of the text.
  private let order: PartOrder?
  /// The predictions of rows that are to be sorted.
  private var kept: [Predictions] = []
  /// The figures of the text so far.
  public private(set) var summary: Summary

  /// A report of a text, whose tokens' bytes joined are the text.
  public init(
    of text: [UInt8], tokens: [Token], _ header: ReportHeader, as format: ReportFormat,
    sortedBy order: PartOrder? = nil
  ) {
    self.order = order
    self.text = text
    self.tokens = tokens
    self.header = header
    layout = format.layout
    summary = Summary(of: text, tokens: tokens, settings: header.settings)
  }

  /// Writes what stands before the tokens. Throws what `write` throws.
  public mutating func begin(_ write: (String) throws -> Void) rethrows {
    try write(layout.beginning(header))
  }

  /// Writes the next tokens with their predictions, or keeps these to be sorted. Throws what `write` throws.
  ///
  /// - Complexity: O(*n*), where *n* is the number of predictions.
  public mutating func add(_ predictions: Predictions, _ write: (String) throws -> Void) rethrows {
    let figures = Figures(predictions, at: header.temperature)
    summary.add(predictions, figures)
    let count = min(predictions.count, tokens.count - position)
    defer { position += count }
    guard order == nil else { return kept.append(predictions) }
    for offset in 0..<count {
      let token = position + offset
      try write(layout.row(row(token, at: token, predictions, figures, offset), header))
    }
  }

  /// Writes the tokens that no prediction came for, or all where they are sorted, and the summary. Throws
  /// what `write` throws.
  public mutating func end(_ write: (String) throws -> Void) rethrows {
    if let order {
      try writeSorted(by: order, write)
    } else {
      let none = Predictions(vocabularySize: 0)
      let figures = Figures(none, at: header.temperature)
      for token in position..<tokens.count {
        try write(layout.row(row(token, at: token, none, figures, 0), header))
      }
      position = tokens.count
    }
    try write(layout.ending(summary, header))
  }

  private mutating func writeSorted(
    by order: PartOrder, _ write: (String) throws -> Void
  ) rethrows {
    var all = kept.first ?? Predictions(vocabularySize: 0)
    for block in kept.dropFirst() { all.append(block) }
    let figures = Figures(all, at: header.temperature)
    let parts = PartFigures(TextDivision(text, tokens, into: .token)) { token in
      figures.surprisal(at: token).flatMap { surprisal in
        figures.entropy(at: token).map { (surprisal, $0, Int(all.actualRanks[token])) }
      }
    }
    for (place, token) in parts.order(by: order).enumerated() {
      try write(layout.row(row(Int(token), at: place, all, figures, Int(token)), header))
    }
  }

  /// The row of a token, which may have a prediction, as that of an offset among some.
  private func row(
    _ position: Int, at place: Int, _ predictions: Predictions, _ figures: Figures, _ offset: Int
  ) -> ReportRow {
    let token = tokens[position]
    let bytes = text[token.bytes.clamped(to: text.indices)]
    var row = ReportRow(index: position, place: place, token: token, bytes: Array(bytes))
    row.characters = charactersBeginning(in: token.bytes, of: text)
    if let entropy = figures.entropy(at: offset) {
      row.score = .init(
        logProbability: figures.logProbabilities[offset],
        rank: predictions.rank(at: offset), entropy: entropy,
        bounds: header.isBounded ? ReportRow.Bounds(figures, at: offset) : nil)
      row.top = alternatives(predictions, at: offset)
    }
    // It is there also where nothing of it is known at this temperature.
    if offset < predictions.count { row.prediction = predictions[offset] }
    return row
  }

  private func alternatives(_ predictions: Predictions, at offset: Int) -> [ReportRow.Alternative] {
    let count = max(header.topCount, layout.leastTop)
    guard count > 0 else { return [] }
    let bounds =
      header.isBounded
      ? predictions.candidateIntervals(at: offset, temperature: header.temperature) : []
    return predictions.candidates(at: offset, temperature: header.temperature)
      .prefix(count).enumerated()
      .map { place, candidate in
        .init(
          id: candidate.id, bytes: header.vocabulary.bytes(candidate.id),
          logProbability: candidate.logProbability,
          bounds: bounds.indices.contains(place) ? bounds[place].logProbability : nil)
      }
  }
}
