import Basics
import Foundation
import TestSupport
import Testing

/// `surprisal score --lines`, by the built program and the model that it carries.
@Suite struct LinesTests {
  private struct Row: Decodable, Equatable {
    var id: Int?, line: Int, model: String?, file: String?, error: String?
    var tokens: Int?, scored_tokens: Int?, bytes: Int?, characters: Int?, words: Int?
    var logprob: Double?, surprisal_bits: Double?, cross_entropy_nats: Double?
    var perplexity: Double?, word_perplexity: Double?, byte_perplexity: Double?
    var bits_per_byte: Double?, mean_entropy_bits: Double?
  }

  private struct Summary: Decodable {
    struct Model: Decodable {
      struct Errors: Decodable { var over: String, units: Int, cross_entropy_nats: Double? }
      var texts: Int, failed: Int, tokens: Int, scored_tokens: Int
      var word_perplexity: Double, byte_perplexity: Double, bits_per_byte: Double
      var perplexity_per_token: Double, perplexity_per_seq: Double
      var standard_errors: [Errors]
    }
    var models: [Model]
  }

  private func score(_ arguments: [String], input: [UInt8] = []) throws -> ProgramRun {
    try ProgramRun(["score", "--model", "world"] + arguments, input: input)
  }

  private func rows(_ bytes: [UInt8]) throws -> [Row] {
    try bytes.split(separator: 0x0A).map { try JSONDecoder().decode(Row.self, from: Data($0)) }
  }

  /// Texts of the world's own kind, of many lengths.
  private static func texts(_ count: Int) -> [String] {
    let words = ["the", "fox", "sleeps", "and", "a", "hen", "sees", "it", "in", "Rome", "ä"]
    return (0..<count).map { number in
      (0...number % 13).map { words[(number * 7 + $0 * $0) % words.count] }.joined(separator: " ")
    }
  }

  private static func list(_ texts: [String]) -> [UInt8] {
    Array(
      texts.enumerated().map { "{\"id\": \($0), \"text\": \"\($1)\"}\n" }.joined().utf8)
  }

  @Test func `each row has the numbers of its text scored alone, in the order of the list`() throws
  {
    let folder = try TemporaryFolder()
    let texts = Self.texts(20)
    try folder.write(Self.list(texts), to: "a.jsonl")
    let run = try score(["--lines", folder.path("a.jsonl")])
    #expect(run.status == 0, "\(run.errors)")
    let rows = try rows(run.output)
    #expect(rows.map(\.id) == Array(0..<20) && rows.map(\.line) == Array(1...20))
    struct Alone: Decodable {
      struct Summary: Decodable {
        var tokens: Int, scored_tokens: Int, total_bits: Double, perplexity: Double?
        var cross_entropy_nats: Double?, bits_per_byte: Double?, mean_entropy_bits: Double?
      }
      var summary: Summary
    }
    for (row, text) in zip(rows, texts) {
      let same = try JSONDecoder().decode(
        Alone.self, from: Data(score(["-", "--format", "json"], input: Array(text.utf8)).output)
      ).summary
      #expect(row.tokens == same.tokens && row.scored_tokens == same.scored_tokens)
      #expect(row.perplexity == same.perplexity && row.bits_per_byte == same.bits_per_byte)
      #expect(row.cross_entropy_nats == same.cross_entropy_nats)
      #expect(row.mean_entropy_bits == same.mean_entropy_bits)
      #expect(row.characters == text.unicodeScalars.count && row.bytes == text.utf8.count)
      #expect(row.words == text.split(separator: " ").count)
    }
  }

