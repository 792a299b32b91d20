import InformationTheory
import Basics

/// Random numbers that are the same in every run (Steele et al. 2014, SplitMix64).
public struct SeededGenerator: RandomNumberGenerator {
  private var generator: SplitMix64

  /// A sequence of its own for each seed.
  public init(seed: UInt64) { generator = SplitMix64(seed: seed) }

  /// The next 64 bits.
  public mutating func next() -> UInt64 { generator.next() }

  /// A number from the normal distribution of mean 0 and deviation 1 (Box and Muller 1958).
  public mutating func normal() -> Double {
    let radius = (-2 * log(Double(next() >> 11 | 1) * 0x1p-53)).squareRoot()
    return radius * cos(2 * .pi * Double(next() >> 11) * 0x1p-53)
  }

  /// Numbers from the normal distribution of mean 0.
  public mutating func normals(_ count: Int, deviation: Double = 1) -> [Float] {
    (0..<count).map { _ in Float(deviation * normal()) }
  }
}
