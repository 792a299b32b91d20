import Basics

/// Bounds on the entropy of a text, from how many guesses each of its signs took (Shannon 1951,
/// "Prediction and Entropy of Printed English").
///
/// Somebody guesses each sign until it is right. With q₁ the share of signs that took one guess, q₂
/// two, and so on:
///
///     upper = −Σ qᵢ log₂ qᵢ
///     lower = Σ i (qᵢ − qᵢ₊₁) log₂ i
///
/// The lower bound is meant for shares that fall, as an ideal guesser's do. A short game's do not, so
/// they are put in order first, which leaves the upper bound as it is and keeps the lower one below it.
///
///     ShannonBounds(guessNumbers: [1, 1, 1, 2])  // 0.5 … 0.81 bits
///
/// Few signs give bounds that are too low: n signs cannot show more than log₂ n bits.
public struct ShannonBounds: Equatable, Sendable {
  /// At least so much is left of a sign's entropy, if the guesser was ideal.
  public let lower: Information
  /// At most so much: the entropy of the numbers of guesses.
  public let upper: Information

  /// The bounds from the number of guesses that each sign took, 1 or more; nil for no signs.
  ///
  /// - Complexity: O(*n* log *n*), where *n* is the number of signs.
  public init?(guessNumbers: [Int]) {
    guard !guessNumbers.isEmpty else { return nil }
    let counts = Dictionary(guessNumbers.map { ($0, 1) }, uniquingKeysWith: +)
    let shares = counts.values.sorted(by: >).map { Double($0) / Double(guessNumbers.count) }
    var nats = 0.0
    for (index, share) in shares.enumerated() {
      let place = Double(index + 1)
      let next = index + 1 < shares.count ? shares[index + 1] : 0
      nats += place * (share - next) * log(place)
    }
    lower = .nats(nats)
    upper = entropy(shares)
  }
}
