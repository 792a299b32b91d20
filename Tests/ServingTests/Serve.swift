import Basics
import Dispatch
import Scoring
import Serving
import Synchronization
import TestSupport
import Testing

/// Servers on this machine, the models that they serve, and what is asked of them.
enum Serve {
  /// Begins to serve a model.
  static func served(
    _ scorer: Scorer = AlphabetModel.scorer, limits: Server.Limits = .init()
  ) throws -> (server: Server, log: Log) {
    let log = Log()
    let model = ServedModel(scorer, startToken: nil, isSpecial: false)
    let server = try Server(
      at: .init(host: "127.0.0.1", port: 0), limits: limits, log: { log.add($0) }
    ) { _ in Service(model, version: "9.9", hosts: nil) }
    return (server, log)
  }

  /// What was logged.
  final class Log: Sendable {
    private let records = Mutex<[RequestRecord]>([])
    func add(_ record: RequestRecord) { records.withLock { $0.append(record) } }

    /// The records, once there are so many.
    func all(_ count: Int) -> [RequestRecord] {
      while true {
        let all = records.withLock { $0 }
        if all.count >= count { return all }
        usleep(2_000)
      }
    }
  }

  /// A model whose text never ends, and that counts what it is asked.
  final class Endless: Sendable {
    let asked = Atomic<Int>(0)

    var scorer: Scorer {
      var model = AlphabetModel.scorer
      model.model.contextLength = 1 << 20
      return Scorer(
        model: model.model, vocabulary: model.vocabulary, tokenize: model.tokenize,
        score: model.score,
        expectation: { [self] context, _ in
          asked.add(1, ordering: .relaxed)
          usleep(500)
          let next = context.tokens.count % 2 == 0 ? 97 : 98
          return Expectation(logits: (0..<AlphabetModel.count).map { $0 == next ? 0 : -9 })
        })
    }
  }

  /// A model that fails at its fifth token.
  static var failing: Scorer {
    let model = AlphabetModel.scorer
    return Scorer(
      model: model.model, vocabulary: model.vocabulary, tokenize: model.tokenize,
      score: model.score,
      expectation: { context, _ in
        if context.tokens.count >= 6 { throw Broken() }
        return try model.expectation(context)
      })
  }

  struct Broken: Error, CustomStringConvertible {
    var description: String { "the model file changed" }
  }

  /// The answer to a request.
  static func ask(
    _ server: Server, _ body: String, _ method: String = "POST", _ path: String = "/v1/completions"
  ) throws -> LoopbackAnswer {
    let client = try #require(LoopbackClient(port: server.port))
    client.send(method, path, body)
    return try #require(client.answer())
  }
}

/// Looks after a server's connections, as the program does, while something is done.
final class Sweeper: Sendable {
  private let server: Server
  private let isDone = Atomic<Bool>(false)
  private let queue = DispatchQueue(label: "sweeper")

  init(_ server: Server) { self.server = server }

  func during(_ body: () throws -> Void) rethrows {
    queue.async { [self] in
      while !isDone.load(ordering: .relaxed) {
        server.sweep()
        usleep(5_000)
      }
    }
    defer {
      isDone.store(true, ordering: .relaxed)
      queue.sync {}
    }
    try body()
  }
}