  @Test func `the summary has the names of lm-eval and of inspect_ai, and says how sure it is`()
    throws
  {
    let folder = try TemporaryFolder()
    try folder.write(Self.list(Self.texts(30)), to: "a.jsonl")
    let arguments = ["--lines", folder.path("a.jsonl"), "--start-token", "10"]
    let run = try score(arguments + ["--summary", folder.path("s.json")])
    #expect(run.status == 0, "\(run.errors)")
    let rows = try rows(run.output)
    let summary = try #require(
      try JSONDecoder().decode(Summary.self, from: Data(folder.read("s.json"))).models.first)
    func sum(_ value: (Row) -> Double?) -> Double { rows.compactMap(value).reduce(0, +) }
    let nats = -sum(\.logprob)
    func near(_ a: Double, _ b: Double) -> Bool { abs(a - b) < 1e-9 * abs(b) }
    // With a start token every token, byte and word is scored.
    #expect(near(summary.perplexity_per_token, exp(nats / sum { $0.tokens.map(Double.init) })))
    #expect(near(summary.word_perplexity, exp(nats / sum { $0.words.map(Double.init) })))
    #expect(near(summary.byte_perplexity, exp(nats / sum { $0.bytes.map(Double.init) })))
    #expect(near(summary.bits_per_byte, log2(summary.byte_perplexity)))
    #expect(near(summary.perplexity_per_seq, sum(\.perplexity) / 30))
    #expect(summary.texts == 30 && summary.failed == 0)
    let errors = try #require(summary.standard_errors.first)
    #expect(errors.over == "lines" && errors.units == 30)
    // √(n / (n − 1) Σ(y − r x)²) / Σx
    let (tokens, loss) = (sum { $0.tokens.map(Double.init) }, log(summary.perplexity_per_token))
    let squares = sum { row in pow(-(row.logprob ?? 0) - loss * Double(row.tokens ?? 0), 2) }
    #expect(near(try #require(errors.cross_entropy_nats), sqrt(30 / 29 * squares) / tokens))
  }

  @Test func `the summary is written over one alone, and never over what the run reads or writes`()
    throws
  {
    let folder = try TemporaryFolder()
    let list = Self.list(Self.texts(3))
    for (name, bytes) in [("a.jsonl", list), ("notes", Array("precious".utf8)), ("empty", [])] {
      try folder.write(bytes, to: name)
    }
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("link"), withDestinationPath: "a.jsonl")
    let (out, names) = (folder.path("q"), ["a.jsonl", "link", "notes", "q", "q.receipt.json"])
    for name in names {
      let run = try score(
        ["--lines", folder.path("a.jsonl"), "-o", out, "--summary", folder.path(name)])
      #expect(run.status == 73 && run.errors.contains("no summary"), "\(name): \(run.errors)")
      #expect(try folder.read("a.jsonl") == list && folder.read("notes") == Array("precious".utf8))
      #expect(try folder.contents(of: ".") == ["a.jsonl", "empty", "link", "notes"])
    }
    for _ in 0..<2 {
      let run = try score(
        ["--lines", folder.path("a.jsonl"), "--summary", folder.path("empty")])
      #expect(run.status == 0, "\(run.errors)")
      _ = try JSONDecoder().decode(Summary.self, from: Data(folder.read("empty")))
    }
  }

  @Test func `kill -9 at any byte and --resume end with the bytes of a run that nobody disturbed`()
    throws
  {
    let folder = try TemporaryFolder()
    try folder.write(Self.list(Self.texts(600)), to: "a.jsonl")
    let list = ["--lines", folder.path("a.jsonl"), "--jobs", "2"]
    let whole = try score(list + ["-o", folder.path("whole")])
    #expect(whole.status == 0, "\(whole.errors)")
    let expected = try folder.read("whole")
    var random = SeededGenerator(seed: 9)
    let ends = (0..<200).map { _ in Int.random(in: 1..<expected.count, using: &random) }.sorted()
    let out = folder.path("killed")
    var kills = 0
    for end in ends {
      let run = try ProgramRun(["score", "--model", "world"] + list + ["-o", out, "--resume"]) {
        process in
        waitForFile(out, of: end)
        kill(process, SIGKILL)
      }
      kills += run.status == 128 + SIGKILL ? 1 : 0
      let found = try folder.read("killed")
      #expect(expected.starts(with: found) && found.count >= end, "seed 9, end \(end)")
      // What a machine that loses its power leaves: a part of the next row.
      let torn = expected.dropFirst(found.count).prefix(end % 90)
      try folder.write(found + torn, to: "killed")
    }
    #expect(kills > 150, "\(kills) of 200 met it at work")
    let last = try score(list + ["-o", out, "--resume"])
    #expect(last.status == 0, "\(last.errors)")
    #expect(try folder.read("killed") == expected)
    #expect(
      try folder.read("killed.receipt.json") == folder.read("whole.receipt.json"))
  }

  @Test func `rows that are not those of the receipt are refused, and left as they are`() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.list(Self.texts(9)), to: "a.jsonl")
    let arguments = ["--lines", folder.path("a.jsonl"), "-o", folder.path("out"), "--resume"]
    #expect(try score(arguments).status == 0)
    let (rows, receipt) = (try folder.read("out"), try folder.read("out.receipt.json"))
    var foreign = rows
    foreign[20] ^= 1
    for (found, words) in [
      (Array(rows.dropLast()), "shorter than the \(rows.count) bytes"), ([], "shorter"),
      (foreign, "output_sha256 differs"), (Array(repeating: 0x41, count: 9_999), "output_sha256"),
    ] {
      try folder.write(found, to: "out")
      let run = try score(arguments)
      #expect(run.status == 65 && run.errors.contains(words), "\(run.errors)")
      #expect(try folder.read("out") == found)
      #expect(try folder.read("out.receipt.json") == receipt)
    }
    try FileManager.default.removeItem(atPath: folder.path("out"))
    let gone = try score(arguments)
    #expect(gone.status == 65 && gone.errors.contains("shorter"), "\(gone.errors)")
    // What somebody has written behind those of a run that came to its end is not cut off, line or not.
    for foreign in ["{\"mine\": 1}\n", "{\"mine\": 1}", "x"] {
      let longer = rows + Array(foreign.utf8)
      try folder.write(longer, to: "out")
      let run = try score(arguments)
      #expect(run.status == 65 && run.errors.contains("truncate -s \(rows.count)"), "\(run.errors)")
      #expect(try folder.read("out") == longer)
    }
    // Whoever brings the rows back goes on.
    try folder.write(rows, to: "out")
    #expect(try score(arguments).status == 0)
    #expect(try folder.read("out") == rows)
  }

  @Test func `of a run that was killed only that is written over which it writes itself`() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.list(Self.texts(600)), to: "a.jsonl")
    let out = folder.path("out")
    let arguments = ["--lines", folder.path("a.jsonl"), "--jobs", "2", "-o", out]
    let killed = try ProgramRun(["score", "--model", "world"] + arguments) { process in
      waitForFile(out, of: 9_000)
      kill(process, SIGKILL)
    }
    try #require(killed.status == 128 + SIGKILL)
    let (rows, receipt) = (try folder.read("out"), try folder.read("out.receipt.json"))
    for foreign in ["{\"mine\": 1}\n", "{\"mine\": 1}"] {
      try folder.write(rows + Array(foreign.utf8), to: "out")
      let run = try score(arguments + ["--resume"])
      #expect(run.status == 65 && run.errors.contains("stand others"), "\(run.errors)")
      #expect(try folder.read("out") == rows + Array(foreign.utf8))
      try folder.write(receipt, to: "out.receipt.json")
    }
    // Rows of its own that the receipt does not count yet are, torn or not; what stands behind the last one is not.
    let whole = try score(["--lines", folder.path("a.jsonl")]).output
    try folder.write(whole + Array("mine".utf8), to: "out")
    let run = try score(arguments + ["--resume"])
    #expect(run.status == 65 && run.errors.contains("truncate -s \(whole.count)"), "\(run.errors)")
    #expect(try folder.read("out") == whole + Array("mine".utf8))
    try folder.write(whole, to: "out")
    #expect(try score(arguments + ["--resume"]).status == 0)
    #expect(try folder.read("out") == whole)
  }

  @Test func `a file that is no receipt is left where one would be`() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.list(Self.texts(3)), to: "a.jsonl")
    for other in ["precious", "{\"schema\": \"theirs\", \"texts\": 3}"] {
      try folder.write(Array(other.utf8), to: "out.receipt.json")
      for resume in [[], ["--resume"]] {
        let run = try score(["--lines", folder.path("a.jsonl"), "-o", folder.path("out")] + resume)
        #expect(run.status == 73 && run.errors.contains("exists already"), "\(run.errors)")
        #expect(try folder.read("out.receipt.json") == Array(other.utf8))
        #expect(!FileManager.default.fileExists(atPath: folder.path("out")))
      }
    }
  }

  @Test func `what a killed run left of a receipt goes with the next one, and nothing else`() throws
  {
    let folder = try TemporaryFolder()
    try folder.write(Self.list(Self.texts(3)), to: "a.jsonl")
    let arguments = ["--lines", folder.path("a.jsonl"), "-o", folder.path("out")]
    #expect(try score(arguments).status == 0)
    let receipt = try folder.read("out.receipt.json")
    for (name, count) in [("17", 9_999), ("18446744073709551615", 9), ("3", 0)] {
      try folder.write(Array(receipt.prefix(count)), to: "out.receipt.json.\(name)")
    }
    let others =
      ["other.receipt.json.17"] + ["x", "017", "17.bak", "+5"].map { "out.receipt.json.\($0)" }
    for name in others { try folder.write(receipt, to: name) }
    try folder.write(Array("mine".utf8), to: "out.receipt.json.5")
    #expect(try score(arguments + ["--resume"]).status == 0)
    let left = ["a.jsonl", "out", "out.receipt.json", "out.receipt.json.5"] + others
    #expect(try folder.contents(of: ".") == left.sorted())
  }

  @Test func `a place where no run can go on is refused with what helps`() throws {
    let folder = try TemporaryFolder()
    let list = Self.list(Self.texts(3))
    for name in ["a.jsonl", "sub/b"] { try folder.write(list, to: name) }
    // The list itself, a folder, a device.
    for out in [folder.path("a.jsonl"), folder.path("sub"), "/dev/null"] {
      let run = try score(["--lines", folder.path("a.jsonl"), "-o", out])
      #expect(
        run.status == 73 && run.errors.contains("exists already: name another"), "\(run.errors)")
      let resumed = try score(["--lines", folder.path("a.jsonl"), "-o", out, "--resume"])
      #expect(resumed.status == 65 && resumed.errors.contains("name another file with -o"))
      #expect(resumed.errors.contains("if it holds rows") == out.hasSuffix("a.jsonl"))
    }
    let nowhere = try score(["--lines", folder.path("a.jsonl"), "-o", folder.path("no/x.jsonl")])
    #expect(nowhere.status == 73 && nowhere.errors.contains("directory; name another file with -o"))
    #expect(try folder.read("a.jsonl") == list && folder.contents(of: ".") == ["a.jsonl", "sub"])
    let arguments = ["--lines", folder.path("a.jsonl"), "-o", folder.path("out")]
    #expect(try score(arguments).status == 0)
    #expect(try score(arguments).errors.contains("go on with it by --resume, or name another"))
  }

  @Test func `a run that is refused leaves the receipt of another as it is`() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.list(Self.texts(3)), to: "a.jsonl")
    try folder.write(Array("precious".utf8), to: "notes")
    let arguments = ["--lines", folder.path("a.jsonl"), "-o", folder.path("out")]
    #expect(try score(arguments).status == 0)
    let receipt = try folder.read("out.receipt.json")
    let refused = try score(arguments + ["--resume", "--summary", folder.path("notes")])
    #expect(refused.status == 73 && refused.errors.contains("no summary"), "\(refused.errors)")
    #expect(try folder.read("out.receipt.json") == receipt)
    try FileManager.default.removeItem(atPath: folder.path("out"))
    let anew = try score(arguments)
    #expect(anew.status == 73 && anew.errors.contains("receipt.json exists"), "\(anew.errors)")
    #expect(try folder.read("out.receipt.json") == receipt)
  }

  @Test func `a run that reads no text leaves no file`() throws {
    let folder = try TemporaryFolder()
    try folder.write(Array("id,txt\n1,a\n".utf8), to: "a.csv")
    for list in ["a.csv", "none.jsonl"] {
      let run = try score(["--lines", folder.path(list), "-o", folder.path("out")])
      #expect(run.status == 64 || run.status == 66)
      for name in ["out", "out.receipt.json"] {
        #expect(!FileManager.default.fileExists(atPath: folder.path(name)))
      }
    }
  }

  /// Waits until a file has so many bytes, for some seconds at most.
  private func waitForFile(_ path: String, of count: Int) {
    for _ in 0..<100_000 {
      var status = stat()
      if unsafe stat(path, &status) == 0, status.st_size >= count { return }
      usleep(200)
    }
  }

  @Test func `what the rows depend on must be the same to go on, and is named where it is not`()
    throws
  {
    let folder = try TemporaryFolder()
    try folder.write(Self.list(Self.texts(8)), to: "a.jsonl")
    let (list, out) = (["--lines", folder.path("a.jsonl")], ["-o", folder.path("out")])
    #expect(try score(list + out).status == 0)
    let again = try score(list + out)
    #expect(again.status == 73 && again.errors.contains("exists already"))
    for (changes, name) in [
      (["--temperature", "2"], "temperature"), (["--start-token", "3"], "start_tokens"),
      (["--per", "token"], "per"), (["--window", "20"], "windows"), (["--copy"], "copy"),
    ] {
      let other = try score(list + out + ["--resume"] + changes)
      #expect(other.status == 65 && other.errors.contains("\(name) is "), "\(other.errors)")
    }
    let model = try ProgramRun(["score", "--model", "dice:256"] + list + out + ["--resume"])
    #expect(model.status == 65 && model.errors.contains("models is "), "\(model.errors)")
    #expect(try score(list + out + ["--resume"]).status == 0, "nothing is left to do")
    try folder.write(Self.list(Self.texts(9).map { $0 + "!" }), to: "a.jsonl")
    let changed = try score(list + out + ["--resume"])
    #expect(changed.status == 65 && changed.errors.contains("input_sha256"), "\(changed.errors)")
    try FileManager.default.removeItem(atPath: folder.path("out.receipt.json"))
    let alone = try score(list + out + ["--resume"])
    #expect(alone.status == 65 && alone.errors.contains("no receipt"))
  }

  @Test func `texts that come later are scored behind those that are there`() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.list(Self.texts(5)), to: "a.jsonl")
    let (list, out) = (["--lines", folder.path("a.jsonl")], ["-o", folder.path("out")])
    #expect(try score(list + out).status == 0)
    try folder.write(Self.list(Self.texts(12)), to: "a.jsonl")
    #expect(try score(list + out + ["--resume"]).status == 0)
    #expect(try folder.read("out") == score(list).output)
  }

  @Test func `a text that cannot be read has a row that says why, and the others go on`() throws {
    let list =
      "{\"id\": 1, \"text\": \"a hen\"}\n{\"id\": 2}\nno\n{\"id\": 4, \"text\": \"\"}\n{\"id\": 5, \"text\": \"a fox\"}"
    let run = try score(["--lines", "-"], input: Array(list.utf8))
    #expect(run.status == 65 && run.errors.contains("2 of 5 texts cannot be scored"))
    let rows = try rows(run.output)
    #expect(rows.map { $0.error == nil } == [true, false, false, true, true])
    #expect(rows.map(\.id) == [1, 2, nil, 4, 5] && rows.map(\.line) == [1, 2, 3, 4, 5])
    #expect(rows[1].tokens == nil && rows[3].tokens == 0 && rows[3].perplexity == nil)
    #expect(rows[4].perplexity != nil)
  }

  @Test func `a context is read before each text, and not scored`() throws {
    let list = "text,pre\n\" fox sleeps\",a\n\" fox sleeps\",the\n"
    let folder = try TemporaryFolder()
    try folder.write(Array(list.utf8), to: "a.csv")
    let run = try score(["--lines", folder.path("a.csv"), "--context-key", "pre"])
    #expect(run.status == 0, "\(run.errors)")
    let rows = try rows(run.output)
    for (row, context) in zip(rows, ["a", "the"]) {
      let whole = try score([context + " fox sleeps", "--format", "jsonl"])
      struct Token: Decodable { var logprob: Double?, offset: Int? }
      let tokens = whole.lines.compactMap {
        try? JSONDecoder().decode(Token.self, from: Data($0.utf8))
      }
      let expected = tokens.filter { ($0.offset ?? -1) >= context.utf8.count }
        .compactMap(\.logprob).reduce(0, +)
      #expect(abs(try #require(row.logprob) - expected) < 1e-5)
      #expect(row.bytes == 11 && row.words == 2 && row.scored_tokens == row.tokens)
    }
    #expect(rows[0].logprob != rows[1].logprob)
  }

  @Test func `rows are of texts, words or tokens, and the parts add up`() throws {
    struct Part: Decodable { var index: Int?, logprob: Double?, text: String?, error: String? }
    let texts = Self.list(["the fox  sleeps", "a hen"])
    let whole = try rows(score(["--lines", "-", "--start-token", "10"], input: texts).output)
    for unit in ["word", "token"] {
      let run = try score(["--lines", "-", "--start-token", "10", "--per", unit], input: texts)
      #expect(run.status == 0, "\(run.errors)")
      let parts = try run.output.split(separator: 0x0A).map {
        try JSONDecoder().decode(Part.self, from: Data($0))
      }
      let second = try #require(parts.lastIndex { $0.index == 0 })
      for (part, row) in zip([parts[..<second], parts[second...]], whole) {
        let sum = part.compactMap(\.logprob).reduce(0, +)
        #expect(abs(sum - (row.logprob ?? 0)) < 1e-6)
        #expect(part.map { $0.text ?? "" }.joined() == ["the fox  sleeps", "a hen"][row.line - 1])
      }
      if unit == "word" {
        #expect(parts.map(\.text) == ["the", " fox", "  sleeps", "a", " hen"])
      }
    }
  }

  @Test func `a table of rows is one for spreadsheets, with what is copied behind`() throws {
    let list = "id\ttext\tcond\ttokens\n=1\ta hen\tx,y\t7\n"
    let folder = try TemporaryFolder()
    try folder.write(Array(list.utf8), to: "a.tsv")
    let run = try score(["--lines", folder.path("a.tsv"), "--format", "csv", "--copy"])
    #expect(run.status == 0, "\(run.errors)")
    #expect(
      run.lines[0]
        == "id,line,tokens,scored_tokens,bytes,characters,words,logprob,surprisal_bits,cross_entropy_nats,perplexity,word_perplexity,byte_perplexity,bits_per_byte,mean_entropy_bits,error,cond,input_tokens"
    )
    #expect(run.lines[1].hasPrefix("'=1,2,") && run.lines[1].hasSuffix(",,\"x,y\",7"))
  }

  @Test func `several lists, and several models, are rows`() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.list(["a hen"]), to: "a.jsonl")
    try folder.write(Array("a fox\nthe fox\n".utf8), to: "b.txt")
    let run = try ProgramRun(
      [
        "score", "--model", "world", "--model", "dice:256", "--lines", folder.path("a.jsonl"),
        folder.path("b.txt"),
      ])
    #expect(run.status == 0, "\(run.errors)")
    let rows = try rows(run.output)
    #expect(rows.map(\.line) == [1, 1, 1, 1, 2, 2])
    #expect(rows.map { $0.file?.hasSuffix("b.txt") } == [false, false, true, true, true, true])
    #expect(Set(rows.map(\.model)).count == 2 && rows[0].model == rows[2].model)
    #expect(rows[0].logprob != rows[1].logprob)
  }

  @Test func `a perplexity of words is over those that are scored whole`() throws {
    let list = Self.list(["Anna sees a fox", "Anna"])
    let run = try score(["--lines", "-", "--start-token", "none"], input: list)
    let rows = try rows(run.output)
    let words = try score(
      ["--lines", "-", "--start-token", "none", "--per", "word"], input: list)
    struct Word: Decodable { var text: String, surprisal_bits: Double? }
    let parts = try words.output.split(separator: 0x0A).map {
      try JSONDecoder().decode(Word.self, from: Data($0))
    }
    // The world's tokens are bytes: the first of “Anna” has no score, and so the word has none.
    #expect(parts.map { $0.surprisal_bits == nil } == [true, false, false, false, true])
    let bits = parts.compactMap(\.surprisal_bits).reduce(0, +)
    let perplexity = try #require(rows[0].word_perplexity)
    #expect(abs(perplexity / exp2(bits / 3) - 1) < 1e-6)
    #expect(try #require(rows[0].surprisal_bits) > bits + 0.1, "other letters of “Anna” have some")
    #expect(rows[1].word_perplexity == nil && rows[1].words == 1)
  }

  @Test func `the figures for people have perplexities a token, a word, a byte and a text`() throws
  {
    let run = try ProgramRun(
      ["score", "--model", "dice:6", "--lines", "-"], input: Self.list(["1 2 3"]))
    // Three throws of six faces in five bytes: 6 to the power of three fifths.
    #expect(
      run.errors.contains(
        "perplexity 6.00 a token, 6.00 a word, 2.93 a byte, 6.00 as the mean of the texts\n"),
      "\(run.errors)")
  }

  @Test func `of texts above a limit in several lists it is said which list they are of`() throws {
    let folder = try TemporaryFolder()
    for name in ["a.jsonl", "b.jsonl"] { try folder.write(Self.list(["1", "2"]), to: name) }
    let run = try ProgramRun(
      [
        "score", "--model", "dice:6", "--fail-above", "1", "--lines", folder.path("a.jsonl"),
        folder.path("b.jsonl"),
      ])
    #expect(run.status == 1)
    for name in ["a.jsonl", "b.jsonl"] {
      #expect(run.errors.contains("1 of \(folder.path(name)), line 2: 2.585 bits"), "\(run.errors)")
    }
  }

  @Test(arguments: ["pimentel", "minicons"])
  func `words are corrected as those of --items are`(bow: String) throws {
    let folder = try TemporaryFolder()
    let texts = ["Anna sees a fox.", "the fox sleeps in Rome"]
    try folder.write(Array("text\n\(texts.joined(separator: "\n"))\n".utf8), to: "a.csv")
    struct Word: Decodable { var surprisal_bits: Double?, surprisal_bow_bits: Double? }
    func words(_ arguments: String...) throws -> [Word] {
      let run = try score(arguments + ["--bow", bow, "--format", "jsonl"])
      #expect(run.status == 0, "\(run.errors)")
      return try run.output.split(separator: 0x0A).map {
        try JSONDecoder().decode(Word.self, from: Data($0))
      }
    }
    let lines = try words("--lines", folder.path("a.csv"), "--per", "word")
    let items = try words("--items", folder.path("a.csv"), "--by", "word")
    try #require(lines.count == 9 && items.count == 9)
    for (line, item) in zip(lines, items) {
      #expect(line.surprisal_bits != nil && line.surprisal_bow_bits != line.surprisal_bits)
      #expect(line.surprisal_bow_bits == item.surprisal_bow_bits)
    }
    let others = try score(["--lines", folder.path("a.csv"), "--bow", "none"])
    #expect(others.status == 64 && others.errors.contains("--per word"))
  }

  @Test func `texts above a limit are named, and end the program with 1`() throws {
    let texts = Self.list(["the fox sleeps", "zq!%&xx"])
    let run = try score(["--lines", "-", "--fail-above", "9"], input: texts)
    #expect(run.status == 1 && run.errors.contains("1 of line 2: "), "\(run.errors)")
    #expect(!run.errors.contains("0 of line 1"))
    #expect(try score(["--lines", "-", "--fail-above", "50"], input: texts).status == 0)
    let perplexity = try score(["--lines", "-", "--fail-above-perplexity", "1.0001"], input: texts)
    #expect(perplexity.status == 1 && perplexity.errors.contains("above 1.0001"))
  }

  @Test func `of texts above a limit a run that goes on says how many the one before has named`()
    throws
  {
    let folder = try TemporaryFolder()
    let texts = ["the fox sleeps", "zq!%&xx", "!%&zqxx"]
    let (list, out) = (folder.path("a.jsonl"), folder.path("out"))
    let arguments = ["--lines", list, "-o", out, "--fail-above", "9"]
    try folder.write(Self.list(Array(texts[..<2])), to: "a.jsonl")
    let first = try score(arguments)
    #expect(first.status == 1 && first.errors.contains("1 row above the limit, as said above"))
    try folder.write(Self.list(texts), to: "a.jsonl")
    for named in [1, 2] {
      let run = try score(arguments + ["--resume"])
      #expect(
        run.status == 1
          && run.errors.contains(
            "2 rows above the limit, \(named) named by the run that scored them"),
        "\(run.errors)")
      #expect(run.errors.contains("2 of line 3: ") == (named == 1))
    }
  }

  @Test(arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
  func `a signal lets the row be finished, and says how to go on`(signal: Int32, status: Int32)
    throws
  {
    let folder = try TemporaryFolder()
    try folder.write(Self.list(Self.texts(2_000)), to: "a.jsonl")
    let list = ["--lines", folder.path("a.jsonl"), "--jobs", "5"]
    let out = folder.path("out")
    let run = try ProgramRun(["score", "--model", "world"] + list + ["-o", out]) { process in
      waitForFile(out, of: 3_000)
      kill(process, signal)
    }
    #expect(run.status == status && run.errors.contains("--resume"), "\(run.errors)")
    #expect(try folder.read("out").last == 0x0A)
    #expect(try score(list + ["-o", out, "--resume"]).status == 0)
    #expect(try folder.read("out") == score(list).output)
  }

  @Test func `what cannot be meant is refused with the right words`() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.list(["a"]), to: "a.jsonl")
    try folder.write(Array("id,txt\n1,a\n".utf8), to: "a.csv")
    func run(_ arguments: [String]) throws -> (Int32, String) {
      let run = try score(arguments)
      return (run.status, run.errors)
    }
    let list = ["--lines", folder.path("a.jsonl")]
    for (arguments, words) in [
      (["-f", "a", "-f", "b"], "-f takes one file"), (["text"] + list, "texts of its own"),
      (list + ["--format", "text"], "jsonl or csv"), (["--resume", "text"], "--lines FILE"),
      (list + ["--fail-above", "nan"], "give a number"),
      (list + ["--fail-above-perplexity", "inf"], "give a number"),
      (list + ["-o", folder.path("a.html")], "jsonl or csv"),
      (list + ["--resume"], "-o FILE"), (list + ["--jobs", "0"], "--jobs 0"),
      (["--lines", folder.path("a.csv")], "the table has id, txt"),
      (["text", "--model", "dice:6"], "name one with --model"),
    ] {
      let (status, errors) = try run(arguments)
      #expect(status == 64 && errors.contains(words), "\(arguments): \(errors)")
    }
    let missing = try run(["--lines", folder.path("b.jsonl")])
    #expect(missing.0 == 66 && missing.1.contains("cannot open"))
    let hint = try run(["-f", folder.path("a.jsonl")])
    #expect(hint.0 == 0 && hint.1.contains("score --lines"))
  }

  @Test func `with progress as JSON a line a second says how far it is, and rows stay alone`()
    throws
  {
    struct Line: Decodable {
      var texts: Int, failed: Int, tokens: Int, seconds: Double, tokens_per_second: Double
    }
    let texts = Self.list(Self.texts(6_000))
    let run = try score(
      ["--lines", "-", "--progress", "json", "--threads", "1", "--per", "token"], input: texts)
    #expect(run.status == 0 && run.output.last == 0x0A && run.errors.contains("perplexity"))
    let lines = try run.errors.split(separator: "\n").filter { $0.hasPrefix("{") }
      .map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
    try #require(!lines.isEmpty, "it took less than a second: give it more texts")
    for (before, line) in zip(lines, lines.dropFirst()) {
      #expect(line.seconds - before.seconds > 0.5 && line.texts >= before.texts)
    }
    #expect(lines.allSatisfy { $0.texts <= 6_000 && $0.failed == 0 && $0.seconds >= 1 })
    #expect(try #require(lines.last).tokens > 0)
  }
}
