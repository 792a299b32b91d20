import Basics
import InformationTheory
import Scoring
import TestSupport
import Testing

/// What an engine says of a position of which it knows so many tokens.
func prediction(
  of logits: [Double], candidates: Int, actual: Int
) throws -> Prediction {
  let logProbabilities = softmax(logits).map { log($0) }
  let likeliest = logits.indices.sorted { logits[$0] > logits[$1] }.prefix(candidates)
  return try #require(
    Prediction(
      likeliest: likeliest.map { ($0, logProbabilities[$0]) }, vocabularySize: logits.count,
      actual: (logProbabilities[actual], rank(of: actual, in: logits))))
}

@Suite struct `A prediction of a model that does not give all logits` {
  private func logits(_ seed: UInt64, count: Int = 500) -> [Double] {
    var random = SeededGenerator(seed: seed)
    return random.normals(count, deviation: 3).map(Double.init)
  }

  @Test(arguments: [1, 5, 20, 32, 100])
  func `holds the truth at every temperature`(candidates: Int) throws {
    for seed in 0..<40 as Range<UInt64> {
      let logits = logits(seed)
      let actual = Int(seed * 11)
      var predictions = Predictions(vocabularySize: logits.count)
      predictions.append(try prediction(of: logits, candidates: candidates, actual: actual))
      let exact = ExactDistribution(logits)
      for value in [0, 0.05, 0.5, 0.8, 1, 1.25, 2, 5, .infinity] {
        let temperature = try #require(Temperature(value))
        let found = try #require(predictions.interval(at: 0, temperature: temperature))
        let truth = exact.figure(of: actual, at: value)
        // Logits are kept in floats, which at T = 0.05 leaves a little.
        let room = 1e-5 * max(1, temperature.beta == .infinity ? 1 : temperature.beta)
        #expect(found.logProbability.lowerBound - room <= truth.logProbability)
        #expect(found.logProbability.upperBound + room >= truth.logProbability)
        #expect(found.entropy.lowerBound - room <= truth.entropy)
        #expect(found.entropy.upperBound + room >= truth.entropy)
      }
      let atOne = try #require(predictions.interval(at: 0, temperature: .one))
      #expect(atOne.logProbability.lowerBound == atOne.logProbability.upperBound)
    }
  }

  @Test(arguments: [3, 32, 40])
  func `has a flat rest at one end, however few tokens there are beyond`(
    candidates: Int
  ) throws {
    for size in [20, 32, 33, 36, 500] where size >= candidates {
      let logits = logits(7, count: size)
      var predictions = Predictions(vocabularySize: size)
      predictions.append(try prediction(of: logits, candidates: candidates, actual: size / 2))
      let kept = min(candidates, LogPartition.candidateCount)
      let sorted = softmax(logits).sorted(by: >)
      let rest = sorted.dropFirst(kept).reduce(0, +) / Double(max(size - kept, 1))
      let flat = (sorted.prefix(kept) + Array(repeating: rest, count: size - kept)).map { log($0) }
      for value in [0.05, 0.5, 1, 2, 5] {
        let temperature = try #require(Temperature(value))
        let figures = Figures(predictions, at: temperature)
        let actual = log(softmax(logits)[size / 2])
        let expected = temperature.beta * actual - logPartition(flat, at: temperature)
        let found = try #require(figures.surprisalInterval(at: 0)).map(\.nats)
        let end = value < 1 ? found.lowerBound : found.upperBound
        #expect(abs(end + expected) < 1e-4, "\(size) \(value)")
        guard value >= 1 else { continue }
        let entropy = entropy(softmax(flat, at: temperature)).nats
        let ends = try #require(figures.entropyInterval(at: 0)).map(\.nats)
        #expect(abs(ends.upperBound - entropy) < 1e-4, "\(size) \(value)")
      }
    }
  }

