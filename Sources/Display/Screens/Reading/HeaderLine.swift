import ShownText
import Exploration
import InformationTheory
import Scoring

/// Name of program and model, and what is read or played.
struct HeaderLine: Widget {
  let explorer: Explorer

  func draw(in area: Area, on frame: inout Frame) {
    // The figures of a text would give away what is hidden in a game.
    var right =
      explorer.game != nil
      ? explorer.gameDescription : explorer.screen.summary == nil ? shortSummary : textDescription()
    let title: StyledText = [("surprisal", .title), ("  ", .plain)]
    var left = title + modelDescription + modelOnItsWay
    let excess = left.width + right.width + 3 - area.columns
    if excess > 0, isOfLab {
      (left, right) = labDescription(title + modelDescription, right, room: area.columns - 3)
    } else if excess > 0, explorer.screen.summary != nil, explorer.game == nil {
      right = textDescription(shorterBy: excess)
    }
    let rightWidth = right.width
    if rightWidth + 14 > area.columns { right = [] }
    let room = right.isEmpty ? area.columns - 1 : area.columns - rightWidth - 3
    frame.write(left, row: 0, column: 1, limit: room)
    frame.write(right, row: 0, column: area.columns - rightWidth - 1, limit: rightWidth)
  }

  private var modelDescription: StyledText {
    switch explorer.model {
    case .loading: [("loading the model…", .faint)]
    case .failed: [("no model", .failure)]
    case .ready(let model, _):
      [(model.name, .strong)] + (howItLearns.map { [(" \($0)", .plain)] } ?? [])
        + [(" \(model.quantization)", .faint)]
    }
  }

  /// Optimizer and rate of what is trained, where there is no line for its recipe.
  private var howItLearns: String? {
    guard explorer.isInLab, explorer.screen.summary == nil else { return nil }
    return explorer.lab?.recipe.optimizerTitle
  }

  /// What is trained and what it does, without what there is no room for: the size of the text, the step, which
  /// has a line of its own, the name of the text, how it learns.
  private func labDescription(
    _ left: StyledText, _ right: StyledText, room: Int
  ) -> (StyledText, StyledText) {
    let name: StyledText = modeDescription + [(sourceName, .faint)]
    let withoutStep = explorer.screen.checkpoint == nil ? left : left.dropLast()
    let choices = [
      (left, name), (withoutStep, name), (withoutStep, modeDescription),
      (Array(left.prefix(3)), modeDescription),
    ]
    return choices.first { $0.width + $1.width <= room } ?? (left, right)
  }

  /// The model that is to take the place of the one whose scores are shown.
  private var modelOnItsWay: StyledText {
    explorer.modelOnItsWay.map { [(" → \($0.name)", .notice)] } ?? []
  }

  /// The text's name and size; the name so much shorter, as far as it stays one.
  private func textDescription(shorterBy excess: Int = 0) -> StyledText {
    let source = sourceName
    let columns = columnWidth(of: source)
    // Where no more than a few letters would be left, it is not worth it.
    let kept = columns - excess >= 8 ? columns - max(excess, 0) : columns
    let shown = kept < columns ? fitted(source, kept).map(\.text).joined() : source
    let name = source.isEmpty ? "" : shown + " · "
    let isSplit = !explorer.tokens.isEmpty || explorer.reveal != nil
    let count = isSplit ? explorer.tokens.count : explorer.text.count
    let size = "\(grouped(count)) \(plural(isSplit ? "token" : "byte", count))"
    let start = explorer.startTokenName.map { " after \($0)" } ?? ""
    return modeDescription + [
      (name + size + (explorer.reveal == nil ? "" : " so far") + start, .faint)
    ]
  }

  /// The name of the text, or of the lesson that it belongs to.
  private var sourceName: String {
    explorer.lesson?.lesson.title ?? (isOfLab ? explorer.watchedName : explorer.source)
  }

  /// Whether the text belongs to the lab, there or where one of its checkpoints is explored with.
  private var isOfLab: Bool { explorer.isInLab || explorer.lab?.isExploredWith == true }

  private var modeDescription: StyledText {
    mode.map { [(" \($0.full) ", .notice), ("  ", .plain)] } ?? []
  }

  /// What is going on, where that is more than reading.
  private var mode: (full: String, short: String)? {
    if let training = explorer.trainingName { return training }
    return explorer.isEditing ? ("EDITING", "EDIT") : explorer.activityName
  }

  /// The loss, where the header must do without a line of its own for it.
  private var shortSummary: StyledText {
    guard explorer.figures.crossEntropy != nil, !explorer.isInLab else { return textDescription() }
    let mode: StyledText = mode.map { [($0.short, .notice), (" ", .plain)] } ?? []
    if let totals = explorer.totals {
      return mode + [
        (explorer.change(of: totals), .strong),
        (" \(explorer.unit.rawValue) · \(explorer.atTemperature)", .faint),
      ]
    }
    return mode + [
      ("loss ", .faint), (explorer.figureText(.loss), .strong),
      (" \(explorer.unit.rawValue) · \(explorer.atTemperature)", .faint),
    ]
  }

}

/// Loss in both units, perplexity and entropy of the text, and at which temperature they hold.
struct SummaryLine: Widget {
  let explorer: Explorer

