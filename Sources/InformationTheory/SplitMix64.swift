/// Random numbers that a seed determines, on every machine (Steele, Lea and Flood 2014, SplitMix64).
///
/// Its state is a counter, so that the number at any place can be had without those before it: a
/// token that is drawn again at its place is the same token.
///
///     SplitMix64(seed: 1_234_567).next()  // 6457827717110365317
public struct SplitMix64: RandomNumberGenerator, Hashable, Sendable {
  /// 2^64 divided by the golden ratio, made odd: how far the counter moves.
  private static let increment: UInt64 = 0x9e37_79b9_7f4a_7c15

  private var counter: UInt64

  /// A sequence of its own for each seed, from a place on. O(1).
  public init(seed: UInt64, place: Int = 0) {
    counter = seed &+ UInt64(truncatingIfNeeded: place) &* Self.increment
  }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    counter &+= Self.increment
    var z = counter
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// The next number from 0 up to, and without, 1: each multiple of 2^−53 is as likely.
  public mutating func nextFraction() -> Double { Double(next() >> 11) * 0x1p-53 }
}
