import InformationTheory

/// A text drawn from a source that is known, so that the loss of any model on it can be split: into
/// what nobody could have known, and what is the model's fault.
public struct DrawnText: Sendable {
  /// The text.
  public let text: [UInt8]
  /// What the source is called.
  public let source: String
  /// How many tokens of the source were drawn.
  public let draws: Int
  /// The sum of the entropies of the source's distributions, one before each draw: the least total
  /// that any model can expect.
  public let entropy: Information
  /// The sum of the surprisals, to the source itself, of what was drawn: the entropy and the luck of
  /// the draw.
  public let surprisal: Information

  /// Draws tokens one after the other, each after those before it. The same seed draws the same text.
  ///
  /// Throws what the source throws, as where it does not give all logits.
  ///
  /// - Parameter source: A model that needs nothing before its first token.
  public init(drawing count: Int, from source: Scorer, seed: UInt64) throws {
    let sampler = Sampler(seed: seed)
    var ids: [Int] = []
    var text: [UInt8] = []
    var tokens: [Token] = []
    for place in 0..<count {
      let id = sampler.draw(from: try source.expectation(Context(ids)).logits, at: place).entry
      let bytes = source.vocabulary.bytes(id)
      ids.append(id)
      tokens.append(Token(id: id, bytes: text.count..<text.count + bytes.count))
      text += bytes
    }
    var predictions = Predictions(vocabularySize: source.vocabulary.count)
    let settings = ScoringSettings(
      startToken: nil, window: source.model.contextLength, stride: 1)
    try source.score(tokens, settings, 0) {
      predictions.append($0)
      return true
    }
    let figures = Figures(predictions, at: .one)
    self.text = text
    self.source = source.model.name
    draws = count
    entropy = figures.totalEntropy
    surprisal = figures.total
  }
}
