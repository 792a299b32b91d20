import Exploration
import FoundationEssentials
import Inference
import Runtime
import Scoring

/// The explorer of a text of many tokens: when it is on the screen, how long a key waits while it is being
/// scored, and what it takes of the memory when it is.
struct LongTextBenchmarks {
  var program: String
  var model: String
  var runs: Int
  var work: Workload

  var all: [Measurement] {
    get throws {
      let memories = memories  // before other things leave memory that is used again
      return [try firstFrame]
        + (try keys(.reading, "key to frame"))
        + (try keys(.parts, "key of peaks, units and list to frame")) + memories
    }
  }

  // MARK: The first frame

  private var firstFrame: Measurement {
    get throws {
      let text = Array(repeating: BenchmarkText.sentence + "\n", count: work.longBytes / 175 + 1)
        .joined()
      let file = FileManager.default.temporaryDirectory
        .appending(path: "surprisal-bench-\(ProcessInfo.processInfo.processIdentifier).txt")
      try Data(text.utf8.prefix(work.longBytes)).write(to: file)
      defer { try? FileManager.default.removeItem(at: file) }
      var times: [Double] = []
      for _ in 0..<runs {
        try exploring(["-f", file.path], program: program, model: model) { process, terminal in
          let frame = try terminal.waitFor("lighthouse", seconds: 60)
          times.append((frame - process.start).seconds * 1e3)
        }
      }
      return Measurement(
        "explorer: process start to first frame, \(work.longBytes.grouped) bytes", times, unit: "ms"
      ).aiming("at most 100")
    }
  }

  // MARK: Keys

  /// From a key, a move of the mouse or another size to its frame, while the model scores the text.
  private func keys(_ kind: Presses.Kind, _ what: String) throws -> [Measurement] {
    let engine = try Engine(path: model)
    let count = work.longLength
    let text = BenchmarkText.prose(tokens: count, engine.tokenizer)
    let scorer = engine.scorer
    let settings = ScoringSettings(startToken: nil, window: 2_048, stride: 1_024)
    let presses = Presses(count: work.longKeys, of: kind)
    var surface = PressedSurface(presses: presses)
    let loop = ExplorationLoop(
      .init(
        load: { LoadedModel(scorer: scorer, settings: settings) },
        watched: { if $0.scored != nil { presses.begin() } }))
    _ = try loop.run(Explorer(text: Array(text.utf8)), on: &surface)
    let times = presses.times.map { $0 * 1e3 }
    let name = "\(what), 200×60, \(count.grouped) tokens that are being scored"
    return [
      Measurement(name, times, unit: "ms"),
      Measurement(
        "\(name): worst of \(times.count.grouped)", [times.max() ?? 0], unit: "ms"
      ).aiming("at most 50"),
    ]
  }

  // MARK: Memory

  /// What scored texts take beside the model, in bytes a token.
  private var memories: [Measurement] {
    var explorers: [Explorer] = []  // so that none takes the memory of another
    return work.scoredLengths.map { memory(tokens: $0, keptIn: &explorers) }
  }

  private func memory(tokens count: Int, keptIn explorers: inout [Explorer]) -> Measurement {
    let block = Predictions.random(200).readingWords
    let before = ChildProcess.mebibytes("VmRSS", of: "self") ?? 0
    let explorer = Explorer(scoring: count, of: block)
    explorers.append(explorer)
    let after = ChildProcess.mebibytes("VmRSS", of: "self") ?? 0
    precondition(explorer.figures.scoredCount == count, "all of it is scored")
    return Measurement(
      "explorer: memory of a text of \(count.grouped) scored tokens",
      [max(after - before, 0) * Double(1 << 20) / Double(count)], unit: "bytes a token"
    ).aiming("at most 500")
  }
}

extension Explorer {
  /// An explorer of a made-up text, of which everything is known, a block at a time.
  fileprivate init(scoring count: Int, of block: Predictions) {
    let word = Array("word ".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(count * word.count)
    for _ in 0..<count { text += word }
    self.init(text: text)
    let description = ModelDescription(
      name: "made up", file: "", architecture: "", quantization: "",
      vocabularySize: block.vocabularySize, contextLength: 2_048)
    let vocabulary = Vocabulary(count: block.vocabularySize) { _ in word }
    let settings = ScoringSettings(startToken: nil, window: 2_048, stride: 1_024)
    for case .score(_, _, let request) in update(.modelLoaded(description, vocabulary)) {
      let tokens = (0..<count).map {
        Token(id: $0 % block.vocabularySize, bytes: $0 * word.count..<($0 + 1) * word.count)
      }
      _ = update(.tokenized(tokens, settings, request: request))
      var progress = UnitProgress(
        TextPredictions(
          vocabularySize: block.vocabularySize, division: ScoringDivision(settings)),
        tokens: count)
      while let unit = progress.next(near: 0) {
        let missing = progress.missing(inUnit: unit)
        let next = block.first(min(block.count, missing.count))
        _ = update(.scored(next, at: missing.lowerBound, request: request))
        progress.add(next.count, inUnit: unit)
      }
      _ = update(.finished(request: request))
    }
  }
}

extension Predictions {
  /// The same with the masses of the tokens that begin a word, as engines have them.
  fileprivate var readingWords: Predictions {
    var all = Predictions(vocabularySize: vocabularySize)
    for position in 0..<count {
      var prediction = self[position]
      prediction.boundaries = BoundaryMass(
        starts: 1, ends: .init(repeating: -9), part: .empty, startCount: vocabularySize / 2)
      all.append(prediction)
    }
    return all
  }

  /// The first of them.
  fileprivate func first(_ count: Int) -> Predictions {
    var few = self
    few.truncate(to: count)
    return few
  }
}
