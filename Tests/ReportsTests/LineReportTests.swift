import Basics
import InformationTheory
import Reports
import Scoring
import Testing

@Suite struct LineReportTests {
  private static let origin = RowOrigin(
    file: nil, id: ("\"x\"", "x"), line: 3, model: nil,
    others: [("cond", "[1, 2]", "[1, 2]"), ("tokens", "\"=9\"", "=9")])

  private func text(_ unit: LineReport.Unit, _ fixture: Fixture = .plain) -> RowText {
    var text = RowText(
      of: fixture.text, from: 0, tokens: fixture.tokens, temperature: .one, unit: unit)
    for block in fixture.blocks(of: 3) { text.add(block) }
    return text
  }

  @Test func `a row of a text has the columns that are promised, in their order`() throws {
    let row = LineReport(.text, as: .jsonl).rows(Self.origin, text(.text), error: nil)
    let names = row.split(separator: "\"").map(String.init).filter { row.contains("\"\($0)\": ") }
    #expect(
      names == [
        "id", "line", "tokens", "scored_tokens", "bytes", "characters", "words", "logprob",
        "surprisal_bits", "cross_entropy_nats", "perplexity", "word_perplexity",
        "byte_perplexity", "bits_per_byte", "mean_entropy_bits", "error", "cond", "input_tokens",
      ])
    let object = try JSON(row)
    #expect(object["id"] == .string("x") && object["error"] == .null)
    #expect(object["tokens"] == .number(4) && object["scored_tokens"] == .number(3))
    // Bits 1, 2 and 2 of five bytes, in which one word begins.
    for (name, value) in [
      ("surprisal_bits", 5), ("bits_per_byte", 1), ("word_perplexity", 32), ("byte_perplexity", 2),
      ("logprob", -3.465_735_9), ("cross_entropy_nats", 1.155_245_3), ("perplexity", 3.174_802_1),
    ] {
      #expect(abs((object[name].number ?? .nan) - value) < 2e-5, "\(name)")
    }
  }

  @Test func `rows of words and of tokens say what they are of, and null where nothing is known`()
    throws
  {
    for (unit, texts) in [
      (LineReport.Unit.token, ["A", " \"b", "\u{FFFD}", "\u{FFFD}"]), (.word, ["A", " \"bé"]),
    ] {
      let rows = try LineReport(unit, as: .jsonl).rows(Self.origin, text(unit), error: nil)
        .split(separator: "\n").map { try JSON(String($0)) }
      #expect(rows.map { $0["text"] } == texts.map(JSON.string))
      #expect(rows.map { $0["index"] } == texts.indices.map { .number(Double($0)) })
      #expect(rows[0]["logprob"] == .null && rows[0]["rank"] == .null)
      #expect(rows[1]["rank"] == .number(1) && rows[1]["offset"] == .number(1))
    }
  }

  @Test(arguments: [1, 2, 6])
  func `words are corrected for where they end, the last one too`(blockSize: Int) throws {
    // Every position has the same expectation: of four entries the first two begin words, and the odds are
    // 4 : 2 : 1 : 1; one of each comes in turn, and nothing stands before the first.
    let all = (0..<6).map { place in
      place == 0
        ? .unscored
        : Prediction(
          foldingLogits: [4, 2, 1, 1].map { log($0) }, actual: place % 4,
          boundaries: WordBoundaries(starts: [true, true, false, false], ends: []))
    }
    let tokens = [0..<1, 1..<2, 2..<4, 4..<5, 5..<7].map { Token(id: 0, bytes: $0) }
    func bits(_ correction: BoundaryCorrection) throws -> [JSON] {
      var text = RowText(
        of: Array("ab c. d".utf8), from: 0, tokens: tokens, temperature: .one, unit: .word,
        correction: correction)
      #expect(text.asked.count == 6)
      for start in stride(from: 0, to: 6, by: blockSize) {
        var block = Predictions(vocabularySize: 4)
        for prediction in all[start..<start + blockSize] { block.append(prediction) }
        text.add(block)
      }
      // Odds of 2, 1, 1 and 4 to 8, without what comes behind.
      #expect(abs(text.score.scored.total.bits - 9) < 1e-4 && text.score.scored.tokens == 4)
      return try LineReport(.word, as: .jsonl).rows(Self.origin, text, error: nil)
        .split(separator: "\n").map { try JSON(String($0))["surprisal_bow_bits"] }
    }
    let corrected = try bits(.pimentel)
    // " c." has odds of 1 and 1 to 8, " d" of 4; before and behind each stand odds of 6 to 8.
    #expect(corrected.count == 3 && corrected[0] == .null)
    #expect(abs((corrected[1].number ?? .nan) - 6) < 1e-4)
    #expect(abs((corrected[2].number ?? .nan) - 1) < 1e-4)
    #expect(try bits(.none) == [.null, .null, .null])
  }

  @Test(arguments: LineReport.Unit.allCases)
  func `a text that cannot be scored has one row, with the reason`(unit: LineReport.Unit) throws {
    let row = LineReport(unit, as: .jsonl).rows(Self.origin, nil, error: "it is \"odd\"")
    let object = try JSON(row)
    #expect(object["error"] == .string("it is \"odd\"") && object["logprob"] == .null)
    #expect(object["line"] == .number(3) && row.hasSuffix("\n"))
  }

  @Test func `a table has a header once, and as many fields in each row`() {
    var report = LineReport(.text, as: .csv)
    let headers = [report.header(Self.origin), report.header(Self.origin)]
    #expect(headers[0].hasSuffix(",error,cond,input_tokens\n") && headers[1] == "")
    let row = report.rows(Self.origin, text(.text), error: nil)
    #expect(row.hasPrefix("x,3,4,3,6,") && row.hasSuffix(",,\"[1, 2]\",'=9\n"))
    var resumed = LineReport(.text, as: .csv, copied: ["cond", "tokens"])
    let none = resumed.header(Self.origin)
    #expect(none == "")
    #expect(resumed.rows(Self.origin, text(.text), error: nil) == row)
    #expect(report.rows(Self.origin, nil, error: "no").hasSuffix(",no,\"[1, 2]\",'=9\n"))
  }

  @Test func `the name of what is copied acts on no terminal and is no formula`() {
    var report = LineReport(.text, as: .csv)
    var origin = Self.origin
    origin.others = [("n\u{1B}[31m", "1", "1"), ("=1", "2", "2")]
    #expect(report.header(origin).hasSuffix(",error,n\\u{1b}[31m,'=1\n"))
    #expect(report.rows(origin, text(.text), error: nil).hasSuffix(",,1,2\n"))
  }

  @Test func `a receipt keeps the sums exactly, and refuses others`() throws {
    var receipt = LineReceipt(settings: [("version", .string("1"))])
    var score = CorpusScore()
    score.add(text(.text).score)
    receipt.scores = [("m", score), ("n", CorpusScore())]
    let document = try JSON(receipt.document)
    #expect(document["version"] == .string("1") && document["complete"] == .boolean(false))
    #expect(receipt.document.split(separator: "\n").count == 14)  // a member a line
    var again = LineReceipt(settings: [])
    let sums = try #require(document["sums"].string)
    let isRead = again.readSums(sums, models: ["m", "n"])
    #expect(isRead)
    #expect(again.scores.map(\.score) == [score, CorpusScore()])
    for (text, models) in [(sums, ["m"]), ("", ["m"]), (sums + "0", ["m", "n"]), ("zz", [])] {
      let isTaken = again.readSums(text, models: models)
      #expect(!isTaken)
    }
  }

  @Test func `the figures of many texts have their errors beside them, which are named once`() {
    // Bits 1, 2 and 2 of five bytes, and 1 of three, each text with a word.
    let other = Fixture(ids: [0, 1], logits: [nil, [0, 0.693_147_180_559_945_3, 0, -.infinity]])
    var score = CorpusScore(over: .items)
    score.add(text(.text).score)
    #expect(!CorpusReport(score, model: "m").lines.contains("±"))
    score.add(text(.text, other).score)
    // √(n / (n − 1) · Σ(y − r·x)²) / Σx (Cochran 1977) of 6 bits over 4 tokens, 8 bytes and 2 words.
    #expect(
      CorpusReport(score, model: "m").lines == """
        m: 2 texts, 0 failed; 6 tokens, 4 scored
        loss 1.0397 nats, 1.5000 bits a token ± 0.2500, 0.7500 bits per byte ± 0.3125, 3.0000 bits a word ± 2.0000
        perplexity 2.83 a token ± 0.490, 8.00 a word, 1.68 a byte, 2.59 as the mean of the texts \
        (± standard error over 2 items)

        """)
  }

  @Test func `progress is a line a second by the clock that it is given`() throws {
    var pace = LinePace()
    (pace.texts, pace.failed, pace.tokens) = (3, 1, 60)
    let times = [0, 400, 999, 1_000, 1_001, 1_900, 2_004, 2_999, 3_001, 7_500, 7_900, 8_000]
    let lines = times.map { pace.line(at: .milliseconds($0)) }
    #expect(
      zip(times, lines).filter { $1 != nil }.map(\.0) == [1_000, 2_004, 3_001, 7_500, 8_000])
    let last = try #require(lines[11])
    let object = try JSON(last)
    #expect(object["texts"] == .number(3) && object["failed"] == .number(1))
    #expect(object["tokens"] == .number(60) && object["seconds"] == .number(8))
    #expect(object["tokens_per_second"] == .number(7.5) && last.hasSuffix("}\n"))
    #expect(pace.rate(at: .zero) == 0 && LinePace().rate(at: .seconds(1)) == 0)
  }
}
