import Basics
import InformationTheory
import Scoring
import TestSupport
import Testing

/// Two models of a text of which one or both say no more than their likeliest tokens.
private struct OpenPair {
  let base: HalfKnownText, other: HalfKnownText
  let temperature: Temperature
  let figures: TextFigures
  let contrast: Contrast

  init(
    _ candidates: (base: Int, other: Int), seed: UInt64, at value: Double, isBaseWhole: Bool = false
  ) throws {
    base = try HalfKnownText(candidates: candidates.base, seed: seed)
    other = try HalfKnownText(candidates: candidates.other, seed: seed + 77_777)
    temperature = try #require(Temperature(value))
    let text = base.rows.indices.map { UInt8($0) }
    let settings = ScoringSettings(startToken: nil, window: 99, stride: 50)
    let tokens = Token.each(byteOf: text)
    let whole = isBaseWhole ? try base.whole : base.predictions
    figures = TextFigures(
      TextPredictions(whole, division: ScoringDivision(settings)), at: temperature)
    contrast = Contrast(
      of: tokens,
      with: ScoredText(
        text: text, tokens: tokens, settings: settings, predictions: other.predictions),
      at: temperature)
  }

  /// −ln p of a token to a text's model.
  func truth(_ text: HalfKnownText, _ place: Int) -> Double {
    0
      - ExactDistribution(text.rows[place]).figure(of: text.actual[place], at: temperature.value)
      .logProbability
  }

  /// −ln p of it where the rest is flat, and where it is packed.
  func extremes(_ text: HalfKnownText, _ place: Int) -> [Double] {
    let logProbability = log(softmax(text.rows[place])[text.actual[place]])
    return [true, false].map { isFlat in
      let extreme = text.extreme(text.rows[place], isFlat: isFlat)
      let best = extreme.figure(of: 0, at: temperature.value).logProbability
      return 0 - (temperature.beta * (logProbability - extreme.logits[0]) + best)
    }
  }

  /// What floats leave.
  var room: Double { 8e-5 * max(1, temperature.beta) }
}

extension HalfKnownText {
  /// The same of a model that gives all logits.
  fileprivate var whole: Predictions {
    get throws {
      var whole = Predictions(vocabularySize: vocabulary)
      for (row, actual) in zip(rows, actual) {
        whole.append(Prediction(foldingLogits: row, actual: actual))
      }
      return whole
    }
  }
}

@Suite struct `The difference of two models of which numbers are open` {
  private static let temperatures = [0.05, 0.3, 0.7, 0.95, 1, 1.05, 1.5, 2, 3, 5]

  @Test(arguments: 0..<10)
  func `holds the truth for ten thousand pairs, and ends at the extremes of both`(
    part: Int
  ) throws {
    var random = SeededGenerator(seed: UInt64(part))
    for round in 0..<84 as Range<UInt64> {
      let counts = [1, 2, 5, 10, 20, 31, 32]
      let candidates = (
        counts[Int.random(in: 0..<7, using: &random)], counts[Int.random(in: 0..<7, using: &random)]
      )
      let pair = try OpenPair(
        candidates, seed: UInt64(part) * 1_000 + round,
        at: Self.temperatures[Int.random(in: 0..<10, using: &random)])
      var (least, most, truth) = (0.0, 0.0, 0.0)
      for place in pair.base.rows.indices {
        let changes = try #require(pair.contrast.changes(of: place, in: pair.figures))
        let change = pair.truth(pair.other, place) - pair.truth(pair.base, place)
        #expect(changes.lowerBound.nats - pair.room <= change)
        #expect(changes.upperBound.nats + pair.room >= change)
        let (mine, theirs) = (pair.extremes(pair.base, place), pair.extremes(pair.other, place))
        let all = theirs.flatMap { other in mine.map { other - $0 } }
        let (low, high) = (all.min() ?? 0, all.max() ?? 0)
        #expect(abs(changes.lowerBound.nats - low) < pair.room, "\(pair.temperature) \(place)")
        #expect(abs(changes.upperBound.nats - high) < pair.room, "\(pair.temperature) \(place)")
        (least, most, truth) = (least + low, most + high, truth + change)
      }
      let totals = try #require(pair.contrast.totals(in: pair.figures))
      let changes = try #require(totals.changes)
      let room = pair.room * Double(pair.base.rows.count)
      #expect(abs(changes.lowerBound.nats - least) < room)
      #expect(abs(changes.upperBound.nats - most) < room)
      #expect(changes.lowerBound.nats - room <= truth && truth <= changes.upperBound.nats + room)
      #expect(totals.isOpen == (pair.temperature != .one))
    }
  }

  @Test func `is as wide as one where the other gives all logits, and exact at one`() throws {
    for value in Self.temperatures {
      let pair = try OpenPair((5, 5), seed: 3, at: value, isBaseWhole: true)
      var widest = 0.0
      for place in pair.base.rows.indices {
        let changes = try #require(pair.contrast.changes(of: place, in: pair.figures))
        let own = try #require(pair.contrast.figures.surprisalInterval(at: place))
        let width = changes.upperBound.nats - changes.lowerBound.nats
        #expect(abs(width - (own.upperBound.nats - own.lowerBound.nats)) < 1e-9)
        widest = max(widest, width)
      }
      #expect(value == 1 ? widest == 0 : widest > 0.01)
    }
  }

  @Test func `has the ends of an entropy that is open, and no number between them`() throws {
    let pair = try OpenPair((5, 5), seed: 4, at: 2)
    let open = TokenScore.all(pair.base.predictions, at: pair.temperature)
    let whole = TokenScore.all(try pair.base.whole, at: pair.temperature)
    for (open, whole) in zip(open, whole) {
      let (ends, truth) = (try #require(open?.entropies), try #require(whole?.entropy))
      #expect(open?.entropy == nil && ends.isOpen && ends.contains(truth))
      #expect(whole?.entropies == truth...truth)
    }
  }

  @Test func `of spans adds up their tokens, and statistics are left out where a token is open`() {
    func score(_ low: Double, _ high: Double) -> TokenScore {
      TokenScore(
        surprisal: .bits((low + high) / 2), in: .bits(low) ... .bits(high), entropy: nil, rank: 1,
        likeliest: 0)
    }
    let found = ComparedSpan.surprisal(of: 0..<2, [score(1, 2), score(3, 5)])
    #expect(found?.all == .bits(1) + .bits(3) ... .bits(2) + .bits(5))
    let closed = PlaceComparison(base: score(1, 1), other: score(2, 2))
    let open = PlaceComparison(base: score(1, 1), other: score(2, 3))
    #expect(ComparisonStatistics([closed, closed]) != nil && !closed.isOpen)
    #expect(ComparisonStatistics([closed, open]) == nil && open.isOpen)
    let alone = PlaceComparison(base: nil, other: score(2, 3))
    #expect(ComparisonStatistics([closed, alone])?.count == 1 && !alone.isOpen)
  }
}
