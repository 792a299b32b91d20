import ShownText
import InformationTheory
import Scoring

extension ReportFormat {
  /// One JSON document, described by `Assets/schemas/score.schema.json`.
  public static let json = ReportFormat(
    name: "json", summary: "one document (see --schema)", extensions: ["json"],
    layout: JSONReport())

  /// A JSON object a line: the header, each token, the summary.
  public static let jsonl = ReportFormat(
    name: "jsonl", summary: "an object a line: the header, each token, the summary",
    extensions: ["jsonl", "ndjson"], layout: JSONLinesReport())
}

/// One JSON document, a line a token.
struct JSONReport: ReportLayout {
  private static let list = ListDocument(name: "tokens")

  func beginning(_ header: ReportHeader) -> String { Self.list.beginning(JSONObjects.head(header)) }

  func row(_ row: ReportRow, _ header: ReportHeader) -> String {
    Self.list.element(JSONObjects.token(row), at: row.place)
  }

  func ending(_ summary: Summary, _ header: ReportHeader) -> String {
    Self.list.ending(JSONObjects.tail(summary, header), after: summary.tokens)
  }
}

/// A JSON object a line: first `schema`, `model` and `settings`; then each token; last `summary`.
struct JSONLinesReport: ReportLayout {
  func beginning(_ header: ReportHeader) -> String {
    JSONValue.object(JSONObjects.head(header)).text + "\n"
  }

  func row(_ row: ReportRow, _ header: ReportHeader) -> String {
    JSONObjects.token(row).text + "\n"
  }

  func ending(_ summary: Summary, _ header: ReportHeader) -> String {
    JSONValue.object(JSONObjects.tail(summary, header)).text + "\n"
  }
}

/// A JSON document with a list, an element a line, and members before and after it.
struct ListDocument {
  /// What the list is called.
  let name: String

  func beginning(_ members: [(name: String, value: JSONValue)]) -> String {
    "{\n" + members.map { "  \"\($0.name)\": \($0.value.text),\n" }.joined()
      + "  \"\(name)\": ["
  }

  func element(_ value: JSONValue, at place: Int) -> String {
    (place == 0 ? "\n    " : ",\n    ") + value.text
  }

  func ending(_ members: [(name: String, value: JSONValue)], after count: Int) -> String {
    (count == 0 ? "]" : "\n  ]")
      + members.map { ",\n  \"\($0.name)\": \($0.value.text)" }.joined() + "\n}\n"
  }
}
