import Exploration
import InformationTheory
import Scoring
import ShownText

/// The figures of a text in a line, from the most to the fewest that may have room.
struct FigureLine {
  private let explorer: Explorer
  // Each walks over all windows of the text, and a line has many versions.
  private let lossError: String?, perplexityError: String?
  private let perWord: (value: String, error: String?)?
  /// What the standard errors are called that stand beside the figures, in full and in brief; nothing where
  /// they are not known.
  private let errorNames: [StyledText]

  init(_ explorer: Explorer) {
    self.explorer = explorer
    (lossError, perplexityError) = (explorer.lossError, explorer.perplexityError)
    perWord = explorer.bitsPerWord
    guard lossError != nil, let units = explorer.errorUnits else {
      errorNames = []
      return
    }
    errorNames = [
      [("   ± standard error over \(units)", .faint)], [("  ± s.e. over \(units)", .faint)],
    ]
  }

  /// What stands beside the loss.
  private struct Parts {
    var gap = "   "
    var hasUnit = true, hasOther = true, hasPerplexity = true, hasMean = true

    /// The same without some, closer together.
    func without(_ parts: WritableKeyPath<Parts, Bool>...) -> Parts {
      var fewer = self
      fewer.gap = "  "
      for part in parts { fewer[keyPath: part] = false }
      return fewer
    }

    var apart: Parts {
      var apart = self
      apart.gap = "   "
      return apart
    }
  }

  /// What is left out where there is no room, first what is missed the least: the loss in the other unit, and then the
  /// mean entropy; of a text that is read by words the perplexity, since their mean is what one looks for.
  private var choices: [Parts] {
    let all = Parts()
    return perWord == nil
      ? [
        all.without(), all.without(\.hasMean).apart, all.without(\.hasOther, \.hasMean).apart,
        all.without(\.hasOther, \.hasMean),
      ]
      : [
        all.without(), all.without(\.hasOther).apart, all.without(\.hasOther),
        all.without(\.hasOther, \.hasUnit),
        all.without(\.hasOther, \.hasUnit, \.hasPerplexity),
      ]
  }

  /// All versions for a line of so many columns; none where nothing is scored.
  func versions(columns: Int) -> [SummaryLine.Version] {
    guard explorer.figures.crossEntropy != nil else { return [] }
    let choices = [Parts()] + choices
    let named = choices.flatMap { choice in errorNames.map { (choice, $0) } }
    let unnamed = errorNames.isEmpty ? [] : choices.map { ($0, Self.briefErrors) }
    let estimated = (named + unnamed).map { line($0, hasErrors: true) + $1 + scoredShare }
    let fewer = choices.map { line($0) + scoredShare } + choices.map { line($0) }
    let usual = line(Parts()) + scoredShare
    let best = columns < 110 ? nil : bestLoss
    let longest = best.map { [(estimated.first ?? usual) + $0] + estimated + [usual + $0] }
    return ((longest ?? estimated) + fewer).map { ($0, false) }
      + brief.map { ($0, true) }
  }

  private func line(_ parts: Parts, hasErrors: Bool = false) -> StyledText {
    let unit = explorer.unit
    var pieces: StyledText = [("loss ", .faint), (explorer.figureText(.loss), .strong)]
    if hasErrors { pieces += error(lossError) }
    if parts.hasUnit { pieces.append((" \(unit.rawValue)", .faint)) }
    if parts.hasOther, let loss = explorer.figures.crossEntropyInterval {
      pieces += [("  ", .faint)] + amount(loss, in: unit.next)
    }
    if parts.hasPerplexity {
      pieces += [("\(parts.gap)perplexity ", .faint), (explorer.figureText(.perplexity), .strong)]
      if hasErrors { pieces += error(perplexityError) }
    }
    guard parts.hasMean else { return pieces }
    if let perWord {
      pieces += [("\(parts.gap)a word ", .faint), (perWord.value, .strong)]
      if hasErrors { pieces += error(perWord.error) }
      pieces.append((" \(unit.rawValue)", .faint))
    } else if let entropy = explorer.figures.meanEntropyInterval {
      pieces += [("\(parts.gap)entropy ", .faint)] + amount(entropy, in: unit)
    }
    return pieces
  }

  private func amount(
    _ amount: ClosedRange<Information>, in unit: Unit
  ) -> StyledText {
    [(between(amount, unit.format), .strong), (" \(unit.rawValue)", .faint)]
  }

  /// What is left on a small screen.
  private var brief: [StyledText] {
    let alone: StyledText = [
      ("loss ", .faint), (explorer.figureText(.loss), .strong),
      (" \(explorer.unit.rawValue)", .faint),
    ]
    guard let perWord else {
      return [line(Parts().without(\.hasUnit, \.hasOther, \.hasMean)), alone]
    }
    let word: StyledText = [
      ("a word ", .faint), (perWord.value, .strong), (" \(explorer.unit.rawValue)", .faint),
    ]
    return [line(Parts().without(\.hasUnit, \.hasOther, \.hasPerplexity)), word]
  }

  private var bestLoss: StyledText? {
    explorer.curve.bestInterval.map { best in
      [("   best loss ", .faint)] + amount(best.loss, in: explorer.unit) + [
        (" at T \(between(best.temperature) { format(temperature: $0.value) })", .faint)
      ]
    }
  }

  /// What the errors are called where there is no room to say over what they are.
  private static let briefErrors: StyledText = [("  ± s.e.", .faint)]

  private func error(_ error: String?) -> StyledText { error.map { [(" ± \($0)", .faint)] } ?? [] }

  /// Over how much of a long text the figures are, while that is not all.
  private var scoredShare: StyledText {
    explorer.scoredShare.map { [("   \(Int($0 * 100))% scored", .faint)] } ?? []
  }
}
