import InformationTheory
import Scoring
import ShownText

extension ReportFormat {
  /// Tables for a note or an issue.
  public static let markdown = ReportFormat(
    name: "md", summary: "Markdown: tables for a note", extensions: ["md", "markdown"],
    layout: MarkdownReport())
}

/// Tables of Markdown (CommonMark, with the tables of GitHub): a row a token, the figures, the receipt.
struct MarkdownReport: ReportLayout {
  func beginning(_ header: ReportHeader) -> String {
    "# Surprisal\n\n"
      + table(
        ["", "token", "bits", "probability", "rank", "entropy"]
          + (header.topCount > 0 ? ["expected"] : []), right: [0, 2, 3, 4, 5])
  }

  func row(_ row: ReportRow, _ header: ReportHeader) -> String {
    let token = [String(row.index), literal(quoted(row.bytes))]
    let figures =
      row.score.map { score in
        [
          between(score.surprisals) { decimals($0.bits, 2) },
          between(score.logProbabilities) { significant(exponentialOf: $0) },
          score.rank.map(String.init) ?? "–",
          between(score.entropies) { decimals($0.bits, 2) },
        ]
      } ?? ["–", "–", "–", "–"]
    let expected = row.top.map {
      literal(quoted($0.bytes)) + " "
        + between($0.logProbabilities) { significant(exponentialOf: $0) }
    }
    return line(token + figures + (header.topCount > 0 ? [expected.joined(separator: ", ")] : []))
  }

  func ending(_ summary: Summary, _ header: ReportHeader) -> String {
    let figures = FigureNames.lines(summary).map { line([$0.title, $0.text]) }
    return "\n" + table(["figure", "value"], right: [1]) + figures.joined() + "\n"
      + table(["made from", ""], right: [])
      + header.receiptLines.map { line([$0.name, literal($0.value)]) }.joined()
  }

  /// The head of a table.
  private func table(_ names: [String], right: Set<Int>) -> String {
    line(names) + line(names.indices.map { right.contains($0) ? "---:" : "---" })
  }

  private func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }

  /// A text that means itself: a backslash before each sign that could mean more, and the signs of markup by
  /// their names.
  private func literal(_ text: String) -> String {
    text.unicodeScalars.map { scalar in
      switch scalar {
      case "<": "&lt;"
      case ">": "&gt;"
      case "&": "&amp;"
      case "!"..."/", ":"..."@", "["..."`", "{"..."~": "\\\(scalar)"
      default: String(scalar)
      }
    }.joined()
  }
}
