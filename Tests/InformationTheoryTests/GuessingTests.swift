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

  @Test func `are nothing for a guesser who is always right`() throws {
    let (lower, upper) = try bounds([1, 1, 1])
    #expect(lower == 0 && upper == 0)
  }

  @Test func `meet where every number of guesses is as frequent`() throws {
    let (lower, upper) = try bounds(Array(1...27))
    #expect(abs(upper - 4.754_887_502) < 1e-9)  // log₂ 27
    #expect(abs(lower - upper) < 1e-9)
  }

  @Test func `depend on shares alone, so that the lower never passes the upper`() throws {
    // Unsorted, 9 as frequent as 1 would give a lower bound of 2.26 bits above the upper of 1.
    let (lower, upper) = try bounds([1, 9, 1, 9])
    #expect(abs(upper - 1) < 1e-12 && abs(lower - 1) < 1e-12)
  }

  @Test func `are of nothing where nothing was guessed`() {
    #expect(ShannonBounds(guessNumbers: []) == nil)
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
