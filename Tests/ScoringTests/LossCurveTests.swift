import InformationTheory
import Scoring
import TestSupport
import Testing
import Basics

/// The curve and its valley against a search over whole distributions.
@Suite struct LossCurveTests {
  /// Texts whose tokens are drawn from the model's own distribution at a temperature, so that this
  /// temperature is about the best one.
  private func text(
    drawnAt temperature: Double, tokens: Int, vocabulary: Int, seed: UInt64
  ) -> (logits: [[Double]], actual: [Int]) {
    var random = SeededGenerator(seed: seed)
    var (rows, actual): ([[Double]], [Int]) = ([], [])
    for _ in 0..<tokens {
      let logits = (0..<vocabulary).map { _ in 3 * random.normal() }
      rows.append(logits)
      actual.append(draw(logits, temperature, using: &random))
    }
    return (rows, actual)
  }

  private func draw(
    _ logits: [Double], _ temperature: Double, using random: inout SeededGenerator
  ) -> Int {
    var coin = Double.random(in: 0..<1, using: &random)
    let exact = ExactDistribution(logits)
    for token in logits.indices {
      let logProbability = exact.figure(of: token, at: temperature).logProbability
      coin -= 1 / Information.nats(-logProbability).perplexity
      if coin < 0 { return token }
    }
    return logits.count - 1
  }

  private func loss(_ text: (logits: [[Double]], actual: [Int]), at temperature: Double) -> Double {
    let sum = zip(text.logits, text.actual).reduce(0) {
      $0 - ExactDistribution($1.0).figure(of: $1.1, at: temperature).logProbability
    }
    return sum / Double(text.actual.count)
  }

  /// The lowest point of a function with one valley (Kiefer 1953).
  private func valley(_ low: Double, _ high: Double, of f: (Double) -> Double) -> Double {
    var (low, high) = (low, high)
    for _ in 0..<60 {
      let third = (high - low) / 3
      if f(low + third) < f(high - third) { high -= third } else { low += third }
    }
    return (low + high) / 2
  }

  private func curve(_ text: (logits: [[Double]], actual: [Int])) -> LossCurve {
    var predictions = Predictions(vocabularySize: text.logits[0].count)
    for (logits, actual) in zip(text.logits, text.actual) {
      predictions.append(Prediction(foldingLogits: logits, actual: actual))
    }
    return LossCurve(predictions)
  }

  @Test(arguments: [0.2, 0.5, 0.93, 1, 1.6, 3])
  func `the best temperature is where a search finds it`(drawnAt: Double) throws {
    let text = text(drawnAt: drawnAt, tokens: 30, vocabulary: 120, seed: UInt64(drawnAt * 100))
    let expected = valley(0.05, 5) { loss(text, at: $0) }
    let best = try #require(curve(text).best)
    #expect(abs(best.temperature.value / expected - 1) < 1e-5)
    #expect(abs(best.loss.nats - loss(text, at: expected)) < 1e-6)
  }

  @Test func `the curve is the mean loss at every notch`() {
    let text = text(drawnAt: 1, tokens: 8, vocabulary: 300, seed: 11)
    let losses = curve(text).losses
    #expect(losses.count == Temperature.notches.count)
    for (notch, temperature) in Temperature.notches.enumerated() {
      #expect(abs(losses[notch].nats - loss(text, at: temperature.value)) < 3e-6)
    }
  }

  @Test func `the loss has its notch value in the figures too`() throws {
    let text = text(drawnAt: 2, tokens: 12, vocabulary: 90, seed: 4)
    var predictions = Predictions(vocabularySize: 90)
    for (logits, actual) in zip(text.logits, text.actual) {
      predictions.append(Prediction(foldingLogits: logits, actual: actual))
    }
    let curve = LossCurve(predictions)
    for notch in stride(from: 0, to: Temperature.notches.count, by: 7) {
      let figures = Figures(predictions, at: Temperature.notches[notch])
      let loss = try #require(figures.crossEntropy)
      #expect(abs(loss.nats - curve.losses[notch].nats) < 1e-9)
    }
    let best = try #require(curve.best)
    let depth = try #require(Figures(predictions, at: best.temperature).crossEntropy)
    #expect(abs(best.loss.nats - depth.nats) < 2e-7)
  }

  @Test func `it grows block by block as it does at once`() {
    let text = text(drawnAt: 1, tokens: 6, vocabulary: 40, seed: 8)
    var (all, blocks) = (Predictions(vocabularySize: 40), LossCurve())
    for (logits, actual) in zip(text.logits, text.actual) {
      var block = Predictions(vocabularySize: 40)
      block.append(Prediction(foldingLogits: logits, actual: actual))
      block.append(.unscored)
      all.append(block)
      blocks.add(block)
    }
    let whole = LossCurve(all)
    #expect(whole.scoredCount == 6)
    #expect(blocks.scoredCount == 6)
    for (a, b) in zip(whole.losses, blocks.losses) { #expect(abs(a.nats - b.nats) < 1e-9) }
  }

  @Test func `nothing scored has no curve and no valley`() {
    var predictions = Predictions(vocabularySize: 4)
    predictions.append(.unscored)
    #expect(LossCurve(predictions).losses.isEmpty)
    #expect(LossCurve(predictions).best == nil)
    #expect(LossCurve().best == nil)
  }

  @Test func `a text that the model always expects wants the coldest end`() throws {
    let best = try #require(curve(([[5, 0, -1], [0, 4, -3]], [0, 1])).best)
    #expect(best.temperature == Temperature.sliderRange.lowerBound)
    #expect(best.loss.nats < 1e-9)
  }

  @Test func `a text of only the worst tokens wants the hottest end`() throws {
    let best = try #require(curve(([[5, 0, -1], [0, 4, -3]], [2, 2])).best)
    #expect(best.temperature == Temperature.sliderRange.upperBound)
  }

  @Test(arguments: [1, 2, 10, 33, 5_000])
  func `an even distribution is best left at one`(vocabulary: Int) throws {
    let flat = [Double](repeating: -2, count: vocabulary)
    let curve = curve(([flat, flat], [0, vocabulary - 1]))
    for loss in curve.losses { #expect(abs(loss.nats - log(Double(vocabulary))) < 2e-6) }
    let best = try #require(curve.best)
    #expect(best.temperature == .one)
    #expect(abs(best.loss.perplexity - Double(vocabulary)) < 1e-4 * Double(vocabulary))
  }

  @Test func `an impossible token makes the loss infinite everywhere`() throws {
    let curve = curve(([[0, -.infinity, -1], [1, 0, 0]], [1, 0]))
    #expect(curve.losses.allSatisfy { $0.nats == .infinity })
    let best = try #require(curve.best)
    #expect(best.temperature == .one)
    #expect(best.loss.nats == .infinity)
  }
}
