import ShownText
import InformationTheory
import Scoring

extension ReportFormat {
  /// A table for spreadsheets.
  public static let csv = ReportFormat(
    name: "csv", summary: "a header and a row a token", extensions: ["csv"],
    layout: TableReport(separator: ","))

  /// The same with tabs between fields.
  public static let tsv = ReportFormat(
    name: "tsv", summary: "the same with tabs between fields", extensions: ["tsv", "tab"],
    layout: TableReport(separator: "\t"))
}

/// A header and a row a token, quoted as in RFC 4180, with newlines between rows.
///
/// What others wrote, a token's text and a model's name, is written as `visibleText` shows it, with an
/// apostrophe before what a spreadsheet would take for a formula; a token's bytes are in hexadecimal. An
/// unscored number is empty, and what the numbers depend on is repeated in each row.
struct TableReport: ReportLayout {
  let separator: Unicode.Scalar

  private static let names = [
    "index", "id", "text", "bytes", "offset", "unknown", "logprob", "surprisal_bits", "probability",
    "rank", "entropy_bits",
  ]
  /// What the numbers depend on.
  static let headerNames = [
    "model", "model_file", "model_sha256", "quantization", "tokenizer", "temperature",
    "start_token",
    "window", "stride", "instruction_set", "version",
  ]

  func beginning(_ header: ReportHeader) -> String {
    let top = (0..<header.topCount).flatMap { place in
      ["id", "text", "bytes", "logprob", "probability"].map { "top\(place + 1)_\($0)" }
    }
    return line(Self.names + Self.headerNames + top)
  }

  func row(_ row: ReportRow, _ header: ReportHeader) -> String {
    let top = (0..<header.topCount).flatMap { place in
      place < row.top.count ? fields(row.top[place]) : ["", "", "", "", ""]
    }
    return line(fields(row) + fields(header) + top)
  }

  func ending(_ summary: Summary, _ header: ReportHeader) -> String { "" }

  private func fields(_ row: ReportRow) -> [String] {
    let token = [
      String(row.index), String(row.token.id), foreign(row.bytes),
      hexadecimalDigits(row.bytes), String(row.token.bytes.lowerBound),
      String(row.token.isUnknown),
    ]
    guard let score = row.score else { return token + ["", "", "", "", ""] }
    return token + [
      logProbability(score.logProbability), shortest(score.surprisal.bits),
      shortest(score.probability), score.rank.map(String.init) ?? "", shortest(score.entropy.bits),
    ]
  }

  func fields(_ header: ReportHeader) -> [String] {
    [
      foreign(header.model.name.utf8), foreign(header.model.file.utf8),
      header.receipt.modelDigest ?? "", foreign(header.model.quantization.utf8),
      foreign(header.model.tokenizer.utf8), shortest(header.temperature.value),
      header.settings.startToken.map(String.init) ?? "", String(header.settings.window),
      String(header.settings.stride), foreign(header.receipt.instructionSet.utf8),
      foreign(header.receipt.version.utf8),
    ]
  }

  private func fields(_ alternative: ReportRow.Alternative) -> [String] {
    [
      String(alternative.id), foreign(alternative.bytes),
      hexadecimalDigits(alternative.bytes),
      logProbability(Float(alternative.logProbability)), shortest(alternative.probability),
    ]
  }

  /// In the few digits that a float needs; of what is certain 0, and not −0.
  private func logProbability(_ value: Float) -> String { (value == 0 ? 0 : value).description }

  func line(_ fields: [String]) -> String { tableLine(fields, separator: separator) }

  /// What begins with one of these is computed by spreadsheets, which may even run a program.
  private static let formulaSigns: Set<Character> = ["=", "+", "-", "@"]

  func foreign(_ bytes: some Sequence<UInt8>) -> String {
    let text = visibleText(bytes)
    return (text.first.map(Self.formulaSigns.contains) ?? false) ? "'" + text : text
  }
}

/// A line of a table (RFC 4180). Spaces at the ends are quoted too: some readers trim them.
func tableLine(_ fields: [String], separator: Unicode.Scalar) -> String {
  func quotedIfNeeded(_ field: String) -> String {
    let isPlain =
      !field.unicodeScalars.contains { ["\"", separator, "\n", "\r"].contains($0) }
      && !field.hasPrefix(" ") && !field.hasSuffix(" ")
    return isPlain ? field : "\"" + field.replacing("\"", with: "\"\"") + "\""
  }
  return fields.map(quotedIfNeeded).joined(separator: String(separator)) + "\n"
}
