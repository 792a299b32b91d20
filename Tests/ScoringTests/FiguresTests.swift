import InformationTheory
import Scoring
import Testing

/// The compact prediction against the whole distribution, in double precision.
@Suite struct FiguresTests {
  /// How far from the whole distribution a number may be, in nats.
  struct Limits {
    var logProbability = 2e-6, entropy = 2e-5
    /// The same of ln p as a share of itself: the rounding of a float, which logits are kept in too.
    var share = 1.2e-7
  }

  /// Compares ln p and entropy at every token asked about.
  private func compare(
    _ shape: Shape, seed: UInt64, at temperatures: [Double], within limits: Limits = .init()
  ) throws {
    let logits = shape.logits(seed: seed)
    let tokens = shape.tokens(of: logits)
    let predictions = predictions(logits, tokens)
    let exact = ExactDistribution(logits)
    for value in temperatures {
      let figures = Figures(predictions, at: try #require(Temperature(value)))
      for (position, token) in tokens.enumerated() {
        let expected = exact.figure(of: token, at: value)
        let actual = Double(figures.logProbabilities[position])
        let allowed = limits.logProbability + limits.share * abs(expected.logProbability)
        let entropy = Double(figures.entropies[position])
        let comment: Comment =
          "\(shape) seed \(seed), T \(value), token \(token): \(actual) \(expected) \(entropy)"
        #expect(agree(actual, expected.logProbability, within: allowed), comment)
        #expect(agree(entropy, expected.entropy, within: limits.entropy), comment)
      }
    }
  }

  private func agree(_ a: Double, _ b: Double, within limit: Double) -> Bool {
    a == b || abs(a - b) <= limit
  }

  private static let slider = [
    0.05, 0.06, 0.1, 0.25, 0.5, 0.8, 1, 1.1, 1.7, 1.8, 2.11, 2.45, 2.5, 3.9, 5,
  ]

  @Test(arguments: Shape.allCases)
  func `on the slider ln p is within 2e-6 nats of the whole softmax, and entropy within 2e-5`(
    _ shape: Shape
  ) throws {
    try compare(shape, seed: 1, at: Self.slider)
  }

  @Test(arguments: 2...4)
  func `other texts agree as well`(seed: UInt64) throws {
    try compare(.heavyHead, seed: seed, at: Self.slider)
    try compare(.continuationBytes, seed: seed, at: Self.slider)
  }

  @Test(arguments: Shape.allCases)
  func `the kernels read what their plain twin reads`(_ shape: Shape) throws {
    let logits = shape.logits(seed: 11)
    let predictions = predictions(logits, shape.tokens(of: logits))
    for value in Self.slider + [0.047, 0.07, 5.8, 6.2, 9.99, 40, 1e3, 1e9] {
      let temperature = try #require(Temperature(value))
      let expected = Figures(predictions, at: temperature, on: nil)
      for set in InstructionSet.available {
        let found = Figures(predictions, at: temperature, on: set)
        let comment: Comment = "\(shape), T \(value), \(set.name)"
        let loose = value > 5 ? 100.0 : 1  // the polynomial in β magnifies rounding
        for (a, b) in zip(found.logProbabilities, expected.logProbabilities) {
          #expect(
            agree(Double(a), Double(b), within: 1e-6 * loose + 1.2e-7 * abs(Double(b))), comment)
        }
        for (a, b) in zip(found.entropies, expected.entropies) {
          #expect(agree(Double(a), Double(b), within: 1e-5 * loose), comment)
        }
        #expect(found.scoredCount == expected.scoredCount)
      }
    }
  }

  @Test(arguments: Shape.allCases.filter { $0 != .masked })
  func `beyond the slider they are within 1e-3 nats`(_ shape: Shape) throws {
    try compare(
      shape, seed: 5, at: [1e-3, 0.01, 0.02, 0.035, 0.045, 6, 8, 10, 30, 100, 1e3, 1e6],
      within: .init(logProbability: 1e-3, entropy: 1e-3, share: 2e-7))
  }

  @Test(arguments: Shape.allCases.filter { $0 != .masked })
  func `the limits of temperature are the limits of the formula`(_ shape: Shape) throws {
    try compare(shape, seed: 6, at: [0, .leastNonzeroMagnitude, .infinity])
  }

