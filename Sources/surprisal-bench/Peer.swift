/// Another engine, by a command that measures itself.
///
/// The shell runs it with the model as SURPRISAL_MODEL:
/// - with lengths as arguments, it scores random texts of these lengths and prints lines `score TOKENS
///   SECONDS`, then `generate TOKENS SECONDS`, and, if it likes, `engine NAME` in between;
/// - with `sentence`, it loads the model, scores SURPRISAL_TEXT, and prints `sentence TOKENS SECONDS`,
///   the time of loading and scoring without that of its own start. A peer may print nothing there.
struct Peer {
  /// What it says that it is.
  private(set) var name = "a peer"
  /// Tokens a second by length, and in generation; run by run.
  private(set) var scoring: [Int: [Double]] = [:]
  private(set) var generating: [Double] = []
  /// Seconds for the sentence: of whole processes, and of loading and scoring alone.
  private(set) var sentenceProcess: [Double] = [], sentenceAlone: [Double] = []

  /// Measures it at once. Throws when the command fails or prints something else.
  init(command: String, model: String, lengths: [Int], runs: Int) throws {
    let environment = ["SURPRISAL_MODEL": model, "SURPRISAL_TEXT": BenchmarkText.sentence]
    let run = { (arguments: String) in
      try ChildProcess.output(
        of: ["/bin/sh", "-c", "\(command) \(arguments)"], environment: environment)
    }
    try take(run(lengths.map(String.init).joined(separator: " ")).text)
    for _ in 0..<runs {
      let sentence = try run("sentence")
      let known = sentenceAlone.count
      try take(
        sentence.text.split(separator: "\n").filter { $0.hasPrefix("sentence ") }
          .joined(separator: "\n"))
      guard sentenceAlone.count > known else { break }
      sentenceProcess.append(sentence.seconds)
    }
  }

  private mutating func take(_ output: String) throws {
    for line in output.split(separator: "\n") {
      let words = line.split(separator: " ")
      if words.first == "engine" {
        name = words.dropFirst().joined(separator: " ")
        continue
      }
      guard words.count == 3, let tokens = Int(words[1]), let seconds = Double(words[2]) else {
        throw BenchmarkError.badPeerLine(String(line))
      }
      switch words[0] {
      case "score": scoring[tokens, default: []].append(Double(tokens) / seconds)
      case "generate": generating.append(Double(tokens) / seconds)
      case "sentence": sentenceAlone.append(seconds)
      default: throw BenchmarkError.badPeerLine(String(line))
      }
    }
  }

  /// Its own figures.
  var all: [Measurement] {
    var all = scoring.sorted { $0.key < $1.key }.map {
      Measurement("peer: score \($0.key.grouped) tokens", $0.value, unit: "tokens/s")
    }
    let others = [
      ("peer: one token at a time", generating, "tokens/s"),
      ("peer: 30 words, process start to exit", sentenceProcess.map { $0 * 1e3 }, "ms"),
      ("peer: 30 words, loading and scoring alone", sentenceAlone.map { $0 * 1e3 }, "ms"),
    ]
    for (name, values, unit) in others where !values.isEmpty {
      all.append(Measurement(name, values, unit: unit))
    }
    return all
  }
}
