import InformationTheory
import Scoring

/// What the model expected at each token of a prompt.
struct PromptPass {
  let model: ServedModel
  let tokens: [Token]
  let entries: ExpectedEntries
  /// The first token that is told of.
  var first = 0
  /// Whether somebody still waits.
  let isAwaited: () -> Bool

  /// Tells of each token in order: nil where nothing stood before it. Stops where nobody waits.
  func forEach(_ body: ([ExpectedEntry]?) -> Void) throws {
    var done = min(first, tokens.count)
    for _ in 0..<done { body(nil) }
    if done == tokens.count { return }
    if !entries.needsLogits {
      return try model.scorer.score(tokens, model.settings, done) { predictions in
        tell(of: predictions, from: done, body)
        done += predictions.count
        return isAwaited()
      }
    }
    var failure: (any Error)?
    try model.scorer.scoreWhole(tokens, model.settings, done) { whole in
      do { try tell(of: whole, from: done, body) } catch { failure = error }
      done += whole.predictions.count
      return failure == nil && isAwaited()
    }
    if let failure { throw failure }
  }

  private func tell(
    of predictions: Predictions, from first: Int, _ body: ([ExpectedEntry]?) -> Void
  ) {
    let figures = Figures(predictions, at: .one)
    for place in 0..<predictions.count {
      let isScored = predictions.actualRanks[place] > 0
      body(
        isScored
          ? entries.entries(tokens[first + place].id, at: place, of: predictions, figures) : nil)
    }
  }

  private func tell(
    of whole: WholePredictions, from first: Int, _ body: ([ExpectedEntry]?) -> Void
  ) throws {
    let predictions = whole.predictions
    let figures = Figures(predictions, at: .one)
    var next = 0
    func passOver(to place: Int) {
      while next < place {
        body(nil)
        next += 1
      }
    }
    let isWhole = try whole.forEachRow { place, logits in
      passOver(to: place)
      body(
        entries.entries(
          tokens[first + place].id, at: place, of: predictions, figures, logits: logits))
      next += 1
      return isAwaited()
    }
    if isWhole { passOver(to: predictions.count) }
  }
}
