import ShownText
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
  var whole: ReadText
  /// Whether tokens stand above bars, as they did at the beginning: what comes changes nothing of it. Nil
  /// before the screen is divided for it.
  var hasWords: Bool?
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

extension Activity.Row {
  /// The text is revealed token by token.
  static let reveal = Activity.Row(
    name: { _ in ("REVEALING", "REVEAL") },
    opening: Binding(
      "Hide the focused token and all behind it, and reveal the text token by token.",
      footer: .init("reveal", rank: 10), [Action("reveal", .reveal(.hide), .letter("r"))]),
    keys: .reveal,
    refusals: [
      Refusal("hidden text cannot be changed: \(leaving: .activity) shows all of it", lasts: true) {
        command in
        switch command {
        case .edit, .context, .whatIf, .generation(.begin), .sideBySide(.begin), .switchStart: true
        default: false
        }
      } when: {
        $0.reveal != nil
      }
    ],
    end: {
      $0.endReveal()
      return []
    })
}

extension Explorer {
  /// Whether the place behind the last revealed token is focused, and the question what comes there.
  package var isAsking: Bool { reveal != nil && focus == tokens.count && !isAllRevealed }

  /// Whether what the model expects at the focused place is hidden until the guess is made.
  package var isExpectationHidden: Bool { isAsking && reveal?.showsExpectation == false }

  /// The entropy of the distribution of what comes next; nil where that is not asked or not scored.
  package var askedEntropy: Information? {
    isAsking ? reveal?.whole.figures.entropy(at: tokens.count) : nil
  }

  /// The token whose figures are said: the focused one, or the last that came while the next is asked
  /// for.
  package var describedToken: Int { isAsking ? focus - 1 : focus }

  /// The last place that can be focused: behind the last token where more is hidden.
  package var lastPlace: Int { reveal == nil || isAllRevealed ? tokens.count - 1 : tokens.count }

  private var isAllRevealed: Bool { reveal.map { text.count >= $0.whole.bytes.count } ?? true }

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
    return []
  }

  /// Hides the focused token and all behind it.
  private mutating func startReveal() -> [Effect] {
    guard reveal == nil else {
      showTokens(min(focus, tokens.count))
      return []
    }
    let effects = makeWay()
    reveal = Reveal(showsExpectation: false, whole: reading)
    showTokens(focus)
    return effects
  }

  private mutating func revealNext() {
    guard !isAllRevealed else {
      say(allRevealedSentence)
      return
    }
    guard reveal?.whole.split != nil else { return }
    showTokens(tokens.count + 1)
    if isAllRevealed { say(allRevealedSentence) }
  }

  private mutating func hideLast() {
    guard !tokens.isEmpty else { return }
    showTokens(tokens.count - 1)
  }

  private mutating func revealAll() {
    guard let whole = reveal?.whole.split else { return }
    showTokens(whole.tokens.count)
    say(allRevealedSentence)
  }

  private var allRevealedSentence: Sentence {
    guard let mean = figures.crossEntropy else { return "all is revealed" }
    return "all is revealed: a mean of \(unit.format(mean)) \(unit.rawValue), a perplexity of "
      + "\(threeDigits(mean.perplexity)). \(leaving: .activity) leaves."
  }

  /// Ends the reveal: the text is whole again, and the next token focused.
  mutating func endReveal() {
    guard let whole = reveal?.whole else { return }
    let place = min(focus, max(whole.tokens.count - 1, 0))
    makeWhole()
    reveal = nil
    focus(on: place)
  }

  /// Changes the whole text, and hides again what was hidden, and what stands behind the change.
  mutating func withWholeText(_ change: (inout Explorer) -> [Effect]) -> [Effect] {
    guard let hidden = reveal else { return change(&self) }
    let (shown, before) = (text.count, hidden.whole.bytes)
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
    let width = layout.width
    reading = reveal.whole
    if layout.width != width { reading.set(width: width) }
  }

  /// Hides all but the tokens of the first bytes, after the whole text or its tokens have changed.
  mutating func hide(behind byteCount: Int) {
    let count = reading.tokenCount(before: byteCount)
    let whole = reading
    reveal?.whole = whole
    showTokens(count)
  }

  /// Lets the explorer hold the first tokens only, and asks what comes next.
  private mutating func showTokens(_ count: Int) {
    hold(tokens: count)
    resetCandidates()
    focus(on: lastPlace)
  }

  /// Lets the explorer hold the first tokens only.
  private mutating func hold(tokens count: Int) {
    guard let whole = reveal?.whole else { return }
    let width = layout.width
    reading = whole.prefix(tokens: count)
    if layout.width != width { reading.set(width: width) }
  }

  /// Takes predictions that came meanwhile, some of them of what is revealed already.
  mutating func appendHidden(_ block: Predictions, at start: Int?) {
    reveal?.whole.append(block, at: start)
    if scored?.isComplete == false { hold(tokens: validTokens) }
  }
}
