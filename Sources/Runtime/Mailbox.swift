import Exploration
import Synchronization

/// Events on their way from a working thread to the thread that draws.
package final class Mailbox: Sendable {
  private let events = Mutex<[Explorer.Event]>([])
  private let waker: @Sendable () -> Void

  package init(waker: @escaping @Sendable () -> Void) { self.waker = waker }

  /// Adds an event and wakes the reader. Callable from any thread.
  package func post(_ event: Explorer.Event) {
    events.withLock { $0.append(event) }
    waker()
  }

  /// All events posted since the last call, in order.
  package func takeAll() -> [Explorer.Event] {
    events.withLock { waiting in
      defer { waiting = [] }
      return waiting
    }
  }
}
