import InformationTheory
import Scoring

// What arrows, colours and the strip go by: tokens, or what they make up.
extension Explorer {
  /// The unit that is chosen.
  public var textUnit: TextUnit { desk.settings.textUnit }

  /// Goes on to the next unit.
  mutating func switchTextUnit() {
    desk.settings.textUnit = textUnit.next
    say(
      textUnit == .token
        ? "read by tokens"
        : textUnit == .word
          ? "read by words, their surprise \(isCorrectable ? "corrected for where they end" : "that of their tokens")"
          : "read by \(textUnit.rawValue)s: the mean of their tokens")
  }

  /// Whether words are corrected: not where the model has scored the focused token, and does not say what begins a word.
  private var isCorrectable: Bool {
    guard hasPrediction(focus), let prediction = scored?.predictions[focus], prediction.isScored
    else { return true }
    return prediction.boundaries != nil
  }

  /// Keeps what reads where words begin at the temperature. O(1).
  mutating func settleBoundaries() {
    if desk.boundaries.temperature != temperature { desk.boundaries = BoundaryReader(temperature) }
  }

  /// The parts of the text; nil where each token is one, and while the parts are not known yet.
  private var division: TextDivision? {
    textUnit == .token || reveal != nil ? nil : reading.division(into: textUnit)
  }

  /// The tokens of the part that a token belongs to. O(log *n*).
  package func part(of token: Int) -> Range<Int> {
    guard let division, (0..<division.tokenCount).contains(token) else { return token..<token + 1 }
    return division.tokens(of: division.part(of: token))
  }

  /// Whether a token belongs to the focused part.
  package func isFocused(_ token: Int) -> Bool { part(of: focus).contains(token) }

  /// Moves the focus by so many parts, to their first tokens.
  mutating func step(by count: Int) {
    guard let division, (0..<division.tokenCount).contains(focus) else {
      return focus(on: focus + count)
    }
    let part = division.part(of: focus)
    // Inside a part, the way back leads to its beginning first.
    let inside = count < 0 && division.tokens(of: part).lowerBound < focus ? 1 : 0
    let target = min(max(part + count + inside, 0), division.count - 1)
    focus(on: division.tokens(of: target).lowerBound)
  }

  // MARK: The strip

  /// How many bars there are.
  private var barCount: Int { division?.count ?? tokens.count }

  /// The bar of the focus.
  package var focusedBar: Int {
    guard let division, (0..<division.tokenCount).contains(focus) else { return focus }
    return division.part(of: focus)
  }

  /// The first token that a bar stands for.
  package func token(ofBar bar: Int) -> Int { division?.tokens(of: bar).lowerBound ?? bar }

  /// The bars that the strip shows, when it has so many columns: pages that overlap, so that the strip
  /// stands still while the focus moves over half of it.
  package func stripBars(columns: Int) -> Range<Int> {
    let count = barCount
    guard count > columns, columns > 3 else { return 0..<min(count, max(columns, 0)) }
    let half = columns / 2
    let start = min(max(focusedBar / half * half - columns / 4, 0), count - columns)
    return start..<start + columns
  }

  // MARK: Figures

  /// The most tokens of a part whose figures are looked at, so that a screen is drawn at once whatever the
  /// text is.
  package static let mostTokens = 256

  /// The tokens of a part that its colour stands for: all of them, or those about a token.
  private func sampled(_ part: Range<Int>, around token: Int) -> Range<Int> {
    guard part.count > Self.mostTokens else { return part }
    let first = min(
      max(token - Self.mostTokens / 2, part.lowerBound), part.upperBound - Self.mostTokens)
    return first..<first + Self.mostTokens
  }

  /// What colours and the overview show the lens of: where it is about single tokens, these.
  var shownUnit: TextUnit { lens == .bought || reveal != nil ? .token : textUnit }

  /// What the lens shows of a part of the text: of a word the sum over its tokens, its surprise corrected; of a
  /// line and of a sentence the mean, of a long one about a token; of a rank the largest. Nil where it is not scored.
  func value(
    ofPart whole: Range<Int>, around token: Int, _ words: @autoclosure () -> WordScores
  ) -> Double? {
    let part = sampled(whole, around: token)
    if textUnit == .word, lens == .surprise || lens == .probability {
      guard let surprisal = words().surprisal(part) else { return nil }
      return lens == .surprise ? surprisal.bits : 1 / surprisal.perplexity
    }
    let values = part.compactMap { place in
      switch lens {
      case .probability: surprisal(of: place)?.bits
      case .change: share(ofChange: place)?.bits
      default: value(ofToken: place)
      }
    }
    guard values.count == part.count || textUnit != .word, !values.isEmpty else { return nil }
    let sum = values.reduce(0, +)
    switch lens {
    case .rank: return values.max()
    case .entropy where textUnit == .word: return values[0]
    case .probability: return Information.bits(-sum / Double(values.count)).perplexity
    case .surprise, .entropy, .excess, .change, .bought:
      return textUnit == .word ? sum : sum / Double(values.count)
    }
  }

  /// The words of the text, and what each costs at the temperature.
  package var wordScores: WordScores {
    wordScores(with: desk.boundaries) { self.surprisal(of: $0) }
  }

  /// The same at a temperature, from surprisals at it.
  func wordScores(
    with reader: BoundaryReader, surprisal: @escaping (Int) -> Information?
  ) -> WordScores {
    WordScores(text, tokens, scored?.predictions, behind: reading.behind, reader, surprisal)
  }
}

extension WordScores {
  /// The surprisal of a word, corrected where it can be; nil where a token of it is not scored.
  fileprivate func surprisal(_ part: Range<Int>) -> Information? {
    corrected(part)?.corrected ?? plain(part)
  }

  /// The words of a text of which some predictions are known, and perhaps what is expected behind it.
  init(
    _ text: [UInt8], _ tokens: ArraySlice<Token>, _ predictions: TextPredictions?,
    behind: Prediction?, _ reader: BoundaryReader,
    _ surprisal: @escaping (_ token: Int) -> Information?
  ) {
    self.init(text, tokens, .pimentel, surprisal: surprisal) { place in
      guard let predictions,
        let prediction = place == tokens.endIndex
          ? behind : predictions.holds(place) ? predictions[place] : nil
      else { return nil }
      return reader.probability(of: prediction, vocabularySize: predictions.vocabularySize)
    }
  }
}
