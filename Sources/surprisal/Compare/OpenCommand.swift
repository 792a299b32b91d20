import ArgumentParser
import Reports

/// Reads again what this program has written.
struct OpenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "open",
    abstract: "Open what was written before: a comparison, or a saved text.",
    usage: "surprisal open [<options>] <file>",
    discussion: """
      Of a page or a JSON document that compare has written, prints the comparison again: to the byte what compare \
      printed in that form, without the models. A saved text opens in the explorer, as surprisal FILE.surprisal does.

      EXAMPLES
        surprisal open both.html
        surprisal open both.html -o both.csv
        surprisal open essay.surprisal
      """)

  @Argument(help: "The file.", completion: .file(extensions: ["html", "json", "surprisal"]))
  var file: String
  @Option(
    help: ArgumentHelp(
      "The form to print a comparison in: text, csv or json.",
      discussion: "By default text, or by the name of -o."))
  var format: ComparisonReport.Format?
  @OptionGroup var target: ComparisonTarget

  /// The form that is asked for, or that the name of the file says; nil where that says none.
  private var form: ComparisonReport.Format? {
    if let format { return format }
    return target.out.map { ComparisonForm(ofFile: $0)?.report } ?? .text
  }

  func validate() throws {
    if form == nil {
      throw ValidationError(
        "The name of \(target.out ?? "the file") says no form that a comparison is printed in again: end it with .csv, .json "
          + "or .txt, or choose one with --format.")
    }
    try target.check()
  }

  func run() throws {
    if try SavedText.read(file) != nil { return try explore() }
    let bytes = try readFile(file, limit: ComparisonReport.largest)
    let report: ComparisonReport
    do throws(ComparisonFault) { report = try ComparisonReport(bytes) } catch {
      throw CommandError(.badData, "\(file) \(error)")
    }
    var output = try ReportOutput(target.out, replacing: target.force)
    try report.write(as: form ?? .text) { text throws(CommandError) in try output.write(text) }
    try output.finish()
  }

  /// Opens a saved text where one is looked at.
  private func explore() throws {
    guard format == nil, target.out == nil else {
      throw CommandError(
        .usage,
        "\(file) is a saved text: surprisal score -f \(file) prints it in any form, and surprisal open \(file) opens the "
          + "explorer")
    }
    try ExploreCommand.parse(["--file=\(file)"]).run()
  }
}
