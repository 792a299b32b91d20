import Basics

// The textbook formulas, over a whole vocabulary of logits. They are exact and plain; what the
// explorer runs on every move of the slider is `LogPartition`, which is tested against them.

/// Returns the log-partition A(β) = ln Σ e^(βz), the number that turns logits into probabilities.
///
/// The largest logit is taken out of the sum, so nothing overflows. A temperature of zero has no
/// log-partition: use ``softmax(_:at:)``.
///
/// - Parameter logits: Unnormalised log-weights; `-inf` marks an impossible token, and at least one
///   is finite.
/// - Complexity: O(*n*), where *n* is the number of logits.
public func logPartition(_ logits: [Double], at temperature: Temperature = .one) -> Double {
  precondition(temperature.value > 0, "the log-partition diverges at temperature zero")
  guard let largest = logits.max(), largest > -.infinity else {
    preconditionFailure("at least one logit must be finite")
  }
  let beta = temperature.beta
  let sum = logits.reduce(0) { $1 == -.infinity ? $0 : $0 + exp(beta * ($1 - largest)) }
  return beta * largest + log(sum)
}

/// Returns the probabilities p = e^(βz − A(β)) of all tokens, which sum to one (Boltzmann 1868;
/// Bridle 1990 named it softmax).
///
///     softmax([0, 0])  // [0.5, 0.5]
///
/// At temperature zero the largest logits share all of the probability; at infinity every possible
/// token has the same.
///
/// - Complexity: O(*n*), where *n* is the number of logits.
public func softmax(_ logits: [Double], at temperature: Temperature = .one) -> [Double] {
  guard temperature.beta.isFinite else {
    let best = logits.max()
    let share = 1 / Double(logits.count { $0 == best })
    return logits.map { $0 == best ? share : 0 }
  }
  return logProbabilities(logits, at: temperature).map { exp($0) }
}

/// Returns ln p = βz − A(β) of all tokens; `-inf` for those that are impossible.
///
/// The largest logit is taken out before anything is scaled: near temperature zero βz itself may be larger than
/// any number.
///
/// - Complexity: O(*n*), where *n* is the number of logits.
func logProbabilities(_ logits: [Double], at temperature: Temperature) -> [Double] {
  guard temperature.beta.isFinite, let largest = logits.max() else {
    return softmax(logits, at: temperature).map { log($0) }
  }
  let scaled = logits.map { $0 == -.infinity ? $0 : temperature.beta * ($0 - largest) }
  let normalizer = log(scaled.reduce(0) { $0 + exp($1) })
  return scaled.map { $0 - normalizer }
}

/// Returns the entropy −Σ p ln p: the surprisal to be expected from a distribution (Shannon 1948).
///
///     entropy([0.5, 0.5]).bits  // 1.0
///
/// - Complexity: O(*n*), where *n* is the number of probabilities.
public func entropy(_ probabilities: [Double]) -> Information {
  .nats(probabilities.reduce(0) { $1 > 0 ? $0 - $1 * log($1) : $0 })
}

/// Returns the cross-entropy of a text: the mean of −ln p over the tokens that really came.
///
/// - Parameter logProbabilities: ln p of each token that came; not empty.
/// - Complexity: O(*n*), where *n* is the number of tokens.
public func crossEntropy(_ logProbabilities: [Double]) -> Information {
  precondition(!logProbabilities.isEmpty, "the mean of no tokens is undefined")
  return .nats(-logProbabilities.reduce(0, +) / Double(logProbabilities.count))
}

/// Returns the divergence Σ p ln(p/q) of a model q from the truth p (Kullback and Leibler 1951):
/// the cross-entropy that is the model's fault. Infinite where the model excludes what happens.
///
/// - Complexity: O(*n*), where *n* is the number of outcomes.
public func divergence(of model: [Double], from truth: [Double]) -> Information {
  precondition(model.count == truth.count, "both distributions are over the same outcomes")
  return .nats(zip(truth, model).reduce(0) { $1.0 > 0 ? $0 + $1.0 * log($1.0 / $1.1) : $0 })
}

/// Returns a token's rank: 1 and the number of tokens that are strictly likelier.
///
/// Temperature has no part in it, which is why the slider never changes a rank.
///
/// - Complexity: O(*n*), where *n* is the number of logits.
public func rank(of token: Int, in logits: [Double]) -> Int {
  1 + logits.count { $0 > logits[token] }
}
