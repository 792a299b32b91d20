import ArgumentParser
import Basics
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
        surprisal score -f essay.txt -o essay.html --save essay.surprisal
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
        + "it ends.", discussion: "All but tokens as --format text, csv, tsv, json or jsonl.",
      valueName: "unit"))
  var unit = TextUnit.token
  @Option(
    name: [.customShort("o"), .customLong("out")],
    help: ArgumentHelp(
      "Write to a new file, in the form of its name. (default: standard output)",
      discussion:
        "Beside the rows of --lines comes a receipt, by which --resume goes on. What a text comes to is in its "
        + "place when all of it is written.",
      valueName: "file"),
    completion: .file())
  var out: String?
  @Option(
    help: ArgumentHelp(
      "Keep the scored text in a file that opens without the model.", valueName: "file.surprisal"),
    completion: .file(extensions: ["surprisal"]))
  var save: String?
  @Flag(help: "Let -o and --save write over the file of a text.")
  var force = false
  @OptionGroup(title: "The texts of an experiment") var items: ItemOptions
  @OptionGroup(title: "Many texts") var many: LinesOptions
  @OptionGroup(title: "Model and scoring") var options: ScoringOptions
  @Flag(help: "Print the JSON Schema of --format json, of --unit too, and exit.")
  var schema = false

  func validate() throws {
    if !(0...32).contains(top) {
      throw ValidationError("--top \(top) is out of range: it must be 0 to 32.")
    }
    if items.file != nil {
      try validateTexts(of: "--items")
      if tableFormat == nil {
        throw ValidationError(
          "The rows of --items are printed as --format csv, tsv, json or jsonl, as the name of -o may say."
        )
      }
    } else if !many.lines.isEmpty {
      try validateTexts(of: "--lines")
      if rowFormat == nil {
        throw ValidationError(
          "The rows of --lines are printed as --format jsonl or csv, as the name of -o may say.")
      }
    } else if options.chosen.models.count > 1 {
      throw ValidationError(
        "Several models are for the rows of --items and --lines; of a text, name one with --model.")
    } else {
      try validateReport()
    }
    if items.file == nil, items.bow != .pimentel, many.lines.isEmpty || many.per != .word {
      throw ValidationError(
        "--bow corrects words of rows: name a table with --items, or texts with --lines FILE --per word."
      )
    }
    if many.resume && out == nil {
      throw ValidationError("--resume goes on with a file of rows: name it with -o FILE.")
    }
  }

  /// The name of the form that is asked for, or that the name of the file says; nil where neither is.
  private var formName: String? { format?.name ?? out.flatMap { ReportFormat(ofFile: $0)?.name } }

  /// The form of a text's report: what is asked for, or what the name of the file says; nil where that says
  /// nothing.
  var reportFormat: ReportFormat? {
    if let format { return format.report }
    return out.map { ReportFormat(ofFile: $0) } ?? .text
  }

  private func validateReport() throws {
    guard let form = reportFormat else {
      if let out, out.lowercased().hasSuffix(".surprisal") {
        throw ValidationError(
          "-o writes no saved text: --save \(out) keeps the scored text in a file that opens without the model."
        )
      }
      throw ValidationError(
        "The name of \(out ?? "the file") says no form: end it with .html, .svg, .json or another form's name, or "
          + "choose one with --format.")
    }
    if unit != .token, top > 0 || partFormat == nil {
      throw ValidationError(
        "Rows of --unit \(unit.rawValue) are printed as --format text, csv, tsv, json or jsonl, and without "
          + "--top.")
    }
    if force && out == nil && save == nil {
      throw ValidationError("--force lets -o FILE or --save FILE write over a file: name one.")
    }
    if sort != nil && form.showsText {
      throw ValidationError(
        "--format \(form.name) shows the text as it stands: leave --sort out, or choose a table.")
    }
  }

  private func validateTexts(of option: String) throws {
    if items.file != nil && !many.lines.isEmpty {
      throw ValidationError("--items and --lines are two ways to name texts: leave one out.")
    }
    if force || save != nil {
      throw ValidationError(
        "--force and --save are for one text: rows of \(option) are never written over, and not kept."
      )
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
    guard !schema else { return try printSchema() }
    try score()
  }

  private func printSchema() throws {
    var output = StandardOutput()
    try output.write(
      String(decoding: unit == .token ? Assets.scoreSchema : Assets.partsSchema, as: UTF8.self))
    try output.flush()
  }

  private func score() throws {
    let saved = try source.saved()
    guard let text = try drawing.drawnText()?.text ?? saved?.text ?? source.bytes() else {
      throw CommandError(
        .usage, "there is nothing to score: give a text, -f FILE, or - for standard input")
    }
    var options = try options.inForce()
    if let saved { options.take(saved.view) }
    let scores = self.options.chosen.models.isEmpty ? saved : nil
    func checkModel(reading isRead: Bool) throws {
      guard scores == nil else { return }
      if let fault = DefaultModelCheck.fault(of: options.chosen.model, reading: isRead) {
        throw fault
      }
    }
    try checkModel(reading: false)
    var output = try ReportOutput(out, replacing: force)
    var file: PendingFile?
    if let save { file = try PendingFile(save, replacing: force) }
    if output.isFile || save != nil { watchForInterrupts([SIGINT, SIGTERM]) }
    let run = try ScoreRun(text, scores, options)
    let kept = try unit == .token ? writeTokens(run, to: &output) : writeParts(run, to: &output)
    try output.flush()
    try checkModel(reading: true)
    if var file = file.take() {
      try file.write(run.saved(kept, source: source.file ?? "").bytes)
      try file.finish()
    }
    try output.finish()
  }
}

// The texts of a table.
extension ScoreCommand {
  /// The models that are asked for: several of the command line, or the one in force.
  private func references(_ inForce: ScoringOptions) -> [String?] {
    let several = options.chosen.models
    return several.count > 1 ? several : [inForce.chosen.model]
  }

  /// The form of the rows; nil where another one was asked for.
  private var tableFormat: ItemFormat? { formName.map(ItemFormat.init) ?? .csv }

  private func scoreItems() throws {
    let inForce = try options.inForce(takingColumn: true)
    var run = try ItemRun(
      items, inForce, references(inForce), as: tableFormat ?? .csv, to: out)
    try run.run()
  }
}

// Many texts.
extension ScoreCommand {
  /// The form of the rows; nil where another one was asked for.
  private var rowFormat: LineReport.Format? {
    formName.map(LineReport.Format.init) ?? .jsonl
  }

  private func scoreLines() throws {
    let options = try options.inForce()
    let models = try options.rowModels(references(options), isHashed: out != nil)
    var run = try LinesRun(
      models, many, rowFormat ?? .jsonl, to: out, temperature: options.temperature,
      isSpecial: options.special, bow: items.bow)
    try run.run()
  }
}

// Words, lines and sentences.
extension ScoreCommand {
  /// The form of their rows; nil where another one was asked for.
  var partFormat: PartReport.Format? {
    reportFormat.flatMap { PartReport.Format(rawValue: $0.name) }
  }
}

extension PartOrder: ExpressibleByArgument {}
extension TextUnit: ExpressibleByArgument {}
