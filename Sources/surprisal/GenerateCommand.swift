import ArgumentParser
import InformationTheory
import Reports
import Scoring

/// Continues a text.
struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Continue a text, token by token.",
    usage: "surprisal generate [<options>] [<text> | --file <file> | -]",
    discussion: """
      Prints the text and how the model goes on with it, each token as soon as it is drawn. The \
      logits are divided by the temperature; then top-k, top-p and min-p cut off the unlikely rest, \
      in this order; then the seed decides. A control token ends the text.

      The same seed gives the same text on the same processor. Others round differently in the last \
      digits, which changes a token only where the coin falls on an edge.

      FORMATS
        text    the text; bytes that cannot be shown are escaped
        json    one document: every token with its surprisal (see --schema)

      EXAMPLES
        surprisal generate "Once upon a time" --tokens 40
        surprisal generate "The sea" --temperature 0.7 --top-p 0.9 --seed 3
        surprisal generate -f story.txt --format json | jq .summary
      """)

  @OptionGroup var source: TextOptions
  @Option(help: "The most tokens to draw.")
  var tokens = 100
  @Option(
    name: .customLong("top-k"),
    help: ArgumentHelp("Draw among the K likeliest. (default: all)", valueName: "count"))
  var topK: Int?
  @Option(
    name: .customLong("top-p"),
    help: "Draw among the fewest likeliest that hold this share of the probability.")
  var topP = 1.0
  @Option(
    name: .customLong("min-p"),
    help: "Draw among those that are this many times as likely as the likeliest.")
  var minP = 0.0
  @Option(help: "Which of all texts to draw.")
  var seed: UInt64 = 1
  @Option(help: "The form to print.")
  var format = GenerationReport.Format.text
  @OptionGroup(title: "Model and scoring") var options: ScoringOptions
  @Flag(help: "Print the JSON Schema of --format json and exit.")
  var schema = false

  func validate() throws {
    if !(0...1_000_000).contains(tokens) {
      throw ValidationError("--tokens \(tokens) is out of range: it must be 0 to 1000000.")
    }
    if let topK, topK < 1 {
      throw ValidationError("--top-k \(topK) is too small: it must be 1 or more.")
    }
    if !(topP > 0 && topP <= 1) {
      throw ValidationError("--top-p \(topP) is out of range: it must be above 0 and at most 1.")
    }
    if !(minP >= 0 && minP <= 1) {
      throw ValidationError("--min-p \(minP) is out of range: it must be 0 to 1.")
    }
  }

  func run() throws {
    var output = StandardOutput()
    if schema {
      try output.write(String(decoding: Assets.generateSchema, as: UTF8.self))
    } else {
      try generate(to: &output)
    }
    try output.flush()
  }

  private func generate(to output: inout StandardOutput) throws {
    guard let text = try source.bytes() else {
      throw CommandError(
        .usage, "there is nothing to continue: give a text, -f FILE, or - for standard input")
    }
    let options = try options.inForce()
    if let fault = DefaultModelCheck.fault(of: options.chosen.model, reading: false) { throw fault }
    let scorer = try options.generator()
    let truncation = Truncation(topK: topK, topP: topP, minP: minP)
    do { try scorer.checkDraws(by: truncation) } catch {
      throw CommandError(.protocolFault, "\(error)")
    }
    let settings = try options.settings(for: scorer)
    var ids = try scorer.tokens(of: text, special: options.special).map(\.id)
    guard !ids.isEmpty || settings.startToken != nil else {
      throw CommandError(
        .usage, "an empty text gives nothing to go on from: write a word, or use --start-token")
    }
    let promptCount = ids.count
    let sampler = Sampler(temperature: options.temperature, truncation: truncation, seed: seed)
    var report = GenerationReport(
      GenerationHeader(
        model: scorer.model, vocabulary: scorer.vocabulary, sampler: sampler,
        startToken: settings.startToken, prompt: text, promptTokens: promptCount),
      as: format)
    try output.write(report.beginning())
    try output.flush()
    var endToken: Int?
    for _ in 0..<tokens where endToken == nil {
      let context = settings.context(before: ids.count, of: ids, given: promptCount)
      let drawn = try draw(after: context, at: ids.count, sampler, from: scorer)
      if scorer.vocabulary.isControl(drawn.entry) {
        endToken = drawn.entry
      } else {
        try output.write(report.add(drawn))
        try output.flush()
        ids.append(drawn.entry)
      }
    }
    try output.write(report.ending(endToken: endToken))
    try output.flush()
    if let fault = DefaultModelCheck.fault(of: options.chosen.model) { throw fault }
  }

  private func draw(
    after context: Context, at place: Int, _ sampler: Sampler, from scorer: Scorer
  ) throws -> GeneratedToken {
    do {
      let expectation = try scorer.nextExpectation(context)
      let draw = sampler.draw(from: expectation.logits, at: place)
      return GeneratedToken(
        entry: draw.entry, prediction: expectation.prediction(of: draw.entry), cut: draw.cut)
    } catch {
      throw CommandError.failedModel(error)
    }
  }
}

extension GenerationReport.Format: ExpressibleByArgument {}
