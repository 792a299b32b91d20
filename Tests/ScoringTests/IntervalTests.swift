import Basics
import InformationTheory
import Scoring
import TestSupport
import Testing

/// Whole distributions of which a model tells the likeliest tokens, and the extremes that they leave possible.
struct HalfKnownText {
  let vocabulary = 300
  let candidates: Int
  /// Logits of each position, and the token that came.
  let rows: [[Double]], actual: [Int]
  private(set) var predictions: Predictions

  init(candidates: Int, count: Int = 12, seed: UInt64) throws {
    self.candidates = candidates
    var random = SeededGenerator(seed: seed)
    let rows = (0..<count).map { place in
      random.normals(300, deviation: [0.5, 2, 3, 5][place % 4]).map(Double.init)
    }
    self.rows = rows
    actual = rows.indices.map { place in
      place % 5 == 4
        ? 299 - place : rows[place].indices.sorted { rows[place][$0] > rows[place][$1] }[place % 3]
    }
    predictions = Predictions(vocabularySize: vocabulary)
    for (row, actual) in zip(rows, actual) {
      predictions.append(try prediction(of: row, candidates: candidates, actual: actual))
    }
  }

  /// ln p of the whole vocabulary, best first, with its rest flat or in the fewest tokens.
  func extreme(_ row: [Double], isFlat: Bool) -> ExactDistribution {
    let sorted = softmax(row).sorted(by: >)
    let known = sorted.prefix(candidates)
    let cap = sorted[candidates - 1]
    var mass = sorted.dropFirst(candidates).reduce(0, +)
    let count = row.count - candidates
    if isFlat {
      return ExactDistribution(
        known.map { log($0) } + Array(repeating: log(mass / Double(count)), count: count))
    }
    var rest: [Double] = []
    while mass > 1e-12 {
      rest.append(min(mass, cap))
      mass -= min(mass, cap)
    }
    return ExactDistribution((known + rest).map { log($0) })
  }
}

private let temperatures = [0.05, 0.3, 0.5, 0.8, 0.95, 1, 1.05, 1.3, 2, 5]

@Suite struct `The figures of a text whose rests are bounded` {
  @Test(arguments: [1, 5, 20, 31, 32])
  func `hold the truth at every temperature, token by token and in all`(candidates: Int) throws {
    for seed in 1...6 as ClosedRange<UInt64> {
      let text = try HalfKnownText(candidates: candidates, seed: seed)
      for value in [0, 0.01] + temperatures + [20, .infinity] {
        let temperature = try #require(Temperature(value))
        let figures = Figures(text.predictions, at: temperature)
        let room = 2e-5 * max(1, value == 0 ? 1 : temperature.beta)
        var (sum, entropies) = (0.0, 0.0)
        for (place, row) in text.rows.enumerated() {
          let truth = ExactDistribution(row).figure(of: text.actual[place], at: value)
          sum -= truth.logProbability
          entropies += truth.entropy
          let surprisal = try #require(figures.surprisalInterval(at: place))
          #expect(surprisal.lowerBound.nats - room <= -truth.logProbability, "\(value) \(place)")
          #expect(surprisal.upperBound.nats + room >= -truth.logProbability, "\(value) \(place)")
          let entropy = try #require(figures.entropyInterval(at: place))
          #expect(entropy.lowerBound.nats - room <= truth.entropy, "\(value) \(place)")
          #expect(entropy.upperBound.nats + room >= truth.entropy, "\(value) \(place)")
        }
        let all = room * Double(text.rows.count)
        #expect(figures.totalInterval.lowerBound.nats - all <= sum)
        #expect(figures.totalInterval.upperBound.nats + all >= sum)
        #expect(figures.totalEntropyInterval.lowerBound.nats - all <= entropies)
        #expect(figures.totalEntropyInterval.upperBound.nats + all >= entropies)
      }
    }
  }

