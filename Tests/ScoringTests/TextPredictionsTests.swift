import InformationTheory
import Scoring
import Testing
import Basics

/// Texts of which some units are scored and others not.
@Suite struct `A text scored in units` {
  /// Windows of 640 tokens, of which the first 640 and then 512 each get their scores.
  private let settings = ScoringSettings(startToken: nil, window: 640, stride: 512)
  private var division: ScoringDivision { ScoringDivision(settings) }
  private let count = 2_688

  /// One of a vocabulary of two, each as likely as the place says.
  private func prediction(_ place: Int) -> Prediction {
    let probability = Double(place % 97 + 1) / 99
    return place == 0
      ? .unscored : Prediction(foldingLogits: [log(probability), log(1 - probability)], actual: 0)
  }

  private func block(_ places: Range<Int>) -> Predictions {
    var block = Predictions(vocabularySize: 2)
    for place in places { block.append(prediction(place)) }
    return block
  }

  private var empty: TextPredictions { TextPredictions(vocabularySize: 2, division: division) }

  /// Scores the units in an order, each in blocks of a length.
  private func scored(_ units: [Int], blocks length: Int) -> TextPredictions {
    var known = empty
    for unit in units {
      let all = division.positions(ofUnit: unit).clamped(to: 0..<count)
      for start in stride(from: all.lowerBound, to: all.upperBound, by: length) {
        known.add(block(start..<min(start + length, all.upperBound)), at: start, of: count)
      }
    }
    return known
  }

  @Test(arguments: [(640, 512), (640, 100), (9_000, 4_500), (5, 4), (64, 1), (2, 1)])
  func `its units are whole windows, and its pages parts of them`(window: Int, stride: Int) {
    for startToken in [nil, 7] {
      let settings = ScoringSettings(startToken: startToken, window: window, stride: stride)
      let division = ScoringDivision(settings)
      let ends = Set(settings.windows(of: 20_000).map(\.scored.upperBound))
      let units = (0..<division.unitCount(of: 20_000)).map {
        division.positions(ofUnit: $0).clamped(to: 0..<20_000)
      }
      #expect(units.first?.lowerBound == 0 && units.last?.upperBound == 20_000)
      #expect(zip(units, units.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
      #expect(units.allSatisfy { ends.contains($0.upperBound) })
      for (number, unit) in units.enumerated() {
        #expect(division.unit(holding: unit.lowerBound) == number)
        #expect(division.unit(holding: unit.upperBound - 1) == number)
      }
    }
  }

  @Test(arguments: [0..<2_688, 3..<4, 600..<1_700, 1_100..<1_200, 2_000..<9_000, 5..<5, 640..<641])
  func `the loudest of some positions is that of a search one by one, and each rank is told`(
    positions: Range<Int>
  ) {
    let known = scored([0, 3], blocks: 70)
    let figures = TextFigures(known, at: .one)
    var best: (position: Int, surprisal: Information)?
    for place in positions {
      if let here = figures.surprisal(at: place), here > best?.surprisal ?? .nats(-1) {
        best = (place, here)
      }
    }
    let loudest = figures.loudest(in: positions)
    #expect(loudest?.position == best?.position && loudest?.surprisal == best?.surprisal)
    var ranks: [Int: Int] = [:]
    known.forEachRank { ranks[$0] = $1 }
    #expect((0..<count).allSatisfy { known.rank(at: $0) == ranks[$0] } && ranks.count == 1_151)
  }

  @Test(arguments: [(640, 512), (640, 100), (9_000, 4_500), (5, 4)])
  func `the windows of a stretch are those of the whole text`(window: Int, stride: Int) {
    let settings = ScoringSettings(startToken: 3, window: window, stride: stride)
    let division = ScoringDivision(settings)
    for unit in 0..<division.unitCount(of: 20_000) {
      let all = division.positions(ofUnit: unit).clamped(to: 0..<20_000)
      for place in [all.lowerBound, (all.lowerBound + all.upperBound) / 2, all.upperBound - 1] {
        let stretch = settings.stretch(scoring: place..<all.upperBound)
        let shift = stretch.lowerBound
        let whole = settings.windows(of: 20_000).filter {
          $0.scored.overlaps(place..<all.upperBound)
        }
        let alone = settings.windows(of: stretch.count).filter {
          $0.scored.upperBound > place - shift
        }
        #expect(whole.count == alone.count)
        for (one, other) in zip(whole, alone) {
          let end = one.scored.upperBound
          #expect(one.tokens.lowerBound == other.tokens.lowerBound + shift)
          #expect(min(end, all.upperBound) == other.scored.upperBound + shift)
        }
      }
    }
  }

