import InformationTheory
import Reports
import Scoring
import Testing

/// Comparisons that are read again from what was written.
@Suite struct ReadComparisonTests {
  private static let all = [
    [ComparisonReportTests.plain()], [ComparisonReportTests.plain(isWhole: false)],
    [ComparisonReportTests.plain(impossible: true)], [ComparisonReportTests.spans],
    [ComparisonReportTests.open],
    [
      Comparison(
        ComparisonReportTests.side("a"), ComparisonReportTests.side("b"), at: .one, of: [], [], [])
    ],
    [ComparisonReportTests.plain(), ComparisonReportTests.spans, ComparisonReportTests.open],
  ]

  private func written(
    _ report: ComparisonReport, as format: ComparisonReport.Format
  ) -> String {
    var text = ""
    report.write(as: format) { text += $0 }
    return text
  }

  @Test(arguments: all.indices) func `come back to the byte in every form`(index: Int) throws {
    let report = ComparisonReport(Self.all[index])
    let again = try ComparisonReport(Array(written(report, as: .json).utf8))
    for format in ComparisonReport.Format.allCases {
      #expect(written(again, as: format) == written(report, as: format), "\(format)")
    }
  }

  /// Bits are nats over ln 2, of which not every number is one: these are hard cases among all.
  @Test func `come back with every digit of any amount`() throws {
    var generator = Numbers()
    let places = (0..<400).map { _ in
      let (base, other) = (generator.next(), generator.next())
      func score(_ nats: Double) -> TokenScore {
        TokenScore(surprisal: .nats(nats), entropy: .nats(nats / 3), rank: 1, likeliest: 1)
      }
      return PlaceComparison(
        base: score(base), other: score(other),
        divergences: Divergences(forward: .nats(base / 7), reverse: .nats(-other * 1e-13)))
    }
    let text = [UInt8](repeating: 0x61, count: places.count)
    let report = ComparisonReport([
      Comparison(
        ComparisonReportTests.side("a"), ComparisonReportTests.side("b"), at: .one, of: text,
        Token.each(byteOf: text), places)
    ])
    let again = try ComparisonReport(Array(written(report, as: .json).utf8))
    for format in ComparisonReport.Format.allCases {
      #expect(written(again, as: format) == written(report, as: format), "\(format)")
    }
  }

  /// Numbers of all sizes, by a linear congruence (Knuth's MMIX).
  private struct Numbers {
    var state: UInt64 = 1
    mutating func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / Double(1 << 49)
    }
  }

  @Test func `are refused in a sentence where they are none`() throws {
    let document = written(ComparisonReport([ComparisonReportTests.plain()]), as: .json)
    func fault(_ text: String) -> ComparisonFault? {
      #expect(throws: ComparisonFault.self) { try ComparisonReport(Array(text.utf8)) }
    }
    for nothing in ["", "to be or not", "{}", "<p>", "[1]", "{\"schema\": \"surprisal.score/1\"}"] {
      #expect(fault(nothing) == .noComparison, "\(nothing)")
    }
    #expect(fault(try Fixture.plain.report(.html)) == .pageOfScore)
    let page = "<script type=\"application/json\" id=\"surprisal\">\(document)</script>\n</html>\n"
    #expect(try written(ComparisonReport(Array(page.utf8)), as: .json) == document)
    #expect(fault(String(page.dropLast(2))) == .cutOff)
    guard case .damaged = fault(String(document.dropLast(20))) else {
      Issue.record("what is cut off is read")
      return
    }
    for (good, bad, mention) in [
      (
        "\"base_surprisal_bits\": 1.0,", "\"base_surprisal_bits\": -1,",
        "tokens[1].base_surprisal_bits"
      ),
      ("\"offset\": 1,", "\"offset\": 1.5,", "tokens[1].offset"),
      ("\"bytes\": \"203d\"", "\"bytes\": \"203\"", "tokens[1].bytes"),
      ("\"id\": 1,", "\"id\": null,", "tokens[1].id"),
      ("\"base_tokens\": 1", "\"base_tokens\": 0", "tokens[0].base_tokens"),
      ("\"temperature\": 1.0", "\"temperature\": -1", "settings.temperature"),
      ("\"model_sha256\": \"0f", "\"model_sha256\": \"<b", "model_sha256"),
      ("\"same_vocabulary\": true", "\"same_vocabulary\": 1", "same_vocabulary"),
      ("\"context_length\": 64", "\"context_length\": 1e99", "base.model.context_length"),
      ("\"window\": 64", "\"window\": 0", "window"),
    ] {
      guard document.contains(good) else {
        Issue.record("there is no \(good)")
        continue
      }
      let changed = document.replacing(good, with: bad, maxReplacements: 1)
      #expect("\(fault(changed).map { "\($0)" } ?? "")".contains("\(mention) is"), "\(bad)")
    }
  }

  @Test func `do not lose what a comparison consists of in silence`() throws {
    let document = written(ComparisonReport([ComparisonReportTests.plain()]), as: .json)
    let members = Set(
      document.split(separator: "\"").filter {
        $0.allSatisfy { $0.isLowercase || "_0123456789".contains($0) }
      })
    // Null in this document, made of others, or other words of it.
    let optional: Set<Substring> = [
      "note", "chunk", "start_token", "protocol", "text", "delta_bits", "base_bits_per_byte",
      "other_bits_per_byte",
    ]
    var checked = 0
    for member in members.subtracting(optional) where document.contains("\"\(member)\": ") {
      let changed = document.replacing("\"\(member)\": ", with: "\"\(member)x\": ")
      let again = try? ComparisonReport(Array(changed.utf8))
      #expect(again.map { written($0, as: .json) } != document, "\(member)")
      checked += 1
    }
    #expect(checked > 30)
  }
}
