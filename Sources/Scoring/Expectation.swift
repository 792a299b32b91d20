import InformationTheory

/// What a model expects to come next, whole: what a token is drawn from.
public struct Expectation: Sendable {
  /// A logit for each entry of the vocabulary, as the model gives them.
  public let logits: [Float]
  /// The same as a text keeps it. Nothing came yet, so it is not scored.
  public let prediction: Prediction

  /// The expectation that some logits make. O(*n*), where *n* is the size of the vocabulary.
  ///
  /// - Parameter logits: `-inf` marks an impossible entry; at least one is finite.
  public init(logits: [Float]) {
    self.logits = logits
    if logits.allSatisfy(\.isFinite) {
      prediction = Prediction(foldingFiniteLogits: logits)
    } else {
      prediction = Prediction(foldingLogits: logits.map(Double.init), actual: 0).unscored
    }
  }

  /// The prediction of the token that came. O(*n*), where *n* is the size of the vocabulary.
  public func prediction(of token: Int) -> Prediction {
    var prediction = prediction
    let (logit, largest) = (logits[token], logits.max() ?? 0)
    prediction.actualLogit = max(logit - largest, LogPartition.impossible)
    prediction.actualRank = Int32(1 + logits.count { $0 > logit })
    return prediction
  }
}

extension Prediction {
  /// The same expectation before anything came.
  fileprivate var unscored: Prediction {
    Prediction(
      ids: ids, logits: logits, rest: rest, actualLogit: .nan, actualRank: 0)
  }
}

extension ScoringSettings {
  /// What the model reads before the token at a place of a text: the start token, and as many tokens
  /// as the window holds where it scores that token. O(*n*) in what it reads.
  public func context(before place: Int, of tokens: [Int]) -> [Int] {
    let start = startToken.map { [$0] } ?? []
    let beyond = max(place + 1 - max(window - start.count, 2), 0)
    let stride = max(stride, 1)
    return start + tokens[min((beyond + stride - 1) / stride * stride, max(place - 1, 0))..<place]
  }
}

extension Scorer {
  /// What the model expects after some tokens; see ``logits``. Throws what `logits` throws.
  public func expectation(after context: [Int]) throws -> Expectation {
    Expectation(logits: try logits(context))
  }
}
