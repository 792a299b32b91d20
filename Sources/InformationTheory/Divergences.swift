import Basics

/// How far two distributions over the same outcomes diverge, in both directions (Kullback and Leibler 1951).
public struct Divergences: Hashable, Sendable {
  /// Σ p ln(p/q): what q costs where p is true.
  public var forward: Information
  /// Σ q ln(q/p): what p costs where q is true.
  public var reverse: Information

  /// Divergences that are known.
  public init(forward: Information, reverse: Information) {
    (self.forward, self.reverse) = (forward, reverse)
  }

  /// The divergences of the distributions of two rows of logits at a temperature, its limits included. They are
  /// computed from logarithms, so that what is too unlikely to be a number still counts.
  ///
  /// - Parameters:
  ///   - p: Logits of one model; `-inf` marks an impossible outcome, and at least one is finite.
  ///   - q: Logits of the other, of the same outcomes.
  /// - Complexity: O(*n*), where *n* is the number of outcomes.
  public init(ofLogits p: [Double], _ q: [Double], at temperature: Temperature) {
    precondition(p.count == q.count, "both distributions are over the same outcomes")
    let (p, q) = (
      logProbabilities(p, at: temperature), logProbabilities(q, at: temperature)
    )
    forward = expectedDifference(p, q)
    reverse = expectedDifference(q, p)
  }
}

/// Σ p (ln p − ln q), from the logarithms.
private func expectedDifference(_ truth: [Double], _ model: [Double]) -> Information {
  .nats(
    zip(model, truth).reduce(0) { sum, pair in
      let (model, truth) = pair
      return truth == -.infinity ? sum : sum + exp(truth) * (truth - model)
    })
}
