import FoundationEssentials
import Inference
import Scoring
import Tokenizers

/// The explorer in a terminal, from its start to what a person sees.
struct ExplorerBenchmarks {
  var program: String
  var model: String
  var runs: Int
  var work: Workload

  var all: [Measurement] {
    get throws {
      let (frames, scores) = try opening
      return [
        Measurement("explorer: process start to first frame, 30 words", frames, unit: "ms")
          .aiming("at most 50"),
        Measurement("explorer: process start to figures, 30 words", scores, unit: "ms"),
      ] + [try keys] + (try memory)
    }
  }

  /// Milliseconds until the text is on the screen, and until its figures are.
  private var opening: (frames: [Double], scores: [Double]) {
    get throws {
      var (frames, scores): ([Double], [Double]) = ([], [])
      for run in 0...runs {
        try exploring([BenchmarkText.sentence]) { process, terminal in
          let frame = try terminal.waitFor("lighthouse", seconds: 20)
          let score = try terminal.waitFor("perplexity", seconds: 20)
          guard run > 0 else { return }  // the first reads the file into memory
          frames.append((frame - process.start).seconds * 1e3)
          scores.append((score - process.start).seconds * 1e3)
        }
      }
      return (frames, scores)
    }
  }

  /// From a key to the first bytes of the frame that it changes, which the explorer sends at once.
  private var keys: Measurement {
    get throws {
      let tokenizer = try Engine(path: model, threads: 1).tokenizer
      let text = BenchmarkText.prose(tokens: work.frameTokens, tokenizer)
      var times: [Double] = []
      try exploring([text], rows: 60, columns: 200) { _, terminal in
        _ = try terminal.waitFor("perplexity", seconds: 60)
        terminal.waitForQuiet(milliseconds: 3000)
        for key in 0..<work.keys {
          let start = ContinuousClock.now
          terminal.send(key / 10 % 2 == 0 ? "\u{1B}[A" : "\u{1B}[B")
          times.append((try terminal.waitForOutput() - start).seconds * 1e3)
          terminal.waitForQuiet(milliseconds: 10)
        }
      }
      return Measurement(
        "slider to screen, 200×60, \(work.frameTokens.grouped) tokens, in a terminal", times,
        unit: "ms")
    }
  }

  /// A long text that is open and of which the first tokens are scored; and what its predictions will
  /// take when all are.
  private var memory: [Measurement] {
    get throws {
      let tokenizer = try Engine(path: model, threads: 1).tokenizer
      let count = work.loadedLength
      let file = FileManager.default.temporaryDirectory
        .appending(path: "surprisal-bench-\(ProcessInfo.processInfo.processIdentifier).txt")
      try Data(BenchmarkText.prose(tokens: count, tokenizer).utf8).write(to: file)
      defer { try? FileManager.default.removeItem(at: file) }
      var peak: Double?
      try exploring(["-f", file.path]) { process, terminal in
        _ = try terminal.waitFor("perplexity", seconds: 60)
        peak = process.peakMebibytes
      }
      let before = ChildProcess.mebibytes("VmRSS", of: "self")
      let predictions = Predictions.random(count)
      let after = ChildProcess.mebibytes("VmRSS", of: "self")
      guard let peak, let before, let after, predictions.count == count else { return [] }
      return [
        Measurement(
          "explorer: peak memory, \(count.grouped) tokens loaded", [peak], unit: "MiB"
        ).noting("when the first of them are scored"),
        Measurement(
          "what their predictions take when all are scored", [after - before], unit: "MiB"
        ).noting("by which this process grows with them"),
      ]
    }
  }

  private func exploring(
    _ arguments: [String], rows: Int = 24, columns: Int = 80,
    _ body: (ChildProcess, PseudoTerminal) throws -> Void
  ) throws {
    try surprisal_bench.exploring(
      arguments, program: program, model: model, rows: rows, columns: columns, body)
  }
}

/// Runs the explorer in a terminal of its own, and quits it.
func exploring(
  _ arguments: [String], program: String, model: String, rows: Int = 24, columns: Int = 80,
  _ body: (ChildProcess, PseudoTerminal) throws -> Void
) throws {
  let terminal = try PseudoTerminal(rows: rows, columns: columns)
  let process = try ChildProcess(
    [program, "explore", "--config", "none", "--model", model] + arguments,
    environment: ["TERM": "xterm-256color"], to: .terminal(path: terminal.path))
  do {
    try body(process, terminal)
  } catch {
    process.kill()
    throw error
  }
  terminal.send("q")
  terminal.waitForQuiet(milliseconds: 200)
  _ = try process.wait()
}
