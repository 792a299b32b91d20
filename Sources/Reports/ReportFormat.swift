import Scoring

/// A form in which a scored text can be written. Each is declared beside its layout.
public struct ReportFormat: Sendable {
  /// Its name on the command line.
  public let name: String
  /// What it is, in a few words for the help.
  public let summary: String
  /// How it is written.
  let layout: any ReportLayout

  /// The forms that there are, in the order of the help.
  public static let all: [ReportFormat] = [.text, .json, .jsonl, .csv]
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
