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

  /// Whether no token that begins a word is among the best, as inside a word.
  @Test(
    arguments: [
      0.01, 0.02, 0.05, 0.1, 0.3, 0.4, 0.7, 1, 1.37, 2.11, 3, 5, 8, 10, 14, 20, 50, 1e6,
    ],
    [false, true])
  func `what begins a word and what ends a text is read as from all logits`(
    value: Double, isInside: Bool
  ) throws {
    let temperature = try #require(Temperature(value))
    for seed in 0..<6 as Range<UInt64> {
      var logits = logits(seed)
      if isInside {
        for id in 0..<300 where !Self.boundaries.isStart(id) { logits[id] += 20 }
      }
      let found = try #require(
        BoundaryReader(temperature).probability(at: 0, of: predictions(logits, Self.boundaries)))
      let all = logPartition(logits, at: temperature)
      func logarithm(_ isMeant: (Int) -> Bool) -> Double {
        logPartition(logits.indices.filter(isMeant).map { logits[$0] }, at: temperature) - all
      }
      let starts = logarithm(Self.boundaries.isStart)
      let ends = logarithm(Self.boundaries.ends.contains)
      let others = logarithm { !Self.boundaries.isStart($0) }
      for (found, expected) in [(found.logStarts, starts), (found.logEnds, ends)] {
        // Logits are kept in single precision. Below the coldest node one exponential stands for all.
        let tolerance =
          (value < 0.046 ? 5e-2 : value > 8 ? 1e-3 : 1e-4) + 1e-6 * abs(expected)
        #expect(
          abs(found - expected) / log(2) < tolerance,
          "\(value), seed \(seed): \(found) for \(expected)")
      }
      // What begins no word is what is left of all: where that is little, it is known less well.
      if others > -12 { #expect(abs(found.logOthers - others) < 1e-3, "\(value), seed \(seed)") }
    }
  }

  @Test func `at the limits the best share all, or all are alike`() throws {
    let logits = logits(2)
    let ties = [3.0, 1, 3, 3] + Array(repeating: 0.0, count: 2_996)
    for (value, logits, starts) in [
      (0, ties, 2.0 / 3), (1e-9, ties, 2.0 / 3), (.infinity, logits, 0.6), (0, [0, 1.0], 0),
    ] as [(Double, [Double], Double)] {
      let boundaries =
        logits.count == 2 ? WordBoundaries(starts: [true, false]) : Self.boundaries
      let temperature = try #require(Temperature(value))
      let found = try #require(
        BoundaryReader(temperature).probability(at: 0, of: predictions(logits, boundaries)))
      #expect(
        abs(exp(found.logStarts) - starts) < 1e-9 && abs(exp(found.logOthers) - 1 + starts) < 1e-9)
    }
  }

  @Test func `a vocabulary that fits into the candidates is exact`() throws {
    let boundaries = WordBoundaries(starts: [true, false, true, false], ends: [3, 3])
    #expect(boundaries.ends == [3] && boundaries.startCount == 2)
    let logits = [1, 2, 3, 4].map { log(Double($0)) }
    let found = try #require(
      BoundaryReader(.one).probability(at: 0, of: predictions(logits, boundaries)))
    #expect(abs(exp(found.logStarts) - 0.4) < 1e-7 && abs(exp(found.logOthers) - 0.6) < 1e-7)
    #expect(abs(exp(found.logEnds) - 0.4) < 1e-7)
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

  /// The log-partition, at every node, of logits that are measured from their largest.
  private func nodes(_ logits: [Double]) -> SIMD32<Float> {
    var nodes = SIMD32<Float>()
    for node in nodes.indices {
      let beta = LogPartition.beta(ofNode: node)
      nodes[node] = Float(log(logits.reduce(0) { $0 + exp(beta * $1) }))
    }
    return nodes
  }

  @Test func `a part of a tail is kept to a fifty-thousandth of a nat at every node`() {
    var random = SeededGenerator(seed: 3)
    for trial in 0..<60 {
      let count = [1, 2, 40, 2_000][trial % 4]
      var logits = random.normals(count, deviation: Double(trial % 7)).map(Double.init)
      // A few far above a crowd: all that the log-partition falls by, it falls by at once.
      if trial % 3 == 0 { for id in logits.indices.prefix(2) { logits[id] += 30 } }
      let top = logits.max() ?? 0
      let kept = nodes(logits.map { $0 - top })
      let found = TailPart(largest: -3, nodes: kept, count: count).nodes(of: count)
      for node in kept.indices {
        #expect(abs(found[node] - kept[node]) < 2e-5, "\(trial), node \(node)")
      }
    }
  }

  @Test func `no part stays none, and what is no number breaks nothing`() {
    #expect(TailPart.empty.isEmpty)
    let none = TailPart(largest: LogPartition.impossible, nodes: nodes([]), count: 0)
    #expect(none == .empty)
    let broken = TailPart(largest: .nan, nodes: .init(repeating: .nan), count: 3)
    #expect(broken.isEmpty)
    _ = TailPart(largest: 0, nodes: .init(repeating: .nan), count: 3).nodes(of: 3)
  }
}
