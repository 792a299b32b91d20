import InformationTheory
import Testing
import Basics

@Suite struct SplitMix64Tests {
  /// The sequences that the authors' own program prints.
  private static let published: [(UInt64, [UInt64])] = [
    (
      1_234_567,
      [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
        4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
      ]
    ),
    (0, [0xe220_a839_7b1d_cdaf, 0x6e78_9e6a_a1b9_65f4, 0x06c4_5d18_8009_454f]),
  ]

  @Test(arguments: published)
  func `a seed gives the published numbers, in a row or at a place`(
    seed: UInt64, expected: [UInt64]
  ) {
    var generator = SplitMix64(seed: seed)
    #expect(expected.indices.map { _ in generator.next() } == expected)
    for (place, number) in expected.enumerated() {
      var there = SplitMix64(seed: seed, place: place)
      #expect(there.next() == number)
    }
  }

  @Test func `fractions are spread evenly from 0 to below 1`() {
    var generator = SplitMix64(seed: 7)
    let fractions = (0..<10_000).map { _ in generator.nextFraction() }
    #expect(fractions.allSatisfy { (0..<1).contains($0) })
    let counts = (0..<10).map { bin in fractions.count { Int($0 * 10) == bin } }
    // 1000 are expected in each; four deviations are 4 · sqrt(900).
    #expect(counts.allSatisfy { abs($0 - 1_000) < 120 })
  }
}

@Suite struct TruncationTests {
  private let halves = [0.5, 0.25, 0.125, 0.0625, 0.0625]

  @Test(arguments: [
    (Truncation.none, 5, 1.0), (Truncation(topK: 1), 1, 0.5), (Truncation(topK: 3), 3, 0.875),
    (Truncation(topK: 9), 5, 1), (Truncation(topP: 0.75), 2, 0.75),
    (Truncation(topP: 0.8), 3, 0.875),
    (Truncation(topP: 1e-9), 1, 0.5), (Truncation(minP: 0.5), 2, 0.75),
    (Truncation(minP: 0.2), 3, 0.875),
    (Truncation(minP: 1), 1, 0.5),
    // Of the three that top-k leaves, 0.6 · 0.875 is reached by two.
    (Truncation(topK: 3, topP: 0.6), 2, 0.75), (Truncation(topK: 2, topP: 0.6), 1, 0.5),
    (Truncation(topK: 4, topP: 0.9, minP: 0.5), 2, 0.75),
  ])
  func `a cut keeps as many as the strictest rule`(rules: Truncation, count: Int, mass: Double) {
    #expect(rules.cut(halves) == .init(count: count, mass: mass))
  }

  @Test func `ties with the likeliest all pass min-p 1`() {
    #expect(Truncation(minP: 1).cut([0.4, 0.4, 0.2])?.count == 2)
  }

  @Test func `a cut is not told from the first probabilities where the others matter`() {
    let first = [0.4, 0.2]
    #expect(Truncation(topP: 0.5).cut(first, of: 9) == .init(count: 2, mass: 0.4 + 0.2))
    #expect(Truncation(topP: 0.7).cut(first, of: 9) == nil)
    #expect(Truncation(topK: 5).cut(first, of: 9) == nil)
    #expect(Truncation(minP: 0.1).cut(first, of: 9) == nil)
    // Five may hold anything from 0.6 to 1: a half of that is 0.3 to 0.5, one token or two.
    #expect(Truncation(topK: 5, topP: 0.5).cut(first, of: 9) == nil)
    #expect(Truncation(topK: 5, topP: 0.5).leastCut(first, of: 9).count == 1)
    // Three hold 0.6 to 0.8: a half of that is 0.4 at most.
    #expect(Truncation(topK: 3, topP: 0.5).cut(first, of: 9)?.count == 1)
    #expect(Truncation.none.cut(first, of: 9) == .init(count: 9, mass: 1))
  }
}

@Suite struct SamplerTests {
  private let frozen = Temperature(0) ?? .one

  private func random(_ count: Int, seed: UInt64) -> [Float] {
    var generator = SplitMix64(seed: seed)
    return (0..<count).map { _ in Float(generator.nextFraction() * 12) }
  }

  @Test func `at zero the likeliest is drawn, whatever the seed`() {
    let logits = random(500, seed: 1)
    let best = logits.firstIndex(of: logits.max() ?? 0)
    for seed in 0..<50 as Range<UInt64> {
      #expect(Sampler(temperature: frozen, seed: seed).draw(from: logits, at: 3).entry == best)
    }
  }

  @Test func `at zero a tie is tossed for`() {
    let drawn = (0..<1_000).map {
      Sampler(temperature: frozen).draw(from: [1, 3, 3, 2], at: $0).entry
    }
    #expect(Set(drawn) == [1, 2])
    #expect(abs(drawn.count { $0 == 1 } - 500) < 64)  // four deviations
  }

