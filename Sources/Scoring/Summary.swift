import InformationTheory

/// Sums over the tokens of a text that have a score, and the means that follow from them.
///
/// A token without a score counts nowhere: neither in the sum of the surprisals, nor among the tokens
/// and bytes that this is spread over.
public struct ScoredSums: Equatable, Sendable {
  /// The number of tokens, and of the bytes that they stand for.
  public private(set) var tokens = 0, bytes = 0
  /// The sum of the surprisals, and of the entropies before the tokens.
  public private(set) var total = Information.zero, totalEntropy = Information.zero

  /// Nothing yet.
  public init() {}

  /// The sums over those tokens of a text that are scored. O(*n*) in the tokens.
  public init(_ figures: TextFigures, of tokens: [Token]) {
    self.tokens = figures.scoredCount
    bytes = figures.scoredBytes(of: tokens)
    (total, totalEntropy) = (figures.total, figures.totalEntropy)
  }

  /// Adds the scored ones of the next tokens. O(*n*) in the tokens.
  public mutating func add(_ figures: Figures, of tokens: some Sequence<Token>) {
    self.tokens += figures.scoredCount
    bytes += figures.scoredBytes(of: tokens)
    total = total + figures.total
    totalEntropy = totalEntropy + figures.totalEntropy
  }

  /// The mean of −ln p; nil when there are no tokens.
  public var crossEntropy: Information? {
    tokens == 0 ? nil : .nats(total.nats / Double(tokens))
  }

  /// The mean entropy; nil when there are no tokens.
  public var meanEntropy: Information? {
    tokens == 0 ? nil : .nats(totalEntropy.nats / Double(tokens))
  }

  /// The surprisals in bits over the bytes; nil when there are none.
  public var bitsPerByte: Double? { bytes == 0 ? nil : total.bits / Double(bytes) }
}

/// The figures of a whole text, as every export gives them.
public struct Summary: Equatable, Sendable {
  /// The number of tokens, and of those that stand for a byte without a token of its own.
  public let tokens: Int, unknownTokens: Int
  /// The length of the text in bytes.
  public let bytes: Int
  /// The tokens that have a score.
  public private(set) var scored = ScoredSums()
  private var curve = LossCurve()

  /// The figures of a text of which nothing is scored yet. O(*n*) in the tokens.
  public init(tokens: some Collection<Token>, bytes: Int) {
    self.tokens = tokens.count
    self.bytes = bytes
    unknownTokens = tokens.count { $0.isUnknown }
  }

  /// The figures of a text at a temperature. O(*n*) in the tokens.
  public init(_ text: ScoredText, _ figures: TextFigures) {
    self.init(tokens: text.tokens, bytes: text.text.count)
    scored = ScoredSums(figures, of: text.tokens)
    curve = text.predictions.curve
  }

  /// Adds the next tokens, for a text that is scored and forgotten block by block.
  ///
  /// - Complexity: O(*n*) in these tokens, times the number of the slider's notches.
  public mutating func add(
    _ predictions: Predictions, _ figures: Figures, of tokens: some Sequence<Token>
  ) {
    scored.add(figures, of: tokens)
    curve.add(predictions)
  }

  /// The temperature of the smallest loss within the slider's range, and that loss; nil when nothing
  /// is scored.
  public var best: (temperature: Temperature, loss: Information)? { curve.best }
}

extension Figures {
  /// The bytes that the scored ones of these tokens stand for. O(*n*) in the tokens.
  public func scoredBytes(of tokens: some Sequence<Token>) -> Int {
    zip(logProbabilities, tokens).reduce(0) { $1.0.isNaN ? $0 : $0 + $1.1.bytes.count }
  }

  /// The first position that has a score; nil when none has. O(*n*) in those before it.
  public var firstScored: Int? { logProbabilities.firstIndex { !$0.isNaN } }
}
