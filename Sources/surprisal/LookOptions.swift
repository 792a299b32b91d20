import ArgumentParser
import Exploration
import Settings

/// The options of the screen that the configuration has too.
struct LookOptions: ParsableArguments {
  @Option(help: "The colours to draw with.")
  var theme: ThemeName?
  @Flag(help: "Draw the figures large, to be read from afar.")
  var big = false

  /// What they say.
  var choices: Choices {
    var choices = Choices()
    choices[.theme] = theme?.toml
    choices[.big] = big ? BigFigures.on.toml : nil
    return choices
  }
}

extension ThemeName: ExpressibleByArgument {
  /// A theme by a name without spaces.
  public init?(argument: String) { self.init(word: argument) }

  /// The names, as the help lists them.
  public static var allValueStrings: [String] { allCases.map(\.word) }
}
