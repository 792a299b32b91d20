import Basics
import Scoring
import ShownText

/// A short text whose shape is known, which every model scores before any other: an engine whose answers are shifted,
/// renormalized, cached away or cut short is found by it and refused.
enum Canary {
  /// Who has read it so far knows how it goes on.
  static let text = "A B C D E F G H I J K L"
  /// How it ends.
  static let last = " L"

  /// Whether a token begins its end; some servers leave out the space before a word.
  static func begins(_ token: String) -> Bool {
    !token.isEmpty && (last.hasPrefix(token) || last.dropFirst().hasPrefix(token))
  }

  /// The most nats that a token of its last third may cost on average.
  static let bound = 2.0

  /// Scores it, and refuses a model that answers as it cannot be. Throws `RemoteError`.
  ///
  /// - Parameter knowsLetters: Whether the model has read enough to know how the alphabet goes on: a toy has not.
  static func check(_ model: RemoteModel, knowsLetters: Bool = true) throws {
    let tokens = try model.tokenize(Array(text.utf8), false) { true }
    let start = model.boundaries.isBeginningAdded ? model.boundaries.beginning : nil
    let ids = (start.map { [$0] } ?? []) + tokens.map(\.id)
    guard ids.count > 2 else {
      throw RemoteError.cannot(
        engine: model.receipt.engine,
        missing: "it makes one token of “\(text)”, so that nothing can be tried")
    }
    var answers = Predictions(vocabularySize: model.vocabularySize)
    try model.score(Stretch(ids: ids, wanted: 1..<ids.count), 0..<1) { block in
      for prediction in block { answers.append(prediction) }
      return true
    }
    if let fault = fault(answers, of: ids.count, knowsLetters: knowsLetters) {
      throw RemoteError.cannot(engine: model.receipt.engine, missing: fault)
    }
  }

  /// What is wrong with the answers to so many tokens, of which the first has none; nil where nothing is.
  static func fault(_ answers: Predictions, of count: Int, knowsLetters: Bool) -> String? {
    guard answers.count == count - 1 else {
      return """
        of \(count) tokens it scored \(answers.count + 1), so its answers are cut short: give it a longer context
        """
    }
    guard answers.actualRanks.allSatisfy({ $0 > 0 }) else {
      return """
        it left tokens without a number, as where they were taken from its cache: turn off its prefix cache
        """
    }
    let signs = (0..<answers.count).compactMap { looksRenormalized(answers[$0]) }
    if !signs.isEmpty && signs.allSatisfy({ $0 }) {
      return """
        its probabilities add up to one over the likeliest tokens alone, so they are renormalized: let it give those \
        from before its sampling, as vLLM does with --logprobs-mode raw_logprobs
        """
    }
    let surprisals = Figures(answers, at: .one).logProbabilities.map { -Double($0) }
    let last = surprisals.suffix(max(surprisals.count / 3, 1))
    let mean = last.reduce(0, +) / Double(last.count)
    guard knowsLetters, !(mean < bound) else { return nil }
    return """
      the last letters of “\(text)” cost it \(decimal(mean, 0)) nats each, where they are almost certain, so its numbers \
      are those of other tokens, or of a model that has learnt no text: try a newer version, or another engine
      """
  }

  /// Whether next to nothing lies beyond the candidates, though the last of these has more than rounding leaves:
  /// those that follow would have about as much. Nil where that cannot be told.
  private static func looksRenormalized(_ prediction: Prediction) -> Bool? {
    let weights = prediction.candidates.map { exp($0.logit) }
    guard prediction.isBounded, let last = weights.last else { return nil }
    let rest = exp(Double(prediction.logRestMass))
    let least = last / weights.reduce(0, +) * (1 - rest)
    return least > 1e-5 ? rest < least / 10 : nil
  }
}
