import ArgumentParser
import Reports
import TextLists

/// Where a command takes its text from.
struct TextOptions: ParsableArguments {
  @Argument(help: "The text, or - for standard input.")
  var text: String?

  @Option(
    name: [.customShort("f"), .customLong("file")],
    help: "Take the text from a file, whatever bytes are in it.")
  var files: [String] = []

  /// The file.
  var file: String? { files.first }

  func validate() throws {
    if files.count > 1 {
      throw ValidationError(
        "-f takes one file: to score several texts, list them and name the list with --lines.")
    }
    if text != nil && file != nil {
      throw ValidationError("Give either a text or -f FILE, not both.")
    }
  }

  /// The bytes of the text, from standard input when nothing else is named and nobody sits there;
  /// nil when there is no text at all.
  ///
  /// - Parameter remark: Told in a sentence what else the text may mean.
  func bytes(remark: (String) -> Void = noteOnStandardError) throws -> [UInt8]? {
    switch (text, file) {
    case ("-", _), (_, "-"): return try readStandardInput()
    case (let text?, _):
      try checkIsNoFile(text, remark)
      return Array(text.utf8)
    case (_, let file?):
      if ListFormat(ofFile: file) == .objects {
        remark(
          "\(file) is read as one text: to score the text of each line, write score --lines \(file)"
        )
      }
      return try readFile(file)
    case (nil, nil): return standardInputIsTerminal() ? nil : try readStandardInput()
    }
  }

  /// The saved text that is named, as a text or as a file; nil where it is none.
  func saved() throws(CommandError) -> SavedText? {
    if let file, file != "-" { return try SavedText.read(file) }
    guard let text, text.lowercased().hasSuffix(".surprisal"), isFile(text) else { return nil }
    return try SavedText.read(text)
  }

  /// Refuses a word that is the name of a file, which nobody means as a text; of a text of several words
  /// it is said only.
  private func checkIsNoFile(_ text: String, _ remark: (String) -> Void) throws(CommandError) {
    guard isFile(text) else { return }
    guard text.contains(" ") else {
      throw CommandError(
        .usage,
        "\(text) is the name of a file: write -f \(text) to read the file, or pipe the text in if you "
          + "mean the name itself")
    }
    remark("this text is also the name of a file: to read that, write -f \"\(text)\"")
  }
}
