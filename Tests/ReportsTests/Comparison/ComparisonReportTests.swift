import InformationTheory
import Reports
import Scoring
import ShownText
import Testing

/// Comparisons as they are written.
@Suite struct ComparisonReportTests {
  static let text = Array("a =b\u{1B}é".utf8)

  private static func model(_ name: String) -> ModelDescription {
    ModelDescription(
      name: name, file: "/m/\(name).gguf", architecture: "llama", quantization: "Q8_0",
      vocabularySize: 9, contextLength: 64)
  }

  static func side(_ name: String, digest: String? = nil) -> Comparison.Side {
    Comparison.Side(
      model(name), digest: digest, ScoringSettings(startToken: nil, window: 64, stride: 32),
      context: Array("so".utf8))
  }

  private static func score(_ bits: Double, rank: Int = 1, top: Int = 5) -> TokenScore {
    TokenScore(surprisal: .bits(bits), entropy: .bits(2), rank: rank, likeliest: top)
  }

  static func tokens(_ ends: [Int]) -> [Token] {
    zip([0] + ends, ends).enumerated().map {
      Token(id: $0.offset, bytes: $0.element.0..<$0.element.1)
    }
  }

  /// Five tokens, of which the first has no score and the last is impossible to the other.
  static func plain(isWhole: Bool = true, impossible: Bool = false) -> Comparison {
    func place(_ base: Double, _ other: Double, _ kl: Double, top: Int = 5) -> PlaceComparison {
      PlaceComparison(
        base: score(base), other: score(other, rank: 3, top: top),
        divergences: isWhole ? Divergences(forward: .bits(kl), reverse: .bits(2 * kl)) : nil)
    }
    return Comparison(
      side("a", digest: String(repeating: "0f", count: 32)), side("=b"), at: .one, of: text,
      tokens([1, 3, 4, 5, 7]),
      [
        PlaceComparison(base: nil, other: nil), place(1, 3, 0.5), place(4, 3, 0.25, top: 6),
        place(2, 2, 0), place(1, impossible ? .infinity : 2, 1),
      ], note: isWhole ? nil : "a gives only its likeliest tokens")
  }

  /// Four tokens of which the base is known, and the other is between two numbers.
  static let open = {
    var other = side("b")
    other.isBounded = true
    let scores = [nil, (1.0, 2.5), (4, 4), (0.5, 3)].map { (ends: (Double, Double)?) in
      ends.map { low, high in
        TokenScore(
          surprisal: .bits((low + high) / 2), in: .bits(low) ... .bits(high), entropy: nil,
          entropies: .bits(low) ... .bits(high + 1), rank: 2, likeliest: 5)
      }
    }
    return Comparison(
      side("a"), other, at: Temperature(2) ?? .one, of: text, tokens([1, 3, 4, 7]),
      zip([nil, 1, 2, 4], scores).map { base, other in
        PlaceComparison(base: base.map { score($0) }, other: other)
      }, note: "KL needs the whole vocabulary, which b does not give")
  }()

  static let spans = Comparison(
    side("a"), side("b"), at: .one, of: text,
    ComparedSpan.all(tokens([1, 3, 4, 5, 7]), tokens([3, 4, 7])),
    ([nil, score(1), score(2), score(3), score(4)], [score(1), score(5), score(6)]),
    note: "a and b have different vocabularies")

  static func written(
    _ comparisons: [Comparison], as format: ComparisonReport.Format
  ) -> String {
    var text = ""
    ComparisonReport(comparisons).write(as: format) { text += $0 }
    return text
  }

  @Test func `every document follows the schema`() throws {
    let schema = try JSONSchema.named("compare")
    let empty = Comparison(Self.side("a"), Self.side("b"), at: .one, of: [], [], [])
    for comparison in [
      Self.plain(), Self.plain(isWhole: false), Self.plain(impossible: true), Self.spans, Self.open,
      empty,
    ] {
      let text = Self.written([comparison, Self.plain()], as: .json)
      #expect(schema.violations(try JSON(text)) == [])
    }
  }

