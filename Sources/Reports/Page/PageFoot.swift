import Basics
import InformationTheory
import Scoring
import ShownText

/// What stands behind the tokens of a page.
struct PageFoot {
  private let header: ReportHeader
  private let summary: Summary
  private let packed: PackedPredictions

  init(_ header: ReportHeader, _ summary: Summary, _ packed: PackedPredictions) {
    (self.header, self.summary, self.packed) = (header, summary, packed)
  }

  var text: String {
    """
    </div>
    </main>
    <aside>
    <section id="details" hidden aria-live="polite" aria-label="The token"></section>
    <section aria-label="Figures of the text">
    <h2>Figures</h2>
    <table id="figures">
    \(figures)</table>
    \(curve)</section>
    </aside>
    <footer>
    <h2>What made it</h2>
    <dl>
    \(header.receiptMarkup)</dl>
    </footer>
    <script type="application/json" id="surprisal">\(data)</script>
    <script type="application/json" id="names">\(names)</script>
    <script type="text/plain" id="predictions">\(base64(packed.bytes))</script>

    """ + PageFrame(header.look).ending
  }

  private var figures: String {
    let rows = FigureNames.all.map { figure in
      let error = figure.error(summary).map { " <span class=\"error\">\($0)</span>" } ?? ""
      return "<tr><th scope=\"row\">\(figure.title)</th>"
        + "<td><span id=\"\(figure.name)\">\(figure.text(summary))</span>\(error)</td></tr>\n"
    }
    let error = FigureNames.errorText(summary).map { text in
      "<tr class=\"error\"><th scope=\"row\">±</th><td>\(text), at temperature "
        + "\(shortest(header.temperature.value))</td></tr>\n"
    }
    return rows.joined() + (error ?? "")
  }

  private var curve: String {
    guard let curve = CurvePicture(summary, at: header.temperature, in: header.look.unit) else {
      return ""
    }
    return """
      <svg id="curve" data-low="\(curve.nats.lowerBound)" data-high="\(curve.nats.upperBound)" viewBox="0 0 \(number(CurvePicture.width)) \(number(CurvePicture.height))" role="img" \
      aria-label="\(curve.description)">
      \(curve.elements)</svg>

      """
  }

  /// What the script has to know, and what other programs may read.
  private var data: String {
    let lenses = Lens.allCases.filter { !$0.isSigned }.map { lens in
      JSONValue.object([
        ("name", .string(lens.rawValue)), ("title", .string(lens.title)),
        ("amount", .boolean(lens.isInformation)), ("falling", .boolean(lens == .probability)),
        ("thresholds", .array(lens.thresholds.map(JSONValue.number))),
      ])
    }
    return inScript(
      .object(
        JSONObjects.head(header, schema: "surprisal.page/1")
          + [
            ("summary", JSONObjects.summary(summary, header)), ("losses_nats", losses),
            ("lens", .string(header.look.lens.rawValue)),
            ("unit", .string(header.look.unit.rawValue)), ("lenses", .array(lenses)),
            ("listed", .integer(packed.listed)), ("bounded", .boolean(header.isBounded)),
            ("entries", .integer(header.model.vocabularySize)),
            ("outside_words", .array(summary.tokensOutsideWords.map(bounds))),
          ]))
  }

  private func bounds(_ range: Range<Int>) -> JSONValue {
    .array([.integer(range.lowerBound), .integer(range.upperBound)])
  }

  private var losses: JSONValue { .array(summary.losses.map { .number($0.nats) }) }

  private var names: String { inScript(.array(packed.names.map(JSONValue.string))) }
}
