import ArgumentParser

/// Opens the explorer.
struct ExploreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explore",
    abstract: "Step through a text on the screen.",
    usage: "surprisal [explore] [<options>] [<text> | --file <file> | -]",
    discussion: """
      With no text, opens the built-in sample; a text on standard input is read first.

      With --script, no terminal is needed: the keys of the script are pressed and each frame is \
      written as text into the folder of --screens.

      EXAMPLES
        surprisal explore "The capital of France is Paris."
        surprisal explore --script demo.keys --size 24x80 --screens frames
      """)

  @OptionGroup var source: TextOptions
  @OptionGroup(title: "Model and scoring") var options: ScoringOptions

  @Option(help: "The look: dark, light, contrast or mono.")
  var theme: String?
  @Option(help: "Use colours: auto, always or never.")
  var color = ColorChoice.auto
  @Flag(name: .customLong("no-mouse"), help: "Leave the mouse to the terminal.")
  var isMouseOff = false

  @Option(help: ArgumentHelp("Press the keys in a file.", valueName: "file"))
  var script: String?
  @Option(help: ArgumentHelp("The size of the screen for --script.", valueName: "rowsxcolumns"))
  var size: ScreenSize?
  @Option(help: ArgumentHelp("The folder for the frames of --script.", valueName: "folder"))
  var screens: String?

  func validate() throws {
    if script == nil && (size != nil || screens != nil) {
      throw ValidationError("--size and --screens belong to --script FILE.")
    }
  }

  func run() throws {
    try startExplorer(
      Exploring(
        text: try text(), options: options, theme: theme, usesColor: color.isOn(),
        usesMouse: !isMouseOff,
        script: script.map { .init(path: $0, size: size ?? .standard, screens: screens) }))
  }

  /// A script runs the same with anything on standard input, so it reads that only when asked to.
  private func text() throws -> [UInt8] {
    let isNamed = source.text != nil || source.file != nil
    guard isNamed || script == nil else { return Assets.sample }
    return try source.bytes() ?? Assets.sample
  }
}

/// What the explorer is asked to do.
struct Exploring {
  /// The text to open with.
  var text: [UInt8]
  /// Which model to use and how.
  var options: ScoringOptions
  /// The name of a theme; nil to choose by the terminal.
  var theme: String?
  /// Whether colours may be used.
  var usesColor: Bool
  /// Whether the mouse is taken from the terminal.
  var usesMouse: Bool
  /// Keys to press without a terminal; nil for a person at one.
  var script: Script?

  /// A run without a terminal.
  struct Script {
    /// The file of keys.
    var path: String
    /// The size of the screen.
    var size: ScreenSize
    /// The folder to write frames into; nil to write none.
    var screens: String?
  }
}

/// The rows and columns of a screen.
struct ScreenSize: Hashable, ExpressibleByArgument {
  var rows: Int, columns: Int

  /// What a terminal has when nothing else is known.
  static let standard = ScreenSize(rows: 24, columns: 80)

  init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
  }

  /// From `24x80`; at most 500 rows of 1000 columns.
  init?(argument: String) {
    let parts = argument.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let rows = parts[0], let columns = parts[1],
      (1...500).contains(rows), (1...1_000).contains(columns)
    else { return nil }
    self.init(rows: rows, columns: columns)
  }
}
