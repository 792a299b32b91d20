import Dispatch
import Synchronization

/// Does jobs on several threads, and hands what comes of them on in their order, on the calling thread, as soon as it
/// is there.
///
/// What a job throws is thrown when its turn comes, so that what came before is not lost. While nothing comes,
/// `isWanted` is asked; where it says no, and where `take` returns false, all jobs are told to end.
///
/// - Parameter work: Does a job on a lane; it is told how to ask whether it is still wanted.
func inLanes<Result: Sendable>(
  _ lanes: Range<Int>, jobs: Int,
  work:
    @escaping @Sendable (_ job: Int, _ lane: Int, _ isWanted: () -> Bool) throws -> Result,
  isWanted: () -> Bool, take: (_ job: Int, Result) throws -> Bool
) throws {
  let board = Board<Result>(jobs)
  for lane in lanes.prefix(jobs) {
    thread.async {
      while let job = board.next() {
        board.finish(job, .init { try work(job, lane) { board.isOpen } })
      }
    }
  }
  defer { board.close() }
  for job in 0..<jobs {
    while !board.has(job) {
      board.wait()
      guard isWanted() else { return }
    }
    guard let result = board.take(job), try take(job, result.get()) else { return }
  }
}

/// Does some jobs at the same time, each on a thread of its own, so that none waits for a server in another's way.
public func atOnce(_ count: Int, _ job: @escaping @Sendable (Int) -> Void) {
  let group = DispatchGroup()
  for index in 1..<max(count, 1) { thread.async(group: group) { job(index) } }
  job(0)
  group.wait()
}

/// A thread of its own: a queue that is concurrent has no more of them than the machine has cores.
private var thread: DispatchQueue { DispatchQueue(label: "lane") }

extension Result where Failure == any Error {
  fileprivate init(_ body: () throws -> Success) {
    do { self = .success(try body()) } catch { self = .failure(error) }
  }
}

/// What was begun and what is done.
private final class Board<Value: Sendable>: Sendable {
  private struct State {
    var begun = 0
    var isOpen = true
    var done: [Int: Result<Value, any Error>] = [:]
  }

  private let jobs: Int
  private let state = Mutex(State())
  private let news = DispatchSemaphore(value: 0)

  init(_ jobs: Int) { self.jobs = jobs }

  var isOpen: Bool { state.withLock { $0.isOpen } }

  func next() -> Int? {
    state.withLock { state in
      guard state.isOpen, state.begun < jobs else { return nil }
      defer { state.begun += 1 }
      return state.begun
    }
  }

  func finish(_ job: Int, _ result: Result<Value, any Error>) {
    state.withLock { $0.done[job] = result }
    news.signal()
  }

  func has(_ job: Int) -> Bool { state.withLock { $0.done[job] != nil } }

  func take(_ job: Int) -> Result<Value, any Error>? {
    state.withLock { $0.done.removeValue(forKey: job) }
  }

  /// Waits for news, a twentieth of a second at most.
  func wait() { _ = news.wait(timeout: .now() + .milliseconds(50)) }

  func close() { state.withLock { $0.isOpen = false } }
}
