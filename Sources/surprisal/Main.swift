import ShownText
import ArgumentParser
import Reports

/// Where the program begins and where its errors end.
@main
enum Main {
  static func main() {
    letWritesFail()
    do {
      var command = try Surprisal.parseAsRoot()
      try command.run()
    } catch let error as CommandError {
      error.leave()
    } catch {
      leave(error)
    }
  }

  /// Prints help, version or completions, and ends. In bash, words with colons need more than others.
  private static func answer(_ error: any Error) -> Never {
    let text = Surprisal.fullMessage(for: error)
    guard text.hasPrefix("#!/bin/bash") else { Surprisal.exit(withError: error) }
    print(text + String(decoding: Assets.completeColons, as: UTF8.self), terminator: "")
    Surprisal.exit()
  }

  /// Help and version are what was asked for. A complaint repeats what was typed, line by line, in
  /// which nothing may act on a terminal.
  private static func leave(_ error: any Error) -> Never {
    let code = Surprisal.exitCode(for: error)
    guard code != .success else { answer(error) }
    let lines = Surprisal.fullMessage(for: error).split(
      separator: "\n", omittingEmptySubsequences: false)
    writeToStandardError(lines.map { visibleText($0) }.joined(separator: "\n") + "\n")
    Surprisal.exit(withError: code)
  }
}
