import Basics
import InformationTheory
import Testing

/// Hand-computed and published numbers.
@Suite struct SoftmaxTests {
  private func close(_ a: [Double], _ b: [Double]) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) < 1e-12 }
  }

  @Test func `softmax turns logarithms of odds into odds`() {
    let odds = softmax([0, 1.098_612_288_668_109_8, -.infinity])  // ln 1, ln 3, ln 0
    #expect(close(odds, [0.25, 0.75, 0]))
  }

  @Test func `half the temperature squares the odds`() throws {
    let cold = try #require(Temperature(0.5))
    #expect(close(softmax([0, 1.098_612_288_668_109_8], at: cold), [0.1, 0.9]))
  }

  @Test func `at zero the best share everything and at infinity all do`() throws {
    let logits: [Double] = [2, 7, 7, -3]
    #expect(softmax(logits, at: try #require(Temperature(0))) == [0, 0.5, 0.5, 0])
    let hot = try #require(Temperature(.infinity))
    #expect(close(softmax(logits, at: hot), [0.25, 0.25, 0.25, 0.25]))
    #expect(close(softmax([1, -.infinity], at: hot), [1, 0]))
  }

  @Test(arguments: [Double.leastNonzeroMagnitude, 1e-307, 1e-300])
  func `near zero, where a scaled logit is no number any more, it is as at zero`(value: Double)
    throws
  {
    let temperature = try #require(Temperature(value))
    #expect(close(softmax([2, 70, 70, -.infinity], at: temperature), [0, 0.5, 0.5, 0]))
    let far = Divergences(ofLogits: [2, 70, 70], [2, 70, 70], at: temperature)
    #expect(far.forward.nats == 0 && far.reverse.nats == 0)
    let other = Divergences(ofLogits: [70, 2], [2, 70], at: temperature)
    #expect(other.forward.nats > 1e200 && other.reverse.nats > 1e200)
  }

  @Test func `large logits do not overflow and small ones do not vanish`() {
    #expect(close(softmax([10_000, 10_000]), [0.5, 0.5]))
    #expect(close(softmax([-10_000, -10_000]), [0.5, 0.5]))
    #expect(abs(logPartition([1_000, 1_000]) - 1_000.693_147_180_559_9) < 1e-9)
  }

  @Test func `the entropy of a fair coin is a bit and of a die log2 6`() {
    #expect(abs(entropy([0.5, 0.5]).bits - 1) < 1e-12)
    #expect(abs(entropy([Double](repeating: 1 / 6, count: 6)).bits - 2.584_962_500_721_156) < 1e-12)
    #expect(entropy([1, 0]).nats == 0)
    // Cover and Thomas 2006, example 1.1.2: eight horses.
    let horses = [1.0 / 2, 1.0 / 4, 1.0 / 8, 1.0 / 16] + [Double](repeating: 1.0 / 64, count: 4)
    #expect(abs(entropy(horses).bits - 2) < 1e-12)
  }

  @Test func `cross-entropy is the mean surprisal`() {
    let natsPerBit = 0.693_147_180_559_945_3
    let loss = crossEntropy([-1 * natsPerBit, -3 * natsPerBit])
    #expect(abs(loss.bits - 2) < 1e-12)
    #expect(abs(loss.perplexity - 4) < 1e-12)
  }

  @Test func `a divergence is what the wrong model costs`() {
    // Cover and Thomas 2006, example 2.3.1, with r = 1/2 and s = 1/4.
    #expect(
      abs(divergence(of: [0.75, 0.25], from: [0.5, 0.5]).bits - 0.207_518_749_639_422) < 1e-12)
    #expect(
      abs(divergence(of: [0.5, 0.5], from: [0.75, 0.25]).bits - 0.188_721_875_540_867) < 1e-12)
    #expect(divergence(of: [0.3, 0.7], from: [0.3, 0.7]).nats == 0)
    #expect(divergence(of: [1, 0], from: [0.5, 0.5]).nats == .infinity)
    #expect(divergence(of: [0.5, 0.5], from: [1, 0]).bits == 1)
  }

  @Test func `divergences of logits are those of their distributions, in both directions`() throws {
    let (p, q): ([Double], [Double]) = ([1, 0, -2, 3], [0.5, 0.5, 4, -.infinity])
    for value in [0, 0.3, 1, 2, Double.infinity] {
      let temperature = try #require(Temperature(value))
      let found = Divergences(ofLogits: p, q, at: temperature)
      let (a, b) = (softmax(p, at: temperature), softmax(q, at: temperature))
      let expected = (divergence(of: b, from: a).nats, divergence(of: a, from: b).nats)
      #expect(expected.0 == found.forward.nats || abs(expected.0 - found.forward.nats) < 1e-12)
      #expect(expected.1 == found.reverse.nats || abs(expected.1 - found.reverse.nats) < 1e-12)
    }
    // What is too unlikely to be a number still costs what it costs.
    let far = Divergences(ofLogits: [0, 0], [0, -2_000], at: .one)
    #expect(abs(far.forward.nats - (1_000 - log(2.0))) < 1e-9)
  }

  @Test func `a rank is one and the number of likelier tokens`() {
    #expect((0..<4).map { rank(of: $0, in: [3, 9, 3, -1]) } == [2, 1, 2, 4])
  }

  @Test func `nats and bits are one quantity`() {
    #expect(abs(Information.bits(1).nats - 0.693_147_180_559_945_3) < 1e-15)
    #expect(abs(Information.nats(1).bits - 1.442_695_040_888_963_4) < 1e-15)
    #expect(abs(Information.bits(3.321_928_094_887_362).perplexity - 10) < 1e-12)
    #expect(Information.surprisal(ofLogProbability: 0).nats.sign == .plus)
    #expect(Information.surprisal(ofLogProbability: -.infinity).nats == .infinity)
    #expect(Information.bits(2) + .bits(1) > .bits(2.9))
    #expect(abs((Information.bits(2) - .bits(3)).bits + 1) < 1e-12)
  }
}
