import Basics
import Synchronization

/// What a signal handler tells.
enum Interrupts {
  /// Whether one came.
  static let flag = Atomic<Bool>(false)
}

/// Whether somebody pressed Ctrl-C since ``watchForInterrupts()``.
func wasInterrupted() -> Bool { Interrupts.flag.load(ordering: .relaxed) }

/// Lets the first Ctrl-C be noticed, so that what there is can be kept; the second one ends the program.
func watchForInterrupts() {
  var action = sigaction()
  unsafe action.__sigaction_handler.sa_handler = { _ in
    Interrupts.flag.store(true, ordering: .relaxed)
  }
  action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
  _ = unsafe sigaction(SIGINT, &action, nil)
}
