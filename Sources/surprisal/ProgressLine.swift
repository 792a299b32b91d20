import Basics

/// How far a long work is, in a line on standard error that is written over: only where somebody looks at it
/// and the result goes elsewhere.
struct ProgressLine {
  private let isShown: Bool
  private var isThere = false

  /// A line that is not there yet.
  ///
  /// - Parameter resultIsInFile: Whether the result goes to a file, and never to standard output.
  init(resultIsInFile: Bool = false) {
    isShown = isatty(STDERR_FILENO) == 1 && (resultIsInFile || !standardOutputIsTerminal())
  }

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
