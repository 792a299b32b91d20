import InformationTheory
import Reports
import Scoring
import ShownText
import Testing

@Suite struct ReportTests {
  @Test(arguments: ReportFormat.all)
  func `a report does not depend on the blocks it came in`(_ format: ReportFormat) throws {
    let whole = try Fixture.plain.report(format, topCount: 2)
    for size in 1...3 {
      #expect(try Fixture.plain.report(format, topCount: 2, blocksOf: size) == whole)
    }
  }

  @Test(arguments: [
    (Fixture.plain, PartOrder.surprise, [2, 3, 1, 0]), (.plain, .rank, [1, 2, 3, 0]),
    (.ordered, .surprise, [2, 1, 3, 0]), (.ordered, .excess, [1, 2, 3, 0]),
    (.ordered, .rank, [2, 3, 1, 0]),
  ])
  func `sorted rows are those of the text, the largest first, equal ones in its order`(
    fixture: Fixture, order: PartOrder, places: [Int]
  ) throws {
    for format in ReportFormat.all where !format.showsText {
      for size in [1, 10] {
        let lines = try fixture.report(format, topCount: 2).split(separator: "\n")
        let sorted = try fixture.report(
          format, topCount: 2, blocksOf: size, sortedBy: order
        ).split(separator: "\n")
        func comma(_ line: Substring) -> Substring { line.last == "," ? line.dropLast() : line }
        let first = try #require(
          lines.firstIndex {
            $0.contains("\"index\":")
              || ["0,", "0\t", "      1 ", "| 0 |"].contains(where: $0.hasPrefix)
          })
        #expect(lines.count == sorted.count)
        #expect(
          lines[..<first] == sorted[..<first] && lines[(first + 4)...] == sorted[(first + 4)...])
        #expect(
          places.map { comma(lines[first + $0]) } == (0..<4).map { comma(sorted[first + $0]) })
      }
    }
  }

  @Test(arguments: [ReportFormat.markdown, .svg, .html])
  func `figures for people have their standard errors beside them`(format: ReportFormat) throws {
    func words(_ fixture: Fixture) throws -> String {
      // Without what stands in angle brackets.
      try fixture.report(format).split(separator: "<").map { part in
        part.contains(">") ? part.drop { $0 != ">" }.dropFirst() : part
      }.joined()
    }
    // Bits 1, 2, 2 of tokens with 3, 1, 1 bytes, the first of which begins the only word.
    let plain = try words(.plain)
    for text in [
      "1.6667 ± 0.3333", "1.1552 ± 0.2310", "3.17 ± 0.734", "1.0000 ± 0.6000", "5.0000 ± 6.0000",
      "standard error over 3 tokens",
    ] {
      #expect(plain.contains(text), "\(text)")
    }
    var windows = Fixture.plain
    windows.window = 2
    #expect(try words(windows).contains("standard error over 3 windows"))
    #expect(try !words(.impossible).contains("±") && !words(.empty).contains("±"))
  }

  @Test func `all letters of a picture stand within it, however much there is to say`() throws {
    var (open, far) = (Fixture.bounded, Fixture.plain)
    open.window = 2
    let place = String(repeating: "/a/long/way/to/go", count: 20) + " and back"
    far.server = ModelServer(
      address: "http://\(place):8000", engine: "vLLM", version: "0.32.0", model: place,
      candidates: 20, logProbabilities: "raw")
    for text in [
      try Fixture.plain.report(.svg), try open.report(.svg), try far.report(.svg),
      try `Foreign text`.report(.svg),
    ] {
      let picture = try Markup(text, raw: ["style"])
      let whole = try #require(picture.all("svg").first)
      let (width, height) = (number(whole, "width"), number(whole, "height"))
      let labels = picture.all("text").filter { $0.attributes["class"] == "label" }
      #expect(labels.count > 20)
      for label in labels {
        // The font's letters are 0.602 of its size wide.
        let length =
          label.attributes["textLength"].flatMap(Double.init)
          ?? 12 * 0.602 * Double(columnWidth(of: label.text))
        let start = number(label, "x")
        #expect(start >= 0 && start + length <= width - 10, "\(label.text)")
        #expect(number(label, "y") < height)
        #expect(length > 0.4 * 12 * 0.602 * Double(label.text.count), "\(label.text) can be read")
      }
    }
    #expect(try far.report(.svg).contains("and back"))
  }

  @Test func `a picture has words of many tokens whole, but for one that is longer than a line`()
    throws
  {
    let words =
      (0..<90).map { String(repeating: "w", count: 1 + $0 * 7 % 13) }
      + [String(repeating: "x", count: 100), "end"]
    let lines = [words[..<40].joined(separator: " "), words[40...].joined(separator: " ")]
    let text = Array(lines.joined(separator: "\n").utf8)
    var picture = ""
    var report = ScoreReport(
      of: text, tokens: Token.each(byteOf: text), Fixture.plain.header(), as: .svg)
    report.begin { picture += $0 }
    report.end { picture += $0 }
    let letters = try Markup(picture, raw: ["style"]).all("text").filter {
      $0.attributes["class"] == "u" && $0.text != "⏎"
    }
    var rest = letters[...]
    for word in words {
      let lines = Set(rest.prefix(word.count).map { number($0, "y") })
      #expect(word.count > 84 ? lines.count > 1 : lines.count == 1, "\(word)")
      rest = rest.dropFirst(word.count)
    }
    #expect(rest.isEmpty && letters.allSatisfy { number($0, "x") < 84 * 9 })
  }

  private func number(_ element: Markup.Element, _ name: String) -> Double {
    element.attributes[name].flatMap(Double.init) ?? -1
  }

  @Test(arguments: [ReportFormat.csv, .tsv])
  func `what is certain has 0 as the logarithm of its probability`(format: ReportFormat) throws {
    let text = try Fixture.plain.report(
      format, temperature: try #require(Temperature(0)), topCount: 2)
    #expect(text.contains("0.0") && !text.contains("-0.0"))
  }

  @Test func `each form has a name and a few words of its own`() {
    #expect(Set(ReportFormat.all.map(\.name)).count == ReportFormat.all.count)
    #expect(Set(ReportFormat.all.map(\.summary)).count == ReportFormat.all.count)
  }

  @Test func `tokens that no prediction came for are there without numbers`() throws {
    let fixture = Fixture.plain
    var text = ""
    var report = ScoreReport(of: fixture.text, tokens: fixture.tokens, fixture.header(), as: .json)
    report.begin { text += $0 }
    report.add(fixture.blocks(of: 2)[0]) { text += $0 }
    report.end { text += $0 }
    let document = try JSON(text)
    #expect(document["tokens"].elements.count == 4)
    #expect(document["tokens"][3]["logprob"] == .null)
    #expect(document["summary"]["scored_tokens"] == .number(1))
    #expect(report.summary.tokens == 4)
  }

  @Test func `more predictions than tokens are ignored`() throws {
    let fixture = Fixture.plain
    var text = ""
    var report = ScoreReport(
      of: fixture.text, tokens: Array(fixture.tokens.prefix(2)), fixture.header(), as: .jsonl)
    report.add(fixture.blocks(of: 4)[0]) { text += $0 }
    #expect(text.split(separator: "\n").count == 2)
  }

  @Test func `what the writer throws ends the report`() throws {
    struct Full: Error {}
    let fixture = Fixture.plain
    var report = ScoreReport(of: fixture.text, tokens: fixture.tokens, fixture.header(), as: .csv)
    #expect(throws: Full.self) { try report.begin { _ in throw Full() } }
    #expect(throws: Full.self) { try report.add(fixture.blocks(of: 4)[0]) { _ in throw Full() } }
    #expect(throws: Full.self) { try report.end { _ in throw Full() } }
  }

  @Test func `the table says what the numbers depend on`() throws {
    let text = try Fixture.plain.report(.text, topCount: 2, start: 0)
    #expect(
      text == #"""
        model Tiny, "quoted" Q4_1
        T 1, start token 0 "A", window 64, stride 32

          place     bits probability   rank entropy  token   (expected)
              1        –           –      –       –  "A"
              2     1.00       0.500      1    1.50  " \"b"   (" \"b" 0.500, "A" 0.250)
              3     2.00       0.250      1    2.00  "⟨C3⟩"   ("A" 0.250, " \"b" 0.250)
              4     2.00       0.250      1    2.00  "⟨A9⟩"   ("A" 0.250, " \"b" 0.250)

        4 tokens, 3 scored; 6 bytes, 5 scored
        loss at T 1   1.1552 nats, 1.6667 bits a token
        perplexity    3.17
        total         5.00 bits, 1.0000 a byte, 5.0000 a word
        std. error    loss 0.2310 nats, 0.3333 bits, 0.6000 a byte, 6.0000 a word; perplexity 0.734 (over 3 tokens)
        mean entropy  1.8333 bits
        best loss     0.9242 nats, at T 0.050 or below

        file          /models/tiny.gguf
        SHA-256       5eed
        tokenizer     gpt2/tiny
        made by       surprisal 1.2.3, avx512

        """#)
  }

  @Test func `the table of an empty text says so`() throws {
    let text = try Fixture.empty.report(.text)
    #expect(text.contains("\n0 tokens, 0 scored; 0 bytes, 0 scored\nnothing to score\n"))
    #expect(text.contains("start token none"))
  }

  @Test func `the table says why nothing has a score`() throws {
    let text = try Fixture(ids: [0], logits: [nil]).report(.text)
    #expect(text.contains("\n1 token, 0 scored; 1 byte, 0 scored\nno token has a score\n"))
  }

  @Test func `the table says where a space was put before the text`() throws {
    let lines = try Fixture.spaced.report(.text).split(separator: "\n")
    #expect(lines.filter { $0.hasSuffix("\"\"   with a space before it") }.count == 1)
    #expect(lines.filter { $0.contains("with a space") }.count == 1)
  }

  @Test func `the table names bytes that no token stands for`() throws {
    let text = try Fixture.unknown.report(.text)
    #expect(text.contains(#"    2     2.00       0.250      1    2.00  "\u{4}"   unknown"#))
    #expect(text.split(separator: "\n").count { $0.hasSuffix("unknown") } == 1)
    #expect(
      text.contains(
        """
        3 tokens, 2 scored; 5 bytes, 4 scored
        1 byte unknown: the vocabulary has no token for it, and the unknown token is scored instead

        """))
  }

  @Test func `columns never run together, however large a number is`() throws {
    let cold = try #require(Temperature(1e-10))
    let fixture = Fixture(ids: [1, 0], logits: [nil, [0, 1, 0, 0]])
    let text = try fixture.report(.text, temperature: cold)
    // A nat less likely than the likeliest token at a temperature of 1 is 1e10 nats at this one.
    #expect(text.contains("      2 14426950408.89 "), "\(text)")
  }

  @Test func `a table can be infinite`() throws {
    let text = try Fixture.impossible.report(.text)
    #expect(text.contains("    2      inf           0      4    1.58  \"⟨A9⟩\""))
    #expect(text.contains("perplexity    inf"))
  }
}
