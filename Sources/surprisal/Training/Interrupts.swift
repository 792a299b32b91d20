import Synchronization

/// What a signal handler tells.
enum Interrupts {
  /// Whether one came.
  static let flag = Atomic<Bool>(false)
}
