import Basics
import InformationTheory
import Scoring
import ShownText

/// A comparison as a page of its own: what both models expected is in it, so that its script computes everything but
/// divergences anew at other temperatures. It holds the JSON of the comparison, from which that can be read again.
public struct ComparisonPage: Sendable {
  /// What a page needs of a model beside what a comparison has.
  public struct Side: Sendable {
    /// What its tokens are called.
    public var vocabulary: Vocabulary
    /// The tokens that are compared, and what it expected of them.
    public var tokens: [Token], predictions: Predictions

    /// A side.
    public init(_ vocabulary: Vocabulary, _ tokens: [Token], _ predictions: Predictions) {
      (self.vocabulary, self.tokens, self.predictions) = (vocabulary, tokens, predictions)
    }
  }

  private let comparison: Comparison
  private let text: [UInt8]
  private let base: Side, other: Side
  private let receipt: Receipt
  private let look: ReportLook

  /// The candidates that are listed before each token.
  private static let listed = 10
  /// How many of the largest differences are listed.
  private static let largest = 10

  /// A page of a comparison over a text.
  ///
  /// - Parameters:
  ///   - receipt: What made both sides; their models' hashes are in the comparison.
  ///   - look: The colours, and the style and the script of such a page.
  public init(
    _ comparison: Comparison, of text: [UInt8], _ base: Side, _ other: Side,
    madeBy receipt: Receipt,
    _ look: ReportLook
  ) {
    (self.comparison, self.text, self.base, self.other) = (comparison, text, base, other)
    (self.receipt, self.look) = (receipt, look)
  }

  /// Writes it piece by piece.
  public func write<Fault: Error>(_ write: (String) throws(Fault) -> Void) throws(Fault) {
    try write(head)
    var end = comparison.rows.first?.offset
    for row in comparison.rows {
      if row.offset != end { try write("<b class=gap> … </b>") }
      end = row.offset + row.bytes.count
      try write(token(row))
    }
    try write(foot)
  }

  private func token(_ row: ComparisonRow) -> String {
    let bytes = row.offset..<row.offset + row.bytes.count
    return pageToken(
      charactersBeginning(in: bytes, of: text),
      row.deltaBits.map { "d\(Lens.change.step($0))" } ?? "u", title: row.words)
  }
}

extension ComparisonRow {
  /// Its figures in words, for who points at it: `base 2.31, other 2.50, difference +0.19 bits, KL 0.0123, ranks 3 and 4`.
  fileprivate var words: String {
    guard surprisals.base != nil || surprisals.other != nil else { return "no score" }
    let ends = [surprisals.base, surprisals.other].map { bits($0) }
    let divergence = divergences.map { ", KL \(decimals($0.forward.bits, 4))" } ?? ""
    let places = [ranks.base, ranks.other].map { $0.map(String.init) ?? "–" }
    return "base \(ends[0]), other \(ends[1]), difference \(change(deltas)) bits" + divergence
      + (id == nil ? "" : ", ranks \(places[0]) and \(places[1])")
  }
}

private func bits(_ amounts: ClosedRange<Information>?) -> String {
  amounts.map { between($0) { decimals($0.bits, 2) } } ?? "–"
}

private func change(_ range: ClosedRange<Double>?, _ digits: Int = 2) -> String {
  range.map { between($0) { ($0 > 0 ? "+" : "") + decimals($0, digits) } } ?? "–"
}

private func / (_ range: ClosedRange<Double>, _ divisor: Double) -> ClosedRange<Double> {
  range.lowerBound / divisor...range.upperBound / divisor
}

// What stands before the text.
extension ComparisonPage {
  private var head: String {
    let names = [comparison.base, comparison.other].map { markupText(name($0)) }
    let notes = ([comparison.note] + [openness]).compactMap { $0 }.map {
      "<p id=\"open\">\(markupText(visibleText($0)))</p>\n"
    }
    let borders = Lens.change.thresholds.map(shortest)
    let between = zip(borders, borders.dropFirst()).map { "\($0) … \($1)" }
    let steps = ["below \(borders[0])"] + between + ["from \(borders[borders.count - 1])"]
    return PageFrame(look).beginning("\(names[1]) compared with \(names[0])") + """
      <header>
      <h1>What surprises \(names[1]), the other, more or less than \(names[0]), the base</h1>
      <form id="controls" hidden aria-label="Temperature">
      \(PageFrame.temperatureControls)
      </form>
      \(PageFrame.still(comparison.temperature))
      <p id="legend">\(PageFrame.legend("other − base, in bits", steps, "d"))</p>
      \(notes.joined())</header>
      <main>
      <div id="text">
      """
  }

  /// The name of a model, and what it read before where that is what is compared.
  private func name(_ side: Comparison.Side) -> String {
    guard comparison.base.context != comparison.other.context else { return side.model.shownName }
    let context = String(decoding: side.context, as: UTF8.self)
    let start = context.count > 60 ? context.prefix(60) + "…" : context[...]
    return side.model.shownName
      + (context.isEmpty ? " without a context" : " after “\(visibleText(String(start)))”")
  }

  private var openness: String? {
    comparison.isBounded
      ? "Where a model gives only its likeliest tokens numbers lie between two, and colours show the middle."
      : nil
  }
}

// What stands after it.
extension ComparisonPage {
  private var foot: String {
    """
    </div>
    </main>
    <aside>
    <section id="details" hidden aria-live="polite" aria-label="The token"></section>
    <section aria-label="Figures of the text">
    <h2>Figures</h2>
    <table id="figures">
    <thead><tr><td></td><th scope="col">base</th><th scope="col">other</th><th scope="col">difference</th></tr></thead>
    \(figures)</table>
    \(divergences)<h2>Largest differences, in bits</h2>
    <ol id="largest">
    \(largest)</ol>
    </section>
    </aside>
    <footer>
    <h2>What made it</h2>
    \(receipts)</footer>
    <script type="application/json" id="surprisal">\(inScript(ComparisonJSON.document([comparison])))</script>
    <script type="application/json" id="sides">\(inScript(sides))</script>

    """ + PageFrame(look).ending
  }

