import Basics

/// An expert that a token runs through, and its share of what that gives.
struct ExpertChoice: Equatable {
  var expert: Int
  var share: Float

  /// Those with the largest logits, of equal ones the first, in the order of the experts: shares are
  /// the softmax of their logits. Where a logit is no finite number, no share is one.
  static func best(_ count: Int, of logits: [Float]) -> [ExpertChoice] {
    let best = logits.indices.sorted { (logits[$0], $1) > (logits[$1], $0) }.prefix(count)
    let largest = best.first.map { logits[$0] } ?? 0
    let weights = best.map { exp(Double(logits[$0] - largest)) }
    let total = weights.reduce(0, +)
    let isFinite = logits.allSatisfy(\.isFinite)
    return zip(best, weights).map {
      ExpertChoice(expert: $0, share: isFinite ? Float($1 / total) : .nan)
    }.sorted { $0.expert < $1.expert }
  }
}