  @Test(arguments: [1, 5, 20, 32])
  func `end at what a flat and a packed rest come to`(candidates: Int) throws {
    let text = try HalfKnownText(candidates: candidates, seed: 9)
    for value in temperatures {
      let temperature = try #require(Temperature(value))
      let figures = Figures(text.predictions, at: temperature)
      for (place, row) in text.rows.enumerated() {
        let logProbability = log(softmax(row)[text.actual[place]])
        let ends = [true, false].map { isFlat in
          let extreme = text.extreme(row, isFlat: isFlat)
          // At T, ln p of a token of a known ln p is β of it less the log-partition.
          let best = extreme.figure(of: 0, at: value).logProbability
          return (
            temperature.beta * (logProbability - extreme.logits[0]) + best,
            extreme.figure(of: 0, at: value).entropy
          )
        }
        let surprisal = try #require(figures.surprisalInterval(at: place))
        let room = 2e-5 * max(1, temperature.beta)
        #expect(
          abs(surprisal.lowerBound.nats + (ends.map(\.0).max() ?? 0)) < room, "\(value) \(place)")
        #expect(
          abs(surprisal.upperBound.nats + (ends.map(\.0).min() ?? 0)) < room, "\(value) \(place)")
        guard value >= 1 else { continue }
        let entropy = try #require(figures.entropyInterval(at: place))
        #expect(
          abs(entropy.lowerBound.nats - (ends.map(\.1).min() ?? 0)) < room, "\(value) \(place)")
        #expect(
          abs(entropy.upperBound.nats - (ends.map(\.1).max() ?? 0)) < room, "\(value) \(place)")
      }
    }
  }

  @Test(arguments: [1, 5, 20, 32])
  func `hold what the likeliest tokens have together, those that are not listed among them`(
    candidates: Int
  ) throws {
    let text = try HalfKnownText(candidates: candidates, seed: 6)
    for value in [0.1, 0.5, 1, 2, 5, .infinity] {
      let temperature = try #require(Temperature(value))
      for (place, row) in text.rows.enumerated() {
        let shares = softmax(row.map { temperature.beta * $0 }).sorted(by: >)
        for count in [1, 5, 32, 1_000] {
          let truth = shares.prefix(count).reduce(0, +)
          let share = text.predictions.probability(
            ofLikeliest: count, at: place, temperature: temperature)
          let room = 1e-5 * max(1, temperature.beta)
          #expect(share.lowerBound - room < truth && truth < share.upperBound + room, "\(value)")
          // Where all are listed it is known, and where all tokens count it is all.
          if value == 1, count <= candidates { #expect(share.lowerBound == share.upperBound) }
          if count == 1_000 { #expect(share.lowerBound > 1 - 1e-12 && share.upperBound == 1) }
        }
      }
    }
  }

  @Test(arguments: [1, 5, 32])
  func `are infinite at every temperature of a token that is impossible`(
    candidates: Int
  ) throws {
    let text = try HalfKnownText(candidates: candidates, seed: 2)
    let likeliest = text.predictions[0].candidates.prefix(candidates).map {
      ($0.id, $0.logit - 4)
    }
    var predictions = text.predictions
    predictions.append(
      try #require(
        Prediction(
          likeliest: likeliest, vocabularySize: text.vocabulary,
          actual: (-.infinity, Int(Prediction.unknownRank)))))
    let place = predictions.count - 1
    for value in [0, 0.01] + temperatures + [20, .infinity] {
      let temperature = try #require(Temperature(value))
      let figures = Figures(predictions, at: temperature)
      let found = try #require(figures.surprisalInterval(at: place), "\(value)")
      #expect(found.lowerBound.nats == .infinity && found.upperBound.nats == .infinity)
      #expect(figures.surprisal(at: place)?.nats == .infinity)
      #expect(figures.total.nats == .infinity && figures.totalInterval.lowerBound.nats == .infinity)
      #expect(figures.entropyInterval(at: place)?.upperBound.nats.isFinite == true)
    }
    let curve = LossCurve(predictions)
    #expect(!curve.losses.isEmpty && curve.losses.allSatisfy { $0.nats == .infinity })
    #expect(curve.lossIntervals.allSatisfy { $0.lowerBound.nats == .infinity })
  }

  @Test(arguments: [1, 5, 20, 32])
  func `are quick to read, and as the definition has them`(candidates: Int) throws {
    let text = try HalfKnownText(candidates: candidates, count: 40, seed: 4)
    for value in temperatures {
      let temperature = try #require(Temperature(value))
      let figures = Figures(text.predictions, at: temperature)
      let room = 2e-5 * max(1, temperature.beta)
      for place in text.rows.indices {
        let definition = try #require(
          text.predictions.interval(at: place, temperature: temperature))
        let (found, entropy) = (
          try #require(figures.surprisalInterval(at: place)),
          try #require(figures.entropyInterval(at: place))
        )
        #expect(abs(found.lowerBound.nats + definition.logProbability.upperBound) < room)
        #expect(abs(found.upperBound.nats + definition.logProbability.lowerBound) < room)
        #expect(abs(entropy.lowerBound.nats - definition.entropy.lowerBound) < room, "\(value)")
        #expect(abs(entropy.upperBound.nats - definition.entropy.upperBound) < room, "\(value)")
      }
    }
  }

  @Test func `are exact at T = 1 and open elsewhere, and a single number is the middle`() throws {
    let text = try HalfKnownText(candidates: 5, seed: 2)
    let exact = Figures(text.predictions, at: .one)
    #expect(exact.isBounded && exact.totalInterval.lowerBound == exact.totalInterval.upperBound)
    let total = text.rows.indices.reduce(0.0) {
      $0 - log(softmax(text.rows[$1])[text.actual[$1]])
    }
    #expect(abs(exact.total.nats - total) < 1e-4)
    for value in [0.5, 2] {
      let temperature = try #require(Temperature(value))
      let figures = Figures(text.predictions, at: temperature)
      let ends = figures.totalInterval
      #expect(ends.upperBound.nats - ends.lowerBound.nats > 0.1)
      #expect(abs(figures.total.nats - (ends.lowerBound.nats + ends.upperBound.nats) / 2) < 1e-9)
      for place in text.rows.indices {
        let (one, own) = (
          try #require(figures.surprisal(at: place)),
          try #require(figures.surprisalInterval(at: place))
        )
        #expect(abs(one.nats - (own.lowerBound.nats + own.upperBound.nats) / 2) < 1e-4)
        let candidates = text.predictions.candidateIntervals(at: place, temperature: temperature)
        let middles = text.predictions.candidates(at: place, temperature: temperature)
        #expect(candidates.count == 5 && middles.count == 5)
        for ((id, ends), (other, middle)) in zip(candidates, middles) {
          #expect(id == other && abs(middle - (ends.lowerBound + ends.upperBound) / 2) < 1e-9)
          #expect(ends.upperBound > ends.lowerBound)
        }
      }
    }
  }

  @Test func `come to the same in pieces, among others whose rests were summed, and cut off`()
    throws
  {
    let text = try HalfKnownText(candidates: 8, seed: 3)
    var all = Predictions(vocabularySize: text.vocabulary)
    for row in text.rows.prefix(3) { all.append(Prediction(foldingLogits: row, actual: 7)) }
    all.append(.unscored)
    let temperature = try #require(Temperature(0.6))
    var pieces = Figures(all, at: temperature)
    #expect(!pieces.isBounded)
    pieces.append(Figures(text.predictions, at: temperature))
    all.append(text.predictions)
    let whole = Figures(all, at: temperature)
    for figures in [pieces, whole] {
      let exact = try #require(figures.surprisalInterval(at: 1))
      #expect(exact.lowerBound == exact.upperBound)
      #expect(figures.surprisalInterval(at: 3) == nil && figures.entropyInterval(at: 3) == nil)
    }
    #expect(pieces.surprisalInterval(at: 7) == whole.surprisalInterval(at: 7))
    #expect(
      abs(pieces.totalInterval.upperBound.nats - whole.totalInterval.upperBound.nats) < 1e-4)
    pieces.truncate(to: 6)
    var few = all
    few.truncate(to: 6)
    let short = Figures(few, at: temperature)
    #expect(pieces.entropyInterval(at: 5) == short.entropyInterval(at: 5))
    #expect(pieces.surprisalInterval(at: 6) == nil)
    #expect(
      abs(pieces.totalInterval.lowerBound.nats - short.totalInterval.lowerBound.nats) < 1e-4)
    let paged = TextFigures(
      TextPredictions(all, division: ScoringDivision(.init(startToken: nil, window: 4, stride: 2))),
      at: temperature)
    #expect(paged.isBounded && paged.entropyInterval(at: 9) == whole.entropyInterval(at: 9))
    let (own, other) = (
      try #require(paged.crossEntropyInterval), whole.totalInterval.map { $0.nats / 15 }
    )
    #expect(abs(own.lowerBound.nats - other.lowerBound) < 1e-5)
    #expect(abs(own.upperBound.nats - other.upperBound) < 1e-5)
  }
}

