import ArgumentParser

/// Prints a page of the manual, made from the commands themselves: what `make install` installs.
struct ManualCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manual",
    abstract: "Print a page of the manual.",
    usage: "surprisal manual [<command>] | man -l -",
    shouldDisplay: false)

  @Argument(help: "A subcommand; without one, the page of the whole program.")
  var command: String?

  /// The subcommands that have pages of their own: all that are shown but the usual one, whose options
  /// are on the program's page.
  static var commands: [any ParsableCommand.Type] {
    Surprisal.configuration.subcommands.filter {
      $0.configuration.shouldDisplay && $0 != Surprisal.configuration.defaultSubcommand
    }
  }

  func run() throws {
    var output = StandardOutput()
    try output.write(try page().source)
    try output.flush()
  }

  private func page() throws -> ManualPage {
    guard let command else { return try ManualPage.ofProgram() }
    guard let found = Self.commands.first(where: { $0.configuration.commandName == command }) else {
      let names = Self.commands.compactMap { $0.configuration.commandName }.joined(separator: ", ")
      throw ValidationError("There is no page \(command): name one of \(names), or none.")
    }
    return try ManualPage.of(found)
  }
}
