import Basics
import RemoteScoring
import Scoring
import Synchronization
import Testing

/// A server that is asked while nobody waits for the answer any more.
@Suite struct `An answer that nobody wants` {
  private static let text = Array("naïve".utf8)

  private static let servers: [(name: String, server: MadeUpServer, names: Bool)] = [
    ("vLLM", MadeUpVLLM().server(), true), ("SGLang", MadeUpSGLang().server(), true),
    ("llama-server", MadeUpLlamaServer().server(), true), ("TGI", MadeUpTGI().server(), false),
    ("llama-cpp-python", MadeUpLlamaCppPython().server(), false),
  ]

  @Test(arguments: servers.indices)
  func `is not waited for where a text is cut`(_ index: Int) throws {
    let scorer = try Self.servers[index].server.connection().scorer
    #expect(throws: RemoteError.cancelled) {
      try scorer.tokenize(Self.text, false) { false }
    }
    // A server that is asked twice for the bytes of tokens is left at the second question too.
    var questions = 0
    _ = try scorer.tokenize(Self.text, false) {
      questions += 1
      return true
    }
    for last in 0..<questions {
      var asked = 0
      #expect(throws: RemoteError.cancelled) {
        try scorer.tokenize(Self.text, false) {
          asked += 1
          return asked <= last
        }
      }
    }
    #expect(questions > 0)
  }

  @Test(arguments: servers.indices)
  func `is not waited for where several texts are scored`(_ index: Int) throws {
    let server = Self.servers[index].server
    let isHanging = Mutex(false)
    var transport = server.transport
    let exchange = transport.exchange
    transport.exchange = { request, receive, isWanted in
      while isHanging.withLock({ $0 }) {
        guard isWanted() else { throw TransportFault.cancelled }
        usleep(1_000)
      }
      return try exchange(request, receive, isWanted)
    }
    let scorer = try RemoteConnection(
      #require(ServerReference("http://host:1")), over: transport
    ).scorer
    let text = TextToScore(try scorer.tokenize(Self.text, false))
    let settings = ScoringSettings(startToken: nil, window: 60, stride: 8)
    isHanging.withLock { $0 = true }
    var (asked, reported) = (0, 0)
    try scorer.scoreAll([text, text], settings) {
      asked += 1
      return asked < 3
    } _: { _, _ in
      reported += 1
      return true
    }
    try scorer.tokenizeAll([Self.text, Self.text], special: false) {
      asked += 1
      return asked < 6
    } _: { _ in
      reported += 1
    }
    #expect(asked == 6 && reported == 0)
  }

  @Test(arguments: servers.indices.filter { servers[$0].names })
  func `is not waited for where the next token is asked for`(_ index: Int) throws {
    let server = Self.servers[index].server
    let context = Context([65, 66])
    for wishes in [RemoteWishes(), RemoteWishes(candidates: .all)] {
      guard let scorer = try? server.connection(wishes: wishes).scorer else { continue }
      #expect(throws: RemoteError.cancelled) { try scorer.nextExpectation(context) { false } }
    }
  }
}
