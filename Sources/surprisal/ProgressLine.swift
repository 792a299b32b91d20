import Basics

/// How far a long work is, in a line on standard error that is written over: only where somebody looks at it
/// and the result goes elsewhere.
struct ProgressLine {
  private let isShown = isatty(STDERR_FILENO) == 1 && !standardOutputIsTerminal()
  private var isThere = false

  /// Shows a sentence of fewer columns than any terminal has.
  mutating func show(_ sentence: String) {
    guard isShown else { return }
    writeToStandardError("\r\u{1B}[K" + sentence)
    isThere = true
  }

  /// Leaves the line as it was found.
  mutating func end() {
    if isThere { writeToStandardError("\r\u{1B}[K") }
    isThere = false
  }
}