  @Test func `what is known of it is the same in whatever order it was scored`() throws {
    let inOrder = scored([0, 1, 2, 3, 4], blocks: count)
    let outwards = scored([2, 3, 4, 1, 0], blocks: 77)
    #expect(inOrder.count == count && outwards.count == count)
    #expect(outwards.ranges == [0..<count] && outwards.leadingCount == count)
    for temperature in [1, 0.3, 4] {
      let temperature = try #require(Temperature(temperature))
      let (one, other) = (
        TextFigures(inOrder, at: temperature), TextFigures(outwards, at: temperature)
      )
      #expect(one.scoredCount == count - 1 && other.scoredCount == count - 1)
      #expect(
        (0..<count).allSatisfy {
          one.surprisal(at: $0) == other.surprisal(at: $0)
            && one.entropy(at: $0) == other.entropy(at: $0)
        })
      // The plain sum, one by one.
      let sum = (0..<count).reduce(0.0) { $0 + (one.surprisal(at: $1)?.nats ?? 0) }
      #expect(abs(one.total.nats - sum) < 1e-3 && abs(other.total.nats - sum) < 1e-3)
    }
  }

  @Test func `figures are over what is scored, and of nothing else`() throws {
    let known = scored([2, 4], blocks: 100)
    let units = [2, 4].map { division.positions(ofUnit: $0).clamped(to: 0..<count) }
    #expect(known.ranges == units && known.leadingCount == 0 && known.end == count)
    #expect(known.count == units[0].count + units[1].count)
    let places = units.joined()
    let figures = TextFigures(known, at: .one)
    let expected = places.reduce(0.0) { $0 - log(Double($1 % 97 + 1) / 99) }
    #expect(figures.scoredCount == known.count)
    #expect(abs(figures.total.nats - expected) < 1e-3)
    #expect(abs((figures.crossEntropy?.nats ?? 0) - expected / Double(known.count)) < 1e-6)
    #expect(figures.firstScored == units[0].lowerBound)
    #expect(figures.surprisal(at: 5) == nil && !known.holds(5) && !known[5].isScored)
    #expect(known.candidates(at: 5, temperature: .one).isEmpty)
    #expect(figures.holds(all: units[0]) && !figures.holds(all: 0..<units[0].upperBound))
    let tokens = (0..<count).map { Token(id: 0, bytes: 2 * $0..<2 * $0 + 2) }
    #expect(figures.scoredBytes(of: tokens) == 2 * known.count)
    let curve = LossCurve(block(units[0]))
    var both = curve
    both.add(LossCurve(block(units[1])))
    #expect(known.curve.scoredCount == known.count)
    for (one, other) in zip(known.curve.losses, both.losses) {
      #expect(abs(one.nats - other.nats) < 1e-9)
    }
  }

  @Test func `its standard errors over windows are those of a summary, and of the formula`() throws
  {
    let text = ScoredText(
      text: Array(repeating: 65, count: count),
      tokens: (0..<count).map { Token(id: 0, bytes: $0..<$0 + 1) }, settings: settings,
      predictions: scored([4, 0, 1, 3, 2], blocks: 333))
    let figures = TextFigures(text.predictions, at: .one)
    let errors = try #require(figures.standardErrors(of: text.tokens))
    let expected = try #require(Summary(text, figures).standardErrors.last)
    #expect(errors.over == .windows && errors.units == 5 && expected.units == 5)
    let (one, other) = (errors.crossEntropy?.nats ?? 0, expected.crossEntropy?.nats ?? 1)
    #expect(abs(one - other) < 1e-6 * other && other > 0)
    #expect(
      abs((errors.bitsPerByte ?? 0) - (expected.bitsPerByte ?? 1)) < 1e-6)
    #expect(abs(one - errorOverUnits(figures)) < 1e-6)
    #expect(TextFigures(scored([0, 2, 4], blocks: 512), at: .one).standardErrors() == nil)
  }

  /// √(n / (n − 1) · Σ(y − r·x)²) / Σx (Cochran 1977), in nats.
  private func errorOverUnits(_ figures: TextFigures) -> Double {
    let division = figures.division
    let units = (0..<division.unitCount(of: count)).map {
      division.positions(ofUnit: $0).clamped(to: 0..<count)
    }
    let sums = units.map { (y: figures.total(of: $0).nats, x: Double($0.count { $0 > 0 })) }
    let x = sums.reduce(0) { $0 + $1.x }
    let r = sums.reduce(0) { $0 + $1.y } / x
    let squares = sums.reduce(0) { $0 + ($1.y - r * $1.x) * ($1.y - r * $1.x) }
    return (Double(units.count) / Double(units.count - 1) * squares).squareRoot() / x
  }

  @Test func `its standard errors are over stretches of windows that move on by little`() throws {
    let division = ScoringDivision(ScoringSettings(startToken: nil, window: 128, stride: 100))
    var known = TextPredictions(vocabularySize: 2, division: division)
    for unit in 0..<division.unitCount(of: count) {
      let all = division.positions(ofUnit: unit).clamped(to: 0..<count)
      known.add(block(all), at: all.lowerBound, of: count)
    }
    let figures = TextFigures(known, at: .one)
    let errors = try #require(figures.standardErrors())
    // 128 tokens, and then some of six windows each.
    #expect(errors.over == .stretches && errors.units == 6)
    #expect(abs((errors.crossEntropy?.nats ?? 0) - errorOverUnits(figures)) < 1e-6)
  }

  @Test func `blocks that do not come next in their unit are dropped`() {
    var known = empty
    #expect(known.add(block(700..<800), at: 700, of: count).isEmpty)
    #expect(known.count == 0)
    known.add(block(640..<700), at: 640, of: count)
    known.add(block(640..<700), at: 640, of: count)
    #expect(known.ranges == [640..<700] && known.count == 60)
  }

  @Test func `a cut keeps what stands before it`() {
    var known = scored([0, 2, 3], blocks: 200)
    var figures = TextFigures(known, at: .one)
    for cut in [2_000, 1_300, 900, 640, 100, 0] {
      known.truncate(to: cut)
      figures.truncate(to: cut)
      let expected = [0..<640, 1_152..<2_176].map { $0.clamped(to: 0..<cut) }.filter { !$0.isEmpty }
      #expect(known.ranges == expected && known.count == expected.reduce(0) { $0 + $1.count })
      #expect(figures.ranges == expected)
      let again = TextFigures(known, at: .one)
      #expect(abs(figures.total.nats - again.total.nats) < 1e-4)
      #expect(known.curve.scoredCount == again.scoredCount)
    }
  }

  @Test func `units are scored from a place on, then back to the beginning`() {
    var progress = UnitProgress(empty, tokens: count)
    var order: [Int] = []
    while let unit = progress.next(near: 1_300) {
      order.append(unit)
      progress.add(progress.missing(inUnit: unit).count, inUnit: unit)
    }
    #expect(order == [2, 3, 4, 1, 0])
  }

  @Test func `a unit that was left goes on where it was left`() {
    var known = scored([3], blocks: count)
    known.add(block(640..<700), at: 640, of: count)
    let progress = UnitProgress(known, tokens: count)
    #expect(progress.missing(inUnit: 1) == 700..<1_152)
    #expect(progress.missing(inUnit: 3).isEmpty && progress.next(near: 1_700) == 4)
    #expect(progress.next(near: 10_000) == 4 && progress.next(near: -3) == 0)
    #expect(UnitProgress(empty, tokens: 0).next(near: 0) == nil)
  }

  @Test func `an edit keeps the predictions of the tokens before it, holes among them`() {
    let tokens = (0..<count).map { Token(id: 0, bytes: $0..<$0 + 1) }
    let text = ScoredText(
      text: Array(repeating: 65, count: count), tokens: tokens, settings: settings,
      predictions: scored([2, 3], blocks: 512))
    var others = tokens
    others[1_500].id = 1
    #expect(text.predictions(holdingFor: others, settings).ranges == [1_152..<1_500])
    var narrower = settings
    narrower.stride = 100
    #expect(text.predictions(holdingFor: tokens, narrower).count == 0)
  }
}
