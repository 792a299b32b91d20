import ArgumentParser

/// Where a command takes its text from.
struct TextOptions: ParsableArguments {
  @Argument(help: "The text, or - for standard input.")
  var text: String?

  @Option(
    name: [.customShort("f"), .customLong("file")],
    help: "Take the text from a file, whatever bytes are in it.")
  var file: String?

  func validate() throws {
    if text != nil && file != nil {
      throw ValidationError("Give either a text or -f FILE, not both.")
    }
  }

  /// The bytes of the text, from standard input when nothing else is named and nobody sits there;
  /// nil when there is no text at all.
  func bytes() throws -> [UInt8]? {
    switch (text, file) {
    case ("-", _), (_, "-"): return try readStandardInput()
    case (let text?, _): return Array(text.utf8)
    case (_, let file?): return try readFile(file)
    case (nil, nil): return standardInputIsTerminal() ? nil : try readStandardInput()
    }
  }
}