  private var figures: String {
    let totals = comparison.totals
    let changes = bits(of: totals.others, beyond: totals.bases)
    func row(
      _ id: String, _ title: String, over parts: Int, _ digits: Int = 4
    ) -> String {
      func share(_ sums: ClosedRange<Information>) -> String {
        parts > 0 ? between(sums) { decimals($0.bits / Double(parts), digits) } : "–"
      }
      let third = parts > 0 ? change(changes.map { $0 / Double(parts) }, digits) : "–"
      return figure(id, title, share(totals.bases), share(totals.others), third)
    }
    let sums =
      row("total", "total, bits", over: 1, 2) + row("per-byte", "bits per byte", over: totals.bytes)
    guard comparison.isSameVocabulary else { return sums }
    func perplexity(_ bits: ClosedRange<Double>?) -> String {
      guard let bits, totals.rows > 0 else { return "–" }
      return between(bits / Double(totals.rows)) {
        significant(exponentialOf: Information.bits($0).nats)
      }
    }
    let ratio = perplexity(changes)
    return sums + row("loss-bits", "loss, bits a token", over: totals.rows)
      + figure(
        "perplexity", "perplexity", perplexity(totals.bases.map(\.bits)),
        perplexity(totals.others.map(\.bits)), ratio == "–" ? ratio : "× \(ratio)")
  }

  private func figure(
    _ id: String, _ title: String, _ base: String, _ other: String, _ change: String
  ) -> String {
    let cells = zip(["base", "other", "change"], [base, other, change]).map {
      "<td id=\"\(id)-\($0)\">\($1)</td>"
    }
    return "<tr><th scope=\"row\">\(title)</th>\(cells.joined())</tr>\n"
  }

  /// What is known at the temperature of the page alone, and what does not depend on it.
  private var divergences: String {
    let statistics = comparison.statistics
    func row(_ title: String, _ text: String) -> String {
      "<tr><th scope=\"row\">\(title)</th><td>\(text)</td></tr>\n"
    }
    func amount(_ nats: Double) -> String { decimals(Information.nats(nats).bits, 4) }
    let spread = statistics?.divergence.map { spread in
      row("mean", amount(spread.mean.value))
        + [("median", 0.5), ("99 %", 0.99), ("largest", 1)].map {
          row($0.0, amount(spread.quantile($0.1)))
        }.joined()
    }
    let reverse = statistics?.reverse.map { row("mean of the reverse", amount($0.mean.value)) }
    let table = spread.map { rows in
      """
      <h2>KL(base‖other), in bits a token, known at temperature \(shortest(comparison.temperature.value)) alone</h2>
      <table class="alone">
      \(rows + (reverse ?? ""))</table>

      """
    }
    let sameTop = statistics?.sameTop.map {
      "<p>Both put the same token first at \(decimals($0.value * 100, 1)) % of the tokens, at every temperature.</p>\n"
    }
    return (table ?? "") + (sameTop ?? "")
  }

  private var largest: String {
    comparison.largestDifferences(Self.largest).map {
      "<li>\(change($0.deltas)) “\(markupText(visibleText($0.bytes)))”</li>\n"
    }.joined()
  }

  private var receipts: String {
    [("Base", comparison.base, base), ("Other", comparison.other, other)].map { name, side, kept in
      let context =
        side.context.isEmpty
        ? "" : "<dt>context</dt><dd>\(markupText(quoted(side.context)))</dd>\n"
      return
        "<h3>\(name)</h3>\n<dl>\n\(header(side, kept).receiptMarkup)\(context)\(windows)</dl>\n"
    }.joined()
  }

  private var windows: String {
    comparison.chunk.map {
      "<dt>protocol</dt><dd>llama-perplexity: the second half of windows of \($0) tokens</dd>\n"
    } ?? ""
  }

  private func header(_ side: Comparison.Side, _ kept: Side) -> ReportHeader {
    var receipt = receipt
    receipt.modelDigest = side.digest
    return ReportHeader(
      model: side.model, vocabulary: kept.vocabulary, settings: side.settings,
      temperature: comparison.temperature, topCount: 0, isBounded: side.isBounded, receipt: receipt)
  }

  /// What the script has to know.
  private var sides: JSONValue {
    .object([
      ("thresholds", .array(Lens.change.thresholds.map(JSONValue.number))),
      ("base", side(comparison.base, base)), ("other", side(comparison.other, other)),
      (
        "spans",
        comparison.isSameVocabulary
          ? .null : .array(comparison.rows.map { .string(visibleText($0.bytes)) })
      ),
    ])
  }

  private func side(_ side: Comparison.Side, _ kept: Side) -> JSONValue {
    var packed = PackedPredictions(listed: Self.listed, isBounded: side.isBounded)
    for (place, token) in kept.tokens.enumerated() {
      let prediction =
        place < kept.predictions.count ? kept.predictions[place] : Prediction.unscored
      let candidates = prediction.candidates.prefix(Self.listed)
      packed.add(
        Array(text[token.bytes]), prediction, candidates.map { kept.vocabulary.bytes($0.id) })
    }
    return .object([
      ("listed", .integer(packed.listed)), ("bounded", .boolean(side.isBounded)),
      ("entries", .integer(side.model.vocabularySize)),
      ("names", .array(packed.names.map(JSONValue.string))),
      ("predictions", .string(base64(packed.bytes))),
    ])
  }
}
