import Basics
import InformationTheory
import Testing

@Suite struct `Shannon's bounds` {
  private func bounds(_ numbers: [Int]) throws -> (lower: Double, upper: Double) {
    let bounds = try #require(ShannonBounds(guessNumbers: numbers))
    return (bounds.lower.bits, bounds.upper.bits)
  }

  @Test func `are those computed by hand`() throws {
    // Shares 1/2, 1/4, 1/8, 1/8. Upper: 1/2·1 + 1/4·2 + 1/8·3 + 1/8·3.
    // Lower: 2·(1/4 − 1/8)·log₂ 2 + 3·0 + 4·(1/8 − 0)·log₂ 4.
    let (lower, upper) = try bounds([1, 1, 2, 1, 3, 2, 4, 1])
    #expect(abs(upper - 1.75) < 1e-12)
    #expect(abs(lower - 1.25) < 1e-12)
  }

  @Test func `are one where three of four are right at once`() throws {
    // Upper: 3/4·log₂ (4/3) + 1/4·2 = 0.811278. Lower: 2·(1/4)·log₂ 2.
    let (lower, upper) = try bounds([1, 1, 1, 2])
    #expect(abs(upper - 0.811_278_124) < 1e-9)
    #expect(abs(lower - 0.5) < 1e-12)
  }

  /// The shares in per cent of letters and spaces that took 1, 2, 3 … guesses, knowing one sign before
  /// them (Shannon 1951, Table I, column 2), which follow from the frequencies of digrams.
  private static let digrams = [
    29.2, 14.8, 10.0, 8.6, 7.1, 5.5, 4.5, 3.6, 3.0, 2.6, 2.2, 1.9, 1.5, 1.2, 1.0, 0.9, 0.7, 0.5,
    0.4,
    0.3, 0.2, 0.1, 0.1,
  ]

  @Test func `are the published ones for the digrams of English`() throws {
    let numbers = Self.digrams.enumerated().flatMap { place, percent in
      Array(repeating: place + 1, count: Int((percent * 10).rounded()))
    }
    let (lower, upper) = try bounds(numbers)
    #expect(abs(upper - 3.42) < 0.02)
    #expect(abs(lower - 2.50) < 0.01)
  }

  @Test func `count guesses by their number, also where their shares do not fall`() throws {
    // Half at once, one in eight with two guesses, three in eight with three. Upper: 1/2·1 + 1/8·3 +
    // 3/8·log₂ (8/3). Lower: 1·3/8·0 + 2·(1/8 − 3/8)·1 + 3·3/8·log₂ 3; in order of the shares, it
    // would be 1.09.
    let (lower, upper) = try bounds([1, 3, 1, 3, 2, 1, 3, 1])
    #expect(abs(upper - 1.405_639_062) < 1e-9)
    #expect(abs(lower - 1.283_082_813) < 1e-9)
  }

  @Test func `are the sums over all numbers of guesses, those that nothing took included`() throws {
    var generator = SplitMix64(seed: 3)
    for _ in 0..<200 {
      let numbers = (0..<300).map { _ in 1 + Int(-log(1 - generator.nextFraction()) * 6) }
      let shares = (1...(numbers.max() ?? 0) + 1).map { number in
        Double(numbers.count { $0 == number }) / Double(numbers.count)
      }
      let formula = shares.indices.dropLast().reduce(0.0) { sum, place in
        sum + Double(place + 1) * (shares[place] - shares[place + 1]) * log2(Double(place + 1))
      }
      let (lower, upper) = try bounds(numbers)
      #expect(abs(lower - formula) < 1e-9)
      #expect(abs(upper + shares.reduce(0) { $1 > 0 ? $0 + $1 * log2($1) : $0 }) < 1e-9)
    }
  }

  @Test func `meet where every number of guesses is as frequent`() throws {
    let (lower, upper) = try bounds(Array(1...27))
    #expect(abs(upper - 4.754_887_502) < 1e-9)  // log₂ 27
    #expect(abs(lower - upper) < 1e-9)
  }

  @Test(arguments: [[], [1], [1, 1, 1], [7], [1, 9, 1, 9], [1, 1, 400]])
  func `are none while the signs are too few to tell`(numbers: [Int]) {
    // 9 as frequent as 1 gives a lower bound of 2.26 bits above the upper one of 1.
    #expect(ShannonBounds(guessNumbers: numbers) == nil)
  }
}

@Suite struct `The gambling estimate` {
  @Test func `is the mean of the logarithms, computed by hand`() throws {
    // log₂ 2 = 1, log₂ 4 = 2, log₂ 8 = 3, log₂ 1 = 0.
    let estimate = try #require(gamblingEstimate(shares: [0.5, 0.25, 0.125, 1]))
    #expect(abs(estimate.bits - 1.5) < 1e-12)
  }

  @Test func `is infinite when something came on which nothing was bet`() {
    #expect(gamblingEstimate(shares: [0.5, 0])?.nats == .infinity)
    #expect(gamblingEstimate(shares: []) == nil)
  }

  @Test func `says the same as the capital`() throws {
    // Cover and King: log₂ m − (1/n) log₂ S is the estimate, here log₂ 6 − (1/3) log₂ (6³/64).
    let shares = [0.5, 0.25, 0.125]
    let capital = gamblingCapital(shares: shares, outcomes: [6, 6, 6])
    #expect(abs(capital - 3.375) < 1e-12)
    let estimate = try #require(gamblingEstimate(shares: shares))
    #expect(abs(estimate.perplexity - 4) < 1e-12)
  }

  @Test func `keeps a capital that is spread evenly`() {
    #expect(abs(gamblingCapital(shares: [0.25, 0.5], outcomes: [4, 2]) - 1) < 1e-12)
  }
}