  func draw(in area: Area, on frame: inout Frame) {
    let room = area.columns - 2
    let lines = explorer.totals.map { comparisons($0, in: area) } ?? summaries(in: area)
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
  private typealias Version = (pieces: StyledText, isBrief: Bool)

  /// The figures, from the most to the fewest that may have room.
  private func summaries(in area: Area) -> [Version] {
    guard let loss = explorer.figures.crossEntropyInterval else { return [] }
    let (unit, other) = (explorer.unit, explorer.unit.next)
    // Each walks over all windows of the text, and a line has many versions.
    let (lossError, perplexityError) = (explorer.lossError, explorer.perplexityError)
    let perWord = explorer.bitsPerWord
    func line(
      gap: String = "   ", hasUnit: Bool = true, hasOther: Bool = true, hasEntropy: Bool = true,
      hasErrors: Bool = false
    ) -> StyledText {
      var pieces: StyledText = [("loss ", .faint), (explorer.figureText(.loss), .strong)]
      if hasErrors { pieces += error(lossError) }
      if hasUnit { pieces.append((" \(unit.rawValue)", .faint)) }
      if hasOther {
        pieces += [
          ("  ", .faint), (between(loss, other.format), .strong), (" \(other.rawValue)", .faint),
        ]
      }
      pieces += [("\(gap)perplexity ", .faint), (explorer.figureText(.perplexity), .strong)]
      if hasErrors { pieces += error(perplexityError) }
      if hasEntropy, let word = perWord {
        pieces += [("\(gap)a word ", .faint), (word.value, .strong)]
        if hasErrors { pieces += error(word.error) }
        pieces.append((" \(unit.rawValue)", .faint))
      } else if hasEntropy, let entropy = explorer.figures.meanEntropyInterval {
        pieces += [
          ("\(gap)entropy ", .faint), (between(entropy, unit.format), .strong),
          (" \(unit.rawValue)", .faint),
        ]
      }
      return pieces
    }
    let usual = line() + scoredShare
    let fewer = [
      line(gap: "  ") + scoredShare, line(hasEntropy: false) + scoredShare,
      line(gap: "  ", hasOther: false, hasEntropy: false) + scoredShare,
      line(gap: "  "), line(hasEntropy: false), line(hasOther: false, hasEntropy: false),
      line(gap: "  ", hasOther: false, hasEntropy: false),
    ].map { ($0, false) }
    let brief = [
      line(gap: "  ", hasUnit: false, hasOther: false, hasEntropy: false),
      [("loss ", .faint), (explorer.figureText(.loss), .strong), (" \(unit.rawValue)", .faint)],
    ].map { ($0, true) }
    let estimated = (lossError == nil ? [] : errorNames).flatMap { name in
      [
        line(hasErrors: true), line(hasEntropy: false, hasErrors: true),
        line(hasOther: false, hasEntropy: false, hasErrors: true),
        line(gap: "  ", hasOther: false, hasEntropy: false, hasErrors: true),
      ].map { ($0 + name + scoredShare, false) }
    }
    guard area.columns >= 110, let best = explorer.curve.bestInterval else {
      return estimated + [(usual, false)] + fewer + brief
    }
    let bestLoss: StyledText = [
      ("   best loss ", .faint), (between(best.loss, unit.format), .strong),
      (
        " \(unit.rawValue) at T \(between(best.temperature) { format(temperature: $0.value) })",
        .faint
      ),
    ]
    let whole = (estimated.first?.0 ?? usual) + bestLoss
    return [(whole, false)] + estimated + [(usual + bestLoss, false), (usual, false)] + fewer
      + brief
  }

  /// What the standard errors are called that stand beside the figures, in full and in brief; nothing where
  /// they are not known.
  private var errorNames: [StyledText] {
    guard let units = explorer.errorUnits else { return [] }
    return [
      [("   ± standard error over \(units)", .faint)], [("  ± s.e. over \(units)", .faint)],
      [("  ± s.e.", .faint)],
    ]
  }

  private func error(_ error: String?) -> StyledText { error.map { [(" ± \($0)", .faint)] } ?? [] }

  /// Over how much of a long text the figures are, while that is not all.
  private var scoredShare: StyledText {
    explorer.scoredShare.map { [("   \(Int($0 * 100))% scored", .faint)] } ?? []
  }

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
  /// most to the fewest figures that may have room.
  private func comparisons(_ totals: Baseline.Totals, in area: Area) -> [Version] {
    let isOriginalShown = explorer.comparison?.subject == .variant
    let unit = explorer.unit
    let change: StyledText = [
      (" \(unit.rawValue)  ", .faint), (explorer.change(of: totals), .strong),
    ]
    let after: StyledText = [(unit.format(totals.after), isOriginalShown ? .plain : .strong)]
    var pieces: StyledText = [
      (explorer.contextLimit == nil ? "original " : "whole context ", .faint),
      (unit.format(totals.before), isOriginalShown ? .strong : .plain),
      (
        explorer.contextLimit.map { " → \(grouped($0)) \(plural("token", $0)) " }
          ?? " → changed ", .faint
      ),
    ]
    pieces += after + change
    var lines = [pieces]
    if area.columns >= 78, let shown = explorer.figures.crossEntropy,
      let other = explorer.comparison?.baseline.figures.crossEntropy
    {
      let losses = isOriginalShown ? [shown, other] : [other, shown]
      let loss = losses.map(unit.format).joined(separator: " → ")
      lines.insert(pieces + [("   loss ", .faint), (loss, .strong)], at: 0)
    }
    let brief: StyledText = [(unit.format(totals.before), .plain), (" → ", .faint)]
    return lines.map { ($0, false) } + [(brief + after + change, true)]
  }
}

extension Explorer {
  /// What a change costs in all.
  fileprivate func change(of totals: Baseline.Totals) -> String {
    totals.change.map { signed($0) } ?? "—"
  }
}