@Suite struct `The curve of a text whose rests are bounded` {
  @Test(arguments: [5, 20])
  func `is a band that holds the true one, and touches it at T = 1`(candidates: Int) throws {
    let text = try HalfKnownText(candidates: candidates, count: 24, seed: 5)
    var exact = Predictions(vocabularySize: text.vocabulary)
    for (row, actual) in zip(text.rows, text.actual) {
      exact.append(Prediction(foldingLogits: row, actual: actual))
    }
    let (curve, truth) = (LossCurve(text.predictions), LossCurve(exact))
    #expect(curve.isBand && !truth.isBand)
    for (notch, temperature) in Temperature.notches.enumerated() {
      let (band, line) = (curve.lossIntervals[notch], truth.losses[notch])
      let room = 2e-5 * max(1, temperature.beta)
      #expect(band.lowerBound.nats - room <= line.nats && band.upperBound.nats + room >= line.nats)
      #expect((temperature == .one) == (band.lowerBound == band.upperBound))
      #expect(truth.lossIntervals[notch] == line...line)
      let middle = (band.lowerBound.nats + band.upperBound.nats) / 2
      #expect(abs(curve.losses[notch].nats - middle) < 1e-4)
      let figures = Figures(text.predictions, at: temperature)
      let own = try #require(figures.totalInterval.over(24))
      #expect(abs(own.upperBound.nats - band.upperBound.nats) < 1e-4)
    }
    let (best, known) = (try #require(truth.best), try #require(curve.bestInterval))
    #expect(known.temperature.contains(best.temperature))
    #expect(known.loss.lowerBound <= best.loss && known.loss.upperBound >= best.loss)
    let own = try #require(truth.bestInterval)
    #expect(own.temperature == best.temperature...best.temperature)
  }

  @Test func `is the same in pieces, among others whose rests were summed`() throws {
    let text = try HalfKnownText(candidates: 8, seed: 6)
    var all = Predictions(vocabularySize: text.vocabulary)
    for row in text.rows.prefix(4) { all.append(Prediction(foldingLogits: row, actual: 7)) }
    var pieces = LossCurve(all)
    #expect(!pieces.isBand)
    pieces.add(LossCurve(text.predictions))
    all.append(text.predictions)
    for (one, other) in zip(pieces.lossIntervals, LossCurve(all).lossIntervals) {
      #expect(abs(one.lowerBound.nats - other.lowerBound.nats) < 1e-4)
      #expect(abs(one.upperBound.nats - other.upperBound.nats) < 1e-4)
    }
  }
}

@Suite struct `A model that says how likely each token was, and nothing of the others` {
  private let logProbabilities = [-0.1, -2.5, -9, 0]

