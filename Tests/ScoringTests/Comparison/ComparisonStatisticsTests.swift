import Basics
import InformationTheory
import Scoring
import Testing

/// Statistics as llama.cpp's perplexity tool gives them.
@Suite struct ComparisonStatisticsTests {
  private func expectEqual(_ found: Estimate, _ expected: [Double], _ what: Comment) {
    #expect(abs(found.value - expected[0]) < 2e-6 * max(1, abs(expected[0])), what)
    #expect(abs((found.error ?? .nan) - expected[1]) < 2e-6 * max(1, expected[1]), what)
  }

  @Test func `means, errors and quantiles are those of numpy by llama's formulas`() throws {
    let reference = try ComparisonReference.read()
    for expected in reference.expected {
      var places: [PlaceComparison] = []
      let temperature = try #require(Temperature(expected.temperature))
      try reference.contender(TableScorer(rows: reference.base)).compare(
        with: reference.contender(TableScorer(rows: reference.other)), at: temperature
      ) {
        places += $0
        return true
      }
      let found = try #require(ComparisonStatistics(places))
      #expect(found.count == 30)
      expectEqual(found.perplexity, expected.ppl, "PPL(Q)")
      expectEqual(found.perplexityOfBase, expected.ppl_base, "PPL(base)")
      expectEqual(found.logRatio, expected.ln_ppl_ratio, "ln of the ratio")
      expectEqual(found.ratio, expected.ppl_ratio, "ratio")
      expectEqual(found.difference, expected.ppl_difference, "difference")
      #expect(abs((found.correlation ?? 0) - expected.cor_ln_ppl) < 2e-6)
      let divergence = try #require(found.divergence)
      expectEqual(divergence.mean, expected.kld, "KLD")
      expectEqual(try #require(found.reverse).mean, expected.kld_reverse, "reverse")
      expectEqual(found.probability.mean, expected.delta_p, "Δp")
      expectEqual(found.rootMeanSquare, expected.rms, "RMS")
      expectEqual(try #require(found.sameTop), expected.same_top, "same top")
      for (place, share) in reference.shares.enumerated() {
        #expect(abs(divergence.quantile(share) - expected.kld_quantiles[place]) < 1e-12)
        #expect(
          abs(found.probability.quantile(share) - expected.delta_p_quantiles[place]) < 1e-6)
      }
    }
  }

  private func place(_ base: Double?, _ other: Double?, kl: Double? = nil) -> PlaceComparison {
    func score(_ bits: Double?) -> TokenScore? {
      bits.map { TokenScore(surprisal: .bits($0), entropy: .zero, rank: 1, likeliest: Int($0)) }
    }
    return PlaceComparison(
      base: score(base), other: score(other),
      divergences: kl.map { Divergences(forward: .nats($0), reverse: .nats(2 * $0)) })
  }

  @Test func `only places that both have scored count, and none make no statistics`() throws {
    #expect(ComparisonStatistics([place(nil, 1), place(2, nil), place(nil, nil)]) == nil)
    let found = try #require(
      ComparisonStatistics([place(nil, 9), place(1, 2), place(3, 3), place(9, nil)]))
    #expect(found.count == 2 && found.sameTop?.value == 0.5)
    #expect(abs(found.perplexity.value - exp2(2.5)) < 1e-12)
    // −1/4 and 0.
    #expect(abs(found.probability.mean.value + 0.125) < 1e-15)
  }

  @Test func `one place has no errors, and places without divergences no statistics of them`()
    throws
  {
    let one = try #require(ComparisonStatistics([place(1, 2, kl: 0.5)]))
    #expect(one.perplexity.error == nil && one.correlation == nil)
    #expect(one.sameTop == Estimate(0, error: nil))
    #expect(one.divergence?.quantile(0.25) == 0.5 && one.reverse?.mean.value == 1)
    let mixed = try #require(ComparisonStatistics([place(1, 2, kl: 0.5), place(1, 1)]))
    #expect(mixed.divergence == nil && mixed.reverse == nil)
  }

  @Test func `which token is first is not known of a model that says no other`() throws {
    var predictions = Predictions(vocabularySize: 9)
    predictions.append(try #require(Prediction(ofOneToken: -1, vocabularySize: 9)))
    let score = try #require(TokenScore.all(predictions, at: .one)[0])
    let place = PlaceComparison(base: score, other: score)
    #expect(place.hasSameTop == nil)
    let found = try #require(ComparisonStatistics([place, place]))
    #expect(found.count == 2 && found.sameTop == nil)
  }
}
