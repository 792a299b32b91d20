import ArgumentParser
import FoundationEssentials

/// An argument or option of a command, as the parser itself knows it.
struct DescribedArgument: Decodable {
  struct Name: Decodable {
    enum Kind: String, Decodable { case long, short, longWithSingleDash }
    var kind: Kind, name: String

    var written: String { (kind == .long ? "--" : "-") + name }
  }

  var names: [Name]?
  var valueName: String?
  var shouldDisplay: Bool
  var sectionTitle: String?
  var abstract: String?, discussion: String?
  var allValues: [String]?, defaultValue: String?
  private var kind: Kind

  private enum Kind: String, Decodable { case positional, option, flag }

  /// The arguments of a subcommand that its help shows. Throws when the parser describes them in a way
  /// that is not known here.
  static func all(of subcommand: String) throws -> [DescribedArgument] {
    let dump = try JSONDecoder().decode(Dump.self, from: Data(Surprisal._dumpHelp().utf8))
    let command = dump.command.subcommands?.first { $0.commandName == subcommand }
    return (command?.arguments ?? []).filter(\.shouldDisplay)
  }

  private struct Dump: Decodable {
    struct Command: Decodable {
      var commandName: String
      var arguments: [DescribedArgument]?
      var subcommands: [Command]?
    }
    var command: Command
  }

  /// How it is written on a command line: `-f, --file <file>`.
  var usage: String {
    let value = kind == .flag ? nil : valueName.map { "<\($0)>" }
    let names = names?.map(\.written).joined(separator: ", ")
    return [names, value].compactMap { $0 }.joined(separator: " ")
  }

  /// What it is for, with the values that it can have and the one that it has without being given.
  var meaning: String {
    let values = allValues.map { "values: " + $0.joined(separator: ", ") }
    let initial = defaultValue.map { "default: " + $0 }
    let both = [values, initial].compactMap { $0 }.joined(separator: "; ")
    return (abstract ?? "") + (both.isEmpty ? "" : " (\(both))")
  }
}
