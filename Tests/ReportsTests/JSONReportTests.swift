import InformationTheory
import Reports
import Testing

@Suite struct JSONReportTests {
  private static let temperatures = [0, 0.5, 1, 7, Double.infinity]

  private func document(
    _ fixture: Fixture, temperature: Double = 1, topCount: Int = 0
  ) throws -> JSON {
    try JSON(
      fixture.report(
        .json, temperature: try #require(Temperature(temperature)), topCount: topCount))
  }

  @Test(arguments: temperatures, [0, 3])
  func `every document follows the schema`(temperature: Double, topCount: Int) throws {
    let schema = try JSONSchema.score()
    for fixture in [Fixture.plain, .impossible, .empty, .unknown, .spaced] {
      let document = try document(fixture, temperature: temperature, topCount: topCount)
      #expect(schema.violations(document) == [])
    }
  }

  @Test func `the schema refuses what it should`() throws {
    let schema = try JSONSchema.score()
    let good = try document(.plain, topCount: 2)
    func violations(_ change: (inout JSON) -> Void) -> [String] {
      var document = good
      change(&document)
      return schema.violations(document)
    }
    #expect(violations { $0["tokens"][1]["rank"] = .number(0) }.count == 1)
    #expect(violations { $0["tokens"][1]["rank"] = .number(1.5) }.count == 1)
    #expect(violations { $0["tokens"][1]["probability"] = .number(1.5) }.count == 1)
    #expect(violations { $0["tokens"][1]["logprob"] = .number(0.5) }.count == 1)
    #expect(violations { $0["tokens"][1]["bytes"] = .string("C3") }.count == 1)
    #expect(violations { $0["tokens"][1]["top"][0]["id"] = .string("1") }.count == 1)
    #expect(violations { $0["schema"] = .string("surprisal.score/2") }.count == 1)
    #expect(violations { $0["summary"]["perplexity"] = .string("NaN") }.count == 1)
    #expect(violations { $0["summary"]["speed"] = .number(1) }.count == 1)
    #expect(violations { $0["settings"] = .object([:]) }.count == 4)
  }

  @Test func `a schema with an unknown keyword is refused`() throws {
    var root = try JSONSchema.score().root
    root["minProperties"] = .number(1)
    #expect(JSONSchema(root: root).violations(try document(.plain)).count == 1)
  }

  @Test func `the first token has no context and so no numbers`() throws {
    let token = try document(.plain)["tokens"][0]
    for name in ["logprob", "surprisal_bits", "probability", "rank", "entropy_bits"] {
      #expect(token[name] == .null)
    }
    #expect(token["text"] == .string("A"))
    #expect(token["top"] == .array([]))
  }

  @Test func `numbers are those computed by hand`() throws {
    let document = try document(.plain, topCount: 2)
    let token = document["tokens"][1]
    #expect(isClose(token["surprisal_bits"], 1))
    #expect(isClose(token["probability"], 0.5))
    #expect(isClose(token["logprob"], -0.693_147_18))
    #expect(isClose(token["entropy_bits"], 1.5))
    #expect(token["rank"] == .number(1))
    #expect(token["offset"] == .number(1))
    #expect(token["top"].elements.map { $0["id"] } == [.number(1), .number(0)])
    #expect(isClose(token["top"][1]["probability"], 0.25))
    let summary = document["summary"]
    #expect(summary["tokens"] == .number(4))
    #expect(summary["scored_tokens"] == .number(3))
    #expect(summary["bytes"] == .number(6))
    #expect(summary["scored_bytes"] == .number(5))
    #expect(summary["unknown_tokens"] == .number(0))
    #expect(isClose(summary["total_bits"], 5))
    #expect(isClose(summary["cross_entropy_bits"], 5.0 / 3))
    #expect(isClose(summary["perplexity"], 3.174_802_1))  // 2^(5/3)
    #expect(isClose(summary["bits_per_byte"], 1))
    #expect(isClose(summary["mean_entropy_bits"], 5.5 / 3))
    #expect(summary["scored_words"] == .number(1))
    #expect(isClose(summary["bits_per_word"], 5))
  }

  @Test func `standard errors are those computed by hand, and say over what they are`() throws {
    // Bits 1, 2, 2 of tokens with 3, 1, 1 bytes, the first of which begins the only word.
    let errors = try document(.plain)["summary"]["standard_errors"]
    #expect(errors.elements.count == 1)
    #expect(errors[0]["over"] == .string("tokens") && errors[0]["units"] == .number(3))
    #expect(isClose(errors[0]["cross_entropy_bits"], 1.0 / 3))
    #expect(isClose(errors[0]["cross_entropy_nats"], 0.231_049_06))
    #expect(isClose(errors[0]["perplexity"], 3.174_802_1 * 0.231_049_06))
    #expect(isClose(errors[0]["bits_per_byte"], 0.6))
    #expect(isClose(errors[0]["bits_per_word"], 6))
    let impossible = try document(.impossible)["summary"]["standard_errors"][0]
    #expect(impossible["units"] == .number(1) && impossible["perplexity"] == .null)
  }

  @Test func `a text of several windows has standard errors over these as well`() throws {
    var fixture = Fixture.plain
    fixture.window = 2
    let errors = try document(fixture)["summary"]["standard_errors"]
    #expect(errors.elements.map { $0["over"] } == [.string("tokens"), .string("windows")])
    #expect(errors[1]["units"] == .number(3))  // tokens 0 and 1, 2, 3, each with one score
    #expect(isClose(errors[1]["cross_entropy_bits"], 1.0 / 3))
  }

  @Test func `a byte that no token stands for is the unknown token, and said to be`() throws {
    let document = try document(.unknown)
    let tokens = document["tokens"].elements
    #expect(tokens.map { $0["unknown"] } == [.boolean(false), .boolean(true), .boolean(false)])
    #expect(tokens[1]["id"] == .number(0) && tokens[1]["bytes"] == .string("04"))
    #expect(isClose(tokens[1]["surprisal_bits"], 2))
    #expect(document["summary"]["unknown_tokens"] == .number(1))
    #expect(document["summary"]["scored_bytes"] == .number(4))
    #expect(isClose(document["summary"]["bits_per_byte"], 1))
  }

  @Test func `a space that the text lacks is said to be added, and has no bytes`() throws {
    let tokens = try document(.spaced)["tokens"].elements
    #expect(tokens.map { $0["bytes"] } == [.string(""), .string("41")])
    #expect(tokens.map { $0["offset"] } == [.number(0), .number(0)])
    #expect(tokens.map { $0["space_added"] } == [.boolean(true), .null])
  }

  private func isClose(_ value: JSON, _ expected: Double) -> Bool {
    value.number.map { abs($0 - expected) < 2e-6 } ?? false
  }

  @Test func `half of a character is text with U+FFFD, and its bytes`() throws {
    let tokens = try document(.plain)["tokens"]
    #expect(tokens[2]["text"] == .string("\u{FFFD}"))
    #expect(tokens[2]["bytes"] == .string("c3"))
    #expect(tokens[3]["bytes"] == .string("a9"))
    #expect(tokens[1]["text"] == .string(" \"b"))
  }

  @Test func `infinities are strings`() throws {
    let document = try document(.impossible, temperature: .infinity)
    #expect(document["settings"]["temperature"] == .string("inf"))
    let token = document["tokens"][1]
    #expect(token["logprob"] == .string("-inf"))
    #expect(token["surprisal_bits"] == .string("inf"))
    #expect(token["probability"] == .number(0))
    #expect(token["rank"] == .number(4))
    #expect(document["summary"]["perplexity"] == .string("inf"))
    #expect(document["summary"]["best_cross_entropy_nats"] == .string("inf"))
  }

  @Test func `an empty text has no loss`() throws {
    let document = try document(.empty)
    #expect(document["tokens"] == .array([]))
    #expect(document["summary"]["tokens"] == .number(0))
    for name in ["cross_entropy_nats", "perplexity", "bits_per_byte", "best_temperature"] {
      #expect(document["summary"][name] == .null)
    }
  }

  @Test func `ranks are the same at every temperature`() throws {
    let ranks = try Self.temperatures.map { temperature in
      try document(.impossible, temperature: temperature)["tokens"][1]["rank"]
    }
    #expect(Set(ranks) == [.number(4)])
  }

  @Test func `lines hold the parts of the document`() throws {
    let document = try document(.plain, topCount: 1)
    let text = try Fixture.plain.report(.jsonl, topCount: 1)
    #expect(text.hasSuffix("\n"))
    let lines = try text.split(separator: "\n").map { try JSON(String($0)) }
    #expect(lines.count == 6)
    for name in ["schema", "model", "settings"] { #expect(lines[0][name] == document[name]) }
    #expect(Array(lines[1...4]) == document["tokens"].elements)
    #expect(lines[5] == .object(["summary": document["summary"]]))
  }

  @Test func `nothing in a document can act on a terminal`() throws {
    var fixture = Fixture.plain
    fixture.ids = [0, 1]
    var header = fixture.header()
    header.model.name = "\u{1B}]0;x\u{7}\u{9B}2J\u{202E}\u{7F}\u{E0041}"
    var text = ""
    var report = ScoreReport(of: fixture.text, tokens: fixture.tokens, header, as: .json)
    report.begin { text += $0 }
    report.end { text += $0 }
    #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.isPrintable })
    #expect(try JSON(text)["model"]["name"] == .string(header.model.name))
  }
}

extension Unicode.Scalar.Properties {
  /// Neither a control nor a format character.
  var isPrintable: Bool { generalCategory != .control && generalCategory != .format }
}
