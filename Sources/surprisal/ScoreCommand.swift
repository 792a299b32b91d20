import ArgumentParser
import Reports
import Scoring
import ShownText

/// Prints what the explorer shows.
struct ScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Print a text's surprisal, token by token.",
    usage: "surprisal score [<options>] [<text> | --file <file> | -]",
    discussion: """
      Prints each token as soon as it is scored, and the figures of the text at the end. Numbers are \
      at the given temperature; an unscored token (the first, unless --start-token gives it a \
      context) has none. An empty text is no error: it has no tokens and no loss.

      FORMATS
      \(formats)

      EXAMPLES
        surprisal score "The capital of France is Paris." --top 3
        surprisal score -f essay.txt --format csv > essay.csv
        cat essay.txt | surprisal score --format json | jq .summary.perplexity
      """)

  /// A line of the help for each form.
  private static var formats: String {
    ReportFormat.all.map { format in
      let gap = String(repeating: " ", count: max(8 - format.name.count, 1))
      return "  \(format.name)\(gap)\(format.summary)"
    }.joined(separator: "\n")
  }

  @OptionGroup var source: TextOptions
  @OptionGroup(title: "A text from a known source") var drawing: DrawOptions
  @Option(help: "The form to print.")
  var format = ReportFormat.text
  @Option(
    help: ArgumentHelp("List so many candidates before each token, 0 to 32.", valueName: "count"))
  var top = 0
  @OptionGroup(title: "Model and scoring") var options: ScoringOptions
  @Flag(help: "Print the JSON Schema of --format json and exit.")
  var schema = false

  func validate() throws {
    if !(0...32).contains(top) {
      throw ValidationError("--top \(top) is out of range: it must be 0 to 32.")
    }
  }

  func run() throws {
    var output = StandardOutput()
    if schema {
      try output.write(String(decoding: Assets.scoreSchema, as: UTF8.self))
    } else {
      try score(to: &output)
    }
    try output.flush()
  }

  private func score(to output: inout StandardOutput) throws {
    guard let text = try drawing.drawnText()?.text ?? source.bytes() else {
      throw CommandError(
        .usage, "there is nothing to score: give a text, -f FILE, or - for standard input")
    }
    let options = try options.inForce()
    let scorer = try options.scorer()
    let settings = try options.settings(for: scorer)
    let header = ReportHeader(
      model: scorer.model, vocabulary: scorer.vocabulary, settings: settings,
      temperature: options.temperature, topCount: top)
    let tokens = scorer.tokenize(text, options.special)
    var report = ScoreReport(of: text, tokens: tokens, header, as: format)
    try report.begin { try output.write($0) }
    try report.addAll(tokens, settings, from: scorer, to: &output)
    try report.end { try output.write($0) }
  }
}

extension ScoreReport {
  /// Scores the tokens and writes each block as it comes; stops when it cannot be written.
  fileprivate mutating func addAll(
    _ tokens: [Token], _ settings: ScoringSettings, from scorer: Scorer,
    to output: inout StandardOutput
  ) throws {
    guard !tokens.isEmpty else { return }
    var progress = ProgressLine()
    defer { progress.end() }
    var (failure, done): ((any Error)?, Int) = (nil, 0)
    do {
      try scorer.score(tokens, settings, 0) { block in
        do {
          try add(block) { try output.write($0) }
          try output.flush()
        } catch {
          failure = error
        }
        done += block.count
        progress.show("\(grouped(done)) of \(grouped(tokens.count)) tokens")
        return failure == nil
      }
    } catch {
      try? output.flush()
      throw CommandError.failedModel(error)
    }
    if let failure { throw failure }
  }
}

extension ReportFormat: ExpressibleByArgument {
  /// A form from the command line.
  public init?(argument: String) {
    guard let format = Self.all.first(where: { $0.name == argument }) else { return nil }
    self = format
  }

  /// The names that the help and the shell offer.
  public static var allValueStrings: [String] { all.map(\.name) }

  /// How the help shows a default.
  public var defaultValueDescription: String { name }

  /// The shell offers all names.
  public static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }
}
