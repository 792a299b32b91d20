import Basics

/// What a model expects at consecutive places of a text, whole: the predictions, and the logits behind them.
///
/// The logits of a text are gigabytes, so nobody keeps them: they are made again for the places that are asked
/// for, some at a time. All of it is lent to the report that it is given to, and means nothing afterwards.
public struct WholePredictions {
  /// Lends rows; see ``forEachRow(in:_:)``.
  public typealias Lend =
    (_ places: Range<Int>, _ body: (_ place: Int, _ logits: Span<Float>) -> Bool) throws -> Bool

  /// The same as ``Scorer/score`` reports, bit for bit.
  public let predictions: Predictions
  private let lend: Lend

  /// Predictions, and how the logits are made of those that are scored.
  public init(_ predictions: Predictions, lend: @escaping Lend) {
    self.predictions = predictions
    self.lend = lend
  }

  /// Lends the logits of scored places in order, as the model gives them: one for each entry of the vocabulary.
  /// Places that are not scored are passed over.
  ///
  /// - Parameters:
  ///   - places: Indices of ``predictions``; by default all.
  ///   - body: Returns false when it has seen enough.
  /// - Returns: Whether all were seen. Throws what went wrong as an error whose description is a sentence.
  @discardableResult
  public func forEachRow(
    in places: Range<Int>? = nil, _ body: (_ place: Int, _ logits: Span<Float>) -> Bool
  ) throws -> Bool {
    let all = places ?? 0..<predictions.count
    func isScored(_ place: Int) -> Bool { predictions.actualRanks[place] > 0 }
    guard let first = all.first(where: isScored), let last = all.last(where: isScored) else {
      return true
    }
    return try lend(first..<last + 1) { isScored($0) ? body($0, $1) : true }
  }
}

extension Scorer {
  /// Scores tokens and lends the logits too; see ``Scorer/scoreWhole(_:_:_:while:_:)``.
  public typealias ScoreWhole =
    @Sendable (
      _ tokens: [Token], _ settings: ScoringSettings, _ first: Int,
      _ report: (WholePredictions) -> Bool
    ) throws -> Void

  /// Scores the tokens from `first` on as ``score`` does, and lends the report every logit too, where somebody
  /// needs ln p of any entry or the divergence of two models. What is asked of another model meanwhile comes
  /// whenever it comes: to compare two, ask the second for the places of each report of the first.
  ///
  /// Throws what ``checkWholeVocabulary()`` throws, or what went wrong as an error whose description is a sentence
  /// for the user.
  ///
  /// - Parameter isWanted: Asked again and again by a model that waits for an answer; where nothing is wanted any
  ///   more it reports nothing, or throws while it lends logits.
  public func scoreWhole(
    _ tokens: [Token], _ settings: ScoringSettings, _ first: Int,
    while isWanted: @escaping () -> Bool = { true }, _ report: (WholePredictions) -> Bool
  ) throws {
    try checkWholeVocabulary()
    if let whole { return try whole(tokens, settings, first, report) }
    var predictions = Predictions(vocabularySize: vocabulary.count)
    try score(tokens, settings, first) {
      predictions.append($0)
      return isWanted()
    }
    guard isWanted() else { return }
    let ids = tokens.map(\.id)
    _ = report(
      WholePredictions(predictions) { places, body in
        for place in places {
          let context = settings.context(before: first + place, of: ids, given: first + place)
          let logits = try expectation(context, while: isWanted).logits
          guard lend(logits, of: place, to: body) else { return false }
        }
        return true
      })
  }
}

private func lend(
  _ logits: [Float], of place: Int, to body: (_ place: Int, _ logits: Span<Float>) -> Bool
) -> Bool {
  body(place, logits.span)
}
