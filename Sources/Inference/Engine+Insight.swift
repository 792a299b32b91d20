import Scoring

// How the model comes to what it says.
extension Engine {
  var insight: Insight {
    Insight(
      byLayer: { [self] in try predictByLayer($0) },
      leavingOut: { [self] in try predictLeavingOut($0, butNearest: $1, $2) })
  }

  /// What each layer expects in a place; see `Scorer.predictByLayer`.
  private func predictByLayer(_ question: Insight.Question) throws -> Predictions {
    let part = part(of: question)
    guard part.sequence.count > 1 else {
      return Predictions(vocabularySize: model.vocabularySize)
    }
    return try withTransformer(capacity: part.window) {
      try $0.predictByLayer(part.sequence, at: question.place)
    }
  }

  /// What is expected in a place without each token before it; see `Scorer.predictLeavingOut`.
  private func predictLeavingOut(
    _ question: Insight.Question, butNearest known: Int, _ report: ([Int], Predictions) -> Bool
  ) throws {
    let part = part(of: question)
    let leftOut = part.started..<part.sequence.count - 1 - known
    guard part.sequence.count > 2, !leftOut.isEmpty else { return }
    try withTransformer(capacity: part.window) { transformer in
      try transformer.predictLeavingOut(leftOut, of: part.sequence, at: question.place) {
        places, found in
        report(places.map { $0 + part.shift }, found)
      }
    }
  }

  private func part(of question: Insight.Question) -> Part {
    var question = question
    question.settings = question.settings.fitted(toContext: weights.sizes.context)
    let part = Part(of: question)
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

  init(of question: Insight.Question) {
    let (settings, place) = (question.settings, question.tokens.count - 1)
    let context = settings.context(
      before: place, of: question.tokens.map(\.id), given: place)
    sequence = (context.tokens + [question.tokens[place].id]).map { Int32($0) }
    started = settings.startToken == nil ? 0 : 1
    (shift, window) = (context.origin + question.first, settings.window)
  }
}
