import Basics
import Dispatch
import Synchronization

/// A request that was answered, for the log.
public struct RequestRecord: Sendable {
  /// Where it came from, and what it was.
  public var peer: String, method: String, path: String
  /// The status of its answer; nil where nobody waited for one.
  public var status: Int?
  /// How many tokens it came to.
  public var usage = TokenUsage()
  /// How long it took, its time in the queue included.
  public var seconds = 0.0
  /// What went wrong; nil where nothing did.
  public var failure: String?
}

/// Takes requests and has them answered: at once, or one after the other where the model has to work.
final class Desk: Sendable {
  private let engine = DispatchQueue(label: "engine")
  private let service = Mutex<Service?>(nil)
  private let log: @Sendable (RequestRecord) -> Void

  init(log: @escaping @Sendable (RequestRecord) -> Void) { self.log = log }

  /// Begins to serve. Requests that come meanwhile wait.
  func open(_ begin: () throws(ServerError) -> Service) throws(ServerError) {
    try service.withLock { service throws(ServerError) in service = try begin() }
  }

  /// Waits until nothing is worked for any more.
  func close() { engine.sync {} }

  /// Takes a request; its exchange ends now or later.
  func take(_ exchange: Exchange) {
    let begin = seconds()
    let request = exchange.request
    var record = RequestRecord(peer: exchange.peer, method: request.method, path: request.path)
    guard let service = service.withLock({ $0 }) else { return exchange.end(isComplete: false) }
    switch service.reply(to: request, newStamp()) {
    case .answer(let answer):
      exchange.send(answer)
      record.status = answer.status
      record.seconds = seconds() - begin
      log(record)
    case .work(let work):
      engine.async { [self, record] in
        var record = record
        perform(work, for: exchange, &record)
        record.seconds = seconds() - begin
        log(record)
      }
    }
  }

  private func perform(_ work: ServedWork, for exchange: Exchange, _ record: inout RequestRecord) {
    guard exchange.isAwaited else { return exchange.end(isComplete: false) }
    exchange.begin(200, work.contentType)
    let writer = AnswerWriter(isAwaited: { exchange.isAwaited }) { exchange.send($0) }
    do {
      record.usage = try work.write(writer)
      record.status = writer.isAwaited ? 200 : nil
      exchange.end(writer.takeRest(), isComplete: writer.isAwaited)
    } catch {
      record.failure = "\(error)"
      record.status = end(exchange, writer, work, failure: "\(error)")
    }
  }

  /// Says that the model failed, as well as that can still be said; the status that the client sees.
  private func end(
    _ exchange: Exchange, _ writer: AnswerWriter, _ work: ServedWork, failure: String
  ) -> Int {
    guard writer.hasBegun else {
      exchange.send(ServedAnswer(APIError(failure, status: 500)))
      return 500
    }
    _ = writer.takeRest()
    work.writeFailure?(failure, writer)
    exchange.end(writer.takeRest(), isComplete: work.writeFailure != nil)
    return 200
  }

  private func newStamp() -> AnswerStamp {
    AnswerStamp(
      id: "cmpl-" + String(UInt64.random(in: 0...UInt64.max), radix: 16), created: time(nil),
      seed: UInt64.random(in: 0...UInt64.max))
  }

  /// A clock that never goes back.
  private func seconds() -> Double {
    var now = timespec()
    _ = unsafe clock_gettime(CLOCK_MONOTONIC, &now)
    return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
  }
}
