import Basics
import FoundationEssentials
import TestSupport
import Testing

/// `surprisal serve`: the built program with the model that it carries, asked over sockets.
@Suite(.timeLimit(.minutes(3))) struct ServeTests {
  private static let text = "The whale of Sam comes from the sea.\nThe cat of Ann sleeps."

  /// What `score --format json` says.
  struct Score: Decodable {
    struct Candidate: Decodable { var id: Int, logprob: Float, text: String }
    struct Token: Decodable {
      var id: Int, text: String, logprob: Float?, rank: Int?, offset: Int, top: [Candidate]
    }
    var tokens: [Token]
  }

  static func score(
    _ text: String, _ arguments: [String], environment: [String: String] = [:]
  ) throws -> Score {
    let run = try ProgramRun(
      ["score", text, "--format", "json", "--top", "32"] + arguments, environment: environment)
    try #require(run.status == 0, "\(run.errors)")
    return try JSONDecoder().decode(Score.self, from: Data(run.output))
  }

  @Test func `the numbers are those of score, to the last digit`() throws {
    let score = try Self.score(Self.text, ["--model", "world"])
    try ServedProgram.run(["--model", "world"]) { server in
      let choice = try server.complete(
        Self.text, #""echo": true, "logprobs": 5, "max_tokens": 0, "prompt_logprobs": 32"#)
      try Self.compare(choice, score, candidates: 32)
      #expect(choice.text == Self.text)
      let told = try #require(choice.logprobs)
      // The model's file asks for a token before every text.
      #expect(told.tokens.dropFirst() == score.tokens.map(\.text)[...])
      #expect(told.text_offset.dropFirst() == score.tokens.map(\.offset)[...])
      #expect(told.token_logprobs == [nil] + score.tokens.map(\.logprob))
      for (place, token) in score.tokens.enumerated() {
        let expected = Set(token.top.prefix(5).map(\.text) + [token.text])
        #expect(Set((told.top_logprobs[place + 1] ?? [:]).keys) == expected)
      }
    }
  }

  /// Whether a prompt's probabilities are those of a score: those of each token's likeliest too.
  static func compare(_ choice: ServedChoice, _ score: Score, candidates: Int) throws {
    // A token that was put before the text has nothing before it.
    let all = try #require(choice.prompt_logprobs)
    let places = Array(all.suffix(score.tokens.count))
    try #require(places.count == score.tokens.count)
    #expect(all.dropLast(places.count).allSatisfy { $0 == nil })
    for (place, token) in score.tokens.enumerated() {
      guard let logprob = token.logprob else {
        #expect(places[place] == nil)
        continue
      }
      let entry = try #require(places[place]?["\(token.id)"])
      #expect(entry.logprob == logprob && entry.rank == token.rank)
      for (index, candidate) in token.top.prefix(candidates).enumerated() {
        let told = try #require(places[place]?["\(candidate.id)"])
        // Of the token that came, `score` rounds the two by different kernels.
        let slack: Float = candidate.id == token.id ? 1e-6 : 0
        #expect(abs(told.logprob - candidate.logprob) <= slack)
        #expect(told.rank == index + 1 || candidate.id == token.id)
      }
    }
  }

  @Test
  func
    `the program's own client has the numbers of scoring directly, also of a model that is sure`()
    throws
  {
    try ServedProgram.run(["--model", "world"]) { server in
      _ = try server.client()
      func logProbabilities(_ model: String) throws -> [Double] {
        let run = try ProgramRun(
          [
            "score", "Anna sees a fox.", "--model", model, "--format", "csv", "--start-token",
            "none",
          ])
        try #require(run.status == 0, "\(run.errors)")
        return run.lines.dropFirst().compactMap { line in
          let fields = line.split(separator: ",", omittingEmptySubsequences: false)
          return fields.count > 6 ? Double(fields[6]) : nil
        }
      }
      let remote = try logProbabilities("http://127.0.0.1:\(server.port)/v1")
      let local = try logProbabilities("world")
      #expect(remote.count == 15 && local.count == 15)
      #expect(zip(remote, local).allSatisfy { abs($0 - $1) < 1e-6 })
    }
  }

  @Test func `a whole vocabulary agrees with score, and sums to 1`() throws {
    let score = try Self.score(Self.text, ["--model", "world"])
    try ServedProgram.run(["--model", "world", "--threads", "1"]) { server in
      let choice = try server.complete(Self.text, #""max_tokens": 0, "prompt_logprobs": -1"#)
      try Self.compare(choice, score, candidates: 32)
      for place in choice.prompt_logprobs?.dropFirst() ?? [] {
        let sum = place?.values.reduce(0) { $0 + exp(Double($1.logprob)) } ?? 0
        #expect(abs(sum - 1) < 1e-5)
      }
    }
  }

  private struct Drawn: Decodable {
    struct Token: Decodable { var id: Int }
    var tokens: [Token]
  }

  @Test func `what is drawn with a seed is what generate draws`() throws {
    let arguments = ["--temperature", "1.3", "--top-p", "0.9", "--seed", "11", "--tokens", "20"]
    let generated = try ProgramRun(
      ["generate", "The cat", "--model", "world", "--format", "json"] + arguments)
    let ids = try JSONDecoder().decode(Drawn.self, from: Data(generated.output)).tokens.map(\.id)
    try ServedProgram.run(["--model", "world"]) { server in
      let choice = try server.complete(
        "The cat",
        #""echo": true, "max_tokens": 20, "temperature": 1.3, "top_p": 0.9, "seed": 11, "return_token_ids": true"#
      )
      // A token that ends the text is none of it.
      let drawn = try #require(choice.token_ids)
      #expect(ids.count > 3 && drawn.prefix(ids.count) == ids[...] && drawn.count <= ids.count + 1)
    }
  }

  @Test(arguments: [SIGTERM, SIGINT])
  func `a signal ends it with status 0, also while it works`(signal: Int32) throws {
    let run = try ServedProgram.run(["--model", "world"], endedBy: signal) { server in
      let client = try server.client()
      client.send(
        "POST", "/v1/completions", #"{"prompt": "The", "max_tokens": 250, "stream": true}"#)
      #expect(!client.receive().isEmpty)
    }
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.isEmpty && run.errors.contains("serving A small world at http://127.0.0.1:"))
  }

  @Test func `each request has a line, in which nothing acts on a terminal`() throws {
    let run = try ServedProgram.run(["--model", "world"]) { server in
      #expect(try server.ask("GET", "/%1b%5b31mred%0a%e2%80%ae").status == 404)
      #expect(try server.ask("GET", "/" + String(repeating: "long", count: 200)).status == 404)
      _ = try server.complete("The", #""max_tokens": 2, "temperature": 0"#)
      #expect(try server.ask("POST", "/tokenize", "{").status == 400)
    }
    let lines = run.errors.split(separator: "\n").dropFirst()
    #expect(lines.count == 4 && lines.allSatisfy { $0.hasPrefix("127.0.0.1 ") && $0.count < 120 })
    #expect(run.errors.contains(#"GET /\u{1b}[31mred\n\u{202e} 404, "#), "\(run.errors)")
    #expect(run.errors.contains("POST /v1/completions 200, "))
    #expect(run.errors.contains(" tokens read, 2 drawn, "))
    #expect(run.errors.contains("POST /tokenize 400, "))
  }

  @Test func `beyond this machine it warns`() throws {
    let run = try ServedProgram.run(["--model", "dice:6", "--host", "0.0.0.0"]) { server in
      let answer = try server.ask("GET", "/v1/models")
      #expect(answer.status == 200 && answer.text.contains("a fair die of 6 faces"))
    }
    #expect(run.status == 0 && run.errors.contains("there is no key"))
  }

  @Test func `what it cannot do is a sentence and a status`() throws {
    try ServedProgram.run(["--model", "dice:6"]) { server in
      _ = try server.client()
      let second = try ProgramRun(["serve", "--model", "dice:6", "--port", "\(server.port)"])
      #expect(second.status == 69)
      #expect(second.errors.contains("cannot listen at 127.0.0.1, port \(server.port)"))
    }
    for (arguments, status, words) in [
      (["--port", "70000"], 64, "0 to 65535"), (["--context", "1"], 64, "2 or more"),
      (["--threads", "0"], 64, "1 to 1024"), (["--model", "/nowhere.gguf"], 66, "/nowhere.gguf"),
      (["--model", "dice:6", "--host", "no such host"], 69, "cannot listen"),
      (["--model", "world", "--start-token", "9999999"], 64, "there is no token"),
    ] {
      let run = try ProgramRun(["serve"] + arguments)
      #expect(run.status == status && run.errors.contains(words), "\(run.errors)")
    }
  }
}

/// The same with the default model.
@Suite(.disabled(if: TestModel.isAbsent, TestModel.advice), .timeLimit(.minutes(5)))
struct ServeModelTests {
  @Test func `a text's tokens, ranks and probabilities are those of score`() throws {
    let text = "The ferry was late, and the café closed: 日本語 😀!"
    let score = try ServeTests.score(text, [], environment: TestModel.environment)
    try ServedProgram.run([], environment: TestModel.environment) { server in
      let choice = try server.complete(
        text, #""max_tokens": 0, "prompt_logprobs": 32, "return_token_ids": true"#)
      try ServeTests.compare(choice, score, candidates: 32)
      #expect(choice.prompt_token_ids == score.tokens.map(\.id))
      let whole = try server.complete(
        "The ferry was", #""max_tokens": 0, "prompt_logprobs": -1"#)
      #expect(whole.prompt_logprobs?[2]?.count == 49_152)
      let short = try ServeTests.score("The ferry was", [], environment: TestModel.environment)
      try ServeTests.compare(whole, short, candidates: 32)
    }
  }

  @Test func `probabilities are within 1e-3 nats of an independent computation in float64`() throws
  {
    let names = try TestFiles.names(in: "Tests/InferenceTests/Reference/scores")
    try ServedProgram.run([], environment: TestModel.environment) { server in
      for name in names {
        let reference = try TestFiles.decode(Reference.self, from: name)
        let expected = try #require(reference.start["none"]?.temperature["1"]?.logprob)
        let choice = try server.complete(
          reference.text, #""max_tokens": 0, "prompt_logprobs": 0, "return_token_ids": true"#)
        #expect(choice.prompt_token_ids == reference.ids)
        let places = try #require(choice.prompt_logprobs)
        try #require(places.count == expected.count)
        for (place, logprob) in expected.enumerated() {
          let told = places[place]?["\(reference.ids[place])"]?.logprob
          guard let logprob else { return #expect(told == nil) }
          let distance = told.map { abs(Double($0) - logprob) } ?? .infinity
          #expect(distance < 1e-3, "token \(place) of \(reference.text.prefix(20))")
        }
      }
    }
  }

  /// A text, and what an independent implementation says of it.
  private struct Reference: Decodable {
    struct Answer: Decodable {
      struct Figures: Decodable { var logprob: [Double?] }
      var temperature: [String: Figures]
    }
    var text: String, ids: [Int], start: [String: Answer]
  }

  @Test func `a whole vocabulary of many tokens is never held`() throws {
    try ServedProgram.run([], environment: TestModel.environment) { server in
      let client = try server.client()
      let ids = (0..<60).map { "\(400 + $0)" }.joined(separator: ",")
      client.send(
        "POST", "/v1/completions",
        #"{"prompt": [\#(ids)], "max_tokens": 0, "prompt_logprobs": -1}"#)
      var count = 0
      while case let more = client.receive(1 << 20), !more.isEmpty { count += more.count }
      #expect(count > 150_000_000)
      // The file is 98 MB, and mapped.
      #expect(try peak(of: server.process) < 98_000 + 200_000)
    }
  }

  /// The most memory that a process had, in kB.
  private func peak(of process: pid_t) throws -> Int {
    let status = try TestFiles.bytes(of: "/proc/\(process)/status")
    let line = String(decoding: status, as: UTF8.self).split(separator: "\n").first {
      $0.hasPrefix("VmHWM:")
    }
    return try #require(line?.split(separator: " ").dropFirst().first.flatMap { Int($0) })
  }
}
