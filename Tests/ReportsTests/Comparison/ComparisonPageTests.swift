import Foundation
import InformationTheory
import Reports
import Scoring
import Testing

/// The page of a comparison.
@Suite struct ComparisonPageTests {
  /// Two models of some words, and what they expected: logits that run through all of them.
  private static func page(
    _ words: [String], name: String = "a", look: ReportLook = ReportLook(),
    gapBehind gap: Int = .max
  ) throws -> String {
    let entries = words.map { Array($0.utf8) }
    let text = Array(entries.joined())
    var offset = 0
    let all = entries.enumerated().map { id, bytes in
      defer { offset += bytes.count }
      return Token(id: id, bytes: offset..<offset + bytes.count)
    }
    let tokens = all.filter { $0.id != gap }
    func side(_ step: Int) -> (ComparisonPage.Side, [TokenScore?]) {
      var predictions = Predictions(vocabularySize: entries.count)
      for token in tokens {
        let logits = entries.indices.map { Double(($0 * 7 + token.id * step) % 11) }
        predictions.append(
          token.id == 0 ? .unscored : Prediction(foldingLogits: logits, actual: token.id))
      }
      return (
        ComparisonPage.Side(Vocabulary(count: entries.count) { entries[$0] }, tokens, predictions),
        TokenScore.all(predictions, at: .one)
      )
    }
    let (base, other) = (side(3), side(5))
    func described(_ name: String) -> Comparison.Side {
      Comparison.Side(
        ModelDescription(
          name: name, file: "/m/\(name)", architecture: name, quantization: "Q8_0", tokenizer: name,
          vocabularySize: entries.count, contextLength: 64), digest: nil,
        ScoringSettings(startToken: nil, window: 64, stride: 32))
    }
    let comparison = Comparison(
      described(name), described("b"), at: .one, of: text, tokens,
      zip(base.1, other.1).map {
        PlaceComparison(
          base: $0, other: $1, divergences: Divergences(forward: .bits(0.5), reverse: .bits(1)))
      })
    let page = ComparisonPage(
      comparison, of: text, base.0, other.0,
      madeBy: Receipt(version: "1.2.3", instructionSet: "avx512"), look)
    var written = ""
    page.write { written += $0 }
    return written
  }

  private func markup(_ page: String) throws -> Markup {
    try Markup(page, void: ["meta", "input"], raw: ["script", "style"])
  }

  @Test func `loads nothing, and runs nothing but what it names by its hash`() throws {
    var look = ReportLook()
    look.script = "let a = 1 < 2;"
    let page = try markup(try Self.page(["a", " b"], look: look))
    let policy = try #require(
      page.all("meta").compactMap { $0.attributes["content"] }.first { $0.hasPrefix("default-src") }
    )
    #expect(
      policy.hasPrefix("default-src 'none'; style-src 'sha256-")
        && policy.contains("; script-src 'sha256-"))
    #expect(page.all("script").last?.text == look.script && page.all("script").count == 3)
    #expect(
      page.elements.allSatisfy { $0.attributes["style"] == nil && $0.attributes["src"] == nil })
  }

  @Test func `shows the signed difference, its figures and the largest without its script`() throws
  {
    let page = try markup(try Self.page(["a", " b", "c", " d", "e"]))
    let data = try #require(page.element("surprisal")?.text)
    let comparison = try JSON(data)["comparisons"][0]
    let tokens = page.all("i")
    #expect(tokens.map(\.text) == ["a", " b", "c", " d", "e"])
    #expect(tokens[0].attributes["class"] == "u" && tokens[0].attributes["title"] == "no score")
    for (place, token) in tokens.enumerated().dropFirst() {
      let row = comparison["tokens"][place]
      let (base, other, delta) = (
        try #require(row["base_surprisal_bits"].number),
        try #require(row["other_surprisal_bits"].number), try #require(row["delta_bits"].number)
      )
      let step = [-3, -1, -0.25, 0.25, 1, 3].count { delta >= $0 }
      #expect(token.attributes["class"] == "d\(step)")
      let number = { (value: Double) in String(format: "%.2f", value) }
      #expect(
        token.attributes["title"]
          == "base \(number(base)), other \(number(other)), difference \(delta > 0 ? "+" : "")\(number(delta)) bits, "
          + "KL 0.5000, ranks \(Int(row["base_rank"].number ?? 0)) and \(Int(row["other_rank"].number ?? 0))"
      )
    }
    #expect(Set(tokens.compactMap { $0.attributes["class"] }).count > 1)
    let total = try #require(comparison["summary"]["base_total_bits"].number)
    #expect(page.element("total-base")?.text == String(format: "%.2f", total))
    let perplexity = try #require(comparison["summary"]["ppl"].number)
    let shown = try #require(page.element("perplexity-other").flatMap { Double($0.text) })
    #expect(abs(shown / perplexity - 1) < 0.005)
    let largest = try #require(
      comparison["tokens"].elements.compactMap { $0["delta_bits"].number }.max { abs($0) < abs($1) }
    )
    #expect(
      page.all("li")[0].text.hasPrefix((largest > 0 ? "+" : "") + String(format: "%.2f", largest)))
    #expect(page.element("controls")?.attributes["hidden"] != nil)
  }

  @Test func `holds the document from which the comparison is read again`() throws {
    let page = try Self.page(`Foreign text`.nasty)
    let report = try ComparisonReport(Array(page.utf8))
    let data = try #require(try markup(page).element("surprisal")?.text)
    var (document, table) = ("", "")
    report.write(as: .json) { document += $0 }
    report.write(as: .csv) { table += $0 }
    #expect(try JSON(document) == (try JSON(data)))
    #expect(table.split(separator: "\n").count == 1 + `Foreign text`.nasty.count)
  }

  @Test func `shows no text as markup, whatever it is`() throws {
    let page = try markup(try Self.page(`Foreign text`.nasty, name: `Foreign text`.nasty[0]))
    #expect(page.all("i").count == `Foreign text`.nasty.count)
    #expect(page.all("script").count == 3 && page.all("img").isEmpty && page.all("form").count == 1)
    #expect(page.elements.allSatisfy { $0.attributes.keys.allSatisfy { !$0.hasPrefix("on") } })
    for scalar in try Self.page(`Foreign text`.nasty).unicodeScalars {
      #expect(scalar.value >= 32 || scalar == "\n" || scalar == "\t", "\(scalar.value)")
      #expect(!(0x202A...0x202E).contains(scalar.value))
    }
  }

  @Test func `says where the text goes on elsewhere`() throws {
    let page = try markup(try Self.page(["a", " b", "c", " d", "e"], gapBehind: 2))
    #expect(page.all("i").map(\.text) == ["a", " b", " d", "e"])
    #expect(page.all("b").filter { $0.attributes["class"] == "gap" }.count == 1)
  }

  @Test func `is of at most 300 kB and 2 kB a token`() throws {
    let words = (0..<600).map { " word\($0)" }
    let size = try Self.page(words).utf8.count
    // Its style and its script are 30 kB.
    #expect(size < 270_000 + 600 * 2_000 && size > 600_000, "\(size / 600) bytes a token")
  }
}
