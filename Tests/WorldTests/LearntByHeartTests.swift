import InformationTheory
import Testing
import World

@Suite struct LearntByHeartTests {
  @Test func `what is saved below the floor has a chance of 2 to the minus that`() {
    let found = LearntByHeart(model: .bits(90), source: .bits(100))
    #expect(abs(found.saved.bits - 10) < 1e-12 && abs(found.log2OfChance + 10) < 1e-12)
    // The best of eight models is three bits cheaper.
    let best = LearntByHeart(model: .bits(90), source: .bits(100), bestOf: 8)
    #expect(abs(best.log2OfChance + 7) < 1e-12)
    #expect(LearntByHeart(model: .bits(99), source: .bits(100), bestOf: 8).log2OfChance == 0)
  }

  @Test func `at or above the floor nothing is saved, and nothing shown`() {
    for model in [100.0, 101, .infinity] {
      let found = LearntByHeart(model: .bits(model), source: .bits(100))
      #expect(found.saved == .zero && found.log2OfChance == 0)
    }
    // A text that the source cannot have made proves nothing.
    #expect(LearntByHeart(model: .bits(1), source: .bits(.infinity)).log2OfChance == 0)
  }

  @Test func `unseen texts are hardly ever cheaper to another source by k bits`() throws {
    // Two sources that differ in their weights: the second's gain on texts of the first is rare.
    let first = try SmallWorld.source("LINE = a | b\n")
    let second = try SmallWorld.source("LINE = 3: a | 2: b\n")
    var gains: [Double] = []
    for seed in 0..<2_000 as Range<UInt64> {
      let text = first.draw(bytes: 100, seed: seed).text
      let model = second.score(text).total.surprisal
      gains.append(
        LearntByHeart(model: model, source: first.score(text).total.surprisal).saved.bits)
    }
    for k in 1...4 {
      let share = Double(gains.count { $0 >= Double(k) }) / Double(gains.count)
      #expect(share <= 1 / Double(1 << k))
    }
    #expect(gains.contains { $0 > 0.5 })
  }
}
