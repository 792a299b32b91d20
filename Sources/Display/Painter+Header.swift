import ShownText
import Exploration
import InformationTheory
import Scoring

extension Painter {
  mutating func paintHeader(_ area: Area) {
    // The figures of a text would give away what is hidden in a game.
    var right =
      explorer.game != nil
      ? gameDescription : screen.summary == nil ? shortSummary : textDescription
    let rightWidth = right.reduce(0) { $0 + columnWidth(of: display($1.0)) }
    if rightWidth + 14 > area.columns { right = [] }
    let room = right.isEmpty ? area.columns - 1 : area.columns - rightWidth - 3
    write(
      [("surprisal", .title), ("  ", .plain)] + modelDescription, row: 0, column: 1, limit: room)
    write(right, row: 0, column: area.columns - rightWidth - 1, limit: rightWidth)
  }

  private var modelDescription: [(String, Role)] {
    switch explorer.model {
    case .loading: [("loading the model…", .faint)]
    case .failed: [("no model", .failure)]
    case .ready(let model, _): [(model.name, .strong), (" \(model.quantization)", .faint)]
    }
  }

  /// The text's name and size.
  private var textDescription: [(String, Role)] {
    let mode: [(String, Role)] = mode.map { [(" \($0.full) ", .notice), ("  ", .plain)] } ?? []
    let source = explorer.lesson?.lesson.title ?? explorer.source
    let name = source.isEmpty ? "" : source + " · "
    let count = explorer.tokens.count
    let size =
      count > 0 || explorer.reveal != nil
      ? "\(grouped(count)) token\(count == 1 ? "" : "s")" : "\(grouped(explorer.text.count)) bytes"
    return mode + [(name + size + (explorer.reveal == nil ? "" : " so far"), .faint)]
  }

  /// What is going on, where that is more than reading.
  private var mode: (full: String, short: String)? {
    explorer.isEditing ? ("EDITING", "EDIT") : explorer.activity.name
  }

  /// The loss, where the header must do without a line of its own for it.
  private var shortSummary: [(String, Role)] {
    guard let loss = explorer.figures.crossEntropy else { return textDescription }
    let mode: [(String, Role)] = mode.map { [($0.short, .notice), (" ", .plain)] } ?? []
    if let totals = explorer.totals {
      return mode + [
        (change(totals), .strong), (" \(explorer.unit.rawValue) · \(atTemperature)", .faint),
      ]
    }
    return mode + [
      ("loss ", .faint), (explorer.unit.format(loss), .strong),
      (" \(explorer.unit.rawValue) · \(atTemperature)", .faint),
    ]
  }

  /// Loss in both units, perplexity and entropy of the text, and at which temperature they hold.
  mutating func paintSummary(_ area: Area) {
    if let totals = explorer.totals { return paint(totals, in: area) }
    guard let loss = explorer.figures.crossEntropy else { return paintAbsence(area) }
    let units: [Exploration.Unit] = explorer.unit == .bits ? [.bits, .nats] : [.nats, .bits]
    var pieces: [(String, Role)] = [
      ("loss ", .faint), (units[0].format(loss), .strong), (" \(units[0].rawValue)  ", .faint),
      (units[1].format(loss), .strong), (" \(units[1].rawValue)   ", .faint),
      ("perplexity ", .faint), (threeDigits(loss.perplexity), .strong),
    ]
    if let entropy = explorer.figures.meanEntropy, area.columns >= 70 {
      pieces += [
        ("   entropy ", .faint), (explorer.unit.format(entropy), .strong),
        (" \(explorer.unit.rawValue)", .faint),
      ]
    }
    if area.columns >= 110, let best = explorer.curve.best {
      pieces += [
        ("   best loss ", .faint), (explorer.unit.format(best.loss), .strong),
        (" \(explorer.unit.rawValue) at T \(format(temperature: best.temperature.value))", .faint),
      ]
    }
    pieces += isAtOne ? [("   at T 1", .faint)] : [("   at ", .faint), (atTemperature, .knob)]
    write(pieces, row: area.row, column: 1, limit: area.columns - 2)
  }

  /// Why a text that was scored has no figures: without a start token, and where the model reads no
  /// context, nothing stands before a token.
  private mutating func paintAbsence(_ area: Area) {
    guard explorer.reveal == nil, explorer.scored?.isComplete == true, !explorer.tokens.isEmpty
    else { return }
    let reason =
      explorer.contextLimit == 0
      ? "nothing is scored: the model reads no context and has no start token"
      : "nothing is scored: nothing stands before the token"
    frame.write(reason, row: area.row, column: 1, as: .faint, limit: area.columns - 2)
  }

  private func change(_ totals: Baseline.Totals) -> String {
    totals.change.map { signed($0) } ?? "—"
  }

  /// The surprisals of the original and of the changed text, and what the change costs in all.
  private mutating func paint(_ totals: Baseline.Totals, in area: Area) {
    let isOriginalShown = explorer.comparison?.subject == .variant
    let unit = explorer.unit
    var pieces: [(String, Role)] = [
      (explorer.contextLimit == nil ? "original " : "whole context ", .faint),
      (unit.format(totals.before), isOriginalShown ? .strong : .plain),
      (explorer.contextLimit.map { " → \($0) tokens " } ?? " → changed ", .faint),
      (unit.format(totals.after), isOriginalShown ? .plain : .strong),
      (" \(unit.rawValue)  ", .faint), (change(totals), .strong),
    ]
    if area.columns >= 78, let shown = explorer.figures.crossEntropy,
      let other = explorer.comparison?.baseline.figures.crossEntropy
    {
      let losses = isOriginalShown ? [shown, other] : [other, shown]
      pieces += [
        ("   loss ", .faint), (losses.map(unit.format).joined(separator: " → "), .strong),
      ]
    }
    pieces += isAtOne ? [("   at T 1", .faint)] : [("   at ", .faint), (atTemperature, .knob)]
    write(pieces, row: area.row, column: 1, limit: area.columns - 2)
  }
}