  private func predictions() throws -> Predictions {
    var predictions = Predictions(vocabularySize: 50)
    predictions.append(.unscored)
    for logProbability in logProbabilities {
      predictions.append(
        try #require(Prediction(ofOneToken: logProbability, vocabularySize: 50)))
    }
    return predictions
  }

  @Test func `has its surprise at T = 1, and an entropy between one other token and all alike`()
    throws
  {
    let figures = Figures(try predictions(), at: .one)
    #expect(figures.scoredCount == 4 && figures.surprisal(at: 0) == nil)
    for (place, logProbability) in logProbabilities.enumerated() {
      let surprisal = try #require(figures.surprisalInterval(at: place + 1))
      #expect(surprisal.lowerBound == surprisal.upperBound)
      #expect(abs(surprisal.lowerBound.nats + logProbability) < 1e-5)
      let known = exp(logProbability)
      let entropy = try #require(figures.entropyInterval(at: place + 1))
      let ends = [[known, 1 - known], [known] + Array(repeating: (1 - known) / 49, count: 49)]
        .map { $0.reduce(0) { $1 > 0 ? $0 - $1 * log($1) : $0 } }
      #expect(abs(entropy.lowerBound.nats - ends[0]) < 1e-4)
      #expect(abs(entropy.upperBound.nats - ends[1]) < 1e-4)
    }
    #expect(abs(figures.total.nats - 11.6) < 1e-4)
  }

  @Test(arguments: [0, 0.5, 2, .infinity])
  func `has nothing at another temperature, and no curve`(value: Double) throws {
    let predictions = try predictions()
    let figures = Figures(predictions, at: try #require(Temperature(value)))
    #expect(figures.scoredCount == 0 && figures.crossEntropy == nil)
    #expect(
      (0..<5).allSatisfy { figures.surprisal(at: $0) == nil && figures.entropy(at: $0) == nil })
    #expect(predictions.candidates(at: 1, temperature: .one).isEmpty)
    let curve = LossCurve(predictions)
    #expect(curve.isOfOneTemperature && curve.losses.isEmpty && curve.lossIntervals.isEmpty)
    #expect(curve.best == nil && curve.bestInterval == nil)
  }

  @Test func `is refused where it says no probability`() {
    #expect(Prediction(ofOneToken: 0.5, vocabularySize: 50) == nil)
    #expect(Prediction(ofOneToken: .nan, vocabularySize: 50) == nil)
    #expect(Prediction(ofOneToken: -1, vocabularySize: 0) == nil)
  }
}

@Suite struct `Rows without room for two numbers` {
  @Test func `are refused in a sentence at every temperature but 1`() throws {
    let scorer = Scorer(
      model: ModelDescription(
        name: "Far", file: "", architecture: "", quantization: "", vocabularySize: 256,
        contextLength: 9),
      vocabulary: Vocabulary(count: 256, bytes: { [UInt8($0)] }), tokenize: { _, _, _ in [] },
      score: { _, _, _, _ in })
    try scorer.checkExact(at: .one)
    let temperature = try #require(Temperature(2))
    let error = OpenNumbers(model: "Far", temperature: temperature)
    #expect(throws: error) { try scorer.checkExact(at: temperature) }
    #expect(
      "\(error)" == """
        Far gives only its likeliest tokens, so at a temperature other than 1 every number is an interval, for \
        which these rows have no columns: leave --temperature out, score text by text, or use a model that \
        gives all logits
        """)
  }
}
