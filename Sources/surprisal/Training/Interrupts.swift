import Basics
import Synchronization

/// What a signal handler tells.
enum Interrupts {
  /// The signal that came; 0 as long as none did.
  static let signal = Atomic<Int32>(0)
}

/// Whether somebody pressed Ctrl-C since ``watchForInterrupts(_:)``.
func wasInterrupted() -> Bool { endingSignal() != nil }

/// The signal that wants the program to end, since ``watchForInterrupts(_:)``.
func endingSignal() -> Int32? {
  let signal = Interrupts.signal.load(ordering: .relaxed)
  return signal == 0 ? nil : signal
}

/// Lets the first Ctrl-C, or another signal, be noticed, so that what there is can be kept; the second one
/// ends the program.
func watchForInterrupts(_ signals: [Int32] = [SIGINT]) {
  var action = sigaction()
  unsafe action.__sigaction_handler.sa_handler = {
    Interrupts.signal.store($0, ordering: .relaxed)
  }
  action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
  for signal in signals { _ = unsafe sigaction(signal, &action, nil) }
}
