import InformationTheory
import Scoring
import Testing
import Basics

@Suite struct `A baseline` {
  /// A text of these pieces, the first `count` of them scored. The vocabulary has two entries, so
  /// that the surprisal of a token at T = 1 is just −log2 of the probability given here.
  private func text(_ pieces: [(String, Double)], scored count: Int = .max) -> ScoredText {
    var tokens: [Token] = []
    var predictions = Predictions(vocabularySize: 2)
    var bytes: [UInt8] = []
    for (piece, probability) in pieces {
      if tokens.count < count {
        predictions.append(
          tokens.isEmpty
            ? .unscored
            : Prediction(foldingLogits: [log(probability), log(1 - probability)], actual: 0))
      }
      tokens.append(Token(id: 0, bytes: bytes.count..<bytes.count + piece.utf8.count))
      bytes += Array(piece.utf8)
    }
    let settings = ScoringSettings(startToken: nil, window: 8, stride: 4)
    return ScoredText(text: bytes, tokens: tokens, settings: settings, predictions: predictions)
  }

  private func figures(_ text: ScoredText, at temperature: Temperature = .one) -> TextFigures {
    TextFigures(text.predictions, at: temperature)
  }

  private func isClose(_ a: Information?, bits: Double) -> Bool {
    a.map { abs($0.bits - bits) < 1e-4 } ?? false
  }

  /// Whether an amount is not open, and so large.
  private func isClose(_ a: ClosedRange<Information>?, bits: Double) -> Bool {
    isClose(a?.lowerBound, bits: bits) && isClose(a?.upperBound, bits: bits)
  }

  private let original: [(String, Double)] = [
    ("I", 0.5), (" ate", 0.5), (" a", 0.25), (" sp", 0.5), ("oon", 0.125), (".", 0.5),
  ]
  private let variant: [(String, Double)] = [
    ("I", 0.5), (" ate", 0.5), (" a", 0.25), (" fork", 0.25), (".", 0.25),
  ]

  @Test func `knows which tokens stand for the same bytes`() {
    let alignment = TokenAlignment(from: text(original), to: text(variant))
    #expect(alignment.replaced == 3..<5)
    #expect(alignment.replacement == 3..<4)
    #expect((0...5).map(alignment.old(of:)) == [0, 1, 2, nil, 5, nil])
    #expect((0...6).map(alignment.new(of:)) == [0, 1, 2, nil, nil, 4, nil])
  }

  @Test func `takes for the same only tokens with the same borders`() {
    // The texts differ in their last byte only, but are split differently before it.
    let one = text([("ab", 0.5), ("cd", 0.5), ("x", 0.5)])
    let other = text([("ab", 0.5), ("c", 0.5), ("dy", 0.5)])
    let alignment = TokenAlignment(from: one, to: other)
    #expect(alignment.replaced == 1..<3)
    #expect(alignment.replacement == 1..<3)
  }

  @Test func `does not take for the same what has the same borders but other bytes`() {
    let one = text([("a", 0.5), (" cat", 0.5), (" sat", 0.5), (" up", 0.5)])
    let other = text([("a", 0.5), (" dog", 0.5), (" sat", 0.5), (" up", 0.5)])
    let alignment = TokenAlignment(from: one, to: other)
    #expect(alignment.replaced == 1..<2 && alignment.replacement == 1..<2)
    #expect((0..<4).map(alignment.old(of:)) == [0, nil, 2, 3])
    #expect((0..<4).map(alignment.new(of:)) == [0, nil, 2, 3])
  }

  @Test func `pairs every token of the same text`() {
    let alignment = TokenAlignment(from: text(original), to: text(original))
    #expect(alignment.replaced.isEmpty && alignment.replacement.isEmpty)
    #expect((0..<6).allSatisfy { alignment.old(of: $0) == $0 })
  }

  @Test func `pairs no tokens with those of no text`() {
    let alignment = TokenAlignment(from: text([]), to: text(variant))
    #expect(alignment.replaced == 0..<0)
    #expect(alignment.replacement == 0..<5)
    #expect(alignment.old(of: 0) == nil)
  }

