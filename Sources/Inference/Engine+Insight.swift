import Scoring

// How the model comes to what it says.
extension Engine {
  var insight: Insight {
    Insight(
      byLayer: { [self] in try predictByLayer($0, $1, $2) },
      leavingOut: { [self] in try predictLeavingOut($0, $1, $2, $3) })
  }

  /// What each layer expects in a place; see `Scorer.predictByLayer`.
  private func predictByLayer(
    _ tokens: [Token], _ settings: ScoringSettings, _ place: Int
  ) throws -> Predictions {
    let part = part(of: tokens, settings, before: place)
    guard part.sequence.count > 1 else {
      return Predictions(vocabularySize: model.vocabularySize)
    }
    return try withTransformer(capacity: part.window) {
      try $0.predictByLayer(part.sequence, at: place)
    }
  }

  /// What is expected in a place without each token before it; see `Scorer.predictLeavingOut`.
  private func predictLeavingOut(
    _ tokens: [Token], _ settings: ScoringSettings, _ place: Int,
    _ report: ([Int], Predictions) -> Bool
  ) throws {
    let part = part(of: tokens, settings, before: place)
    guard part.sequence.count > 2 else { return }
    try withTransformer(capacity: part.window) { transformer in
      try transformer.predictLeavingOut(part.sequence, at: place, downTo: part.started) {
        places, found in
        report(places.map { $0 + part.shift }, found)
      }
    }
  }

  private func part(of tokens: [Token], _ settings: ScoringSettings, before place: Int) -> Part {
    let part = Part(of: tokens, settings.fitted(toContext: weights.sizes.context), before: place)
    precondition(
      part.sequence.allSatisfy { (0..<Int32(tokenizer.count)).contains($0) },
      "a token lies beyond the vocabulary")
    return part
  }
}

/// What the model reads of a text up to a token, and that token.
private struct Part {
  /// The start token, where there is one, and tokens of the text.
  let sequence: [Int32]
  /// How many start tokens there are, and by how much places in the text are larger than in the sequence.
  let started: Int, shift: Int
  let window: Int

  init(of tokens: [Token], _ settings: ScoringSettings, before place: Int) {
    precondition(tokens.indices.contains(place), "a place of the text")
    let context = settings.context(before: place, of: tokens.map(\.id), given: place)
    sequence = (context.tokens + [tokens[place].id]).map { Int32($0) }
    started = settings.startToken == nil ? 0 : 1
    (shift, window) = (context.origin, settings.window)
  }
}
