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
/// unscored number is empty, and what the numbers depend on is repeated in each row. Numbers that are open have
/// two columns more, `…_low` and `…_high`, and a model on a server has those that name it.
struct TableReport: ReportLayout {
  let separator: Unicode.Scalar

  private static let names = [
    "index", "id", "text", "bytes", "offset", "unknown", "logprob", "surprisal_bits", "probability",
    "rank", "entropy_bits",
  ]
  /// What the numbers depend on.
  static func headerNames(_ header: ReportHeader) -> [String] {
    [
      "model", "model_file", "model_sha256", "quantization", "tokenizer", "temperature",
      "start_token", "window", "stride", "instruction_set", "version",
    ]
      + (header.model.server == nil
        ? []
        : [
          "server", "server_engine", "server_version", "server_model", "server_candidates",
          "server_logprobs", "server_tokenizer",
        ])
  }

  /// Those of a score that may be open.
  private static let openNames = ends(["logprob", "surprisal_bits", "probability", "entropy_bits"])

  /// The names of the two ends of each.
  static func ends(_ names: [String]) -> [String] {
    names.flatMap { ["\($0)_low", "\($0)_high"] }
  }

  func beginning(_ header: ReportHeader) -> String {
    let own = Self.names + (header.isBounded ? Self.openNames : [])
    let top = (0..<header.topCount).flatMap { place in
      topNames(header).map { "top\(place + 1)_\($0)" }
    }
    return line(own + Self.headerNames(header) + top)
  }

  private func topNames(_ header: ReportHeader) -> [String] {
    ["id", "text", "bytes", "logprob", "probability"]
      + (header.isBounded ? Self.ends(["logprob", "probability"]) : [])
  }

  func row(_ row: ReportRow, _ header: ReportHeader) -> String {
    let top = (0..<header.topCount).flatMap { place in
      place < row.top.count
        ? fields(row.top[place]) : topNames(header).map { _ in "" }
    }
    let open = header.isBounded ? fields(row.score?.bounds) : []
    return line(fields(row) + open + fields(header) + top)
  }

  func ending(_ summary: Summary, _ header: ReportHeader) -> String { "" }

  private func fields(_ row: ReportRow) -> [String] {
    let token = [
      String(row.index), String(row.token.id), harmlessField(row.bytes),
      hexadecimalDigits(row.bytes), String(row.token.bytes.lowerBound),
      String(row.token.isUnknown),
    ]
    guard let score = row.score else { return token + ["", "", "", "", ""] }
    return token + [
      logProbability(Double(score.logProbability)), shortest(score.surprisal.bits),
      shortest(score.probability), score.rank.map(String.init) ?? "", shortest(score.entropy.bits),
    ]
  }

  private func fields(_ bounds: ReportRow.Bounds?) -> [String] {
    guard let bounds else { return Self.openNames.map { _ in "" } }
    return bounds.logProbability.fields(logProbability)
      + bounds.surprisal.map(\.bits).fields() + bounds.probability.fields()
      + bounds.entropy.map(\.bits).fields()
  }

  func fields(_ header: ReportHeader) -> [String] {
    [
      harmlessField(header.model.name.utf8), harmlessField(header.model.file.utf8),
      header.receipt.modelDigest ?? "", harmlessField(header.model.quantization.utf8),
      harmlessField(header.model.tokenizer.utf8), shortest(header.temperature.value),
      header.settings.startToken.map(String.init) ?? "", String(header.settings.window),
      String(header.settings.stride), harmlessField(header.receipt.instructionSet.utf8),
      harmlessField(header.receipt.version.utf8),
    ] + (header.model.server.map(fields) ?? [])
  }

  private func fields(_ server: ModelServer) -> [String] {
    [
      harmlessField(server.address.utf8), harmlessField(server.engine.utf8),
      harmlessField(server.version.utf8),
      harmlessField(server.model.utf8), server.candidates.map(String.init) ?? "",
      harmlessField(server.logProbabilities.utf8), harmlessField(server.tokenizer.utf8),
    ]
  }

  private func fields(_ alternative: ReportRow.Alternative) -> [String] {
    [
      String(alternative.id), harmlessField(alternative.bytes),
      hexadecimalDigits(alternative.bytes),
      logProbability(alternative.logProbability), shortest(alternative.probability),
    ] + (alternative.bounds.map(openFields) ?? [])
  }

  private func openFields(_ bounds: ClosedRange<Double>) -> [String] {
    bounds.fields(logProbability) + exponentials(of: bounds).fields()
  }

  /// In the few digits that a float needs; of what is certain 0, and not −0.
  private func logProbability(_ value: Double) -> String {
    (value == 0 ? 0 : Float(value)).description
  }

  func line(_ fields: [String]) -> String { tableLine(fields, separator: separator) }
}

/// A field of a table that nobody here wrote: nothing in it acts on a terminal, nor is it a formula. What begins with
/// one of these signs is computed by spreadsheets, which may even run a program.
func harmlessField(_ bytes: some Sequence<UInt8>) -> String {
  let text = visibleText(bytes)
  return ["=", "+", "-", "@"].contains(text.first) ? "'" + text : text
}

extension ClosedRange<Double> {
  /// Both ends as fields of a table.
  func fields(_ written: (Double) -> String = shortest) -> [String] {
    [written(lowerBound), written(upperBound)]
  }
}

/// A line of a table (RFC 4180). Spaces at the ends are quoted too: some readers trim them.
func tableLine(_ fields: [String], separator: Unicode.Scalar) -> String {
  func quotedIfNeeded(_ field: String) -> String {
    let isPlain =
      !field.unicodeScalars.contains { ["\"", separator, "\n", "\r"].contains($0) }
      && !field.hasPrefix(" ") && !field.hasSuffix(" ")
    guard !isPlain else { return field }
    // Signs are characters of their own here, whatever is joined to them.
    return "\"" + field.unicodeScalars.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
  }
  return fields.map(quotedIfNeeded).joined(separator: String(separator)) + "\n"
}
