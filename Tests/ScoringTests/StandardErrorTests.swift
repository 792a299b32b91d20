import InformationTheory
import Scoring
import Testing

@Suite struct StandardErrorTests {
  private func ratio(_ units: some Sequence<(Double, Double)>) -> RatioOfSums {
    var ratio = RatioOfSums()
    for (amount, size) in units { ratio.add(amount, per: size) }
    return ratio
  }

  /// √(n / (n − 1) · Σ(y − r·x)²) / Σx, in two passes.
  private func twoPasses(_ units: [(Double, Double)]) -> Double {
    let (amount, size) = units.reduce((0, 0)) { ($0.0 + $1.0, $0.1 + $1.1) }
    let squares = units.reduce(0) {
      $0 + ($1.0 - amount / size * $1.1) * ($1.0 - amount / size * $1.1)
    }
    let count = Double(units.count)
    return (count / (count - 1) * squares).squareRoot() / size
  }

  @Test func `the error of a mean is s over the root of n`() throws {
    let ratio = ratio([2, 4, 4, 4, 5, 5, 7, 9].map { ($0, 1) })
    #expect(ratio.value == 5 && ratio.units == 8)
    // Σ(x − 5)² = 32, s² = 32 / 7
    #expect(abs(try #require(ratio.standardError) - (32.0 / 7 / 8).squareRoot()) < 1e-12)
  }

  @Test func `the error of a ratio is that of two passes, whatever pieces it comes in`() throws {
    var random = SplitMix64(seed: 12)
    for _ in 0..<200 {
      let units = (0..<Int.random(in: 2...60, using: &random)).map { _ in
        (Double.random(in: 0...40, using: &random), Double(Int.random(in: 0...9, using: &random)))
      }
      guard units.contains(where: { $0.1 > 0 }) else { continue }
      let expected = twoPasses(units)
      let whole = ratio(units)
      #expect(abs(try #require(whole.standardError) - expected) < 1e-9 * (1 + expected))
      let cut = Int.random(in: 0...units.count, using: &random)
      var joined = ratio(units[..<cut])
      joined.append(ratio(units[cut...]))
      #expect(joined.units == whole.units && abs(joined.amount - whole.amount) < 1e-9)
      #expect(abs(try #require(joined.standardError) - expected) < 1e-9 * (1 + expected))
    }
  }

  @Test func `units that are all alike have no error, far from zero too`() throws {
    let error = try #require(ratio((0..<1_000).map { _ in (10.82, 1) }).standardError)
    #expect(error < 1e-13)
  }

  @Test func `too few units, or an infinite one, have no error`() {
    #expect(ratio([]).standardError == nil)
    #expect(ratio([(3, 1)]).standardError == nil)
    #expect(ratio([(3, 0), (3, 0)]).standardError == nil)
    #expect(ratio([(3, 1), (.infinity, 1)]).standardError == nil)
    #expect(ratio([(.infinity, 1), (3, 1)]).standardError == nil)
  }

  @Test func `a perplexity errs by its own size times the error of the loss`() throws {
    var errors = StandardErrors(over: .lines)
    for nats in [3.0, 5] {
      var line = ScoredAmounts()
      line.total = .nats(nats)
      (line.tokens, line.bytes, line.words, line.wordTotal) = (2, 8, 1, .nats(nats))
      errors.add(line)
    }
    #expect(errors.units == 2)
    // Losses 1.5 and 2.5 of two tokens each: s = √½, s / √2 = ½.
    #expect(abs(try #require(errors.crossEntropy).nats - 0.5) < 1e-12)
    let perplexity = Information.nats(2).perplexity
    #expect(abs(try #require(errors.perplexity) - perplexity / 2) < 1e-12)
    #expect(abs(try #require(errors.bitsPerByte) - 0.125 / Information.natsPerBit) < 1e-12)
    #expect(abs(try #require(errors.bitsPerWord) - 1 / Information.natsPerBit) < 1e-12)
  }

  @Test func `a unit without a scored token counts nowhere`() {
    var errors = StandardErrors(over: .lines)
    errors.add(ScoredAmounts())
    #expect(errors.units == 0)
  }

  @Test func `a word counts once, where all of its tokens have a score`() {
    let text = Array(" one\ttwo\n three".utf8)
    let ends = [0, 2, 5, 7, 9, 12, 15]  // " o", "ne\t", "tw", "o\n", " th", "ree"
    let tokens = zip(ends, ends.dropFirst()).map { Token(id: 0, bytes: $0..<$1) }
    func words(unscored: Set<Int>) -> Int {
      var predictions = Predictions(vocabularySize: 2)
      for place in tokens.indices {
        predictions.append(
          unscored.contains(place) ? .unscored : Prediction(foldingLogits: [0, 0], actual: 0))
      }
      let scored = ScoredText(
        text: text, tokens: tokens,
        settings: ScoringSettings(startToken: nil, window: 8, stride: 4), predictions: predictions)
      return Summary(scored, TextFigures(scored.predictions, at: .one)).scoredWords
    }
    #expect(words(unscored: []) == 3)
    #expect(words(unscored: [0]) == 2)
    #expect(words(unscored: [5]) == 2)
    #expect(words(unscored: [1, 3, 5]) == 0)
  }
}
