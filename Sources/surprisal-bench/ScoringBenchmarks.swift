import Inference
import InformationTheory
import Scoring

/// Scoring every position of a text, predictions included.
struct ScoringBenchmarks {
  var model: String
  var runs: Int
  var work: Workload
  var peer: Peer?

  /// Rates by length, what they say of the time a token, and an edit.
  var all: [Measurement] {
    get throws {
      try Engine.availableInstructionSets.flatMap { name in
        let engine = try Engine(path: model, instructionSet: name)
        guard name != "portable" else {
          return [judged(try rate(engine, work.portableLength), name)]
        }
        let lengths = work.lengths.filter { $0 <= engine.model.contextLength }
        let rates = try lengths.map { try rate(engine, $0) }
        return try rates.map { judged($0, name) } + linearity(rates, name) + [editing(engine)]
      }
    }
  }

  /// A text that goes on after a short one, as `surprisal generate` draws it.
  var generation: [Measurement] {
    get throws {
      let memory = try MemoryBenchmarks(model: model, runs: runs)
      let names = Engine.availableInstructionSets.filter { $0 != "portable" }
      return try memory.all
        + names.map { name in
          let scorer = try Engine(path: model, instructionSet: name).scorer
          let rates = try seconds(runs: runs) { try generate(work.generated, with: scorer) }
            .map { Double(work.generated) / $0 }
          let measurement = Measurement(
            "generate \(work.generated) tokens after 32, \(name)", rates, unit: "tokens/s")
          let share = measurement.value / memory.tokensPerSecond
          return measurement.noting("\(percent(share)) of what the memory allows")
            .beside(peer?.generating).aiming("70 % of the memory's, at least the peer's")
        }
    }
  }

  private func generate(_ count: Int, with scorer: Scorer) throws {
    let settings = ScoringSettings(
      startToken: nil, window: scorer.model.contextLength, stride: scorer.model.contextLength / 2)
    let sampler = Sampler(seed: 1)
    var tokens = BenchmarkText.random(32, seed: 11).map(\.id)
    for place in tokens.count..<tokens.count + count {
      let expectation = try scorer.expectation(
        settings.context(before: place, of: tokens, given: 32))
      let entry = sampler.draw(from: expectation.logits, at: place).entry
      _ = expectation.prediction(of: entry)
      tokens.append(entry)
    }
  }

  /// What the issue of speed asks for, by instruction set and length.
  private static let aims: [String: [Int: String]] = [
    "amx": [512: "at least 2,500, aim 4,000", 2048: "at least 1,500, aim 3,000"],
    "avx512": [512: "at least 600, aim 900"],
    "avx2": [512: "at least 380, aim 500"],
  ]

  private func rate(
    _ engine: Engine, _ count: Int
  ) throws -> (tokens: Int, measurement: Measurement) {
    let scorer = engine.scorer
    var seed = UInt64(count)
    let score = {
      seed += 1
      try scorer.scoreAll(BenchmarkText.random(count, seed: seed))
    }
    // The longest decide the line over the lengths: one disturbed run of them would bend it.
    let times = try seconds(runs: count > 200 ? min(runs, 3) : runs, score)
    let name = engine.instructionSet
    let measurement = Measurement(
      "score \(count.grouped) tokens, \(name)", times.map { Double(count) / $0 }, unit: "tokens/s")
    return (count, measurement.noting("\((1e6 / measurement.value).rounded3) µs a token"))
  }

  /// A rate beside the peer's and what it should reach.
  private func judged(_ rate: (tokens: Int, measurement: Measurement), _ name: String)
    -> Measurement
  {
    rate.measurement.beside(peer?.scoring[rate.tokens]).aiming(Self.aims[name]?[rate.tokens])
  }

  /// The time a token as a line over the length, which attention alone makes rise.
  private func linearity(
    _ rates: [(tokens: Int, measurement: Measurement)], _ name: String
  ) -> [Measurement] {
    guard
      let line = FittedLine(rates.map { (Double($0.tokens), 1e6 / $0.measurement.value) })
    else { return [] }
    let formula = "a + b × length, by least squares over the lengths above"
    return [
      Measurement("time a token, \(name): a", [line.intercept], unit: "µs").noting(formula),
      Measurement("time a token, \(name): b, the attention", [line.slope * 1e3], unit: "ns"),
      Measurement(
        "time a token, \(name): farthest from the line", [line.worstDeviation * 100], unit: "%"),
    ]
  }

  /// The last token of a text changes.
  private func editing(_ engine: Engine) throws -> Measurement {
    let scorer = engine.scorer
    let last = work.editedLength - 1
    var tokens = BenchmarkText.random(last + 1, seed: 7)
    try scorer.scoreAll(tokens)
    let times = try seconds(runs: runs) {
      tokens[last].id = tokens[last].id % 40_000 + 1
      try scorer.scoreAll(tokens, from: last)
    }.map { $0 * 1e3 }
    return Measurement(
      "change the last of \((last + 1).grouped) tokens, \(engine.instructionSet)", times,
      unit: "ms"
    ).aiming("at most 60")
  }
}

extension Scorer {
  /// Scores tokens in as few windows as the model allows, and forgets the predictions.
  func scoreAll(_ tokens: [Token], from first: Int = 0) throws {
    let settings = ScoringSettings(
      startToken: nil, window: model.contextLength, stride: model.contextLength / 2)
    try score(tokens, settings, first) { _ in true }
  }
}