  @Test func `the document has the numbers of each token, and the statistics by llama's names`()
    throws
  {
    let document = try JSON(Self.written([Self.plain()], as: .json))["comparisons"][0]
    let token = document["tokens"][1]
    #expect(token["text"] == .string(" =") && token["offset"].number == 1)
    #expect(token["base_surprisal_bits"].number == 1 && token["delta_bits"].number == 2)
    #expect(token["kl_bits"].number == 0.5 && token["kl_reverse_bits"].number == 1)
    #expect(token["same_top"] == .boolean(true) && token["other_rank"].number == 3)
    #expect(document["tokens"][0]["delta_bits"] == .null)
    let summary = document["summary"]
    #expect(summary["compared"].number == 4 && summary["compared_bytes"].number == 6)
    #expect(summary["base_total_bits"].number == 8 && summary["other_total_bits"].number == 10)
    #expect(summary["same_top"]["mean"].number == 0.75)
    let nats = 0.693_147_180_559_945_3
    #expect(abs((summary["kld"]["max"].number ?? 0) - nats) < 1e-12)
    #expect(abs((summary["kld"]["median"].number ?? 0) - nats * 0.375) < 1e-12)
    #expect(abs((summary["ln_ppl_ratio"]["mean"].number ?? 0) - nats * 0.5) < 1e-12)
    // 1/8 − 1/2, 1/8 − 1/16, 0 and 1/4 − 1/2.
    #expect(abs((summary["delta_p"]["mean"].number ?? 0) + 0.140_625) < 1e-12)
    #expect(document["base"]["model_sha256"].string?.count == 64)
    #expect(document["base"]["context"]["text"] == .string("so") && document["note"] == .null)
  }

