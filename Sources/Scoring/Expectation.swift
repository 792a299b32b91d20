import InformationTheory

/// What a model expects to come next, whole: what a token is drawn from.
public struct Expectation: Sendable {
  /// A logit for each entry of the vocabulary, as the model gives them.
  public let logits: [Float]
  /// The same as a text keeps it. Nothing came yet, so it is not scored.
  public let prediction: Prediction

  /// An expectation whose logits were folded as they were made.
  package init(logits: [Float], folded prediction: Prediction) {
    self.logits = logits
    self.prediction = prediction.unscored
  }

  /// The expectation that some logits make: how simple models answer. O(*n* log *n*), where *n* is the
  /// size of the vocabulary.
  ///
  /// - Parameters:
  ///   - logits: `-inf` marks an impossible entry; at least one is finite.
  ///   - boundaries: What begins a word and what ends a text; nil where that is not known.
  public init(logits: [Float], boundaries: WordBoundaries? = nil) {
    self.init(
      logits: logits,
      folded: Prediction(
        foldingLogits: logits.map(Double.init), actual: 0, boundaries: boundaries))
  }

  /// The prediction of the token that came. O(1) for a candidate, otherwise O(*n*), where *n* is the
  /// size of the vocabulary.
  public func prediction(of token: Int) -> Prediction {
    var prediction = prediction
    let logit = logits[token]
    let best = prediction.ids[0] < 0 ? 0 : logits[Int(prediction.ids[0])]
    prediction.actualLogit = max(logit - best, LogPartition.impossible)
    prediction.actualRank = Int32(1 + countOfLarger(than: logit))
    return prediction
  }

  /// The candidates are the largest: what is larger than one of them is one of them.
  private func countOfLarger(than logit: Float) -> Int {
    let candidates = prediction.candidates.map { logits[$0.id] }
    if let least = candidates.last, logit >= least { return candidates.count { $0 > logit } }
    return logits.count { $0 > logit }
  }
}

extension Prediction {
  /// The same expectation before anything came.
  fileprivate var unscored: Prediction {
    var prediction = self
    (prediction.actualLogit, prediction.actualRank) = (.nan, 0)
    return prediction
  }
}
