import Exploration
import InformationTheory
import Scoring
import ShownText

/// Loss in both units, perplexity and entropy of the text, and at which temperature they hold.
struct SummaryLine: Widget {
  let explorer: Explorer

  func draw(in area: Area, on frame: inout Frame) {
    let room = area.columns - 2
    let lines =
      explorer.totals.map { comparisons($0, in: area) }
      ?? explorer.modelTotals.map(modelComparisons)
      ?? FigureLine(explorer).versions(columns: area.columns)
    guard !lines.isEmpty else {
      frame.write(absence, row: area.row, column: 1, as: .faint, limit: room)
      return
    }
    let full = lines.filter { !$0.isBrief }.map { $0.pieces + temperature("   at ") }
    let short = lines.map { $0.pieces + temperature("  ") }
    guard let pieces = (full + short).first(where: { $0.width <= room }) ?? short.last else {
      return
    }
    frame.write(pieces, row: area.row, column: 1, limit: room)
  }

  private func temperature(_ before: String) -> StyledText {
    explorer.isAtOne
      ? [("\(before)T 1", .faint)] : [(before, .faint), (explorer.atTemperature, .knob)]
  }

  /// A version of the line; a brief one says the temperature in brief too.
  typealias Version = (pieces: StyledText, isBrief: Bool)

  /// Why a text that was scored has no figures: without a start token, and where the model reads no
  /// context, nothing stands before a token.
  private var absence: String {
    guard explorer.reveal == nil, explorer.scored?.isComplete == true, !explorer.tokens.isEmpty
    else { return "" }
    if explorer.curve.isOfOneTemperature {
      return "the model says how likely each token was at T 1 alone"
    }
    return explorer.contextLimit == 0
      ? "nothing is scored: the model reads no context and has no start token"
      : "nothing is scored: nothing stands before the token"
  }

  /// The surprisals of the original and of the changed text, and what the change costs in all; from the
  /// most to the fewest figures that may have room. Losses are compared of whole texts alone.
  private func comparisons(_ totals: Baseline.Totals, in area: Area) -> [Version] {
    let isOriginalShown = explorer.comparison?.subject == .variant
    let unit = explorer.unit
    let isWhole = explorer.comparesWholeTexts
    let change: StyledText = [
      (" \(unit.rawValue)  ", .faint),
      (totals.changes.map { between($0, explorer.signed) } ?? "—", .strong),
      (isWhole ? "" : "  so far", .faint),
    ]
    let (before, after) = (
      between(totals.before, unit.format), between(totals.after, unit.format)
    )
    let pieces: StyledText = [
      (explorer.contextLimit == nil ? "original " : "whole context ", .faint),
      (before, isOriginalShown ? .strong : .plain),
      (
        explorer.contextLimit.map { " → \(grouped($0)) \(plural("token", $0)) " }
          ?? " → changed ", .faint
      ), (after, isOriginalShown ? .plain : .strong),
    ]
    var lines = [pieces + change]
    if area.columns >= 78, isWhole, let shown = explorer.figures.crossEntropyInterval,
      let other = explorer.comparison?.baseline.figures.crossEntropyInterval
    {
      let losses = isOriginalShown ? [shown, other] : [other, shown]
      let loss = losses.map { between($0, unit.format) }.joined(separator: " → ")
      lines.insert(pieces + change + [("   loss ", .faint), (loss, .strong)], at: 0)
    }
    let brief: StyledText = [
      (before, .plain), (" → ", .faint), (after, isOriginalShown ? .plain : .strong),
    ]
    return lines.map { ($0, false) } + [(brief + change, true)]
  }
}