  @Test func `finds a word that was doubled or taken out`() {
    let one = text([("a", 0.5), ("a", 0.5)])
    let two = text([("a", 0.5), ("a", 0.5), ("a", 0.5)])
    let longer = TokenAlignment(from: one, to: two)
    #expect(longer.replaced.isEmpty && longer.replacement.count == 1)
    let shorter = TokenAlignment(from: two, to: one)
    #expect(shorter.replaced.count == 1 && shorter.replacement.isEmpty)
  }

  @Test func `says by how many bits each token has changed`() {
    let (old, new) = (text(original), text(variant))
    let baseline = Baseline(old, for: new, at: .one)
    let changes = new.tokens.indices.map { baseline.change(of: $0, in: figures(new)) }
    #expect(changes[0] == nil)  // it has no context
    #expect(isClose(changes[1], bits: 0) && isClose(changes[2], bits: 0))
    #expect(changes[3] == nil)  // it is new
    #expect(isClose(changes[4], bits: 1))  // from 1/2 to 1/4
  }

  @Test func `compares what was replaced as a whole, and both texts in all`() throws {
    let (old, new) = (text(original), text(variant))
    let baseline = Baseline(old, for: new, at: .one)
    let replaced = try #require(baseline.replacement(in: figures(new)))
    #expect(isClose(replaced.before, bits: 4) && isClose(replaced.after, bits: 2))
    let totals = try #require(baseline.totals(in: figures(new)))
    #expect(isClose(totals.before, bits: 8) && isClose(totals.after, bits: 7))
    #expect(isClose(totals.changes, bits: -1))
  }

  @Test func `compares nothing where no token of one text has a score`() {
    let whole = text(original)
    var alone = Predictions(vocabularySize: whole.predictions.vocabularySize)
    for _ in whole.tokens { alone.append(.unscored) }
    let baseline = Baseline(whole, for: whole, at: .one)
    let unscored = TextPredictions(alone, division: ScoringDivision(whole.settings))
    #expect(baseline.totals(in: TextFigures(unscored, at: .one)) == nil)
    #expect(baseline.totals(in: figures(text(original, scored: 1))) == nil)
    #expect(baseline.totals(in: figures(text(original, scored: 2))) != nil)
  }

  @Test func `compares nothing before a first score in both`() {
    let whole = text([("a", 0.5), ("b", 0.5), ("c", 0.5)])
    // Half of what came in the place of b is scored, so that only a could be compared.
    let new = text([("a", 0.5), ("x", 0.5), ("y", 0.5), ("c", 0.5)], scored: 2)
    #expect(Baseline(whole, for: new, at: .one).totals(in: figures(new)) == nil)
  }

  @Test func `compares as far as both are scored up to the same place`() throws {
    let (old, new) = (text(original), text(variant, scored: 4))
    let baseline = Baseline(old, for: new, at: .one)
    #expect(baseline.change(of: 4, in: figures(new)) == nil)
    let totals = try #require(baseline.totals(in: figures(new)))
    #expect(isClose(totals.before, bits: 7) && isClose(totals.after, bits: 5))
    let early = figures(text(variant, scored: 3))
    #expect(baseline.replacement(in: early) == nil)
    let sooner = try #require(baseline.totals(in: early))
    #expect(isClose(sooner.before, bits: 3) && isClose(sooner.after, bits: 3))
  }

  @Test func `compares no further than a replacement that is half scored`() throws {
    let longer = text(
      [("I", 0.5), (" ate", 0.5), (" a", 0.25), (" b", 0.5), ("i", 0.5), ("g", 0.5), (".", 0.5)],
      scored: 5)
    let baseline = Baseline(text(original), for: longer, at: .one)
    let totals = try #require(baseline.totals(in: figures(longer)))
    #expect(isClose(totals.before, bits: 3) && isClose(totals.after, bits: 3))
  }

  @Test func `follows the temperature`() throws {
    let (old, new) = (text(original), text(variant))
    var baseline = Baseline(old, for: new, at: .one)
    let temperature = try #require(Temperature(2))
    baseline.set(temperature)
    // At T = 2 the odds 1/3 of one in four become √(1/3), and those of one in two stay.
    let expected = log2(1 + 3.0.squareRoot()) - 1
    #expect(isClose(baseline.change(of: 4, in: figures(new, at: temperature)), bits: expected))
  }

