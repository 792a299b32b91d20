import ShownText
import ArgumentParser
import Reports

/// Where the program begins and where its errors end.
@main
enum Main {
  static func main() {
    ignoreBrokenPipes()
    do {
      var command = try Surprisal.parseAsRoot()
      try command.run()
    } catch let error as CommandError {
      error.leave()
    } catch {
      leave(error)
    }
  }

  /// Help and version are what was asked for. A complaint repeats what was typed, line by line, in
  /// which nothing may act on a terminal.
  private static func leave(_ error: any Error) -> Never {
    let code = Surprisal.exitCode(for: error)
    guard code != .success else { Surprisal.exit(withError: error) }
    let lines = Surprisal.fullMessage(for: error).split(
      separator: "\n", omittingEmptySubsequences: false)
    writeToStandardError(lines.map { visibleText($0) }.joined(separator: "\n") + "\n")
    Surprisal.exit(withError: code)
  }
}
