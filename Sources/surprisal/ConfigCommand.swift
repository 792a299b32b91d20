import ArgumentParser
import Settings
import ShownText

/// Prints the settings in force.
struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "Print the settings in force, and where each comes from.",
    usage: "surprisal config [<options>]",
    discussion: """
      What the command line says comes before the environment, then the configuration, then what the \
      last run was left with, then what holds for everybody. The output is itself a configuration, and \
      where each line comes from stands behind it.

      SETTINGS
      \(Reference.helpLines(Reference.settings))

      EXAMPLES
        surprisal config
        surprisal config --theme light
        "${EDITOR:-vi}" "$(surprisal config --path)"
      """)

  @Flag(name: .customLong("path"), help: "Print where the configuration is looked for, and exit.")
  var isAskingForPath = false
  @OptionGroup(title: "Model and scoring") var model: ModelOptions
  @OptionGroup(title: "Screen") var look: LookOptions

  func run() throws {
    var output = StandardOutput()
    try output.write(isAskingForPath ? try path() : try text())
    try output.flush()
  }

  private func path() throws -> String {
    guard let path = model.config.path else {
      throw CommandError(
        .configuration, "there is no configuration: name a file with --config, or set HOME")
    }
    return path + "\n"
  }

  private func text() throws -> String {
    let state = StateFile(beside: model.config)
    let settings = try model.settings(with: look.choices, memory: state?.read().memory ?? Memory())
    let files = [("config", model.config.path), ("state", state?.path)].map { name, path in
      "# \(name): \(path.map { visibleText($0) } ?? "none")\n"
    }
    return settings.text(standardModel: DefaultModel.fileName) + "\n" + files.joined()
  }
}
