import Basics
import ShownText
import InformationTheory
import Scoring

/// A text as it is read: its bytes in lines, the tokens that stand for it, what the model expected of
/// them, and their figures at one temperature.
///
/// Its parts always belong together: what changes one of them changes the others here, and nowhere else.
public struct ReadText: Sendable {
  /// The text, of any bytes.
  public private(set) var bytes: [UInt8]
  /// Where it is broken into lines; kept until the text or the width changes.
  public private(set) var layout: TextLayout
  /// The text as last split into tokens, with the predictions that there are.
  public private(set) var scored: ScoredText?
  /// The figures of all predictions at the temperature.
  public private(set) var figures: Figures
  /// The loss of all predictions at every temperature.
  public private(set) var curve = LossCurve()
  /// The tokens above their bars, where that is wanted and has room; nil for running text.
  private(set) var words: WordsLayout?
  /// What the words were last laid out for, whether they had room or not; nil for running text, and
  /// where text or tokens have changed since.
  private(set) var wordsWish: WordsLayout.Wish?
  /// How many of the tokens still stand for the text: fewer than all right after an edit.
  private(set) var validTokens = 0

  /// A text that is not split into tokens yet. O(*n*).
  init(_ bytes: [UInt8], width: Int, at temperature: Temperature) {
    self.bytes = bytes
    layout = TextLayout(bytes, width: width)
    figures = Figures(Predictions(vocabularySize: 0), at: temperature)
  }

  /// A text with what is known of it. O(*n*), and O(*n* · notches) without its curve.
  init(_ scored: ScoredText, curve: LossCurve? = nil, width: Int, at temperature: Temperature) {
    bytes = scored.text
    layout = TextLayout(bytes, width: width)
    self.scored = scored
    figures = Figures(scored.predictions, at: temperature)
    self.curve = curve ?? LossCurve()
    validTokens = scored.tokens.count
    completeCurve()
  }

  /// The tokens that stand for the text from its start on; right after an edit, those before it.
  var tokens: ArraySlice<Token> { scored?.tokens.prefix(validTokens) ?? [] }

  /// The token that holds an offset of the text; the last one for an offset behind them all; nil
  /// when there are none. O(log *n*).
  func token(at offset: Int) -> Int? {
    let tokens = tokens
    guard !tokens.isEmpty else { return nil }
    return min(tokens.partitioningIndex { $0.bytes.upperBound > offset }, tokens.count - 1)
  }

  /// How many tokens end by an offset; one of no bytes stands with what follows it. O(log *n*).
  func tokenCount(before offset: Int) -> Int {
    tokens.partitioningIndex { max($0.bytes.upperBound, $0.bytes.lowerBound + 1) > offset }
  }

  /// Whether the tokens are those of the text as it is now. O(1).
  var isSplit: Bool {
    guard let all = scored?.tokens, validTokens == all.count else { return false }
    return all.last?.bytes.upperBound ?? 0 == bytes.count
  }

  /// The text with its tokens and predictions; nil while it is not split into tokens as it is now.
  var split: ScoredText? { isSplit && scored?.text == bytes ? scored : nil }

  /// The first tokens alone. O(*n*) in them, and in the notches of the slider.
  func prefix(tokens count: Int) -> ReadText {
    guard let scored else { return self }
    return ReadText(scored.prefix(count), width: layout.width, at: figures.temperature)
  }

  // MARK: Changes

  /// Replaces a part of the text; tokens that it touches stand for it no more.
  mutating func replace(_ range: Range<Int>, with new: [UInt8]) {
    validTokens = tokenCount(before: range.lowerBound)
    bytes.replaceSubrange(range, with: new)
    layOutWords(nil)
    layout.update(bytes, at: range.lowerBound, removed: range.count, inserted: new.count)
  }

