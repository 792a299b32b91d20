import Basics
import Inference
import InformationTheory
import Scoring
import Testing

/// Two engines side by side, over all logits.
@Suite struct ComparedEnginesTests {
  private let model = TinyModel(.q8_0, isTied: false, seed: 11), other = TinyModel(.f32, seed: 3)

  private func rows(
    _ engine: Engine, _ tokens: [Token], _ settings: ScoringSettings
  ) throws -> [Int: [Double]] {
    var (rows, done) = ([Int: [Double]](), 0)
    try engine.scorer.scoreWhole(tokens, settings, 0) { whole in
      let seen = try? whole.forEachRow { place, logits in
        rows[done + place] = logits.indices.map { Double(logits[$0]) }
        return true
      }
      done += whole.predictions.count
      return seen == true
    }
    return rows
  }

  @Test(arguments: [(nil, 1_024), (nil, 90), (7, 300)], [0.4, 1])
  func `divergences are those of all logits, in windows and across batches`(
    reading: (start: Int?, window: Int), temperature: Double
  ) throws {
    let temperature = try #require(Temperature(temperature))
    let tokens = model.text(700)
    let settings = ScoringSettings(
      startToken: reading.start, window: reading.window, stride: reading.window / 2)
    var places: [PlaceComparison] = []
    try Contender(model.engine().scorer, settings, tokens).compare(
      with: Contender(other.engine().scorer, settings, tokens), at: temperature
    ) {
      places += $0
      return true
    }
    let mine = try rows(model.engine(), tokens, settings)
    let theirs = try rows(other.engine(), tokens, settings)
    #expect(places.count == 700 && mine.count == theirs.count)
    for (place, found) in places.enumerated() {
      guard let p = mine[place], let q = theirs[place] else {
        #expect(found.both == nil && found.divergences == nil)
        continue
      }
      let (a, b) = (softmax(p, at: temperature), softmax(q, at: temperature))
      let divergences = try #require(found.divergences)
      #expect(abs(divergences.forward.nats - divergence(of: b, from: a).nats) < 1e-12)
      #expect(abs(divergences.reverse.nats - divergence(of: a, from: b).nats) < 1e-12)
      #expect(found.base?.likeliest == p.firstIndex(of: p.max() ?? 0))
    }
  }

  @Test func `models of one file share its weights in memory, and nothing else`() {
    let need = MemoryNeed(weights: 1_000, perToken: 10, work: 7)
    let model = PlacedNeed(path: "a", need: need, context: 5)
    var elsewhere = model
    (elsewhere.path, elsewhere.context) = ("b", 8)
    #expect(PlacedNeed.added(by: [model, elsewhere, model]) == [1_057, 1_087, 57])
    // What is made in memory is made again.
    let made = PlacedNeed(
      path: "a", need: MemoryNeed(weights: 1_000, made: 300, perToken: 10, work: 7), context: 5)
    #expect(PlacedNeed.added(by: [made, made]) == [1_357, 357])
    #expect(made.need.context(fitting: 1_307 + 2_560) == 256)
  }
}