  @Test func `does not compare one infinite surprise with another`() throws {
    // At T = 0 the likelier of two entries takes everything.
    let frozen = try #require(Temperature(0))
    let (old, new) = (text(original), text(variant))
    let baseline = Baseline(old, for: new, at: frozen)
    #expect(baseline.change(of: 2, in: figures(new, at: frozen)) == nil)
    #expect(try #require(baseline.totals(in: figures(new, at: frozen))).changes == nil)
  }

  // MARK: Numbers that are open

  /// Letters, which a model reads of which only the five likeliest tokens are known.
  private func letters(_ text: String, _ predictions: [Prediction], window: Int = 99) -> ScoredText
  {
    var all = Predictions(vocabularySize: 300)
    for prediction in predictions { all.append(prediction) }
    let settings = ScoringSettings(startToken: nil, window: window, stride: 1)
    let bytes = Array(text.utf8)
    return ScoredText(
      text: bytes, tokens: Token.each(byteOf: bytes), settings: settings, predictions: all)
  }

  private func surprisal(_ text: HalfKnownText, _ place: Int, at value: Double) -> Double {
    0 - ExactDistribution(text.rows[place]).figure(of: text.actual[place], at: value).logProbability
  }

  @Test(arguments: [0.5, 2])
  func `says between which changes the truth lies, and that none is open where nothing differs`(
    value: Double
  ) throws {
    let temperature = try #require(Temperature(value))
    let (one, two) = (
      try HalfKnownText(candidates: 5, seed: 1), try HalfKnownText(candidates: 5, seed: 2)
    )
    let all = (0..<12).map { ($0 < 3 ? one : two).predictions[$0] }
    let (old, new) = (
      letters("abcdefghijkl", (0..<12).map { one.predictions[$0] }), letters("abcXefghijkl", all)
    )
    let baseline = Baseline(old, for: new, at: temperature)
    let figures = figures(new, at: temperature)
    for place in 0..<12 where place != 3 {
      let changes = try #require(baseline.changes(of: place, in: figures)).map(\.nats)
      let truth =
        place < 3 ? 0 : surprisal(two, place, at: value) - surprisal(one, place, at: value)
      #expect(changes.lowerBound - 1e-4 <= truth && truth <= changes.upperBound + 1e-4)
      #expect((changes.lowerBound < changes.upperBound) == (place > 2))
    }
    let totals = try #require(baseline.totals(in: figures))
    let changes = try #require(totals.changes).map(\.nats)
    let truth = (3..<12).reduce(0) {
      $0 + surprisal(two, $1, at: value) - surprisal(one, $1, at: value)
    }
    #expect(changes.lowerBound - 1e-3 <= truth && truth <= changes.upperBound + 1e-3)
    let width = { (range: ClosedRange<Information>) in
      range.upperBound.nats - range.lowerBound.nats
    }
    // What both have in common is open in either, and not in what they differ by.
    let alone = (0..<3).reduce(0) {
      $0 + (figures.surprisalInterval(at: $1).map(width) ?? 0)
    }
    #expect(alone > 0.1)
    let both = width(totals.before) + width(totals.after)
    #expect(abs(changes.upperBound - changes.lowerBound - (both - 2 * alone)) < 1e-3)
    #expect(totals.reversed.changes?.lowerBound.nats == -changes.upperBound)
  }

  @Test func `says that nothing is open before a shorter context begins to leave something out`()
    throws
  {
    let (one, two) = (
      try HalfKnownText(candidates: 5, seed: 1), try HalfKnownText(candidates: 5, seed: 2)
    )
    let whole = letters("abcdefghijkl", (0..<12).map { one.predictions[$0] })
    let short = letters(
      "abcdefghijkl", (0..<12).map { ($0 < 5 ? one : two).predictions[$0] }, window: 5)
    let hot = try #require(Temperature(2))
    let baseline = Baseline(whole, for: short, at: hot)
    for place in 0..<12 {
      let changes = try #require(baseline.changes(of: place, in: figures(short, at: hot)))
      #expect(changes.isOpen == (place > 4))
    }
  }
}