  @Test(arguments: [0.3, 1, 1.7, Double.infinity])
  func `entries are drawn as often as softmax says, and impossible ones never`(value: Double) throws
  {
    let temperature = try #require(Temperature(value))
    let logits: [Float] = [0.5, -.infinity, 2, 1, -1, 1.5]
    let truth = softmax(logits.map(Double.init), at: temperature)
    let count = 20_000
    let sampler = Sampler(temperature: temperature, seed: 9)
    var counts = [Int](repeating: 0, count: logits.count)
    for place in 0..<count { counts[sampler.draw(from: logits, at: place).entry] += 1 }
    for (observed, probability) in zip(counts, truth) {
      let deviation = (Double(count) * probability * (1 - probability)).squareRoot()
      #expect(abs(Double(observed) - Double(count) * probability) <= 4 * deviation)
    }
  }

  @Test(
    arguments: [
      Truncation(topK: 1), Truncation(topK: 40), Truncation(topP: 0.5), Truncation(topP: 0.999),
      Truncation(minP: 0.3), Truncation(topK: 300, topP: 0.95, minP: 0.001),
    ], [0.5, 1, 3])
  func `what is drawn lies within the cut, which holds its mass`(rules: Truncation, value: Double)
    throws
  {
    let temperature = try #require(Temperature(value))
    let logits = random(400, seed: 5)
    let truth = softmax(logits.map(Double.init), at: temperature).sorted(by: >)
    let sampler = Sampler(temperature: temperature, truncation: rules, seed: 2)
    for place in 0..<60 {
      let draw = sampler.draw(from: logits, at: place)
      let expected = try #require(rules.cut(truth))
      #expect(draw.cut.count == expected.count)
      #expect(abs(draw.cut.mass - expected.mass) < 1e-9)
      #expect(rank(of: draw.entry, in: logits.map(Double.init)) <= expected.count)
    }
  }

  @Test func `the coin falls on the likeliest first, so a colder draw is never a rarer token`()
    throws
  {
    let logits = random(200, seed: 8)
    let ranks = try [0.1, 0.5, 1, 2, 5].map { value in
      let sampler = Sampler(temperature: try #require(Temperature(value)), seed: 4)
      return (0..<40).map {
        rank(of: sampler.draw(from: logits, at: $0).entry, in: logits.map(Double.init))
      }
    }
    for (colder, hotter) in zip(ranks, ranks.dropFirst()) {
      #expect(zip(colder, hotter).allSatisfy { $0 <= $1 })
    }
  }

  @Test func `a place has its own coin, and a seed its own text`() {
    let logits = [Float](repeating: 0, count: 1_000)
    func text(_ seed: UInt64) -> [Int] {
      (0..<20).map { Sampler(seed: seed).draw(from: logits, at: $0).entry }
    }
    #expect(text(1) == text(1))
    #expect(text(1) != text(2))
    #expect(Set(text(1)).count > 15)
  }

  @Test(arguments: [100, 10_000])
  func `where all are alike the coin falls on their ranks, ties by id`(count: Int) {
    let logits = random(count, seed: 3).map { ($0 * 50).rounded() / 10 - 30 }
    let ranked = logits.indices.sorted {
      logits[$0] != logits[$1] ? logits[$0] > logits[$1] : $0 < $1
    }
    let hot = Sampler(temperature: Temperature(.infinity) ?? .one)
    for rank in stride(from: 0, to: count, by: count / 100) {
      let draw = hot.draw(from: logits, coin: (Double(rank) + 0.5) / Double(count))
      #expect(draw.entry == ranked[rank])
    }
    #expect(hot.draw(from: [-0.0, 0, -1], coin: 0.1).entry == 0)
  }

  @Test(arguments: [0.4, 1, 3, 1e20, Double.infinity])
  func `where thousands are nearly alike the coin falls where all of them in order say`(
    value: Double
  ) throws {
    let temperature = try #require(Temperature(value))
    // Some stand far below, some cannot be, and the largest stands alone.
    let logits: [Float] = random(20_003, seed: 6).enumerated().map { place, logit in
      place == 77 ? 4 : place % 100 == 3 ? -.infinity : place % 50 == 4 ? logit - 90 : logit / 4
    }
    let ranked = logits.indices.filter { logits[$0].isFinite }.sorted {
      logits[$0] != logits[$1] ? logits[$0] > logits[$1] : $0 < $1
    }
    let truth = softmax(logits.map(Double.init), at: temperature)
    let sampler = Sampler(temperature: temperature)
    var (sum, seen) = (0.0, 0)
    for (rank, entry) in ranked.enumerated() {
      defer { sum += truth[entry] }
      guard truth[entry] > 1e-9, rank % 97 == 0 || rank < 3 else { continue }
      seen += 1
      let draw = sampler.draw(from: logits, coin: sum + truth[entry] / 2)
      #expect(draw.entry == entry)
      #expect(draw.cut == .init(count: ranked.count, mass: 1))
    }
    #expect(seen > 100)
    // A hair behind the last.
    let drawn = sampler.draw(from: logits, coin: 1).entry
    let behind = try #require(ranked.firstIndex(of: drawn))
    #expect(ranked[(behind + 1)...].reduce(0) { $0 + truth[$1] } < 1e-12)
  }

  @Test func `one possible entry is always drawn`() {
    let logits: [Float] = [-.infinity, 4, -.infinity]
    for temperature in [frozen, .one, Temperature(.infinity) ?? .one] {
      let draw = Sampler(temperature: temperature).draw(from: logits, at: 0)
      #expect(draw.entry == 1 && draw.cut == .init(count: 1, mass: 1))
    }
  }
}

@Suite struct `What may be drawn` {
  /// A way to draw from a vocabulary, all of it by chance.
  private struct Setting {
    var logits: [Float]
    var temperature: Double
    var rules: Truncation

