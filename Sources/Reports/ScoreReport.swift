import InformationTheory
import Scoring

/// Writes a scored text while it is being scored: nothing is kept but sums, so a text of any length
/// can be reported.
///
///     var report = ScoreReport(of: text, tokens: tokens, header, as: .json)
///     try report.begin(write)
///     try report.add(block, write)  // for each block of predictions, in order
///     try report.end(write)
public struct ScoreReport: Sendable {
  /// Takes the next piece of the report.
  public typealias Write = (String) throws -> Void

  private let text: [UInt8]
  private let tokens: [Token]
  private let header: ReportHeader
  private let layout: any ReportLayout
  private var position = 0
  /// The figures of the text so far.
  public private(set) var summary: Summary

  /// A report of a text, whose tokens' bytes joined are the text.
  public init(of text: [UInt8], tokens: [Token], _ header: ReportHeader, as format: ReportFormat) {
    self.text = text
    self.tokens = tokens
    self.header = header
    layout = format.layout
    summary = Summary(of: text, tokens: tokens, settings: header.settings)
  }

  /// Writes what stands before the tokens. Throws what `write` throws.
  public func begin(_ write: Write) throws { try write(layout.beginning(header)) }

  /// Writes the next tokens with their predictions. Throws what `write` throws.
  ///
  /// - Complexity: O(*n*), where *n* is the number of predictions.
  public mutating func add(_ predictions: Predictions, _ write: Write) throws {
    let figures = Figures(predictions, at: header.temperature)
    summary.add(predictions, figures)
    for offset in 0..<min(predictions.count, tokens.count - position) {
      var row = nextRow()
      if let entropy = figures.entropy(at: offset) {
        row.score = .init(
          logProbability: figures.logProbabilities[offset],
          rank: Int(predictions.actualRanks[offset]), entropy: entropy)
        row.top = alternatives(predictions, at: offset)
      }
      try write(layout.row(row, header))
    }
  }

  /// Writes the tokens that no prediction came for, and the summary. Throws what `write` throws.
  public mutating func end(_ write: Write) throws {
    while position < tokens.count { try write(layout.row(nextRow(), header)) }
    try write(layout.ending(summary, header))
  }

  private mutating func nextRow() -> ReportRow {
    defer { position += 1 }
    let token = tokens[position]
    let bytes = text[token.bytes.clamped(to: text.indices)]
    return ReportRow(index: position, token: token, bytes: Array(bytes))
  }

  private func alternatives(_ predictions: Predictions, at offset: Int) -> [ReportRow.Alternative] {
    guard header.topCount > 0 else { return [] }
    return predictions.candidates(at: offset, temperature: header.temperature)
      .prefix(header.topCount)
      .map {
        .init(
          id: $0.id, bytes: header.vocabulary.bytes($0.id), logProbability: $0.logProbability)
      }
  }
}
