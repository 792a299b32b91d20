import ArgumentParser

/// How much of the processor a command may use.
struct ThreadOptions: ParsableArguments {
  @Option(
    name: .customLong("threads"),
    help: ArgumentHelp("Processor threads to use. (default: all cores)", valueName: "count"))
  var count: Int?

  func validate() throws {
    if let count, !(1...1_024).contains(count) {
      throw ValidationError("--threads \(count) is out of range: it must be 1 to 1024.")
    }
  }
}
