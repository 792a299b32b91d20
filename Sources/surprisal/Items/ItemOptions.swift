import ArgumentParser
import Reports
import Scoring
import Tables

/// Options for the texts of an experiment.
struct ItemOptions: ParsableArguments {
  @Option(
    name: .customLong("items"),
    help: ArgumentHelp(
      "Score the texts of a table, region by region: an experiment's stimuli.",
      discussion: """
        A header names the columns; those beside the text are copied to each row. Surprisal is given as it is \
        and corrected for where words end (--bow). - reads the table from standard input.
        """, valueName: "file"), completion: .file(extensions: ["csv", "tsv"]))
  var files: [String] = []

  /// The table.
  var file: String? { files.first }

  /// What it is called in sentences.
  var name: String { file == "-" ? "standard input" : file ?? "" }

  /// The bytes of the table.
  func table() throws -> [UInt8] {
    try file == "-" ? readStandardInput() : readFile(file ?? "")
  }

  @Option(help: "What a row of --items stands for: region, word or token.")
  var by = ItemUnit.region

  @Option(
    name: .customLong("text"),
    help: ArgumentHelp(
      "The column with the text. (default: text, sentence or stimulus)", valueName: "column"))
  var textColumn: String?

  @Option(help: ArgumentHelp("What stands between regions in the text.", valueName: "sign"))
  var separator = "|"

  @Option(
    help: ArgumentHelp(
      "How words are corrected: pimentel, minicons or none; those of --lines --per word too.",
      discussion: """
        A token that begins with a space says that the word before has ended; the correction moves what this \
        costs to that word. minicons counts such tokens, pimentel those that end the text too.
        """, valueName: "correction"))
  var bow = BoundaryCorrection.pimentel

  @Option(
    help: ArgumentHelp(
      "What stands between fields: one character, or tab. (default: by the file's name)",
      valueName: "sign"))
  var delimiter: String?

  @Flag(
    help: "Each row of the table is a region: its columns are item, condition, region and text.")
  var long = false

  /// The usual names of the column with the text.
  static let textColumns = ["text", "sentence", "stimulus"]

  /// The byte between fields.
  var delimiterByte: UInt8? {
    switch delimiter {
    case nil: file.map(Delimiter.usual)
    case "tab", "\\t", "\t": Delimiter.tab
    case let sign?: sign.utf8.count == 1 && sign != "\"" && sign != "\n" ? sign.utf8.first : nil
    }
  }

  func validate() throws {
    if files.count > 1 {
      throw ValidationError(
        "--items takes one table, whose columns all rows have: score each by itself.")
    }
    guard file == nil else {
      if delimiterByte == nil {
        throw ValidationError(
          "--delimiter \(delimiter ?? "") cannot stand between fields: give one character, or tab.")
      }
      return
    }
    if textColumn != nil || delimiter != nil || long || by != .region || separator != "|" {
      throw ValidationError(
        "--by, --text, --separator, --delimiter and --long are for a table: name it with --items."
      )
    }
  }
}

extension ItemUnit: ExpressibleByArgument {}
extension BoundaryCorrection: ExpressibleByArgument {}
