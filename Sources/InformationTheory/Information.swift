import Basics

/// An amount of information: surprisal, entropy, or a mean of either, stored in nats.
///
/// One bit is ln 2 nats. Bits and nats are two units of one quantity, so the unit is chosen where
/// the number is shown and never where it is computed:
///
///     Information.bits(3.32).perplexity  // 9.99
public struct Information: Hashable, Sendable, Comparable {
  /// The amount in nats, the unit of the natural logarithm.
  public var nats: Double

  /// The amount in bits, the unit of the logarithm to base 2 (Shannon 1948).
  public var bits: Double { nats / Self.natsPerBit }

  /// The perplexity of a cross-entropy of this amount, e^nats = 2^bits (Jelinek et al. 1977):
  /// the number of equally likely choices that would be as surprising.
  public var perplexity: Double { exp(nats) }

  /// Nats in a bit: ln 2.
  public static let natsPerBit = log(2.0)

  /// Nothing learnt: the surprisal of a certain event.
  public static let zero = Self.nats(0)

  /// An amount in nats.
  public static func nats(_ value: Double) -> Self { Self(nats: value) }

  /// An amount in bits.
  public static func bits(_ value: Double) -> Self { Self(nats: value * natsPerBit) }

  /// The surprisal −ln p of an event, from the natural logarithm of its probability.
  public static func surprisal(ofLogProbability logProbability: Double) -> Self {
    Self(nats: logProbability == 0 ? 0 : -logProbability)
  }

  /// Orders amounts by size.
  public static func < (a: Self, b: Self) -> Bool { a.nats < b.nats }

  /// The information in two independent events together.
  public static func + (a: Self, b: Self) -> Self { Self(nats: a.nats + b.nats) }

  /// What one amount exceeds the other by.
  public static func - (a: Self, b: Self) -> Self { Self(nats: a.nats - b.nats) }
}
