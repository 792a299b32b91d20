import ArgumentParser
import MeasuringSticks
import Scoring

/// Options for a text that is drawn from a known source, in place of one that somebody wrote.
struct DrawOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Draw the text from a source: source, dice:6, ngram:FILE or ngram:3:FILE.",
      discussion: """
        source is the small world, source:FILE one by rules of your own. The ladder (L) then splits the \
        loss: entropy of the source, and divergence.
        """,
      valueName: "source"))
  var draw: String?

  @Option(help: ArgumentHelp("How many tokens to draw.", valueName: "count"))
  var length = 200

  @Option(help: ArgumentHelp("Which of all possible texts to draw.", valueName: "number"))
  var seed: UInt64 = 1

  func validate() throws {
    if !(1...100_000).contains(length) {
      throw ValidationError("--length \(length) is out of range: it must be 1 to 100000.")
    }
  }

  /// The text; nil when none is to be drawn.
  func drawnText() throws -> DrawnText? {
    guard let draw else { return nil }
    let reference = try ModelReference(draw)
    switch reference {
    case .dice, .ngram, .source:
      return try DrawnText(drawing: length, from: reference.scorer(threads: 1), seed: seed)
    case .file, .server, .uniform, .world:
      throw CommandError(
        .usage, "--draw \(draw) is no source: write source, dice:6 or ngram:FILE")
    }
  }
}
