import Scoring

/// A form in which a scored text can be written.
public enum ReportFormat: String, CaseIterable, Sendable {
  /// A table for people.
  case text
  /// One JSON document, described by `Assets/schemas/score.schema.json`.
  case json
  /// A JSON object a line: the header, each token, the summary.
  case jsonl
  /// A header and a row a token.
  case csv

  /// How this form is written.
  var layout: any ReportLayout {
    switch self {
    case .text: TextReport()
    case .json: JSONReport()
    case .jsonl: JSONLinesReport()
    case .csv: CSVReport()
    }
  }
}

/// How a form is written, piece by piece. Each function returns whole lines.
protocol ReportLayout: Sendable {
  /// What stands before the tokens.
  func beginning(_ header: ReportHeader) -> String
  /// One token.
  func row(_ row: ReportRow, _ header: ReportHeader) -> String
  /// What stands after the tokens.
  func ending(_ summary: Summary, _ header: ReportHeader) -> String
}