    init(using generator: inout SplitMix64) {
      func chance(_ low: Double, _ high: Double) -> Double {
        low + generator.nextFraction() * (high - low)
      }
      let size = Int(chance(40, 400))
      // From nearly even distributions to ones of which a few tokens hold all.
      let spread = chance(0.5, 9)
      logits = (0..<size).map { _ in
        Float(spread * (-2 * log(1 - generator.nextFraction())).squareRoot() * cos(chance(0, .pi)))
      }
      if generator.nextFraction() < 0.2 { logits[3] = -.infinity }
      if generator.nextFraction() < 0.2 { logits[5] = logits[7] }
      temperature = exp(chance(log(0.2), log(4)))
      rules = Truncation(
        topK: generator.nextFraction() < 0.3 ? nil : Int(exp(chance(0, log(Double(2 * size))))),
        topP: generator.nextFraction() < 0.3 ? 1 : chance(0.02, 0.9999),
        minP: generator.nextFraction() < 0.5 ? 0 : exp(chance(log(1e-7), log(0.7))))
    }

    /// The entries that are kept and their probabilities, likeliest first, from the definitions: the
    /// whole softmax in float64, then each rule on what the one before it has left.
    var kept: [(entry: Int, probability: Double)] {
      let weights = logits.map { exp((Double($0) - Double(logits.max() ?? 0)) / temperature) }
      let total = weights.reduce(0, +)
      var kept = weights.enumerated().filter { $1 > 0 }
        .sorted { ($1.element, $0.offset) < ($0.element, $1.offset) }
        .map { (entry: $0.offset, probability: $0.element / total) }
      if let topK = rules.topK { kept = Array(kept.prefix(topK)) }
      if rules.topP < 1 {
        let left = kept.reduce(0) { $0 + $1.probability }
        var held = 0.0
        kept = Array(
          kept.prefix { entry in
            defer { held += entry.probability }
            return held < rules.topP * left
          })
      }
      return kept.filter { $0.probability >= rules.minP * kept[0].probability }
    }
  }

  @Test func `is what a plain float64 implementation keeps, in a thousand settings`() throws {
    var generator = SplitMix64(seed: 51)
    for number in 0..<1_000 {
      let setting = Setting(using: &generator)
      let kept = setting.kept
      let mass = kept.reduce(0) { $0 + $1.probability }
      let sampler = Sampler(
        temperature: try #require(Temperature(setting.temperature)), truncation: setting.rules)
      for coin in [0, generator.nextFraction(), 1 - 1e-12] {
        let draw = sampler.draw(from: setting.logits, coin: coin)
        #expect(draw.cut.count == kept.count, "setting \(number): \(setting.rules)")
        #expect(abs(draw.cut.mass - mass) < 1e-12)
        // Laid end to end, this is the one that the coin falls on.
        var rest = coin * mass
        let expected = kept.first {
          rest -= $0.probability
          return rest < 0
        }
        #expect(draw.entry == (expected ?? kept[kept.count - 1]).entry, "setting \(number)")
      }
    }
  }

  @Test func `is decided by top-p when top-k leaves nearly everything`() {
    // Zipf's law over 40,000 entries: p is 1/(rank · H), so that 0.9 of it takes thousands.
    let logits = (1...40_000).map { Float(-log(Double($0))) }
    let both = Sampler(truncation: Truncation(topK: 39_999, topP: 0.9)).draw(
      from: logits, coin: 0.5)
    let nucleus = Sampler(truncation: Truncation(topP: 0.9)).draw(from: logits, coin: 0.5)
    #expect(abs(both.cut.mass - 0.9) < 1e-4 && abs(nucleus.cut.mass - 0.9) < 1e-4)
    #expect((nucleus.cut.count - 10...nucleus.cut.count).contains(both.cut.count))
    #expect(both.entry == nucleus.entry)
  }
}
