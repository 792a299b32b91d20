import ArgumentParser
import Reports
import TextLists

/// Options for many texts.
struct LinesOptions: ParsableArguments {
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Score each text of lists: .jsonl, .csv or .tsv, or a text a line.",
      discussion: """
        Prints a row a text, in their order: with --format jsonl (the default) or csv. - reads JSON lines from \
        standard input. A text that cannot be read has a row that says why, and the others go on.
        """, valueName: "file"), completion: .file())
  var lines: [String] = []

  @Option(
    help: ArgumentHelp(
      "The member or column with the text. (default: text, sentence or stimulus)",
      valueName: "name"))
  var textKey: String?

  @Option(
    help: ArgumentHelp(
      "The member or column with the text's name. (default: id, where there is one)",
      valueName: "name"))
  var idKey: String?

  @Option(
    help: ArgumentHelp(
      "The member or column with what the model reads before the text, unscored.",
      valueName: "name"))
  var contextKey: String?

  @Flag(help: "Copy the other members or columns to each row.")
  var copy = false

  @Option(help: "What a row is about: text, word or token.")
  var per = LineReport.Unit.text

  @Flag(help: "Go on with a file of rows, where the last run ended.")
  var resume = false

  @Option(
    help: ArgumentHelp(
      "The most texts that are scored together, which changes no number. (default: 512)",
      valueName: "count"))
  var jobs: Int?

  @Option(
    help: ArgumentHelp(
      "Write the figures of all texts to a file, as JSON. (default: lines on standard error)",
      valueName: "file"), completion: .file())
  var summary: String?

  @Option(
    help: ArgumentHelp(
      "Name each text whose loss is above so many bits a token, and end with status 1.",
      valueName: "bits"))
  var failAbove: Double?

  @Option(
    help: ArgumentHelp(
      "Name each text whose perplexity is above this, and end with status 1.", valueName: "number"))
  var failAbovePerplexity: Double?

  @Option(
    help: ArgumentHelp(
      "json: tell how far it is on standard error, a line a second.", valueName: "form"))
  var progress: TextsProgress.Form?

  func validate() throws {
    if let jobs, jobs < 1 {
      throw ValidationError("--jobs \(jobs) is too small: it must be 1 or more.")
    }
    for limit in [failAbove, failAbovePerplexity] {
      if let limit, !limit.isFinite {
        throw ValidationError("A limit of \(limit) is no finite number: give a number.")
      }
    }
    let isAsked =
      textKey != nil || idKey != nil || contextKey != nil || copy || per != .text
      || resume || jobs != nil || summary != nil || failAbove != nil || failAbovePerplexity != nil
      || progress != nil
    if lines.isEmpty && isAsked {
      throw ValidationError(
        "These options are for many texts: name a list of them with --lines FILE.")
    }
  }

  /// Which members or columns are what.
  var keys: TextKeys {
    TextKeys(text: textKey, id: idKey, context: contextKey, copies: copy)
  }
}

extension LineReport.Unit: ExpressibleByArgument {}
