import Inference
import Tokenizers

/// Whole processes, from start to exit, as a user waits for them.
struct ProcessBenchmarks {
  var program: String
  var model: String
  var runs: Int
  var lengths: [Int]
  var peer: Peer?

  var all: [Measurement] {
    get throws {
      try sentence + texts
    }
  }

  /// The sentence, beside the peer's loading and scoring alone, which is what a peer that needs no
  /// interpreter would take at least, and beside its whole process.
  private var sentence: [Measurement] {
    get throws {
      let times = try (0...runs).map { _ in try score(BenchmarkText.sentence).seconds * 1e3 }
        .dropFirst()  // it reads the files into memory
      let name = "score 30 words, process start to exit"
      let ours = Measurement(name, Array(times), unit: "ms")
        .aiming("at most 100, and 0.5 × the peer's")
      guard let peer, !peer.sentenceProcess.isEmpty else { return [ours] }
      let whole = Measurement(name + ", as the peer", Array(times), unit: "ms")
      return [
        ours.beside(peer.sentenceAlone.map { $0 * 1e3 })
          .noting("which leaves out the start of its process"),
        whole.beside(peer.sentenceProcess.map { $0 * 1e3 }).noting("of whole processes"),
      ]
    }
  }

  private var texts: [Measurement] {
    get throws {
      let tokenizer = try Engine(path: model, threads: 1).tokenizer
      return try lengths.flatMap { length in
        let text = BenchmarkText.prose(tokens: length, tokenizer)
        let ends = try (0..<(length > 1000 ? 1 : runs)).map { _ in try score(text) }
        return [
          Measurement(
            "score \(length.grouped) tokens, process start to exit", ends.map { $0.seconds * 1e3 },
            unit: "ms"),
          Measurement(
            "the same, peak resident memory", ends.map(\.mebibytes), unit: "MiB"
          ).aiming(length == 512 ? "at most 238 (250 MB)" : nil),
        ]
      }
    }
  }

  private func score(_ text: String) throws -> (seconds: Double, mebibytes: Double) {
    try ChildProcess(
      [program, "score", "--config", "none", "--model", model, "--format", "json", text]
    ).wait()
  }
}