  @Test(arguments: Shape.allCases.filter { $0 != .masked })
  func `extreme temperatures give numbers`(_ shape: Shape) throws {
    let logits = shape.logits(seed: 7)
    let tokens = shape.tokens(of: logits)
    let predictions = predictions(logits, tokens)
    let exact = ExactDistribution(logits)
    for value in [1e-308, 1e-300, 1e-40, 1e-20, 1e-9, 1e-5, 1e20, 1e300] {
      let figures = Figures(predictions, at: try #require(Temperature(value)))
      for (position, token) in tokens.enumerated() {
        let expected = exact.figure(of: token, at: value)
        let found = Double(figures.logProbabilities[position])
        let comment: Comment = "\(shape) \(value): \(found) \(expected)"
        #expect(found <= 0, comment)
        #expect(exactlyClose(found, expected.logProbability), comment)
        #expect(abs(Double(figures.entropies[position]) - expected.entropy) < 0.01, comment)
      }
    }
  }

  /// Equal, or close, or both beyond what a float can hold.
  private func exactlyClose(_ a: Double, _ b: Double) -> Bool {
    if a == -.infinity { return b < -3e38 }
    return abs(a - b) <= max(0.01, 2e-7 * abs(b))
  }

  @Test func `one certain token has no surprise and no entropy`() {
    let figures = Figures(predictions([3], [0]), at: .one)
    #expect(figures.logProbabilities == [0])
    #expect(figures.entropies == [0])
    #expect(figures.surprisal(at: 0)?.bits == 0)
    #expect(figures.crossEntropy?.perplexity == 1)
  }

  @Test func `two equal tokens are one bit each`() throws {
    let figures = Figures(predictions([7, 7], [0, 1]), at: .one)
    #expect(abs(try #require(figures.surprisal(at: 0)).bits - 1) < 1e-6)
    #expect(abs(try #require(figures.entropy(at: 1)).bits - 1) < 1e-6)
    #expect(abs(figures.total.bits - 2) < 1e-6)
    #expect(abs(try #require(figures.meanEntropy).bits - 1) < 1e-6)
  }

  @Test func `an impossible token has infinite surprisal at every temperature`() throws {
    let predictions = predictions([0, -.infinity, -2], [1])
    for value in [0, 0.3, 1, 50, Double.infinity] {
      let figures = Figures(predictions, at: try #require(Temperature(value)))
      #expect(figures.surprisal(at: 0)?.nats == .infinity, "T \(value)")
      #expect(figures.crossEntropy?.perplexity == .infinity, "T \(value)")
    }
  }

  @Test func `an unscored token counts for nothing`() {
    var predictions = Predictions(vocabularySize: 2)
    predictions.append(.unscored)
    predictions.append(Prediction(foldingLogits: [0, 0], actual: 1))
    let figures = Figures(predictions, at: .one)
    #expect(figures.scoredCount == 1)
    #expect(figures.surprisal(at: 0) == nil)
    #expect(figures.entropy(at: 0) == nil)
    #expect(figures.surprisal(at: 2) == nil)
    #expect(figures.surprisal(at: -1) == nil)
    #expect(abs((figures.crossEntropy?.bits ?? 0) - 1) < 1e-6)
  }

  @Test func `no token has no loss`() {
    let figures = Figures(Predictions(vocabularySize: 5), at: .one)
    #expect(figures.crossEntropy == nil)
    #expect(figures.meanEntropy == nil)
    #expect(figures.total == .zero)
  }

  @Test func `adding a constant to all logits changes nothing`() {
    let logits = Shape.thirtyThree.logits(seed: 3)
    let plain = Figures(predictions(logits, [0, 20]), at: .one)
    let moved = Figures(predictions(logits.map { $0 + 1_024 }, [0, 20]), at: .one)
    for position in 0..<2 {
      #expect(abs(plain.logProbabilities[position] - moved.logProbabilities[position]) < 1e-6)
    }
  }

  @Test(arguments: [0, 0.05, 0.5, 1, 3, 5, .infinity])
  func `candidates have the probabilities of the whole softmax`(value: Double) throws {
    let logits = Shape.heavyHead.logits(seed: 9)
    let exact = ExactDistribution(logits)
    let temperature = try #require(Temperature(value))
    let candidates = predictions(logits, [0]).candidates(at: 0, temperature: temperature)
    #expect(candidates.count == 32)
    #expect(candidates[0].id == logits.indices.max { logits[$0] < logits[$1] })
    for candidate in candidates {
      let expected = exact.figure(of: candidate.id, at: value).logProbability
      #expect(agree(candidate.logProbability, expected, within: 1e-4), "\(candidate) \(expected)")
    }
  }

  @Test(arguments: [0, 0.05, 0.3, 1, 5, 100, .infinity])
  func `the candidates of a small vocabulary share all the probability`(value: Double) throws {
    let logits = Shape.ten.logits(seed: 2)
    let temperature = try #require(Temperature(value))
    let candidates = predictions(logits, [3]).candidates(at: 0, temperature: temperature)
    #expect(candidates.count == 10)
    let sum = candidates.reduce(0) { $0 + softmaxShare($1.logProbability) }
    #expect(abs(sum - 1) < 1e-5)
  }

  private func softmaxShare(_ logProbability: Double) -> Double {
    1 / Information.nats(-logProbability).perplexity
  }
}
