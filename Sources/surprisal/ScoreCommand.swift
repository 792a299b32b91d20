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
        surprisal score --items stimuli.csv --by word -o words.csv
        surprisal score --lines texts.jsonl -o scores.jsonl
      """)

  /// A line of the help for each form.
  private static var formats: String {
    ScoreFormat.allValueStrings.compactMap { ScoreFormat(argument: $0) }.map { format in
      let gap = String(repeating: " ", count: max(8 - format.name.count, 1))
      return "  \(format.name)\(gap)\(format.summary)"
    }.joined(separator: "\n")
  }

  @OptionGroup var source: TextOptions
  @OptionGroup(title: "A text from a known source") var drawing: DrawOptions
  @Option(
    help: ArgumentHelp(
      "The form to print; of --items csv, tsv, json or jsonl, of --lines jsonl or csv.",
      discussion: "By default text; of --items csv and of --lines jsonl, or by the name of -o."))
  var format: ScoreFormat?
  @Option(
    help: ArgumentHelp("List so many candidates before each token, 0 to 32.", valueName: "count"))
  var top = 0
  @Option(
    help: ArgumentHelp(
      "Print the largest first by surprise, by rank, or by excess (surprise less entropy), once all are "
        + "scored. (default: as in the text)", valueName: "order"))
  var sort: PartOrder?
  @Option(
    help: ArgumentHelp(
      "Print a row for each token, word, line or sentence: the sum of its tokens, of a word corrected for where "
        + "it ends.", discussion: "All but tokens as --format text or csv.", valueName: "unit"))
  var unit = TextUnit.token
  @Option(
    name: [.customShort("o"), .customLong("out")],
    help: ArgumentHelp(
      "Write the rows of --items or --lines to a new file. (default: standard output)",
      discussion: "Beside that of --lines comes a receipt, by which --resume goes on.",
      valueName: "file"),
    completion: .file())
  var out: String?
  @OptionGroup(title: "The texts of an experiment") var items: ItemOptions
  @OptionGroup(title: "Many texts") var many: LinesOptions
  @OptionGroup(title: "Model and scoring") var options: ScoringOptions
  @Flag(help: "Print the JSON Schema of --format json and exit.")
  var schema = false

  func validate() throws {
    if !(0...32).contains(top) {
      throw ValidationError("--top \(top) is out of range: it must be 0 to 32.")
    }
    if items.file != nil {
      try validateTexts(of: "--items")
      if let format, format.table == nil {
        throw ValidationError(
          "The rows of --items are printed as --format csv, tsv, json or jsonl.")
      }
    } else if !many.lines.isEmpty {
      try validateTexts(of: "--lines")
      if rowFormat == nil {
        throw ValidationError("The rows of --lines are printed as --format jsonl or csv.")
      }
    } else if options.chosen.models.count > 1 {
      throw ValidationError(
        "Several models are for the rows of --items and --lines; of a text, name one with --model.")
    } else if out != nil {
      throw ValidationError(
        "-o is for the rows of --items and --lines: name texts with one of them.")
    } else if unit != .token, top > 0 || partFormat == nil {
      throw ValidationError(
        "Rows of --unit \(unit.rawValue) are printed as --format text or csv, and without --top.")
    } else if let format, format.report == nil {
      throw ValidationError("--format \(format.name) is for the rows of --items.")
    }
    if many.resume && out == nil {
      throw ValidationError("--resume goes on with a file of rows: name it with -o FILE.")
    }
  }

  private func validateTexts(of option: String) throws {
    if items.file != nil && !many.lines.isEmpty {
      throw ValidationError("--items and --lines are two ways to name texts: leave one out.")
    }
    if source.text != nil || source.file != nil || drawing.draw != nil || top > 0
      || sort != nil || unit != .token
    {
      throw ValidationError(
        "\(option) has texts of its own, and neither --top nor --sort nor --unit: leave the other out."
      )
    }
  }

  func run() throws {
    if items.file != nil && !schema { return try scoreItems() }
    if !many.lines.isEmpty && !schema { return try scoreLines() }
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
      temperature: options.temperature, topCount: top, isBounded: scorer.isBounded)
    let tokens = scorer.tokenize(text, options.special)
    if unit == .token {
      var report = ScoreReport(
        of: text, tokens: tokens, header, as: format?.report ?? .text, sortedBy: sort)
      try report.begin { try output.write($0) }
      try report.addAll(tokens, settings, from: scorer, to: &output)
      try report.end { try output.write($0) }
    } else {
      let predictions = try scorer.wholePredictions(of: tokens, settings)
      try PartReport(of: text, tokens, predictions, header, into: unit, sortedBy: sort)
        .write(as: partFormat ?? .text) { try output.write($0) }
    }
    try output.flush()
    if let fault = DefaultModelCheck.fault(of: options.chosen.model) { throw fault }
  }
}

// The texts of a table.
extension ScoreCommand {
  /// The models that are asked for: several of the command line, or the one in force.
  private func references(_ inForce: ScoringOptions) -> [String?] {
    let several = options.chosen.models
    return several.count > 1 ? several : [inForce.chosen.model]
  }

  private func scoreItems() throws {
    let inForce = try options.inForce(takingColumn: true)
    let format = format?.table ?? out.map(ItemFormat.usual) ?? .csv
    var run = try ItemRun(items, inForce, references(inForce), as: format, to: out)
    try run.run()
  }
}

// Many texts.
extension ScoreCommand {
  /// The form of the rows; nil where another one was asked for.
  private var rowFormat: LineReport.Format? {
    if let format { return LineReport.Format(rawValue: format.name) }
    return out?.lowercased().hasSuffix(".csv") == true ? .csv : .jsonl
  }

  private func scoreLines() throws {
    let options = try options.inForce()
    let models = try options.rowModels(references(options), isHashed: out != nil)
    var run = try LinesRun(
      models, many, rowFormat ?? .jsonl, to: out, temperature: options.temperature,
      isSpecial: options.special)
    try run.run()
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

// Words, lines and sentences.
extension ScoreCommand {
  /// The form of their rows; nil where another one was asked for.
  private var partFormat: PartReport.Format? {
    PartReport.Format(rawValue: format?.name ?? PartReport.Format.text.rawValue)
  }
}

extension Scorer {
  /// The predictions of all tokens, and of what comes behind the last, with the progress on the terminal.
  fileprivate func wholePredictions(
    of tokens: [Token], _ settings: ScoringSettings
  ) throws -> Predictions {
    var predictions = Predictions(vocabularySize: vocabulary.count)
    guard !tokens.isEmpty else { return predictions }
    var progress = ProgressLine()
    defer { progress.end() }
    do {
      // The figures of one more token are never asked for: any will do.
      try score(tokens + tokens.suffix(1), settings, 0) { block in
        predictions.append(block)
        progress.show("\(grouped(predictions.count)) of \(grouped(tokens.count + 1)) tokens")
        return true
      }
    } catch {
      throw CommandError.failedModel(error)
    }
    return predictions
  }
}

extension PartOrder: ExpressibleByArgument {}
extension TextUnit: ExpressibleByArgument {}
