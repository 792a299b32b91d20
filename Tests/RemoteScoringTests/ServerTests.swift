import JSON
import RemoteScoring
import Scoring
import Synchronization
import Testing

@Suite struct `A server that is busy or broken` {
  /// What becomes of a text, of whose requests the first are answered with faults.
  private func score(
    after faults: [ServerAnswer]
  ) throws -> (waited: [Double], remarks: [String], count: Int) {
    let remarks = Mutex<[String]>([])
    let server = MadeUpVLLM().server()
    let scorer = try server.connection(remark: { sentence in
      remarks.withLock { $0.append(sentence) }
    })
    .scorer
    let tokens = try scorer.tokenize(Array("some text".utf8), false)
    server.fail(with: faults)
    var count = 0
    let settings = ScoringSettings(startToken: nil, window: 60, stride: 8)
    try scorer.score(tokens, settings, 0) {
      count += $0.count
      return true
    }
    return (server.waited, remarks.withLock { $0 }, count)
  }

  @Test func `is asked again twice, each time after a longer while`() throws {
    let (waited, _, count) = try score(after: [.init(status: 500), .init(status: 502)])
    // Half a second and a second, each with a quarter by chance.
    #expect(waited == [0.625, 1, 0.25] && count == 9)
  }

  @Test func `is waited for as long as it wants, in sight`() throws {
    let (waited, remarks, count) = try score(after: [.init(status: 429, retryAfter: 3)])
    #expect(waited == [1, 1, 1] && count == 9)
    #expect(
      remarks == [
        "http://host:1 is busy: asking again in 3 s", "http://host:1 is busy: asking again in 2 s",
        "http://host:1 is busy: asking again in 1 s", "",
      ])
  }

  @Test func `is given up where it wants too long, or fails too often`() {
    #expect(
      throws: RemoteError.failing(
        server: "http://host:1", status: 429, message: "not \u{1B}[31mnow", retryAfter: 61)
    ) { try score(after: [.init(status: 429, retryAfter: 61)]) }
    #expect(
      throws: RemoteError.failing(
        server: "http://host:1", status: 503, message: "not \u{1B}[31mnow")
    ) { try score(after: Array(repeating: .init(status: 503), count: 3)) }
  }

  @Test(arguments: [429, 502, 503, 504])
  func `is waited for while it is busy or not ready, before it has said what it is`(status: Int)
    throws
  {
    let server = MadeUpVLLM().server()
    server.fail(with: [.init(status: status), .init(status: status)])
    #expect(try server.connection().receipt.engine == "vLLM" && server.waited == [0.625, 1, 0.25])
    server.fail(with: Array(repeating: .init(status: status), count: 3))
    #expect(
      throws: RemoteError.failing(
        server: "http://host:1", status: status, message: "not \u{1B}[31mnow")
    ) { try server.connection() }
  }

  @Test func `is not asked again where it refuses`() {
    for status in [401, 403] {
      #expect(throws: RemoteError.keyRefused(server: "http://host:1", hadKey: false)) {
        try score(after: [.init(status: status)])
      }
    }
    #expect(throws: RemoteError.redirected(server: "http://host:1", to: "http://evil/")) {
      try score(after: [.init(status: 302, location: "http://evil/")])
    }
    #expect(
      throws: RemoteError.refused(
        server: "http://host:1", status: 400, message: "not \u{1B}[31mnow")
    ) { try score(after: [.init(status: 400)]) }
  }

  @Test func `cannot act on a terminal with what it says`() {
    let errors = [
      RemoteError.refused(server: "http://h", status: 400, message: "\u{1B}]0;x\u{7}"),
      .redirected(server: "http://h", to: "\u{1B}[2J"),
      .malformed(server: "http://h", what: "\u{1B}[2J"),
      .wrongModel(server: "http://h", named: nil, known: ["\u{1B}[2J", "b"]),
      .unreachable(server: "http://h", .failed(reason: "\u{1B}[2J")),
    ]
    for error in errors { #expect(!"\(error)".unicodeScalars.contains { $0.value < 0x20 }) }
  }

  @Test func `is quoted in one line, and as it is where nothing in it acts`() {
    let error = RemoteError.failing(
      server: "http://h", status: 500, message: "a\nb \\ \"c\"\u{7}", retryAfter: 3_600)
    #expect(
      "\(error)"
        == #"http://h answers with status 500 and “a b \ "c" ”: try again in 3600 seconds"#)
    let target = "https://other/x?key=secret"
    #expect("\(RemoteError.redirected(server: "http://h", to: target))".contains("other/x?…,"))
  }

  @Test func `keeps what came before it ended`() throws {
    let reached = Mutex(0)
    let toy = MadeUpVLLM(cap: nil).server(pieces: 4_000)
    let whole = toy.transport
    var cut = whole
    cut.exchange = { request, receive, isWanted in
      let isLong = request.body.map { $0.count > 300 } ?? false
      var left = isLong ? 60_000 : Int.max
      return try whole.exchange(
        request,
        { status, piece in
          left -= piece.count
          guard left > 0 else { throw TransportFault.cutOff }
          try receive(status, piece)
        }, isWanted)
    }
    let reference = try #require(ServerReference("http://host:1"))
    let scorer = try RemoteConnection(reference, over: cut).scorer
    let tokens = try scorer.tokenize(Array(String(repeating: "long text ", count: 6).utf8), false)
    let settings = ScoringSettings(startToken: nil, window: 63, stride: 8)
    #expect(throws: RemoteError.unreachable(server: "http://host:1", .cutOff)) {
      try scorer.score(tokens, settings, 0) { block in
        reached.withLock { $0 += block.count }
        return true
      }
    }
    #expect(reached.withLock { $0 } > 20)
  }

  @Test func `ends a request that nobody wants, without an error`() throws {
    let scorer = try MadeUpVLLM().server().connection().scorer
    let tokens = try scorer.tokenize(Array("text".utf8), false)
    let settings = ScoringSettings(startToken: nil, window: 60, stride: 8)
    var count = 0
    try scorer.score(tokens, settings, 0) { _ in
      count += 1
      return count < 2
    }
    #expect(count == 2)
  }
}

