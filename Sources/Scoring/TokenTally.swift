import InformationTheory

/// What the tokens of a text come to, one after the other: in words that are scored whole, and how far the figures
/// may be off.
struct TokenTally: Sendable {
  private let settings: ScoringSettings
  private var words = WholeWords()
  private var overTokens = StandardErrors(over: .tokens)
  private var finishedWindows = StandardErrors(over: .windows)
  /// The window in which the next token is scored, and what it comes to so far.
  private var window: Window, ofWindow = ScoredAmounts()
  /// The scored tokens of words that are not scored whole.
  private(set) var outside: [Range<Int>] = []

  /// A tally of no tokens.
  init(_ settings: ScoringSettings) {
    self.settings = settings
    window = settings.window(scoring: 0)
  }

  /// Takes the next token of a text; nil for its amounts where it has no score.
  mutating func take(_ token: Token, of text: [UInt8], _ item: WholeWords.Item?) {
    add(words.take(token, of: text, item))
  }

  /// The tokens of the words that are scored whole, and what is certain of their surprisals.
  var inWords: ScoredAmounts { words.amounts }
  /// Likewise.
  var wordInterval: ClosedRange<Information> { words.interval }

  /// The standard errors: over the scored tokens, and over the windows where there are several.
  var standardErrors: [StandardErrors] {
    var ended = self
    ended.add(ended.words.end())
    ended.finishedWindows.add(ended.ofWindow)
    return [ended.overTokens] + (ended.finishedWindows.units > 1 ? [ended.finishedWindows] : [])
  }

  private mutating func add(_ settled: WholeWords.Settled?) {
    guard let settled else { return }
    for item in settled.items {
      if !settled.areWhole { outside.join(item.place..<item.place + 1) }
      add(settled.areWhole ? item.amounts : item.amounts.outsideWords, at: item.place)
    }
  }

  private mutating func add(_ amounts: ScoredAmounts, at place: Int) {
    if place >= window.scored.upperBound {
      finishedWindows.add(ofWindow)
      ofWindow = ScoredAmounts()
      window = settings.window(scoring: place)
    }
    overTokens.add(amounts)
    ofWindow += amounts
  }
}
