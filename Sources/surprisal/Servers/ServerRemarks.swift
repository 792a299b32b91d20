import Synchronization

/// What is said while a server is waited for: in the explorer's status line, and else in a line on standard error that
/// is written over.
final class ServerRemarks: Sendable {
  /// Those of the program.
  static let shared = ServerRemarks()

  private let listener = Mutex<(@Sendable (String) -> Void)?>(nil)
  private let line = Mutex(ProgressLine())

  /// Sends all that is said from now on elsewhere.
  func listen(_ listener: @escaping @Sendable (String) -> Void) {
    self.listener.withLock { $0 = listener }
  }

  /// Says a sentence; an empty one takes back the one before.
  func say(_ sentence: String) {
    if let listener = listener.withLock({ $0 }) {
      listener(sentence)
    } else {
      line.withLock { sentence.isEmpty ? $0.end() : $0.show(sentence) }
    }
  }
}
