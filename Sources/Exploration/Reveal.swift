import InformationTheory
import Scoring

/// A text that is revealed token by token.
///
/// Meanwhile the explorer itself holds only what is revealed: its text, tokens, figures and curve end
/// there, so that nothing that is drawn, copied or counted can tell what comes.
public struct Reveal: Sendable {
  /// Whether the model's expectation is shown before the token.
  public internal(set) var showsExpectation: Bool
  /// The whole text.
  var text: [UInt8]
  /// The whole text's tokens and predictions, as far as there are any.
  var scored: ScoredText?
  /// The loss of everything that is scored.
  var curve: LossCurve
}

/// Something that a key asks of the reveal.
public enum RevealCommand: Hashable, Sendable {
  /// Hides the focused token and all behind it.
  case hide
  /// Reveals the next token.
  case next
  /// Goes to the token behind the focused one, and reveals the next where that is the last.
  case forward
  /// Hides the last token again.
  case back
  /// Reveals all.
  case all
  /// Shows or hides what the model expects, before the token is revealed.
  case switchExpectation
}

extension Explorer {
  /// Whether the place behind the last revealed token is focused, and the question what comes there.
  package var isAsking: Bool { reveal != nil && focus == tokens.count && !isAllRevealed }

  /// The entropy of the distribution of what comes next; nil where that is not asked or not scored.
  package var askedEntropy: Information? {
    guard isAsking, let predictions = reveal?.scored?.predictions, tokens.count < predictions.count
    else { return nil }
    var one = Predictions(vocabularySize: predictions.vocabularySize)
    one.append(predictions[tokens.count])
    return Figures(one, at: temperature).entropy(at: 0)
  }

  /// The token whose figures are said: the focused one, or the last that came while the next is asked
  /// for.
  package var describedToken: Int { isAsking ? focus - 1 : focus }

  /// The last place that can be focused: behind the last token where more is hidden.
  package var lastPlace: Int { reveal == nil || isAllRevealed ? tokens.count - 1 : tokens.count }

  /// Whether the hidden text is split into tokens as it is now.
  private var isSplit: Bool { reveal?.scored?.text == reveal?.text }

  private var isAllRevealed: Bool { reveal.map { text.count >= $0.text.count } ?? true }

  mutating func perform(_ command: RevealCommand) -> [Effect] {
    switch command {
    case .hide: return startReveal()
    case .next: revealNext()
    case .forward where focus < lastPlace: focus(on: focus + 1)
    case .forward: revealNext()
    case .back: hideLast()
    case .all where phase == .stopped: return score()
    case .all: revealAll()
    case .switchExpectation: reveal?.showsExpectation.toggle()
    }
    return measure()
  }

  /// Hides the focused token and all behind it.
  private mutating func startReveal() -> [Effect] {
    guard reveal == nil else {
      showTokens(min(focus, tokens.count))
      return measure()
    }
    guard contextLimit == nil else {
      notice = Self.shortContextSentence
      return []
    }
    guard !tokens.isEmpty, let scored, scored.text == text else {
      notice =
        text.isEmpty
        ? "there is no text to reveal: press e and type one, or paste one"
        : "the text is not split into tokens yet"
      return []
    }
    let effects = endGeneration()
    endComparison()
    reveal = Reveal(showsExpectation: true, text: text, scored: scored, curve: curve)
    showTokens(focus)
    return effects + measure()
  }

  private mutating func revealNext() {
    guard !isAllRevealed else {
      notice = allRevealedSentence
      return
    }
    guard isSplit else { return }
    showTokens(tokens.count + 1)
    if isAllRevealed { notice = allRevealedSentence }
  }

  private mutating func hideLast() {
    guard !tokens.isEmpty else { return }
    showTokens(tokens.count - 1)
  }

  private mutating func revealAll() {
    guard isSplit else { return }
    showTokens(reveal?.scored?.tokens.count ?? 0)
    notice = allRevealedSentence
  }

  private var allRevealedSentence: String {
    guard let mean = figures.crossEntropy else { return "all is revealed" }
    return "all is revealed: a mean of \(unit.format(mean)) \(unit.rawValue), a perplexity of "
      + "\(threeDigits(mean.perplexity)). Esc leaves."
  }

  /// Ends the reveal: the text is whole again, and the next token focused.
  mutating func endReveal() {
    guard let whole = reveal else { return }
    let place = min(focus, max((whole.scored?.tokens.count ?? 0) - 1, 0))
    makeWhole()
    reveal = nil
    focus(on: place)
  }

  /// Why a text is not changed by hand meanwhile.
  static let hiddenTextSentence = "hidden text cannot be changed: Esc shows all of it"

  /// Changes the whole text, and hides again what was hidden, and what stands behind the change.
  mutating func withWholeText(_ change: (inout Explorer) -> [Effect]) -> [Effect] {
    guard let hidden = reveal else { return change(&self) }
    let (shown, before) = (text.count, hidden.text)
    makeWhole()
    reveal = nil
    let effects = change(&self)
    guard !text.isEmpty else { return effects }
    reveal = hidden
    hide(behind: min(shown, ByteDifference(from: before, to: text).removed.lowerBound))
    return effects
  }

  /// Takes back into the explorer what is hidden.
  mutating func makeWhole() {
    guard let reveal else { return }
    text = reveal.text
    scored = reveal.scored
    curve = reveal.curve
    validTokens = scored?.tokens.count ?? 0
    figures = Figures(
      scored?.predictions ?? Predictions(vocabularySize: 0), at: temperature)
    layout = TextLayout(text, width: layout.width)
  }

  /// Hides all but the tokens of the first bytes, after the whole text or its tokens have changed.
  mutating func hide(behind byteCount: Int) {
    let count = tokens.prefix { $0.bytes.upperBound <= byteCount }.count
    reveal?.text = text
    reveal?.scored = scored
    reveal?.curve = curve
    showTokens(count)
  }

  /// Lets the explorer hold the first tokens only, and asks what comes next.
  private mutating func showTokens(_ count: Int) {
    hold(tokens: count)
    resetCandidates()
    focus(on: lastPlace)
  }

  /// Lets the explorer hold the first tokens only. O(*n*) in the bytes and tokens, and in the notches
  /// of the slider.
  private mutating func hold(tokens count: Int) {
    guard let whole = reveal?.scored else { return }
    let kept = Array(whole.tokens.prefix(max(count, 0)))
    var predictions = whole.predictions
    predictions.truncate(to: kept.count)
    text = Array(whole.text[..<(kept.last?.bytes.upperBound ?? 0)])
    figures = Figures(predictions, at: temperature)
    curve = LossCurve(predictions)
    scored = ScoredText(
      text: text, tokens: kept, settings: whole.settings, predictions: predictions)
    validTokens = kept.count
    layout = TextLayout(text, width: layout.width)
  }

  /// Takes predictions that came meanwhile, some of them of what is revealed already.
  mutating func appendHidden(_ block: Predictions) {
    // Counts only, so that no second owner of the arrays is alive when they grow.
    let (known, all) = (reveal?.scored?.predictions.count, reveal?.scored?.tokens.count)
    guard let known, let all, known + block.count <= all else { return }
    reveal?.scored?.predictions.append(block)
    if scored?.isComplete == false { hold(tokens: validTokens) }
  }
}
