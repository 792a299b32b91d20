import Basics

/// Where a report goes: to standard output as it comes, or into a file that is there when it is whole.
struct ReportOutput: ~Copyable {
  private var standard = StandardOutput()
  private var file: PendingFile?
  private var buffer: [UInt8] = []

  /// Whether it goes to a file.
  let isFile: Bool

  /// - Parameter path: The file; nil for standard output.
  init(_ path: String?, replacing: Bool) throws(CommandError) {
    isFile = path != nil
    file = nil
    if let path { file = try PendingFile(path, replacing: replacing) }
  }

  /// Takes text.
  mutating func write(_ text: String) throws(CommandError) {
    guard isFile else { return try standard.write(text) }
    buffer += text.utf8
    if buffer.count >= 1 << 16 { try flush() }
  }

  /// Writes what there is so far.
  mutating func flush() throws(CommandError) {
    guard isFile else { return try standard.flush() }
    try file?.write(buffer)
    buffer.removeAll(keepingCapacity: true)
  }

  /// Writes what is left, and puts the file in its place.
  consuming func finish() throws(CommandError) {
    try flush()
    if let file = file.take() { try file.finish() }
  }
}
