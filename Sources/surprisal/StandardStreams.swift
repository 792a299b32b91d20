import Basics
import Runtime
import ShownText

// The program's corner to the operating system: file descriptors, the environment.

/// The most bytes that a text may have: an endless input must end.
let largestInput = 64 << 20

/// Lets a closed pipe, and a file larger than files may be, be errors of `write` instead of the process's death.
func letWritesFail() {
  for number in [SIGPIPE, SIGXFSZ] { _ = signal(number, SIG_IGN) }
}

/// Whether a person is at the other end of standard input.
func standardInputIsTerminal() -> Bool { isatty(STDIN_FILENO) == 1 }

/// Whether a person is at the other end of standard output.
func standardOutputIsTerminal() -> Bool { isatty(STDOUT_FILENO) == 1 }

/// A variable of the environment; nil where it is unset or empty.
func environmentVariable(_ name: String) -> String? {
  guard let value = unsafe getenv(name) else { return nil }
  let text = unsafe String(cString: value)
  return text.isEmpty ? nil : text
}

/// The size of a file in bytes, or nil when there is no such file.
func sizeOfFile(_ path: String) -> Int? {
  var status = stat()
  guard unsafe stat(path, &status) == 0 else { return nil }
  return Int(status.st_size)
}

/// Whether a path leads to a file, or to what can be read like one: no folder.
func isFile(_ path: String) -> Bool {
  var status = stat()
  return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFDIR
}

/// All bytes of standard input.
func readStandardInput() throws(CommandError) -> [UInt8] {
  try readAll(STDIN_FILENO, name: "standard input")
}

/// All bytes of a file, of any kind and any encoding, at most so many.
func readFile(_ path: String, limit: Int = largestInput) throws(CommandError) -> [UInt8] {
  let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else {
    throw CommandError(
      .noInput, "cannot open \(path): \(reason(errno)); check its name, and that it may be read")
  }
  defer { close(descriptor) }
  return try readAll(descriptor, name: path, limit: limit)
}

private func readAll(
  _ descriptor: Int32, name: String, limit: Int = largestInput
) throws(CommandError) -> [UInt8] {
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = unsafe chunk.withUnsafeMutableBytes {
      unsafe read(descriptor, $0.baseAddress, $0.count)
    }
    if count == 0 { return bytes }
    if count < 0 && errno == EINTR { continue }
    guard count > 0 else {
      throw CommandError(.noInput, "cannot read \(name): \(reason(errno)); name a readable file")
    }
    bytes += chunk[..<count]
    guard bytes.count <= limit else {
      throw CommandError(
        .badData, "\(name) has more than \(limit >> 20) MiB: give a part of it")
    }
  }
}

/// Standard output, gathered into large writes.
struct StandardOutput {
  private var buffer: [UInt8] = []

  /// Takes text; writes when enough has come together.
  mutating func write(_ text: String) throws(CommandError) {
    buffer += text.utf8
    if buffer.count >= 1 << 16 { try flush() }
  }

  /// Writes all that is left, so that it can be seen.
  mutating func flush() throws(CommandError) {
    let code = writeAll(buffer, to: STDOUT_FILENO)
    buffer.removeAll(keepingCapacity: true)
    guard code != 0 else { return }
    throw code == EPIPE
      ? .outputClosed
      : CommandError(
        .outputFailed,
        "cannot write the result to standard output: \(reason(code)); the result is not complete")
  }
}

/// Writes a message; when even that fails there is nobody to tell.
func writeToStandardError(_ text: String) { _ = writeAll(Array(text.utf8), to: STDERR_FILENO) }

/// Says something that is worth knowing and stops nothing.
func noteOnStandardError(_ sentence: String) {
  writeToStandardError("surprisal: \(visibleText(sentence))\n")
}
