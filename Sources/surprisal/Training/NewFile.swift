import Basics

/// Writes a file that is not there yet; whether that was possible.
func createFile(_ path: String, with bytes: [UInt8]) -> Bool {
  let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
  guard descriptor >= 0 else { return false }
  let isWritten = writeAll(bytes, to: descriptor) == 0
  return close(descriptor) == 0 && isWritten
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
