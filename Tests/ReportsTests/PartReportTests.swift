import Basics
import InformationTheory
import Reports
import Scoring
import Testing

@Suite struct `A report of the parts of a text` {
  private let text = Array("ab c. d".utf8)
  private var tokens: [Token] {
    [0..<1, 1..<2, 2..<4, 4..<5, 5..<7].map { Token(id: 0, bytes: $0) }
  }

  /// Every position has the same expectation: of four entries the first two begin words, and the odds are
  /// 4 : 2 : 1 : 1; one of each comes in turn, and nothing stands before the first.
  private func predictions(_ count: Int) -> Predictions {
    var all = Predictions(vocabularySize: 4)
    for place in 0..<count {
      all.append(
        place == 0
          ? .unscored
          : Prediction(
            foldingLogits: [4, 2, 1, 1].map { log($0) }, actual: place % 4,
            boundaries: WordBoundaries(starts: [true, true, false, false], ends: [])))
    }
    return all
  }

  private func written(
    _ unit: TextUnit, _ format: PartReport.Format, sortedBy order: PartOrder? = nil,
    scoring count: Int = 6
  ) throws -> String {
    let header = Fixture.plain.header()
    let report = PartReport(
      of: text, tokens, predictions(count), header, into: unit, sortedBy: order)
    var all = ""
    try report.write(as: format) { all += $0 }
    return all
  }

  private func lines(
    _ unit: TextUnit, _ format: PartReport.Format, sortedBy order: PartOrder? = nil
  ) throws -> [[String]] {
    try written(unit, format, sortedBy: order).split(separator: "\n").map { line in
      line.split(separator: format == .csv ? "," : " ").map(String.init)
    }
  }

  @Test(arguments: [TextUnit.word, .line, .sentence], [0, 1, 4, 6])
  func `is a document that follows its schema`(unit: TextUnit, scored: Int) throws {
    let schema = try JSONSchema.named("parts")
    for order in [nil, PartOrder.excess] {
      let document = try JSON(written(unit, .json, sortedBy: order, scoring: scored))
      #expect(schema.violations(document) == [])
      #expect(document["unit"] == .string(unit.rawValue))
    }
  }

  @Test func `has the same numbers in every form`() throws {
    let rows = try lines(.word, .csv, sortedBy: .excess).dropFirst()
    let document = try JSON(written(.word, .json, sortedBy: .excess))
    let parts = document["parts"].elements
    #expect(parts.map { $0["index"].number } == rows.map { Double($0[0]) })
    #expect(parts.map { $0["tokens"].number } == rows.map { Double($0[2]) })
    #expect(parts.map { $0["text"] } == [.string(" c."), .string(" d"), .string("ab")])
    #expect(parts.map { $0["offset"].number } == rows.map { Double($0[5]) })
    #expect(parts.map { $0["surprisal_bits"].number } == rows.map { Double($0[6]) })
    #expect(parts.map { $0["excess_bits"].number } == rows.map { Double($0[7]) })
    #expect(parts.map { $0["rank"].number } == rows.map { Double($0[8]) })
    let tabbed = try written(.word, .tsv, sortedBy: .excess).split(separator: "\n").dropFirst()
    #expect(tabbed.map { String($0.prefix { $0 != "\t" }) } == rows.map { $0[0] })
    let single = try written(.word, .jsonl, sortedBy: .excess).split(separator: "\n").map {
      try JSON(String($0))
    }
    #expect(single.count == 5 && Array(single[1...3]) == parts)
    for name in ["schema", "model", "settings", "program", "unit"] {
      #expect(single[0][name] == document[name])
    }
    #expect(single[4] == .object(["summary": document["summary"]]))
  }

  @Test func `has null where nothing is scored`() throws {
    let parts = try JSON(written(.word, .json, scoring: 4))["parts"]
    #expect(parts[1]["rank"] == .number(3))  // two odds are higher, none between
    for name in ["surprisal_bits", "excess_bits", "rank"] {
      #expect(parts[0][name] == .null && parts[2][name] == .null)
    }
  }

  @Test func `has a row a word, corrected for where it ends, the last one too`() throws {
    let rows = try lines(.word, .csv)
    #expect(
      rows[0].prefix(9) == [
        "index", "unit", "tokens", "text", "bytes", "offset", "surprisal_bits", "excess_bits",
        "rank",
      ])
    #expect(rows.count == 4 && rows[1][1] == "word")
    // " c." is the third and the fourth token, with odds of 1 and 1 to 8; each word ends with odds of 6 to 8.
    let c = try #require(Double(rows[2][6]))
    #expect(rows[2][0] == "2" && rows[2][2] == "2" && rows[2][5] == "2")
    #expect(abs(c - 6) < 1e-4)
    // " d" has odds of 4 to 8, and what comes behind it is known.
    #expect(abs((Double(rows[3][6]) ?? 0) - 1) < 1e-4)
    let entropy = 0.5 * 1 + 0.25 * 2 + 0.25 * 3
    #expect(abs((Double(rows[3][7]) ?? 0) - (1 - entropy)) < 1e-4)
  }

  @Test func `has lines and sentences as they are, and puts them in order`() throws {
    let sorted = try lines(.word, .csv, sortedBy: .surprise).dropFirst()
    #expect(
      sorted.compactMap { Double($0[6]) } == sorted.compactMap { Double($0[6]) }.sorted(by: >))
    #expect(sorted.first?[0] == "2")
    let line = try lines(.line, .csv)
    #expect(line.count == 2 && line[1][2] == "5" && abs((Double(line[1][6]) ?? 0) - 9) < 1e-4)
  }

  @Test func `has no number for a rank that is beyond a server's candidates`() throws {
    var all = predictions(4)
    let beyond = try #require(
      Prediction(
        likeliest: [(0, log(0.5)), (1, log(0.25))], vocabularySize: 4,
        actual: (log(0.125), Int(Prediction.unknownRank))))
    all.append(beyond)
    let report = PartReport(of: text, tokens, all, Fixture.plain.header(), into: .line)
    var (csv, plain, json) = ("", "", "")
    try report.write(as: .json) { json += $0 }
    #expect(try JSON(json)["parts"][0]["rank"] == .null)
    try report.write(as: .csv) { csv += $0 }
    try report.write(as: .text) { plain += $0 }
    #expect(!csv.contains("2147483647") && !plain.contains("2147483647"))
    let row = csv.split(separator: "\n")[1]
    let fields = row.split(separator: ",", omittingEmptySubsequences: false)
    #expect(fields[7] != "" && fields[8] == "")
    #expect(plain.contains("      –       5  \"ab c. d\""))
  }

  @Test func `counts places from 1 for people`() throws {
    let rows = try lines(.word, .text)
    let names = try #require(rows.firstIndex { $0.first == "place" })
    #expect(rows[names] == ["place", "bits", "-", "entropy", "rank", "tokens", "word"])
    #expect(rows[names + 2][0] == "3" && rows[names + 2][1] == "6.00")
    #expect(rows.contains { $0.first == "loss" })
    // Other rows call the same number by another name than the tables of parts do.
    #expect(try written(.word, .text).contains("as surprisal_bow_bits of --items are\n"))
    #expect(try !written(.line, .text).contains("corrected"))
  }
}
