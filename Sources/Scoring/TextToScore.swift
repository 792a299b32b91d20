/// A text among several that are scored together.
public struct TextToScore: Hashable, Sendable {
  /// Its tokens.
  public var tokens: [Token]
  /// The first token whose prediction is asked for: those before it are context.
  public var first: Int

  /// A text, of which all is asked for or what follows a context.
  public init(_ tokens: [Token], from first: Int = 0) {
    self.tokens = tokens
    self.first = first
  }
}

extension Scorer {
  /// Scores texts and reports the predictions of each, with its index.
  public typealias ScoreAll =
    @Sendable (
      _ texts: [TextToScore], _ settings: ScoringSettings,
      _ report: (_ text: Int, _ predictions: Predictions) -> Bool
    ) throws -> Void

  /// Scores texts, each on its own and to the same bits as ``score`` does, whatever texts are beside it, and
  /// reports the predictions of each from its `first` token on, in the order of the texts: one report a text.
  /// Stops early, without an error, when `report` returns false. An engine that can reads several at once.
  ///
  /// Throws what went wrong as an error whose description is a sentence for the user.
  public func scoreAll(
    _ texts: [TextToScore], _ settings: ScoringSettings,
    _ report: (_ text: Int, _ predictions: Predictions) -> Bool
  ) throws {
    if let several { return try several(texts, settings, report) }
    for (index, text) in texts.enumerated() {
      var predictions = Predictions(vocabularySize: model.vocabularySize)
      try score(text.tokens, settings, text.first) {
        predictions.append($0)
        return true
      }
      guard report(index, predictions) else { return }
    }
  }
}
