import ArgumentParser
import Exploration
import FoundationEssentials
import TerminalUI

/// The options of every command that opens the explorer.
struct ScreenOptions: ParsableArguments {
  @Option(help: "The look: dark, light, contrast or mono.")
  var theme: ThemeName?
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

  func validate() throws {
    if script == nil && (size != nil || screens != nil) {
      throw ValidationError("--size and --screens belong to --script FILE.")
    }
  }

  /// How to use the terminal.
  var terminal: Terminal.Options {
    let isColored = usesColor(
      color, environment: ProcessInfo.processInfo.environment,
      isTerminal: standardOutputIsTerminal())
    return .init(mouse: !isMouseOff, color: isColored, ascii: ascii)
  }

  /// The run without a terminal, if one is asked for.
  var keys: Exploring.Script? {
    script.map { .init(path: $0, size: size ?? .standard, screens: screens) }
  }
}
