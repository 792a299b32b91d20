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
  public private(set) var figures: TextFigures
  /// The loss of all predictions at every temperature.
  public private(set) var curve = LossCurve()
  /// The tokens above their bars, where that is wanted and has room; nil for running text.
  private(set) var words: WordsLayout?
  /// What the words were last laid out for, whether they had room or not; nil for running text, and
  /// where text or tokens have changed since.
  private(set) var wordsWish: WordsLayout.Wish?
  /// The tokens in words, lines or sentences, in each as far as that was asked for since text or tokens changed.
  private(set) var divisions: [TextUnit: TextDivision] = [:]
  /// The words of its pages; nil where it is not divided into words.
  private(set) var wordCounts: WordCounts?
  /// What is expected behind the last token; nil where that was not asked for since text or tokens changed.
  private(set) var behind: Prediction?
  /// How often figures were replaced by others, and not only added to.
  private(set) var edition = 0
  /// How many of the tokens still stand for the text: fewer than all right after an edit.
  private(set) var validTokens = 0

  /// A text that is not split into tokens yet. O(*n*).
  init(_ bytes: [UInt8], width: Int, at temperature: Temperature) {
    self.bytes = bytes
    layout = TextLayout(bytes, width: width)
    figures = TextFigures(.none, at: temperature)
  }

  /// A text with what is known of it. O(*n*).
  init(_ scored: ScoredText, width: Int, at temperature: Temperature) {
    bytes = scored.text
    layout = TextLayout(bytes, width: width)
    self.scored = scored
    figures = TextFigures(scored.predictions, at: temperature)
    curve = scored.predictions.curve
    validTokens = scored.tokens.count
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

  /// The first tokens alone. O(*n*) in them, a copy of what they are made of.
  func prefix(tokens count: Int) -> ReadText {
    guard let short = scored?.prefix(min(count, validTokens)) else { return self }
    var prefix = self
    let rest = short.text.count..<bytes.count
    prefix.bytes = short.text
    prefix.layout.update(short.text, at: rest.lowerBound, removed: rest.count, inserted: 0)
    prefix.scored = short
    prefix.figures.truncate(to: short.tokens.count)
    prefix.curve = short.predictions.curve
    prefix.validTokens = short.tokens.count
    prefix.layOutWords(nil)
    prefix.forgetParts()
    return prefix
  }

  // MARK: Changes

  /// Replaces a part of the text; tokens that it touches stand for it no more.
  mutating func replace(_ range: Range<Int>, with new: [UInt8]) {
    validTokens = tokenCount(before: range.lowerBound)
    bytes.replaceSubrange(range, with: new)
    layOutWords(nil)
    forgetParts()
    layout.update(bytes, at: range.lowerBound, removed: range.count, inserted: new.count)
  }

  /// Splits the text, and keeps what still holds of the predictions. Returns for how many tokens.
  mutating func split(into tokens: [Token], _ settings: ScoringSettings) -> Int {
    let known = ScoredText.predictions(of: scored, holdingFor: tokens, settings)
    if known.division == figures.division {
      figures.truncate(to: known.end)
    } else {
      figures = TextFigures(known, at: figures.temperature)
    }
    scored = ScoredText(text: bytes, tokens: tokens, settings: settings, predictions: known)
    curve = known.curve
    validTokens = tokens.count
    layOutWords(nil)
    forgetParts()
    return known.count
  }

  /// Takes the predictions of the positions from one on, by default of the first that are missing. O(*n* ·
  /// notches) in what is added.
  mutating func append(_ block: Predictions, at start: Int? = nil) {
    guard let all = scored?.tokens.count, let start = start ?? scored?.predictions.leadingCount,
      start + block.count <= all
    else { return }
    if scored?.predictions.count == 0 {
      scored?.predictions = TextPredictions(
        vocabularySize: block.vocabularySize, division: figures.division)
    }
    take(changed: scored?.predictions.add(block, at: start, of: all) ?? 0..<0)
  }

  /// Adds a token to the end of the text, exactly as it was drawn. O(*n*) in the lines.
  mutating func append(_ entry: Int, _ new: [UInt8], _ prediction: Prediction) {
    guard scored != nil else { return }
    let place = bytes.count
    bytes = []  // so that the text has one owner, and grows in place
    let changed = scored?.append(entry, new, prediction) ?? 0..<0
    bytes = scored?.text ?? []
    layout.update(bytes, at: place, removed: 0, inserted: new.count)
    validTokens = scored?.tokens.count ?? 0
    layOutWords(nil)
    forgetParts()
    take(changed: changed)
  }

  /// Takes figures and curve of pages that have got predictions.
  private mutating func take(changed pages: Range<Int>) {
    guard let predictions = scored?.predictions else { return }
    figures.extend(to: predictions, pages: pages)
    curve = predictions.curve
  }

  /// Forgets what was expected from a token on, to be scored anew. O(*pages*).
  mutating func truncatePredictions(to count: Int) {
    scored?.predictions.truncate(to: count)
    figures.truncate(to: count)
    behind = nil
    curve = scored?.predictions.curve ?? LossCurve()
    edition += 1
  }

  /// Forgets the tokens, and all that is known of them.
  mutating func forgetScores() {
    become(ReadText(bytes, width: layout.width, at: figures.temperature))
  }

  /// Becomes another text, whose figures are not those of before.
  mutating func become(_ other: ReadText) {
    let edition = edition
    self = other
    self.edition = edition + 1
  }

  /// Sets the temperature of the figures. O(*n*) in the tokens.
  mutating func set(_ temperature: Temperature) {
    guard temperature != figures.temperature else { return }
    figures = TextFigures(scored?.predictions ?? .none, at: temperature)
    edition += 1
  }

  /// Puts each token above its bar, as far as that is wanted. O(*n*) in what the rows hold; O(1) where
  /// it is done already.
  mutating func layOutWords(_ wish: WordsLayout.Wish?) {
    guard wish != wordsWish else { return }
    wordsWish = wish
    words = wish.flatMap { WordsLayout(bytes, tokens, $0) }
  }

  /// The tokens as they make up a unit; nil where that is not known yet. O(1).
  func division(into unit: TextUnit) -> TextDivision? {
    unit == .token ? TextDivision(bytes, tokens, into: .token) : divisions[unit]
  }

  /// Takes a division of the text and the tokens at hand.
  mutating func take(_ division: TextDivision) { divisions[division.unit] = division }

  /// Takes the words of its pages.
  mutating func take(_ words: WordCounts) { wordCounts = words }

  /// Text or tokens have changed, and with them all that was made of these.
  private mutating func forgetParts() {
    divisions = [:]
    (wordCounts, behind) = (nil, nil)
    edition += 1
  }

  /// Takes what is expected behind the last token.
  mutating func take(behind prediction: Prediction) { if isSplit { behind = prediction } }

  /// Breaks the text into lines of another width. O(*n*) in its bytes.
  mutating func set(width: Int) { layout = TextLayout(bytes, width: width) }
}

extension TextPredictions {
  /// Those of a text that is not split into tokens.
  fileprivate static let none = TextPredictions(
    vocabularySize: 0,
    division: ScoringDivision(ScoringSettings(startToken: nil, window: 1, stride: 1)))
}
