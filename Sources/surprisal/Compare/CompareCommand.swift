import ArgumentParser
import Basics
import Reports
import Scoring

/// Compares what models say of a text.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare what two models say of a text.",
    usage: "surprisal compare [<options>] [<text> | --file <file> | -]",
    discussion: """
      Prints each token's surprisal to the base, which is named first, and to the other, the difference, and the \
      divergence KL(base‖other) of what they expected instead, over the whole vocabulary; then the statistics that \
      llama.cpp's perplexity tool prints, in its words. Each further model is compared with the base too. Models that \
      cut texts into different tokens are compared over the smallest spans that both cut out, without a divergence.

      With --context-a or --context-b one model is compared with itself: what it says of the text after one context \
      (as the base) and after another, or none. A space is put between where neither has white space.

      FORMATS
      \(formats)

      EXAMPLES
        surprisal compare -f essay.txt --model F16.gguf --model Q4_0.gguf
        surprisal compare -f essay.txt --model A --model B -o both.csv
        surprisal compare -f essay.txt --model A --model B -o both.html
        surprisal compare -f wiki.txt --model F16.gguf --model Q8_0.gguf \\
          --protocol llama-perplexity -c 512
        surprisal compare "Paris" --context-a "The capital of France is" \\
          --context-b "We met in"
      """)

  /// A line of the help for each form.
  private static var formats: String {
    ComparisonForm.allCases.map { format in
      let gap = String(repeating: " ", count: 8 - format.rawValue.count)
      return "  \(format.rawValue)\(gap)\(format.summary)"
    }.joined(separator: "\n")
  }

  @OptionGroup var source: TextOptions
  @Option(
    help: ArgumentHelp(
      "The form to print.", discussion: "By default text, or by the name of -o."))
  var format: ComparisonForm?
  @OptionGroup var target: ComparisonTarget
  @Option(
    name: .customLong("protocol"),
    help: ArgumentHelp(
      "Which tokens are scored: ours or llama-perplexity.",
      discussion: """
        ours scores all tokens, as score does; llama-perplexity the second half of windows that do not overlap, as \
        llama.cpp's tool does: what does not fill a window is left out.
        """, valueName: "protocol"))
  var method = ComparisonProtocol.ours
  @Option(
    name: [.customShort("c"), .customLong("chunk")],
    help: ArgumentHelp(
      "The tokens of a window of --protocol llama-perplexity. (default: 512)", valueName: "tokens"))
  var chunk: Int?
  @Option(help: ArgumentHelp("What the base reads before the text, unscored.", valueName: "text"))
  var contextA: String?
  @Option(help: ArgumentHelp("What the other reads before the text, unscored.", valueName: "text"))
  var contextB: String?
  @OptionGroup(title: "Models and scoring") var options: ScoringOptions
  @Flag(help: "Print the JSON Schema of --format json and exit.")
  var schema = false

  private var hasContexts: Bool { contextA != nil || contextB != nil }

  func validate() throws {
    guard !schema else { return }
    try validateForm()
    if options.chosen.models.count < 2 && !hasContexts {
      throw ValidationError(
        "There is nothing to compare: name the base and another model, each with --model, or give one "
          + "model two contexts with --context-a and --context-b.")
    }
    if options.chosen.models.count > 1 && hasContexts {
      throw ValidationError(
        "--context-a and --context-b are two contexts of one model: name one, or leave the contexts out."
      )
    }
    if method == .llama && hasContexts {
      throw ValidationError(
        "--protocol llama-perplexity scores windows, which have no other context: leave one of them out."
      )
    }
    if method == .llama && (options.window != nil || options.stride != nil) {
      throw ValidationError("--protocol llama-perplexity has windows of its own: set them with -c.")
    }
    if chunk != nil && method != .llama {
      throw ValidationError("-c is the window of --protocol llama-perplexity: name that too.")
    }
    if let chunk, chunk < 4 {
      throw ValidationError("-c \(chunk) is too small: it must be 4 or more.")
    }
  }

  /// The form that is asked for, or that the name of the file says; nil where that says none.
  private var form: ComparisonForm? {
    if let format { return format }
    return target.out.map { ComparisonForm(ofFile: $0) } ?? .text
  }

  private func validateForm() throws {
    guard let form else {
      throw ValidationError(
        "The name of \(target.out ?? "the file") says no form of a comparison: end it with .html, .csv, .json or .txt, or "
          + "choose one with --format.")
    }
    try target.check()
    if form == .html && options.chosen.models.count > 2 {
      throw ValidationError(
        "A page compares two models: make one of each further model, or choose --format text, csv or json."
      )
    }
  }

  func run() throws {
    guard !schema else {
      var output = StandardOutput()
      try output.write(String(decoding: Assets.compareSchema, as: UTF8.self))
      return try output.flush()
    }
    var output = try ReportOutput(target.out, replacing: target.force)
    if output.isFile { watchForInterrupts([SIGINT, SIGTERM]) }
    let compared = try comparisons()
    if let format = form?.report {
      try ComparisonReport(compared.map(\.comparison)).write(as: format) {
        text throws(CommandError) in try output.write(text)
      }
    } else {
      try compared[0].write(as: .html) { text throws(CommandError) in try output.write(text) }
    }
    try output.finish()
  }

  private func comparisons() throws -> [ComparedText] {
    guard let text = try source.bytes() else {
      throw CommandError(
        .usage, "there is nothing to compare: give a text, -f FILE, or - for standard input")
    }
    let models = options.chosen.models
    let inForce = try options.inForce()
    var run = ComparisonRun(
      text: text, inForce, isHashed: form != .text, isKept: form == .html,
      chunk: method == .llama ? chunk ?? 512 : nil)
    defer { run.progress.end() }
    if hasContexts {
      let contexts = Contexts(contextA ?? "", contextB ?? "", before: text)
      return [try run.compare(inForce.chosen.model, after: contexts)]
    }
    return try models.dropFirst().map { try run.compare(models[0], with: $0) }
  }
}

/// Which tokens are scored.
enum ComparisonProtocol: String, ExpressibleByArgument, CaseIterable {
  case ours
  case llama = "llama-perplexity"
}

/// The forms of a comparison: a report's, and a page.
enum ComparisonForm: String, ExpressibleByArgument, CaseIterable {
  case text, csv, json, html

  /// The form of a report; nil for a page.
  var report: ComparisonReport.Format? { .init(rawValue: rawValue) }

  /// What it is, in a few words for the help.
  var summary: String { report?.summary ?? ReportFormat.html.summary }

  /// The form that the name of a file asks for; nil where it asks for none.
  init?(ofFile path: String) {
    guard let format = ReportFormat(ofFile: path) else { return nil }
    self.init(rawValue: format.name)
  }
}

extension ComparisonReport.Format: ExpressibleByArgument {}