  @Test func `stands among others, whose rest was summed and has no width`() throws {
    let logits = logits(3)
    let exact = Prediction(foldingLogits: logits, actual: 4)
    var predictions = Predictions(vocabularySize: logits.count)
    predictions.append(exact)
    #expect(!predictions[0].isBounded)
    let summed = predictions
    var others = predictions
    predictions.append(try prediction(of: logits, candidates: 8, actual: 4))
    predictions.append(.unscored)
    others.append(predictions)
    predictions.append(others)
    predictions.append(summed)
    let isBounded = [false, true, false, false, false, true, false, false]
    #expect((0..<predictions.count).map { predictions[$0].isBounded } == isBounded)
    let temperature = try #require(Temperature(1.7))
    let figures = Figures(predictions, at: temperature, on: nil)
    for place in [0, 3, 4, 7] {
      let found = try #require(predictions.interval(at: place, temperature: temperature))
      let logProbability = Double(figures.logProbabilities[place])
      #expect(found.logProbability == logProbability...logProbability)
      #expect(found.entropy.lowerBound == found.entropy.upperBound)
    }
    let found = try #require(predictions.interval(at: 1, temperature: temperature))
    #expect(found.logProbability.upperBound - found.logProbability.lowerBound > 0.1)
    #expect(predictions.interval(at: 2, temperature: temperature) == nil)
    predictions.truncate(to: 2)
    #expect(predictions.count == 2 && predictions[1].isBounded)
  }

  @Test(arguments: [0, 0.01, 0.05, 0.5, 1, 2, 5, 20, .infinity])
  func `is of an impossible token at every temperature`(value: Double) throws {
    var predictions = Predictions(vocabularySize: 50)
    predictions.append(
      try #require(
        Prediction(
          likeliest: [(0, log(0.5)), (1, log(0.25))], vocabularySize: 50, actual: (-.infinity, 3))))
    predictions.append(try #require(Prediction(ofOneToken: -.infinity, vocabularySize: 50)))
    let figures = Figures(predictions, at: try #require(Temperature(value)))
    for place in 0..<(value == 1 ? 2 : 1) {
      let surprisal = try #require(figures.surprisalInterval(at: place)).map(\.nats)
      #expect(surprisal == Double.infinity...Double.infinity)
    }
    #expect(figures.total.nats == .infinity)
  }

  @Test func `is refused where its probabilities fit no distribution`() {
    let actual = (logProbability: -1.0, rank: 1)
    #expect(Prediction(likeliest: [], vocabularySize: 9, actual: actual) == nil)
    #expect(Prediction(likeliest: [(0, 0.5)], vocabularySize: 9, actual: actual) == nil)
    #expect(Prediction(likeliest: [(0, -3), (1, -1)], vocabularySize: 9, actual: actual) == nil)
  }

  @Test func `has no score where the token that came is not known`() throws {
    let prediction = try #require(
      Prediction(likeliest: [(3, -0.1), (1, -3)], vocabularySize: 9, actual: nil))
    #expect(!prediction.isScored && prediction.isBounded)
    #expect(prediction.candidates.map(\.id) == [3, 1])
  }
}

@Suite struct `A scorer that does not give all logits` {
  private let scorer = Scorer(
    model: ModelDescription(
      name: "Far", file: "", architecture: "", quantization: "", vocabularySize: 256,
      contextLength: 9),
    vocabulary: Vocabulary(count: 256, bytes: { [UInt8($0)] }),
    tokenize: { _, _, _ in [] }, score: { _, _, _, _ in })

  @Test func `says so in a sentence to everything that draws from it`() {
    let error = Scorer.NoWholeVocabulary(model: "Far")
    #expect(throws: error) { try scorer.checkWholeVocabulary() }
    #expect(throws: error) { try scorer.expectation(Context([1])) }
    #expect(throws: error) { try DrawnText(drawing: 3, from: scorer, seed: 1) }
    #expect(throws: error) {
      try ByteReader(after: [1], order: ByteOrder(scorer.vocabulary)) {
        try scorer.expectation(Context($0)).logits
      }
    }
    #expect(
      "\(error)" == """
        Far gives only its likeliest tokens, so it can score a text, but neither continue one nor \
        play: use a model that gives all logits
        """)
  }
}