  @Test
  func `rows have the columns of the contract in its order, and nothing acts in a spreadsheet`() {
    let lines = Self.written([Self.plain(), Self.spans], as: .csv).split(separator: "\n")
    #expect(
      lines[0].hasPrefix(
        "index,id,text,bytes,offset,base_surprisal_bits,other_surprisal_bits,delta_bits,base_rank,"
          + "other_rank,base_entropy_bits,other_entropy_bits,kl_bits,same_top,"))
    #expect(lines[0].contains("base_model_file") && lines[0].contains("other_model_sha256"))
    #expect(lines.count == 1 + 5 + 3)
    #expect(lines[1].hasPrefix("0,0,a,61,0,,,,,,,,,,,1,1,"))
    #expect(lines[2].hasPrefix("1,1,\" =\",203d,1,1,3,2,1,3,2,2,0.5,true,1,1,1,"))
    #expect(lines[2].contains(",'=b,") && lines[4].contains("\\u{1b}"))
    #expect(lines[7].hasPrefix("1,,b,62,3,2,5,3,,,,,,,,1,1,"))
  }

  @Test func `statistics stand in llama's words and places`() {
    let lines = Self.written([Self.plain()], as: .text).split(
      separator: "\n", omittingEmptySubsequences: false)
    for line in [
      "Mean PPL(Q)                   :   5.656854 ±   1.131905",
      "Mean    KLD:   0.303252 ±   0.147972", "Maximum KLD:   0.693147", "Median  KLD:   0.259930",
      "99.9%   KLD:   0.692107", "Minimum KLD:   0.000000", "Maximum Δp:  6.250%",
      "Median  Δp: -12.500%", " 5.0%   Δp: -35.625%", "RMS Δp    : 22.750 ± 7.229 %",
      "Same top p: 75.000 ± 25.000 %", "====== KL divergence statistics ======",
    ] {
      #expect(lines.contains { $0 == line }, "\(line)")
    }
    #expect(!lines.contains { $0.contains("75.0%   KLD") })
    #expect(lines.contains { $0.hasSuffix("+2.00   0.5000      1      3  \" =\"") })
    #expect(lines.contains { $0 == "base  8.00 bits, 1.3333 a byte" })
  }

  @Test func `the largest differences are listed, the largest first, whatever their sign`() throws {
    let lines = Self.written([Self.plain()], as: .text).split(separator: "\n")
    let start = try #require(lines.firstIndex { $0 == "largest differences" })
    #expect(lines[start + 1].hasSuffix("\" =\"") && lines[start + 2].hasSuffix("\"b\""))
    #expect(lines[start + 3].hasSuffix("\"é\"") && lines[start + 4].hasPrefix("======"))
  }

  @Test func `without divergences it is said why, and what there is stands all the same`() {
    let text = Self.written([Self.plain(isWhole: false)], as: .text)
    #expect(text.contains("a gives only its likeliest tokens\n") && !text.contains("KLD"))
    #expect(text.contains("Same top p: 75.000"))
  }

  @Test func `spans have sums of both, and neither ranks nor statistics`() throws {
    let text = Self.written([Self.spans], as: .text)
    #expect(text.contains("a and b have different vocabularies\n"))
    #expect(text.contains("3 spans, 2 compared; 4 bytes compared"))
    #expect(text.contains("base  9.00 bits, 2.2500 a byte"))
    #expect(!text.contains("PPL"))
    let row = try JSON(Self.written([Self.spans], as: .json))["comparisons"][0]["tokens"][2]
    #expect(row["base_tokens"].number == 2 && row["other_tokens"].number == 1)
    #expect(row["base_surprisal_bits"].number == 7 && row["delta_bits"].number == -1)
    #expect(row["id"] == .null && row["kl_bits"] == .null)
  }

  @Test func `numbers that are open have their ends in every form, and no statistics`() throws {
    let document = try JSON(Self.written([Self.open], as: .json))["comparisons"][0]
    func expect(_ numbers: JSON, _ expected: [(name: String, value: Double)]) {
      for (name, value) in expected {
        #expect(abs((numbers[name].number ?? .nan) - value) < 1e-12, "\(name)")
      }
    }
    expect(
      document["tokens"][3],
      [
        ("base_surprisal_bits_low", 4), ("other_surprisal_bits_low", 0.5),
        ("other_surprisal_bits_high", 3), ("delta_bits_low", -3.5), ("delta_bits_high", -1),
        ("delta_bits", -2.25), ("base_entropy_bits", 2), ("base_entropy_bits_high", 2),
        ("other_entropy_bits_low", 0.5), ("other_entropy_bits_high", 4),
      ])
    #expect(document["summary"]["ppl"] == .null)
    expect(
      document["summary"],
      [
        ("other_total_bits", 7.5), ("other_total_bits_low", 5.5), ("other_total_bits_high", 9.5),
        ("base_total_bits_low", 7), ("other_bits_per_byte_high", 9.5 / 6),
      ])
    let lines = Self.written([Self.open, Self.plain()], as: .csv).split(separator: "\n")
    let names = lines[0].split(separator: ",", omittingEmptySubsequences: false)
    #expect(names.suffix(2) == ["other_entropy_bits_low", "other_entropy_bits_high"])
    #expect(lines[4].hasSuffix(",4,4,0.5,3,-3.5,-1,2,2,0.5,4"))
    #expect(lines[1].hasSuffix(",,,,,,,,,,") && lines[6].hasSuffix(",1,1,3,3,2,2,2,2,2,2"))
    #expect(!Self.written([Self.plain()], as: .csv).contains("_low"))
    let text = Self.written([Self.open], as: .text)
    #expect(text.contains("0.50…3.00") && text.contains("-3.50…-1.00") && !text.contains("PPL"))
    #expect(text.contains("0.00…+1.50"))
    #expect(text.contains("other 5.50 … 9.50 bits, 0.9167 … 1.5833 a byte"))
    #expect(text.contains("no statistics: numbers lie between two"))
  }

  @Test func `nothing of a text or a name acts on a terminal`() {
    let text = Self.written([Self.plain()], as: .text)
    #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
  }
}
