import InformationTheory

/// A text, its tokens, and what the model expected of them: as many predictions as there are so far.
public struct ScoredText: Sendable {
  /// The text itself, of any bytes.
  public let text: [UInt8]
  /// The tokens of the text, in order; their bytes joined are the text.
  public let tokens: [Token]
  /// How it is scored.
  public let settings: ScoringSettings
  /// The predictions of the first tokens, `tokens.count` of them when scoring has ended.
  public var predictions: Predictions

  /// A text to be scored.
  public init(text: [UInt8], tokens: [Token], settings: ScoringSettings, predictions: Predictions) {
    self.text = text
    self.tokens = tokens
    self.settings = settings
    self.predictions = predictions
  }

  /// Whether every token has its prediction.
  public var isComplete: Bool { predictions.count >= tokens.count }

  /// The number of leading tokens whose predictions still hold for other tokens: those that neither
  /// differ nor stand behind a difference. O(*n*).
  public func unchangedPrefix(of others: [Token]) -> Int {
    let limit = min(predictions.count, others.count)
    return (0..<limit).first { tokens[$0].id != others[$0].id } ?? limit
  }
}
