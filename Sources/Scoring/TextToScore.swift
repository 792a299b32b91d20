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
  /// Scores texts and reports the predictions of each, with its index. A model that waits for an answer asks meanwhile
  /// whether that is still wanted, and ends without an error where it is not.
  public typealias ScoreAll =
    @Sendable (
      _ texts: [TextToScore], _ settings: ScoringSettings, _ isWanted: () -> Bool,
      _ report: (_ text: Int, _ predictions: Predictions) -> Bool
    ) throws -> Void

  /// Scores texts, each on its own and to the same bits as ``score`` does, whatever texts are beside it, and
  /// reports the predictions of each from its `first` token on, in the order of the texts: one report a text.
  /// Stops early, without an error, when `report` returns false, or `isWanted` while an answer is waited for. An
  /// engine that can reads several at once.
  ///
  /// Throws what went wrong as an error whose description is a sentence for the user.
  public func scoreAll(
    _ texts: [TextToScore], _ settings: ScoringSettings, while isWanted: () -> Bool = { true },
    _ report: (_ text: Int, _ predictions: Predictions) -> Bool
  ) throws {
    if let several { return try several(texts, settings, isWanted, report) }
    for (index, text) in texts.enumerated() {
      guard let predictions = try predictions(of: text, settings, while: isWanted),
        report(index, predictions)
      else { return }
    }
  }
}

extension Scorer {
  /// Scores whole texts and what comes behind each, with which their last words are corrected, several at once;
  /// reports them in order. The fault of one text is its own: the others have the numbers that they have alone.
  /// Stops early as ``scoreAll(_:_:while:_:)`` does.
  ///
  /// - Parameter report: Takes the predictions of a text, one more than it has tokens, or what went wrong.
  public func scoreAllWithEnds(
    _ texts: [[Token]], _ settings: ScoringSettings, while isWanted: () -> Bool = { true },
    _ report: (_ text: Int, _ predictions: Result<Predictions, any Error>) -> Bool
  ) {
    // The figures of one more token are never asked for: any will do.
    let texts = texts.map { TextToScore($0 + $0.suffix(1)) }
    var (next, goesOn) = (0, true)
    func take(_ result: Result<Predictions, any Error>) -> Bool {
      goesOn = report(next, result)
      next += 1
      return goesOn
    }
    do { try scoreAll(texts, settings, while: isWanted) { take(.success($1)) } } catch {
      while goesOn, next < texts.count {
        do {
          guard let predictions = try predictions(of: texts[next], settings, while: isWanted)
          else { return }
          _ = take(.success(predictions))
        } catch { _ = take(.failure(error)) }
      }
    }
  }

  /// The predictions of a text from its first token that is asked for on; nil where they are not wanted any more.
  private func predictions(
    of text: TextToScore, _ settings: ScoringSettings, while isWanted: () -> Bool
  ) throws -> Predictions? {
    var predictions = Predictions(vocabularySize: model.vocabularySize)
    try score(text.tokens, settings, text.first) {
      predictions.append($0)
      return isWanted()
    }
    return isWanted() ? predictions : nil
  }
}
