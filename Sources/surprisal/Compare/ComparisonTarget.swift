import ArgumentParser

/// Where a comparison is written.
struct ComparisonTarget: ParsableArguments {
  @Option(
    name: [.customShort("o"), .customLong("out")],
    help: ArgumentHelp(
      "Write to a new file, in the form of its name. (default: standard output)", valueName: "file"),
    completion: .file())
  var out: String?
  @Flag(help: "Let -o write over a file.")
  var force = false

  /// Refuses a permission that nothing asks for.
  func check() throws {
    if force && out == nil {
      throw ValidationError("--force lets -o FILE write over a file: name one.")
    }
  }
}
