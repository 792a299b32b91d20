import Scoring

/// A form in which a scored text can be written. Each is declared beside its layout.
public struct ReportFormat: Sendable {
  /// Its name on the command line.
  public let name: String
  /// What it is, in a few words for the help.
  public let summary: String
  /// What the names of its files end with, the usual one first.
  public let extensions: [String]
  /// Whether it shows the text as it stands, so that its tokens have one order.
  public var showsText = false
  /// How it is written.
  let layout: any ReportLayout

  init(
    name: String, summary: String, extensions: [String], showsText: Bool = false,
    layout: any ReportLayout
  ) {
    self.name = name
    self.summary = summary
    self.extensions = extensions
    self.showsText = showsText
    self.layout = layout
  }

  /// The forms that there are, in the order of the help.
  public static let all: [ReportFormat] = [
    .text, .json, .jsonl, .csv, .tsv, .markdown, .svg, .html,
  ]

  /// The form that the name of a file asks for; nil where it asks for none.
  public init?(ofFile path: String) {
    let name = path.lowercased()
    let match = Self.all.first { $0.extensions.contains { name.hasSuffix("." + $0) } }
    guard let match else { return nil }
    self = match
  }
}

/// How a form is written, piece by piece, as tokens come. What it needs for the end it keeps.
protocol ReportLayout: Sendable {
  /// The candidates that it lists before each token, where nobody asks for more.
  var leastTop: Int { get }
  /// What stands before the tokens.
  mutating func beginning(_ header: ReportHeader) -> String
  /// One token.
  mutating func row(_ row: ReportRow, _ header: ReportHeader) -> String
  /// What stands after the tokens.
  mutating func ending(_ summary: Summary, _ header: ReportHeader) -> String
}

extension ReportLayout {
  /// None.
  var leastTop: Int { 0 }
}
