import Inference
import Scoring

/// Scoring every position of a text, predictions included.
struct ScoringBenchmarks {
  var model: String
  var runs: Int

  var all: [Measurement] {
    get throws {
      var results: [Measurement] = []
      for name in Engine.availableInstructionSets {
        let engine = try Engine(path: model, instructionSet: name)
        for count in name == "portable" ? [128] : [32, 128, 512, 2048, 8191] {
          results.append(try scoring(engine, count))
        }
        guard name != "portable" else { continue }
        results.append(try editing(engine))
        let single = try Engine(path: model, threads: 1, instructionSet: name)
        var alone = try scoring(single, 512)
        alone.name += ", one thread"
        results.append(alone)
      }
      return results
    }
  }

  /// One token at a time.
  var generation: [Measurement] {
    get throws {
      try Engine.availableInstructionSets.filter { $0 != "portable" }.map {
        try generating(Engine(path: model, instructionSet: $0))
      }
    }
  }

  private func scoring(_ engine: Engine, _ count: Int) throws -> Measurement {
    let runs = count > 4000 ? 1 : self.runs
    let scorer = engine.scorer
    var seed = UInt64(count)
    let rates = try seconds(runs: runs) {
      seed += 1  // a new text each time, so that nothing of the last is used again
      try scorer.scoreAll(text(count, seed: seed))
    }.map { Double(count) / $0 }
    return Measurement(
      "score \(count) tokens, \(engine.instructionSet)", rates, unit: "tokens/s")
  }

  /// The last token of a text of a thousand changes.
  private func editing(_ engine: Engine) throws -> Measurement {
    let scorer = engine.scorer
    var tokens = text(1000, seed: 7)
    try scorer.scoreAll(tokens)
    let times = try seconds(runs: runs) {
      tokens[999].id = tokens[999].id % 40_000 + 1
      try scorer.scoreAll(tokens, from: 999)
    }.map { $0 * 1e3 }
    return Measurement(
      "change the last of 1,000 tokens, \(engine.instructionSet)", times, unit: "ms")
  }

  /// The likeliest token, again and again, after a short text.
  private func generating(_ engine: Engine) throws -> Measurement {
    let rates = try seconds(runs: runs) {
      var tokens = text(32, seed: 11).map(\.id)
      for _ in 0..<128 { tokens.append(Int(try engine.predictNext(after: tokens).ids[0])) }
    }.map { 128 / $0 }
    return Measurement(
      "one token at a time, 128 after 32, \(engine.instructionSet)", rates, unit: "tokens/s")
  }

  private func text(_ count: Int, seed: UInt64) -> [Token] {
    var random = SplitMix(state: seed)
    return (0..<count).map { _ in
      Token(id: Int.random(in: 100..<40_000, using: &random), bytes: 0..<1)
    }
  }
}

extension Scorer {
  /// Scores tokens and forgets the predictions.
  fileprivate func scoreAll(_ tokens: [Token], from first: Int = 0) throws {
    let settings = ScoringSettings(
      startToken: nil, window: model.contextLength, stride: model.contextLength / 2)
    try score(tokens, settings, first) { _ in true }
  }
}

/// Numbers that look random and repeat with their seed (Steele, Lea and Flood 2014).
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
