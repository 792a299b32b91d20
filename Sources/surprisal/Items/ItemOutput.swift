import Basics
import Runtime
import ShownText

/// Where rows go: to a new file, or to standard output. A terminal gets nothing that acts on it.
struct ItemOutput {
  private let path: String?
  private let descriptor: Int32
  private let isTerminal: Bool
  private var buffer: [UInt8] = []

  /// Makes the file; throws where it is there already.
  init(_ path: String?) throws(CommandError) {
    self.path = path
    if let path {
      do throws(CommandError) { descriptor = try newFile(path, option: "-o") } catch {
        throw CommandError(.cannotCreate, error.sentence)
      }
      isTerminal = false
    } else {
      descriptor = STDOUT_FILENO
      isTerminal = standardOutputIsTerminal()
    }
  }

  /// Takes text.
  mutating func write(_ text: String) throws(CommandError) {
    guard isTerminal else {
      buffer += text.utf8
      return
    }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      buffer += (line.offset == 0 ? "" : "\n").utf8
      buffer += visibleText(line.element).utf8
    }
  }

  /// Writes all that there is: whole rows.
  mutating func flush() throws(CommandError) {
    let code = writeAll(buffer, to: descriptor)
    buffer.removeAll(keepingCapacity: true)
    guard code != 0 else { return }
    throw code == EPIPE && path == nil ? .outputClosed : fault(code)
  }

  /// Writes what is left, and closes the file.
  mutating func finish() throws(CommandError) {
    try flush()
    if path != nil, close(descriptor) != 0 { throw fault(errno) }
  }

  private func fault(_ code: Int32) -> CommandError {
    CommandError(
      .outputFailed,
      "cannot write \(path ?? "the rows to standard output"): \(reason(code)); the rows are not complete"
    )
  }
}
