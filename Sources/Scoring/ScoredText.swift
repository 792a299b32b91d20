import InformationTheory

/// A text, its tokens, and what the model expected of them: as many predictions as there are so far, in
/// any units of the text.
public struct ScoredText: Sendable {
  /// The text itself, of any bytes.
  public private(set) var text: [UInt8]
  /// The tokens of the text, in order; their bytes joined are the text.
  public private(set) var tokens: [Token]
  /// How it is scored.
  public let settings: ScoringSettings
  /// The predictions of the tokens, `tokens.count` of them when scoring has ended.
  public var predictions: TextPredictions

  /// A text to be scored.
  public init(
    text: [UInt8], tokens: [Token], settings: ScoringSettings, predictions: TextPredictions
  ) {
    self.text = text
    self.tokens = tokens
    self.settings = settings
    self.predictions = predictions
  }

  /// A text whose first tokens have these predictions. O(*n* · notches) in them.
  public init(text: [UInt8], tokens: [Token], settings: ScoringSettings, predictions: Predictions) {
    self.init(
      text: text, tokens: tokens, settings: settings,
      predictions: TextPredictions(predictions, division: ScoringDivision(settings)))
  }

  /// Whether every token has its prediction.
  public var isComplete: Bool { predictions.count >= tokens.count }

  /// The number of leading tokens whose predictions still hold for other tokens, where there are any: those
  /// that neither differ nor stand behind a difference. O(*n*).
  public func unchangedPrefix(of others: [Token]) -> Int {
    let limit = min(predictions.end, tokens.count, others.count)
    return (0..<limit).first { tokens[$0].id != others[$0].id } ?? limit
  }

  /// What an earlier text's predictions hold for other tokens, none without one. Who scores and who shows the
  /// text both ask this, and must come to the same. O(*n*).
  public static func predictions(
    of known: ScoredText?, holdingFor others: [Token], _ settings: ScoringSettings
  ) -> TextPredictions {
    known?.predictions(holdingFor: others, settings)
      ?? TextPredictions(vocabularySize: 0, division: ScoringDivision(settings))
  }

  /// The predictions that hold for other tokens too, scored in another way. O(*n*).
  public func predictions(
    holdingFor others: [Token], _ settings: ScoringSettings
  ) -> TextPredictions {
    guard settings == self.settings else {
      return TextPredictions(
        vocabularySize: predictions.vocabularySize, division: ScoringDivision(settings))
    }
    var known = predictions
    known.truncate(to: unchangedPrefix(of: others))
    return known
  }

  /// Adds a token to the end of the text, with its bytes and its prediction. O(1), amortized, where nobody
  /// else has the same arrays.
  public mutating func append(_ entry: Int, _ bytes: [UInt8], _ prediction: Prediction) -> Range<
    Int
  > {
    let start = text.count
    text += bytes
    tokens.append(Token(id: entry, bytes: start..<text.count))
    var block = Predictions(vocabularySize: predictions.vocabularySize)
    block.append(prediction)
    return predictions.add(block, at: tokens.count - 1)
  }

  /// The first tokens, with what is known of them. O(*n*).
  public func prefix(_ count: Int) -> ScoredText {
    let kept = Array(tokens.prefix(max(count, 0)))
    var predictions = predictions
    predictions.truncate(to: kept.count)
    return ScoredText(
      text: Array(text[..<(kept.last?.bytes.upperBound ?? 0)]), tokens: kept, settings: settings,
      predictions: predictions)
  }
}
