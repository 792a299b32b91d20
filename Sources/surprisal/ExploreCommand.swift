import ArgumentParser
import Scoring

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
  @OptionGroup(title: "Screen") var screen: ScreenOptions

  func validate() throws {
    if drawing.draw != nil && (source.text != nil || source.file != nil) {
      throw ValidationError("Give either a text or --draw, not both.")
    }
  }

  func run() throws {
    let drawn = try drawing.drawnText()
    var remark: String?
    let given = try drawn.map { (bytes: $0.text, source: $0.source) } ?? text { remark = $0 }
    try startExplorer(
      Exploring(
        text: given?.bytes, source: given?.source ?? "", drawn: drawn, options: options,
        training: try screen.trainingText(), screen: screen,
        opening: given == nil ? .inviting : .plain, remark: remark))
  }

  /// The text that is given; nil where there is none, and the sample is opened.
  ///
  /// A script runs the same with anything on standard input, so it reads that only when asked to.
  private func text(remark: (String) -> Void) throws -> (bytes: [UInt8], source: String)? {
    let isNamed = source.text != nil || source.file != nil
    guard isNamed || screen.script == nil else { return nil }
    return try source.bytes(remark: remark).map { ($0, source.file ?? "") }
  }
}
