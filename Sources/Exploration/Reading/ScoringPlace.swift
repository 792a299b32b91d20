import InformationTheory
import Scoring
import ShownText

// Where a long text is scored first.
extension Explorer {
  /// Lets the scorer go where something is visible that it has not scored, unless it is there already.
  mutating func pursueView() -> [Effect] {
    guard case .scoring = phase, reveal == nil, let known = scored?.predictions,
      known.division.unitCount(of: tokens.count) > 1,
      let wanted = visibleTokens?.first(where: { !known.holds($0) }),
      known.division.unit(holding: wanted) != known.division.unit(holding: requests.near)
    else { return [] }
    requests.near = wanted
    return [.scoreNear(token: wanted)]
  }
}

// What is to be said of a text that is longer than a window.
extension Explorer {
  /// Whether the text is longer than what the model reads at once.
  package var isLong: Bool {
    scored.map { $0.predictions.division.unitCount(of: tokens.count) > 1 } ?? false
  }

  /// How many tokens of a long text the model read before one; nil in a short text, where these are all, and
  /// where the token is not scored.
  package func contextRead(before token: Int) -> Int? {
    guard isLong, surprisal(of: token) != nil, let settings = scored?.settings else { return nil }
    return token - settings.window(scoring: token).tokens.lowerBound
  }

  /// How much is scored of a long text, or of one that is continued before that was done, from 0 to 1; nil where all
  /// is, and where a part is hidden, whose length that would tell.
  package var scoredShare: Double? {
    guard isLong || generation != nil, reveal == nil, let scored, !scored.isComplete else {
      return nil
    }
    return Double(scored.predictions.count) / Double(max(scored.tokens.count, 1))
  }
}

// How far the figures of a long text may be off.
extension Explorer {
  /// The standard errors of loss and perplexity, over the windows or stretches of them; nil in a short text.
  private var standardErrors: StandardErrors? { isLong ? figures.standardErrors() : nil }

  /// What the standard errors are over, where they are known: `30 windows`.
  package var errorUnits: String? {
    standardErrors.map { "\(grouped($0.units)) \($0.over.rawValue)" }
  }

  /// The standard error of the loss in the unit of the screen, with a digit more than the loss where it is small.
  package var lossError: String? {
    standardErrors?.crossEntropy.map { error in
      let amount = unit.amount(error)
      return decimal(amount, amount < 0.095 ? 3 : 2)
    }
  }

  /// The standard error of the perplexity.
  package var perplexityError: String? {
    standardErrors?.perplexity.map { $0.isFinite ? threeDigits($0) : "∞" }
  }

  /// The standard error of the bits per byte. O(*n*).
  var bitsPerByteError: String? {
    guard isLong, let scored else { return nil }
    return figures.standardErrors(of: scored.tokens)?.bitsPerByte.map { decimal($0, 4) }
  }

  /// The bits per word of a text that is read by words, and their standard error over the windows of a long one;
  /// nil of another, and while nothing is scored. O(*pages*).
  package var bitsPerWord: (value: String, error: String?)? {
    guard textUnit == .word, let scored, let words = reading.wordCounts, reading.isSplit,
      let bits = figures.bitsPerWord(of: scored.tokens, in: words)
    else { return nil }
    let errors = isLong ? figures.standardErrors(of: scored.tokens, in: words) : nil
    return (
      unit.format(.bits(bits)),
      errors?.bitsPerWord.map { decimal(unit.amount(.bits($0)), 2) }
    )
  }

  /// A sentence to stand behind what a number of the text means.
  func errorSentence(_ error: String?) -> String {
    guard let error, let errorUnits else { return "" }
    return " Its standard error over \(errorUnits) is \(error)."
  }
}
