import Basics

/// Returns the gambling estimate of a text's entropy (Cover and King 1978, "A Convergent Gambling
/// Estimate of the Entropy of English"): the mean of −log₂ of the share of the stake that was on what
/// then came.
///
/// It is the mean log score (Good 1952), which nobody can better than by betting what they believe;
/// so the best players' estimate is the lowest.
///
///     gamblingEstimate(shares: [0.5, 0.125])?.bits  // (1 + 3) / 2 = 2
///
/// - Parameter shares: The share of each stake that was on the outcome, 0 … 1.
/// - Returns: The mean in a question; infinite when a share was 0; nil for no questions.
/// - Complexity: O(*n*), where *n* is the number of questions.
public func gamblingEstimate(shares: [Double]) -> Information? {
  shares.isEmpty ? nil : crossEntropy(shares.map { $0 > 0 ? log($0) : -.infinity })
}

/// Returns what a capital of 1 has become when all of it was bet each time, at odds of m for 1 on
/// each of the m outcomes of a question (Kelly 1956; Cover and King 1978): Π mᵢ bᵢ.
///
///     gamblingCapital(shares: [0.5, 0.25], outcomes: [6, 6])  // 3 · 1.5 = 4.5
///
/// - Complexity: O(*n*), where *n* is the number of questions.
public func gamblingCapital(shares: [Double], outcomes: [Int]) -> Double {
  precondition(shares.count == outcomes.count, "each question has its odds")
  return zip(shares, outcomes).reduce(1) { $0 * $1.0 * Double($1.1) }
}
