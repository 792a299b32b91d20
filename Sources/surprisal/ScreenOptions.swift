import ArgumentParser
import Exploration
import FoundationEssentials
import Runtime
import TerminalUI

/// The options of every command that opens the explorer.
struct ScreenOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Count the ladder's n-grams in a text. (default: the lessons)", valueName: "file"))
  var training: String?

  @OptionGroup var look: LookOptions
  @Option(help: "Use colours: auto, always or never.")
  var color = ColorWish.auto
  @Flag(name: .customLong("no-mouse"), help: "Leave the mouse to the terminal.")
  var isMouseOff = false
  @Flag(help: "Draw with ASCII alone.")
  var ascii = false

  @Option(help: ArgumentHelp("Press the keys in a file.", valueName: "file"))
  var script: String?
  @Option(help: ArgumentHelp("The size of the screen for --script.", valueName: "rowsxcolumns"))
  var size: ScreenSize?
  @Option(help: ArgumentHelp("The folder for the frames of --script.", valueName: "folder"))
  var screens: String?
  @Option(help: .hidden)
  var crash: Crash?

  func validate() throws {
    if script == nil && (size != nil || screens != nil) {
      throw ValidationError("--size and --screens belong to --script FILE.")
    }
  }

  /// What the ladder's n-grams are counted in, and what that is called; nil for the lessons.
  func trainingText() throws -> (text: [UInt8], name: String)? {
    try training.map { (try readFile($0), lastComponent(of: $0)) }
  }

  /// How to use the terminal.
  var terminal: Terminal.Options {
    let isColored = usesColor(
      color, environment: ProcessInfo.processInfo.environment,
      isTerminal: standardOutputIsTerminal())
    return .init(mouse: !isMouseOff, color: isColored, ascii: ascii)
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

extension ColorWish: ExpressibleByArgument {}

extension Crash: ExpressibleByArgument {}