@Suite struct `A server that does not score a given text` {
  private func refusal(_ answers: [String: String], _ address: String = "http://host:1") -> String {
    let server = MadeUpServer { path, _ in answers[path].map { (200, $0) } ?? MadeUpServer.nothing }
    do {
      _ = try server.connection(address)
      return ""
    } catch { return "\(error)" }
  }

  private static let models = #"{"data":[{"id":"/models/model","object":"model"}]}"#

  @Test func `is Ollama, whose own file can be opened`() {
    let sentence = refusal(["/api/version": #"{"version":"0.33.0"}"#], "http://host:1#smollm2")
    #expect(sentence.contains("Ollama") && sentence.contains("--model ollama:smollm2"))
  }

  @Test func `is one that ignores echo`() {
    // What transformers serve answers: no logprobs at all.
    let ignored = #"{"choices":[{"finish_reason":"length","index":0,"text":"\n"}]}"#
    let sentence = refusal(["/v1/models": Self.models, "/v1/completions": ignored])
    #expect(sentence.contains("ignores echo"), "\(sentence)")
    let content = #"{"choices":[{"text":"\n","logprobs":{"content":[{"id":198,"token":"\n"}]}}]}"#
    #expect(
      refusal(["/v1/models": Self.models, "/v1/completions": content]).contains("ignores echo"))
  }

  @Test func `is asked for the model that is named, where it lists none`() {
    let ignored = #"{"choices":[{"finish_reason":"length","index":0,"text":"\n"}]}"#
    let sentence = refusal(["/v1/completions": ignored], "openai:http://host:1#/models/model")
    #expect(sentence.contains("ignores echo"), "\(sentence)")
  }

  @Test func `is one whose numbers are those of the token behind`() {
    let shifted = """
      {"choices":[{"text":"A B C D E F G H I J K L M","logprobs":{"tokens":["A"," B"," C"," D"," E"," F"," G"," H"," I",
      " J"," K"," L"],"token_logprobs":[null,-9,-9,-9,-9,-9,-9,-9,-9,-9,-9,-9]}}]}
      """
    let answers = ["/v1/models": Self.models, "/v1/completions": shifted]
    #expect(refusal(answers, "openai:http://host:1").contains("of the token behind"))
  }

  @Test func `is another one than its prefix says`() {
    let sentence = refusal(
      ["/v1/models": Self.models, "/version": "{}"], "vllm:http://host:1")
    #expect(sentence.contains("does not answer as vLLM does: leave vllm: out"), "\(sentence)")
  }

  @Test func `is no engine at all`() { #expect(refusal([:]).contains("no engine that is known")) }
}
