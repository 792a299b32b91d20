import ArgumentParser
import Exploration

extension ManualPage {
  /// The page of the whole program, with the options of the command that needs no name, and the keys.
  static func ofProgram() throws -> ManualPage {
    let (program, usual) = (Surprisal.configuration, ExploreCommand.configuration)
    let commands = Surprisal.configuration.subcommands.map { $0.configuration }
      .filter(\.shouldDisplay)
    var page = ManualPage("surprisal", of: program, alsoDescribing: usual)
    page.section("COMMANDS")
    for command in commands { page.entry(command.commandName ?? "", command.abstract) }
    try page.addOptions(of: usual)
    page.addKeys()
    page.section("FILES")
    for file in Reference.files { page.entry(file.name, file.meaning) }
    page.addEnding(
      [program, usual],
      seeAlso: ManualCommand.commands.map { "surprisal-\($0.configuration.commandName ?? "")(1)" })
    return page
  }

  /// The page of a subcommand.
  static func of(_ command: any ParsableCommand.Type) throws -> ManualPage {
    let configuration = command.configuration
    var page = ManualPage("surprisal-\(configuration.commandName ?? "")", of: configuration)
    try page.addOptions(of: configuration)
    page.addEnding([configuration], seeAlso: ["surprisal(1)"])
    return page
  }

  /// What the sections are called that come last, from tables or gathered.
  private static let endings: Set = ["ENVIRONMENT", "EXIT STATUS", "EXAMPLES"]

  private init(
    _ name: String, of command: CommandConfiguration,
    alsoDescribing other: CommandConfiguration? = nil
  ) {
    self.init(name, version: Assets.version)
    self.name(name, command.abstract)
    section("SYNOPSIS")
    verbatim((command.usage ?? name).split(separator: "\n"))
    section("DESCRIPTION")
    let discussions = [command, other].compactMap { $0 }.map { Discussion($0.discussion) }
    for block in discussions.flatMap(\.prose) { add(block) }
    for block in discussions.flatMap(\.blocks) {
      guard let title = block.title, !Self.endings.contains(title) else { continue }
      section(title)
      add(block)
    }
  }

  private mutating func add(_ block: Discussion.Block) {
    let prose = block.lines.filter { !$0.hasPrefix(" ") }
    let shown = block.lines.filter { $0.hasPrefix(" ") }
    if !prose.isEmpty { paragraph(prose.joined(separator: " ")) }
    if !shown.isEmpty { verbatim(shown) }
  }

  private mutating func addOptions(of command: CommandConfiguration) throws {
    let arguments = try DescribedArgument.all(of: command.commandName ?? "")
    section("OPTIONS")
    add(arguments.filter { $0.sectionTitle == nil })
    var titles: [String] = []
    for title in arguments.compactMap(\.sectionTitle) where !titles.contains(title) {
      titles.append(title)
      subsection(title)
      add(arguments.filter { $0.sectionTitle == title })
    }
  }

  private mutating func add(_ arguments: [DescribedArgument]) {
    for argument in arguments {
      entry(argument.usage, argument.meaning)
      if let more = argument.discussion { furtherParagraph(more) }
    }
  }

  /// The keys from the tables that the explorer obeys and its help shows, and the names of what they
  /// ask for, by which the palette finds it and the configuration gives it other keys.
  private mutating func addKeys() {
    section("KEYS")
    for map in KeyMap.all {
      subsection(KeyTable.standard.written(map.title))
      for binding in map.bindings {
        let names = binding.actions.map(\.name).joined(separator: ", ")
        entry(binding.label, "\(KeyTable.standard.written(binding.help)) (\(names))")
      }
    }
    subsection("Mouse")
    for (label, help) in KeyMap.mouse { entry(label, help) }
  }

  private mutating func addEnding(_ commands: [CommandConfiguration], seeAlso: [String]) {
    section("ENVIRONMENT")
    for variable in Reference.environment { entry(variable.name, variable.meaning) }
    section("EXIT STATUS")
    for status in Reference.exitStatuses { entry(status.name, status.meaning) }
    section("EXAMPLES")
    verbatim(commands.flatMap { Discussion($0.discussion).lines(under: "EXAMPLES") })
    section("SEE ALSO")
    paragraph(seeAlso.joined(separator: ", "))
  }
}
