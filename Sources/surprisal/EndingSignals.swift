import Basics

/// The signals that end a server: they wait until somebody asks for them, and interrupt nothing.
struct EndingSignals {
  private var signals = sigset_t()

  /// Holds back Ctrl-C and SIGTERM, on this thread and on all that it starts.
  init() {
    unsafe sigemptyset(&signals)
    for signal in [SIGINT, SIGTERM] { _ = unsafe sigaddset(&signals, signal) }
    _ = unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
  }

  /// Returns when one of them came. A second one then ends the program at once.
  ///
  /// - Parameter meanwhile: Called every second.
  mutating func wait(meanwhile: () -> Void) {
    var second = timespec(tv_sec: 1, tv_nsec: 0)
    while unsafe sigtimedwait(&signals, nil, &second) < 0 { meanwhile() }
    _ = unsafe pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }
}