  /// Splits the text, and keeps what still holds of the predictions. Returns for how many tokens.
  mutating func split(into tokens: [Token], _ settings: ScoringSettings) -> Int {
    let kept = scored?.settings == settings ? scored?.unchangedPrefix(of: tokens) ?? 0 : 0
    var predictions = scored?.predictions ?? Predictions(vocabularySize: 0)
    scored = nil  // so that the arrays have one owner, and are shortened in place
    predictions.truncate(to: kept)
    scored = ScoredText(text: bytes, tokens: tokens, settings: settings, predictions: predictions)
    figures.truncate(to: kept)
    if kept == 0 { curve = LossCurve() }
    validTokens = tokens.count
    layOutWords(nil)
    return kept
  }

  /// Takes the next predictions, their curve left to `take`. O(*n*) in what is added.
  mutating func append(_ block: Predictions) {
    guard let count = scored?.predictions.count, let all = scored?.tokens.count,
      count + block.count <= all
    else { return }
    if count == 0 {
      scored?.predictions = block
      figures = Figures(block, at: figures.temperature)
    } else {
      scored?.predictions.append(block)
      figures.append(Figures(block, at: figures.temperature))
    }
  }

  /// Adds a token to the end of the text, exactly as it was drawn. O(*n*) in the tokens.
  mutating func append(_ entry: Int, _ new: [UInt8], _ prediction: Prediction) {
    guard var predictions = scored?.predictions, let old = scored else { return }
    let place = bytes.count
    scored = nil  // so that the predictions have one owner, and grow in place
    var block = Predictions(vocabularySize: predictions.vocabularySize)
    block.append(prediction)
    predictions.append(block)
    bytes += new
    layout.update(bytes, at: place, removed: 0, inserted: new.count)
    scored = ScoredText(
      text: bytes, tokens: old.tokens + [Token(id: entry, bytes: place..<bytes.count)],
      settings: old.settings, predictions: predictions)
    validTokens = old.tokens.count + 1
    layOutWords(nil)
    figures.append(Figures(block, at: figures.temperature))
    curve.add(block)
  }

  /// Forgets what was expected from a token on, to be scored anew. O(*n*).
  mutating func truncatePredictions(to count: Int) {
    scored?.predictions.truncate(to: count)
    figures.truncate(to: count)
  }

  /// Takes in the loss of everything scored so far.
  mutating func take(_ curve: LossCurve) { self.curve = curve }

  /// Computes the curve where it was not told of every prediction. O(*n* · notches).
  mutating func completeCurve() {
    guard let scored, curve.scoredCount != figures.scoredCount else { return }
    curve = LossCurve(scored.predictions)
  }

  /// Forgets the tokens, and all that is known of them.
  mutating func forgetScores() {
    self = ReadText(bytes, width: layout.width, at: figures.temperature)
  }

  /// Sets the temperature of the figures. O(*n*) in the tokens.
  mutating func set(_ temperature: Temperature) {
    guard temperature != figures.temperature else { return }
    figures = Figures(scored?.predictions ?? Predictions(vocabularySize: 0), at: temperature)
  }

  /// Puts each token above its bar, as far as that is wanted. O(*n*) in what the rows hold; O(1) where
  /// it is done already.
  mutating func layOutWords(_ wish: WordsLayout.Wish?) {
    guard wish != wordsWish else { return }
    wordsWish = wish
    words = wish.flatMap { WordsLayout(bytes, tokens, $0) }
  }

  /// Breaks the text into lines of another width. O(*n*) in its bytes.
  mutating func set(width: Int) { layout = TextLayout(bytes, width: width) }
}

extension ScoredText {
  /// The first tokens, with what is known of them.
  fileprivate func prefix(_ count: Int) -> ScoredText {
    let kept = Array(tokens.prefix(max(count, 0)))
    var predictions = predictions
    predictions.truncate(to: kept.count)
    return ScoredText(
      text: Array(text[..<(kept.last?.bytes.upperBound ?? 0)]), tokens: kept, settings: settings,
      predictions: predictions)
  }
}
