import InformationTheory
import Scoring
import ShownText

extension ReportFormat {
  /// A page for somebody who has no model.
  public static let html = ReportFormat(
    name: "html", summary: "a page of its own, with a temperature to move",
    extensions: ["html", "htm"],
    showsText: true, layout: HTMLReport())
}

/// One page that needs nothing else: the coloured text is written as it comes; behind it the figures, the receipt,
/// and the predictions, from which its script computes everything anew at other temperatures.
struct HTMLReport: ReportLayout {
  let leastTop = 10
  private var packed = PackedPredictions(listed: 0)

  mutating func beginning(_ header: ReportHeader) -> String {
    packed = PackedPredictions(
      listed: max(leastTop, header.topCount), isBounded: header.isBounded)
    return PageHead(header).text
  }

  mutating func row(_ row: ReportRow, _ header: ReportHeader) -> String {
    packed.add(row.bytes, row.prediction, row.top.map(\.bytes))
    let best = row.top.first.map {
      "; best “\(visibleText($0.bytes))” "
        + between($0.logProbabilities) { significant(exponentialOf: $0) }
    }
    return pageToken(
      row.characters, row.step(header.look.lens).map { "s\($0)" } ?? "u",
      title: row.words(header.look) + (best ?? ""))
  }

  func ending(_ summary: Summary, _ header: ReportHeader) -> String {
    PageFoot(header, summary, packed).text
  }
}

/// A token as it stands in the text of a page.
///
/// - Parameters:
///   - bytes: Those of the characters that begin in it.
///   - colour: The class of its colour.
func pageToken(_ bytes: [UInt8], _ colour: String, title: String) -> String {
  let shown = shownCharacters(bytes)
  let classes = [colour] + (shown.isEmpty ? ["k"] : []) + (shown.contains("\n") ? ["n"] : [])
  let names = classes.count == 1 ? colour : "\"\(classes.joined(separator: " "))\""
  return "<i class=\(names) title=\"\(markupText(title))\">"
    + (shown.isEmpty ? "·" : markupText(shown)) + "</i>"
}
