import Basics
import CHTTPServer
import Dispatch
import Scoring
import Serving
import Synchronization
import TestSupport
import Testing

/// Clients that go away, are slow or ask too much, and a model that fails.
@Suite(.timeLimit(.minutes(2))) struct ServerFaultTests {
  @Test(arguments: [true, false])
  func `a client that goes away is not worked for any more`(streams: Bool) throws {
    let endless = Serve.Endless()
    let (server, log) = try Serve.served(endless.scorer)
    do {
      let client = try #require(LoopbackClient(port: server.port))
      let stream = streams ? #", "stream": true"# : ""
      client.send("POST", "/v1/completions", #"{"prompt": "a", "max_tokens": 1000000\#(stream)}"#)
      if streams { #expect(!client.receive().isEmpty) }
      while endless.asked.load(ordering: .relaxed) < 5 { usleep(1_000) }
    }
    // Another one that waited is answered then.
    let next = try Serve.ask(server, #"{"prompt": "ab", "max_tokens": 3}"#)
    #expect(next.status == 200 && next.text.contains("\"completion_tokens\": 3"))
    #expect(log.all(2).map(\.status) == [nil, 200])
    #expect(endless.asked.load(ordering: .relaxed) < 100_000)
    server.stop()
  }

  @Test func `a client that waited in vain costs nothing`() throws {
    let endless = Serve.Endless()
    let (server, log) = try Serve.served(endless.scorer)
    let first = try #require(LoopbackClient(port: server.port))
    first.send(
      "POST", "/v1/completions", #"{"prompt": "a", "max_tokens": 1000000, "stream": true}"#)
    #expect(!first.receive().isEmpty)
    do {
      let second = try #require(LoopbackClient(port: server.port))
      second.send("POST", "/v1/completions", #"{"prompt": "a", "max_tokens": 1000000}"#)
      usleep(50_000)
    }
    server.stop()
    #expect(log.all(2).map(\.status) == [nil, nil])
  }

  @Test func `a server stops while it works`() throws {
    let endless = Serve.Endless()
    let (server, _) = try Serve.served(endless.scorer)
    let client = try #require(LoopbackClient(port: server.port))
    client.send(
      "POST", "/v1/completions", #"{"prompt": "a", "max_tokens": 1000000, "stream": true}"#)
    #expect(!client.receive().isEmpty)
    server.stop()
    while !client.receive().isEmpty {}
    #expect(LoopbackClient(port: server.port) == nil)
  }

  @Test func `a body beyond the limit is refused, and one far beyond it is cut`() throws {
    var limits = Server.Limits()
    limits.body = 100_000
    let (server, _) = try Serve.served(limits: limits)
    let text = String(repeating: "a", count: 99_980)
    #expect(try Serve.ask(server, #"{"prompt": "\#(text)"}"#).status == 400)
    let long = try Serve.ask(server, #"{"prompt": "\#(text)\#(text)"}"#)
    #expect(long.status == 413 && long.text.contains("too long"))
    let client = try #require(LoopbackClient(port: server.port))
    client.send("POST", "/tokenize", String(repeating: " ", count: 1_000_000))
    #expect(client.answer() == nil)
    let wide = try #require(LoopbackClient(port: server.port))
    wide.send("GET", "/version", fields: ["X: " + String(repeating: "x", count: 200_000)])
    #expect(wide.answer().map { $0.status >= 400 } ?? true)
    #expect(try Serve.ask(server, "", "GET", "/version").status == 200)
    server.stop()
  }

  @Test(arguments: [
    "", "GET /vers", "POST /tokenize HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{",
  ])
  func `a client that does not finish its request is cut`(beginning: String) throws {
    var limits = Server.Limits()
    limits.patience = 0.05
    let (server, log) = try Serve.served(limits: limits)
    let client = try #require(LoopbackClient(port: server.port))
    client.send(beginning)
    Sweeper(server).during { #expect(hangsUp(on: client)) }
    server.stop()
    #expect(log.all(0).isEmpty)
  }

  /// Whether a server says nothing more to a client, and not after minutes.
  private func hangsUp(on client: LoopbackClient) -> Bool {
    let (answer, news) = (Answered(), DispatchSemaphore(value: 0))
    DispatchQueue.global().async {
      answer.isEmpty.store(client.receive().isEmpty, ordering: .releasing)
      news.signal()
    }
    return news.wait(timeout: .now() + 30) == .success
      && answer.isEmpty.load(ordering: .acquiring)
  }

  private final class Answered: Sendable { let isEmpty = Atomic<Bool>(false) }

  @Test func `an answer that failed before a part was sent comes as far as it goes`() throws {
    var (port, error) = (UInt16(0), Int32(0))
    let limits = chttp_limits(body: 1_000, header: 10_000, connections: 4, patience: 1_000)
    let server = unsafe chttp_start(
      "127.0.0.1", &port, limits,
      { _, exchange in
        unsafe chttp_begin(exchange, 200, "text/plain", "")
        let half = Array("half".utf8)
        unsafe chttp_end(exchange, half, half.count, false)
      }, nil, &error)
    try #require(unsafe server != nil)
    let client = try #require(LoopbackClient(port: Int(port)))
    client.send("GET", "/")
    let answer = client.answer()
    #expect(answer?.status == 200 && answer?.text == "half" && answer?.isComplete == false)
    unsafe chttp_stop(server)
    unsafe chttp_free(server)
  }

  @Test func `a client that does not take its answer is cut, and one that waits for it is not`()
    throws
  {
    var limits = Server.Limits()
    limits.patience = 0.2
    let endless = Serve.Endless()
    let (server, _) = try Serve.served(endless.scorer, limits: limits)
    let lazy = try #require(LoopbackClient(port: server.port))
    // Millions of bytes that nobody takes.
    let letters = String(repeating: "ab", count: 1_000)
    lazy.send(
      "POST", "/v1/completions",
      #"{"prompt": "\#(letters)", "max_tokens": 0, "prompt_logprobs": -1}"#)
    try Sweeper(server).during {
      let patient = try Serve.ask(server, #"{"prompt": "ab", "max_tokens": 900}"#)
      #expect(patient.status == 200 && patient.isComplete)
    }
    server.stop()
  }

  @Test func `a model that fails is said as well as that can still be said`() throws {
    let (server, log) = try Serve.served(Serve.failing)
    let early = try Serve.ask(server, #"{"prompt": "ab", "max_tokens": 9}"#)
    #expect(early.status == 500 && early.text.contains("the model file changed"))
    #expect(early.text.contains("server_error") && early.isComplete)
    let stream = try Serve.ask(server, #"{"prompt": "ab", "max_tokens": 9, "stream": true}"#)
    #expect(stream.status == 200 && stream.isComplete)
    #expect(stream.text.contains("the model file changed"))
    #expect(stream.text.hasSuffix("data: [DONE]\n\n"))
    let late = try Serve.ask(
      server, #"{"prompt": "abcdef", "max_tokens": 9, "prompt_logprobs": -1}"#)
    #expect(late.status == 200 && !late.isComplete && late.text.hasPrefix("{\"id\""))
    #expect(log.all(3).map(\.status) == [500, 200, 200])
    #expect(log.all(3).allSatisfy { $0.failure == "the model file changed" })
    server.stop()
  }

  @Test func `a place where nothing can listen is a sentence`() throws {
    let (server, _) = try Serve.served()
    let model = ServedModel(AlphabetModel.scorer, startToken: nil, isSpecial: false)
    for (host, port) in [("127.0.0.1", server.port), ("no such host", 0), ("203.0.113.7", 0)] {
      do throws(ServerError) {
        _ = try Server(at: .init(host: host, port: port), log: { _ in }) { _ in
          Service(model, version: "", hosts: nil)
        }
        #expect(Bool(false), "\(host) listens")
      } catch {
        #expect(error.description.hasPrefix("cannot listen at \(host), port \(port): "))
        #expect(error.description.hasSuffix("choose another --port or --host"))
      }
    }
    server.stop()
  }
}
