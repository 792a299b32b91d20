import Basics

/// Bounds on the entropy of a text, from how many guesses each of its signs took (Shannon 1951,
/// "Prediction and Entropy of Printed English", formula 17).
///
/// Somebody guesses each sign until it is right. With q₁ the share of signs that took one guess, q₂
/// two, and so on:
///
///     upper = −Σ qᵢ log₂ qᵢ
///     lower = Σ i (qᵢ − qᵢ₊₁) log₂ i
///
///     ShannonBounds(guessNumbers: [1, 1, 1, 2])  // 0.5 … 0.81 bits
///
/// The lower bound is that of an ideal guesser, whose shares fall. Few signs have shares that do not,
/// and an upper bound that is too low, as n signs cannot show more than log₂ n bits: so the lower can
/// lie above the upper. Then, and while nothing but first guesses was right, there are no bounds.
public struct ShannonBounds: Equatable, Sendable {
  /// At least so much is left of a sign's entropy, if the guesser was ideal.
  public let lower: Information
  /// At most so much: the entropy of the numbers of guesses.
  public let upper: Information

  /// The bounds from the number of guesses that each sign took, 1 or more; nil where the signs are too
  /// few to tell, or none.
  ///
  /// - Complexity: O(*n* log *n*), where *n* is the number of signs.
  public init?(guessNumbers: [Int]) {
    let counts = Dictionary(guessNumbers.map { ($0, 1) }, uniquingKeysWith: +)
    let shares = counts.sorted { $0.key < $1.key }
      .map { (guesses: $0.key, share: Double($0.value) / Double(guessNumbers.count)) }
    // Abel's summation: what a sign adds depends on its own guesses alone.
    let least = shares.reduce(0) { sum, sign in
      let place = Double(sign.guesses)
      let before = place > 1 ? (place - 1) * log(place - 1) : 0
      return sum + sign.share * (place * log(place) - before)
    }
    upper = entropy(shares.map(\.share))
    guard upper > .zero, least <= upper.nats * (1 + 1e-12) else { return nil }
    lower = .nats(min(least, upper.nats))
  }
}
