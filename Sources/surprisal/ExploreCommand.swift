import ArgumentParser
import Exploration
import Games
import Runtime
import Scoring
import TerminalUI

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
  @OptionGroup(title: "A text from a known source") var drawing: DrawOptions

  @Option(
    help: ArgumentHelp(
      "Count the ladder's n-grams in a text. (default: the lessons)", valueName: "file"))
  var training: String?

  @OptionGroup(title: "Screen") var screen: ScreenOptions
  @Option(help: .hidden)
  var crash: Crash?

  func validate() throws {
    if drawing.draw != nil && (source.text != nil || source.file != nil) {
      throw ValidationError("Give either a text or --draw, not both.")
    }
  }

  func run() throws {
    let drawn = try drawing.drawnText()
    let (text, origin) = try drawn.map { ($0.text, $0.source) } ?? text()
    try startExplorer(
      Exploring(
        text: text, source: origin, drawn: drawn, options: options,
        training: try training.map { (try readFile($0), lastComponent(of: $0)) }
          ?? (Assets.training, "the lessons"), theme: screen.theme ?? .dark,
        terminal: screen.terminal, script: screen.keys, crash: crash))
  }

  /// A script runs the same with anything on standard input, so it reads that only when asked to.
  private func text() throws -> (bytes: [UInt8], source: String) {
    let isNamed = source.text != nil || source.file != nil
    guard isNamed || screen.script == nil, let bytes = try source.bytes() else {
      return (Assets.sample, "sample")
    }
    return (bytes, source.file ?? "")
  }
}

/// What the explorer is asked to do.
struct Exploring {
  /// The text to open with, and where it came from.
  var text: [UInt8]
  var source: String
  /// How it was drawn; nil when nobody knows its source.
  var drawn: DrawnText?
  /// Which model to use and how.
  var options: ScoringOptions
  /// What the ladder's n-grams are counted in, and what that is called.
  var training: (text: [UInt8], name: String)
  /// The colours.
  var theme: ThemeName
  /// How to use the terminal.
  var terminal: Terminal.Options
  /// Keys to press without a terminal; nil for a person at one.
  var script: Script?
  /// How to die after the first frame, for tests.
  var crash: Crash?
  /// The game to open with; nil for none.
  var game: Game?
  /// Where games are saved when they end; nil to save them when somebody asks, under a free name.
  var savedGame: String?

  /// A game to open with.
  enum Game {
    /// A new one on a text, of which so many bytes are shown.
    case play(GameRules, text: [UInt8], shown: Int)
    /// One that was played before.
    case replay(GameRecord)
  }

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

extension ColorWish: ExpressibleByArgument {}

extension Crash: ExpressibleByArgument {}

extension ThemeName: ExpressibleByArgument {
  /// A theme by a name without spaces.
  public init?(argument: String) {
    let names: [String: Self] = [
      "dark": .dark, "light": .light, "contrast": .highContrast, "mono": .monochrome,
    ]
    guard let theme = names[argument] else { return nil }
    self = theme
  }
}
