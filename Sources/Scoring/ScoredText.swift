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

/// The figures of a whole text, as every export gives them.
public struct Summary: Equatable, Sendable {
  /// The number of tokens, and how many of them have a score.
  public var tokens: Int, scoredTokens: Int
  /// The length of the text in bytes.
  public var bytes: Int
  /// The mean of −ln p over the scored tokens; nil when there are none.
  public var crossEntropy: Information?
  /// The sum of the surprisals.
  public var total: Information
  /// The sum of the surprisals in bits, over the bytes of the text; nil for an empty text.
  public var bitsPerByte: Double?
  /// The mean entropy over the scored tokens; nil when there are none.
  public var meanEntropy: Information?
  /// The temperature of the smallest loss; nil when nothing is scored.
  public var bestTemperature: Temperature?
  /// The loss at that temperature; nil when nothing is scored.
  public var bestCrossEntropy: Information?

  /// The figures of a text at a temperature. O(1): everything is summed already.
  public init(_ scored: ScoredText, _ figures: Figures, _ curve: LossCurve) {
    self.init(
      tokens: scored.tokens.count, bytes: scored.text.count, scoredTokens: figures.scoredCount,
      total: figures.total, totalEntropy: figures.totalEntropy, curve)
  }

  /// The figures of a text from its sums, for a text that is scored and forgotten block by block.
  public init(
    tokens: Int, bytes: Int, scoredTokens: Int, total: Information, totalEntropy: Information,
    _ curve: LossCurve
  ) {
    self.tokens = tokens
    self.scoredTokens = scoredTokens
    self.bytes = bytes
    self.total = total
    if scoredTokens > 0 {
      crossEntropy = .nats(total.nats / Double(scoredTokens))
      meanEntropy = .nats(totalEntropy.nats / Double(scoredTokens))
      if bytes > 0 { bitsPerByte = total.bits / Double(bytes) }
    }
    let best = curve.best
    bestTemperature = best?.temperature
    bestCrossEntropy = best?.loss
  }
}
