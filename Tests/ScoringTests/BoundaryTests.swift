import Basics
import InformationTheory
import Scoring
import TestSupport
import Testing

@Suite struct BoundaryTests {
  private static let boundaries = WordBoundaries(
    starts: (0..<3_000).map { $0 % 5 < 3 }, ends: [17, 2_900])

  /// Logits like a model's, of another temperament for each seed.
  private func logits(_ seed: UInt64, count: Int = 3_000) -> [Double] {
    var random = SeededGenerator(seed: seed)
    return random.normals(count, deviation: 1.5 + Double(seed)).map(Double.init)
  }

  private func predictions(_ logits: [Double], _ boundaries: WordBoundaries) -> Predictions {
    var predictions = Predictions(vocabularySize: logits.count)
    predictions.append(Prediction(foldingLogits: logits, actual: 0, boundaries: boundaries))
    return predictions
  }

  @Test(arguments: [0, 1e-9, 0.05, 0.1, 0.3, 0.4, 0.7, 1, 1.37, 2.11, 3, 5, 8, 20, 1e6, .infinity])
  func `what begins a word and what ends a text is read as from all logits`(value: Double) throws {
    let temperature = try #require(Temperature(value))
    for seed in 0..<4 as Range<UInt64> {
      let logits = logits(seed)
      let all = softmax(logits, at: temperature)
      let found = try #require(
        BoundaryReader(temperature).probability(at: 0, of: predictions(logits, Self.boundaries)))
      let starts = all.indices.reduce(0) { Self.boundaries.isStart($1) ? $0 + all[$1] : $0 }
      let ends = Self.boundaries.ends.reduce(0) { $0 + all[$1] }
      for (found, expected) in [
        (found.starts, starts), (found.others, 1 - starts), (found.ends, ends),
      ] where expected > 1e-6 {
        // Hotter than the slider goes, the first node tells less.
        #expect(
          abs(log2(found) - log2(expected)) < (value > 8 ? 2e-2 : 1e-4),
          "\(value), seed \(seed): \(found) for \(expected)")
      }
    }
  }

  @Test func `a vocabulary that fits into the candidates is exact`() throws {
    let boundaries = WordBoundaries(starts: [true, false, true, false], ends: [3, 3])
    #expect(boundaries.ends == [3] && boundaries.startCount == 2)
    let logits = [1, 2, 3, 4].map { log(Double($0)) }
    let found = try #require(
      BoundaryReader(.one).probability(at: 0, of: predictions(logits, boundaries)))
    #expect(abs(found.starts - 0.4) < 1e-7 && abs(found.others - 0.6) < 1e-7)
    #expect(abs(found.ends - 0.4) < 1e-7)
    let cold = try #require(Temperature(0))
    let coldest = try #require(
      BoundaryReader(cold).probability(at: 0, of: predictions(logits, boundaries)))
    #expect(coldest == BoundaryProbability(starts: 0, ends: 1, others: 1))
  }

  @Test func `positions of which nothing is known stay so beside others`() throws {
    let reader = BoundaryReader(.one)
    var predictions = Predictions(vocabularySize: 3_000)
    predictions.append(Prediction(foldingLogits: logits(1), actual: 0))
    #expect(
      predictions.boundaries(at: 0) == nil && reader.probability(at: 0, of: predictions) == nil)
    let known = Prediction(foldingLogits: logits(2), actual: 0, boundaries: Self.boundaries)
    predictions.append(known)
    predictions.append(.unscored)
    var more = Predictions(vocabularySize: 3_000)
    more.append(known)
    predictions.append(more)
    var unknown = Predictions(vocabularySize: 3_000)
    unknown.append(.unscored)
    predictions.append(unknown)
    #expect(
      (0..<5).map { predictions.boundaries(at: $0) != nil } == [false, true, false, true, false])
    #expect(predictions[3].boundaries == known.boundaries)
    predictions.truncate(to: 3)
    #expect(predictions.boundaries(at: 1) == known.boundaries)
    #expect(reader.probability(at: 3, of: predictions) == nil)
    predictions.append(known)
    #expect(predictions.boundaries(at: 3) == known.boundaries)
  }

  @Test func `a share of a tail is kept to half a ten-thousandth of a nat`() {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<50 {
      var (whole, part) = (SIMD32<Float>(), SIMD32<Float>())
      var (level, distance) = (Double.random(in: 0...12, using: &random), 0.0)
      distance = -Double.random(in: 0...11, using: &random)
      for node in 0..<32 {
        (whole[node], part[node]) = (Float(level), Float(level + distance))
        level -= Double.random(in: 0...2, using: &random)
        distance += Double.random(in: -2...2, using: &random)
      }
      let found = TailShare(of: part, in: whole).part(of: whole)
      for node in 0..<32 {
        #expect(abs(found[node] - part[node]) < (node == 0 ? 5e-4 : 6e-5))
      }
    }
  }

  @Test func `a share that dies away at once is kept, and none stays none`() {
    let whole = SIMD32<Float>(repeating: 3)
    var part = whole
    for node in 1..<32 { part[node] = part[node - 1] - 20 }
    let share = TailShare(of: part, in: whole)
    let found = share.part(of: whole)
    for node in 1..<32 { #expect(abs(found[node] - part[node]) < 0.01) }
    #expect(!share.isEmpty && TailShare.empty.isEmpty)
    let none = SIMD32<Float>(repeating: LogPartition.impossible)
    #expect(TailShare(of: none, in: whole).part(of: whole) == none)
    #expect(TailShare(of: .init(repeating: .nan), in: whole).isEmpty)
  }
}
