import Basics
import FoundationEssentials
import Inference
import Scoring

/// Many short texts, together and as one.
struct LinesBenchmarks {
  var model: String
  /// The number of texts.
  var count: Int
  /// The command of another engine; see `Assets/bench/peer-ctranslate2.py`.
  var peer: String?

  /// The lengths of two sentences of prose, in tokens, again and again.
  private static let lengths = [31, 44, 27, 52, 38, 23, 35, 61, 29, 40]

  /// Processor time, which a shared machine disturbs less than the clock: of texts together, of the same tokens
  /// as texts of 512, and of the peer.
  var all: [Measurement] {
    get throws {
      let texts = (0..<count).map { number in
        BenchmarkText.random(Self.lengths[number % Self.lengths.count], seed: UInt64(number) + 99)
      }
      let tokens = texts.flatMap { $0 }
      let scorer = try Engine(path: model).scorer
      let settings = ScoringSettings(
        startToken: nil, window: scorer.model.contextLength,
        stride: scorer.model.contextLength / 2)
      let together = try processorSeconds {
        for start in stride(from: 0, to: texts.count, by: 512) {
          let some = texts[start..<min(start + 512, texts.count)].map { TextToScore($0) }
          try scorer.scoreAll(some, settings) { _, _ in true }
        }
      }
      let asOne = try processorSeconds {
        for start in stride(from: 0, to: tokens.count, by: 512) {
          try scorer.scoreAll(Array(tokens[start..<min(start + 512, tokens.count)]))
        }
      }
      let name = "\(count.grouped) texts of two sentences, \(tokens.count.grouped) tokens"
      let measurement = Measurement("score \(name), together", [together], unit: "processor s")
      let whole = Measurement(
        "the same tokens as texts of 512", [asOne], unit: "processor s")
      return [
        measurement.beside(try peerSeconds(texts).map { [$0] }), whole,
        Measurement("many texts over one", measurement, over: whole).aiming("at most 1.3"),
      ]
    }
  }

  private func peerSeconds(_ texts: [[Token]]) throws -> Double? {
    guard let peer else { return nil }
    let file = FileManager.default.temporaryDirectory
      .appending(path: "surprisal-bench-\(ProcessInfo.processInfo.processIdentifier).txt")
    let lines = texts.map { $0.map { String($0.id) }.joined(separator: " ") }
    try Data(lines.joined(separator: "\n").utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let output = try ChildProcess.output(
      of: ["/bin/sh", "-c", peer],
      environment: ["SURPRISAL_MODEL": model, "SURPRISAL_TOKENS": file.path]
    ).text
    let line = output.split(separator: "\n").last { $0.hasPrefix("lines ") } ?? ""
    guard let seconds = line.split(separator: " ").last.flatMap({ Double($0) }) else {
      throw BenchmarkError.badPeerLine(output)
    }
    return seconds
  }
}

/// The processor time that something takes, on all threads of this process.
private func processorSeconds(_ body: () throws -> Void) rethrows -> Double {
  func now() -> Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
  let start = now()
  try body()
  return now() - start
}
