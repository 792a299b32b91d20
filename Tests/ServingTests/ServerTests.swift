import Basics
import Dispatch
import Scoring
import Serving
import Synchronization
import TestSupport
import Testing

/// The server, asked over sockets.
@Suite(.timeLimit(.minutes(2))) struct ServerTests {
  @Test func `requests are answered, one after the other over one connection too`() throws {
    let (server, log) = try Serve.served()
    #expect(server.isLoopback && server.port > 0)
    let client = try #require(LoopbackClient(port: server.port))
    client.send("GET", "/health", closes: false)
    client.send("POST", "/v1/completions", #"{"prompt": "a", "max_tokens": 1}"#, closes: false)
    client.send("GET", "/version")
    var bytes: [UInt8] = []
    while case let more = client.receive(), !more.isEmpty { bytes += more }
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.ranges(of: "HTTP/1.1 200").count == 3)
    #expect(text.hasSuffix(#"{"version": "9.9", "engine": "surprisal"}"#))
    // An answer that threads make is logged when they are done with it, which may be after the next one.
    let records = log.all(3).sorted { $0.path < $1.path }
    #expect(records.map(\.path) == ["/health", "/v1/completions", "/version"])
    #expect(records.allSatisfy { $0.status == 200 && $0.peer == "127.0.0.1" && $0.seconds >= 0 })
    #expect(records[1].usage.prompt == 1 && records[1].usage.completion == 1)
    server.stop()
  }

  @Test func `what is small has a length, and what is large comes in parts`() throws {
    let (server, _) = try Serve.served()
    let small = try Serve.ask(server, #"{"prompt": "abc", "max_tokens": 2}"#)
    #expect(small.status == 200 && small.isComplete && small.fields["content-length"] != nil)
    #expect(small.fields["content-type"] == "application/json")
    let letters = String(repeating: "abcdefgh", count: 5)
    let body = #"{"prompt": "\#(letters)", "max_tokens": 0, "prompt_logprobs": -1}"#
    let large = try Serve.ask(server, body)
    #expect(large.isComplete && large.fields["transfer-encoding"] == "chunked")
    let expected = try AlphabetModel.service().answer("POST", "/v1/completions", body)
    #expect(large.body.count > 1 << 19)
    #expect(large.text.hasSuffix(expected.text.suffix(500_000)))
    #expect(try Serve.ask(server, "", "GET", "/tokenize").fields["allow"] == "POST")
    let stream = try Serve.ask(server, #"{"prompt": "abc", "max_tokens": 2, "stream": true}"#)
    #expect(stream.isComplete && stream.fields["content-type"] == "text/event-stream")
    #expect(stream.text.hasSuffix("data: [DONE]\n\n"))
    server.stop()
  }

  @Test func `many clients at once have the answers that each has alone`() throws {
    let (server, log) = try Serve.served()
    let answers = Mutex<[Int: String]>([:])
    DispatchQueue.concurrentPerform(iterations: 24) { number in
      let letter = Character(UnicodeScalar(UInt8(97 + number % 10)))
      guard let client = LoopbackClient(port: server.port) else { return }
      client.send("POST", "/v1/completions", #"{"prompt": "\#(letter)", "temperature": 0}"#)
      let text = client.answer()?.text
      answers.withLock { $0[number] = text }
    }
    for (number, text) in answers.withLock({ $0 }) {
      let following = (98 + number % 10..<123).prefix(16).map {
        Character(UnicodeScalar(UInt8($0)))
      }
      #expect(text.contains("\"text\": \"\(String(following))\""), "\(text)")
    }
    #expect(answers.withLock { $0.count } == 24 && log.all(24).count == 24)
    server.stop()
  }
}
