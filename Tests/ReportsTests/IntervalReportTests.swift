import Basics
import InformationTheory
import Reports
import Scoring
import Testing

@Suite struct `What a model that says its likeliest tokens alone leaves open` {
  private static let scores = ["logprob", "surprisal_bits", "probability", "entropy_bits"]
  private static let summary = [
    "cross_entropy_nats", "cross_entropy_bits", "perplexity", "total_bits", "bits_per_byte",
    "bits_per_word", "mean_entropy_bits", "best_temperature", "best_cross_entropy_nats",
  ]

  /// The same text by a model that says all.
  private var exact: Fixture {
    var fixture = Fixture.bounded
    fixture.likeliest = nil
    return fixture
  }

  private func columns(_ csv: String) -> [[String: String]] {
    // The model's name has a comma, inside quotes.
    let rows = csv.replacing("\"Tiny, \"\"quoted\"\"\"", with: "Tiny").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    return rows.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(rows[0], $0)) }
  }

  private func expectBetween(
    _ number: Double?, _ low: Double?, _ high: Double?, truth: Double?, _ name: String
  ) throws {
    let (number, low, high) = (try #require(number), try #require(low), try #require(high))
    #expect(low <= number + 1e-6 && number <= high + 1e-6, "\(name)")
    let truth = try #require(truth)
    #expect(low <= truth + 1e-5 && truth <= high + 1e-5, "\(name) \(low) \(truth) \(high)")
  }

  @Test(arguments: [0.5, 1, 2])
  func `has two columns beside each number, between which the truth is`(value: Double) throws {
    let temperature = try #require(Temperature(value))
    let rows = columns(try Fixture.bounded.report(.csv, temperature: temperature, topCount: 1))
    let truth = columns(try exact.report(.csv, temperature: temperature, topCount: 1))
    #expect(rows[0]["logprob_low"] == "" && rows[0]["top1_probability_high"] == "")
    for (row, truth) in zip(rows, truth).dropFirst() {
      for name in Self.scores + ["top1_logprob", "top1_probability"] {
        try expectBetween(
          row[name].flatMap(Double.init), row["\(name)_low"].flatMap(Double.init),
          row["\(name)_high"].flatMap(Double.init), truth: truth[name].flatMap(Double.init), name)
        #expect(truth["\(name)_low"] == nil)
      }
      // Of four equal tokens none is open, but for the rounding of floats.
      let ends = ["low", "high"].compactMap { row["surprisal_bits_\($0)"].flatMap(Double.init) }
      #expect((abs(ends[1] - ends[0]) > 1e-5) == (value != 1 && row["index"] != "3"))
      if value == 1 { #expect(ends[0] == ends[1]) }
    }
  }

  @Test(arguments: [0.5, 1, 2])
  func `has two members beside each number of a document, as the schema has it`(
    value: Double
  ) throws {
    let temperature = try #require(Temperature(value))
    let document = try JSON(
      Fixture.bounded.report(.json, temperature: temperature, topCount: 2))
    let truth = try JSON(exact.report(.json, temperature: temperature, topCount: 2))
    #expect(try JSONSchema.score().violations(document) == [])
    func number(_ value: JSON) -> Double? {
      if case .number(let number) = value { number } else { nil }
    }
    for token in 1...3 {
      for name in Self.scores {
        let own = document["tokens"][token]
        try expectBetween(
          number(own[name]), number(own["\(name)_low"]), number(own["\(name)_high"]),
          truth: number(truth["tokens"][token][name]), name)
      }
    }
    let first = document["tokens"][1]["top"][0]
    try expectBetween(
      number(first["probability"]), number(first["probability_low"]),
      number(first["probability_high"]),
      truth: number(truth["tokens"][1]["top"][0]["probability"]), "top")
    for name in Self.summary {
      let own = document["summary"]
      try expectBetween(
        number(own[name]), number(own["\(name)_low"]), number(own["\(name)_high"]),
        truth: number(truth["summary"][name]), name)
      #expect(number(truth["summary"]["\(name)_low"]) == nil)
    }
  }

  @Test func `stands in a table for people from the least to the most`() throws {
    // At T = 2 the weights are the roots of the odds: 2 for the best and √2 for the token that came. The others
    // have the mass of 4 odds: one of 4, or three of 4/3 each.
    let temperature = try #require(Temperature(2))
    let lines = try Fixture.bounded.report(.text, temperature: temperature)
      .split(separator: "\n").map(String.init)
    let (packed, flat) = (
      log2(4 / 2.0.squareRoot()), log2((2 + 3 * (4 / 3.0).squareRoot()) / 2.0.squareRoot())
    )
    let row = try #require(lines.first { $0.contains("\\\"b") })
    #expect(row.contains(" \(hundredths(packed))…\(hundredths(flat)) "), "\(row)")
    #expect(lines.contains { $0.hasPrefix("loss at T 2 ") && $0.contains("…") })
    #expect(lines.contains { $0.hasPrefix("the model says no more than its likeliest tokens") })
    let one = try Fixture.bounded.report(.text)
    #expect(
      try #require(one.split(separator: "\n").first { $0.contains("\\\"b") }).contains("   2.00  "))
    #expect(!(try exact.report(.text, temperature: temperature)).contains("…"))
  }

  @Test func `stands in notes with the likeliest tokens and the least loss too`() throws {
    let temperature = try #require(Temperature(2))
    let notes = try Fixture.bounded.report(.markdown, temperature: temperature, topCount: 1)
    // The best has a weight of 2; the others together have 2, or 3 √(4/3).
    #expect(notes.contains(" 0.366 … 0.5"))
    let best = try #require(notes.split(separator: "\n").first { $0.hasPrefix("| least loss") })
    #expect(best.contains("…"))
  }

  private func hundredths(_ value: Double) -> String {
    let whole = Int((value * 100).rounded())
    return "\(whole / 100).\(whole % 100 < 10 ? "0" : "")\(whole % 100)"
  }

  @Test func `is added up over words and lines`() throws {
    let fixture = Fixture.bounded
    let temperature = try #require(Temperature(0.5))
    var all = Predictions(vocabularySize: 4)
    for block in fixture.blocks(of: 10) { all.append(block) }
    var csv = ""
    let report = PartReport(
      of: fixture.text, fixture.tokens, all, fixture.header(temperature: temperature), into: .line)
    try report.write(as: .csv) { csv += $0 }
    let figures = Figures(all, at: temperature)
    let row = try #require(columns(csv).first)
    let sum = figures.totalInterval
    let (low, high) = (
      try #require(row["surprisal_bits_low"].flatMap(Double.init)),
      try #require(row["surprisal_bits_high"].flatMap(Double.init))
    )
    #expect(abs(low - sum.lowerBound.bits) < 1e-5 && abs(high - sum.upperBound.bits) < 1e-5)
    #expect(high - low > 0.1)
    let excess = (
      try #require(row["excess_bits_low"].flatMap(Double.init)),
      try #require(row["excess_bits_high"].flatMap(Double.init))
    )
    let truth = Figures(exact.blocks(of: 10)[0], at: temperature)
    let own = truth.total.bits - truth.totalEntropy.bits
    #expect(excess.0 <= own && own <= excess.1)
    var json = ""
    try report.write(as: .json) { json += $0 }
    let document = try JSON(json)
    #expect(try JSONSchema.named("parts").violations(document) == [])
    for name in [
      "surprisal_bits_low", "surprisal_bits_high", "excess_bits_low", "excess_bits_high",
    ] {
      #expect(document["parts"][0][name].number == row[name].flatMap(Double.init))
    }
  }

  @Test func `stands in tables of words for people, which are not said to be corrected`() throws {
    let fixture = Fixture.bounded
    let temperature = try #require(Temperature(0.5))
    var all = Predictions(vocabularySize: 4)
    for block in fixture.blocks(of: 10) { all.append(block) }
    let sum = Figures(all, at: temperature).totalInterval
    for unit in [TextUnit.line, .word] {
      let report = PartReport(
        of: fixture.text, fixture.tokens, all, fixture.header(temperature: temperature), into: unit)
      var text = ""
      try report.write(as: .text) { text += $0 }
      #expect(text.contains("\nthe model says no more than its likeliest tokens"))
      #expect(!text.contains("corrected"))
      #expect(text.contains("what begins a word is not known") == (unit == .word))
      guard unit == .line else { continue }
      let ends = "\(hundredths(sum.lowerBound.bits))…\(hundredths(sum.upperBound.bits))"
      #expect(text.contains(" \(ends) "), "\(text)")
    }
  }

  @Test func `is left out of rows that have no room for it`() throws {
    let fixture = Fixture.bounded
    var text = RowText(
      of: fixture.text, from: 0, tokens: fixture.tokens, temperature: .one, unit: .token)
    for block in fixture.blocks(of: 10) { text.add(block) }
    let origin = RowOrigin(file: nil, id: nil, line: 1, model: nil, others: [])
    let rows = LineReport(.token, as: .jsonl).rows(origin, text, error: nil).split(separator: "\n")
    let second = try JSON(String(rows[1]))
    #expect(second["entropy_bits"] == .null && second["rank"] == .number(2))
    guard case .number(let bits) = second["surprisal_bits"] else {
      Issue.record("no surprisal")
      return
    }
    #expect(abs(bits - 2) < 1e-6)
    #expect(text.score.meanEntropy == nil && text.score.crossEntropy != nil)
    var all = CorpusScore()
    all.add(text.score)
    #expect(all.meanEntropy == nil && CorpusScore(numbers: all.numbers)?.meanEntropy == nil)
    #expect(all.crossEntropy != nil)
  }
}
