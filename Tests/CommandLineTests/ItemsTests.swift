import FoundationEssentials
import Tables
import Testing

/// `surprisal score --items` against numbers that others computed, beside `Tests/InferenceTests/Reference/words`.
@Suite(.disabled(if: TestModel.isAbsent, TestModel.advice))
struct ItemsTests {
  private static let folder = Project.root.appending(path: "Tests/InferenceTests/Reference/words")
    .path
  /// The stimuli of which there are expected numbers: the first ten items, in two conditions.
  private let own: TemporaryFolder
  private var stimuli: String { own.path("stimuli.csv") }

  init() throws {
    own = try TemporaryFolder()
    let all = try Data(contentsOf: URL(filePath: Self.folder + "/stimuli.csv"))
    let lines = all.split(separator: UInt8(ascii: "\n")).prefix(21)
    try own.write(Array(lines.joined(separator: [UInt8(ascii: "\n")])), to: "stimuli.csv")
  }

  private func items(_ arguments: String..., input: String? = nil) throws -> ProgramRun {
    try ProgramRun(
      ["score", "--items", input ?? stimuli] + arguments, environment: TestModel.environment)
  }

  /// The rows of a table, by the names of their columns.
  private func rows(_ bytes: [UInt8]) throws -> [[String: String]] {
    var reader = try TableReader(bytes)
    var rows: [[String: String]] = []
    while let row = try reader.next() {
      rows.append(Dictionary(uniqueKeysWithValues: zip(reader.header, row.fields)))
    }
    return rows
  }

  private func rows(_ run: ProgramRun) throws -> [[String: String]] {
    try #require(run.status == 0, "\(run.errors)")
    return try rows(run.output)
  }

  private func expected(_ name: String) throws -> [[String: String]] {
    try rows(Array(Data(contentsOf: URL(filePath: Self.folder + "/" + name))))
  }

  /// Two numbers, or two fields that are empty.
  private func expectEqual(_ a: String?, _ b: String?, within tolerance: Double, _ what: Comment) {
    let (x, y) = (a.flatMap(Double.init), b.flatMap(Double.init))
    if let x, let y {
      #expect(abs(x - y) <= tolerance, "\(what): \(x), expected \(y)")
    } else {
      #expect(a == "" && b == "", what)
    }
  }

  @Test(arguments: ["none", "1"], ["minicons", "pimentel"])
  func `words and regions have the expected surprisal`(start: String, bow: String) throws {
    for (unit, file) in [("word", "expected-words.csv"), ("region", "expected-regions.csv")] {
      let found = try rows(items("--by", unit, "--bow", bow, "--start-token", start))
      let wanted = try expected(file).filter { $0["start_token"] == (start == "none" ? "" : start) }
      try #require(found.count == wanted.count && !found.isEmpty)
      for (found, wanted) in zip(found, wanted) {
        let what = Comment(rawValue: "\(wanted)")
        #expect(found["item"] == wanted["item"] && found["condition"] == wanted["condition"], what)
        #expect(found["region"] == wanted["region"] && found["tokens"] == wanted["tokens"], what)
        #expect(
          unit == "word"
            ? found["word_text"] == wanted["word"] : found["region_text"] == wanted["region_text"],
          what)
        expectEqual(found["surprisal_bits"], wanted["surprisal_bits"], within: 1e-3, what)
        expectEqual(found["surprisal_bow_bits"], wanted["bow_\(bow)_bits"], within: 1e-3, what)
        if unit == "word" {
          expectEqual(found["entropy_bits"], wanted["entropy_bits"], within: 1e-3, what)
        }
        #expect(found["start_token"] == start && found["bow"] == bow)
      }
    }
  }

  private struct Reference: Decodable {
    var item: String, condition: String, start: String
    var temperature: [String: [[Double?]]]
  }

  @Test(arguments: ["0.05", "0.1", "0.3", "0.5", "1", "2", "5", "10", "20"])
  func `words have the surprisal that all logits give at other temperatures`(temperature: String)
    throws
  {
    let wanted = try JSONDecoder().decode(
      [Reference].self, from: Data(contentsOf: URL(filePath: Self.folder + "/temperatures.json")))
    // Logits are in float32, with tiles to 1e-3 nats, and divided by the temperature.
    let tolerance = 1.5e-3 / min(1, try #require(Double(temperature)))
    for (index, bow) in ["minicons", "pimentel"].enumerated() {
      for start in ["none", "1"] {
        let found = try rows(
          items("--by", "word", "--bow", bow, "--start-token", start, "-T", temperature))
        let words = try wanted.filter { $0.start == start }
          .flatMap { try #require($0.temperature[temperature]) }
        try #require(words.count > 100 && found.count == words.count)
        for (found, wanted) in zip(found, words) {
          for (name, place) in [("surprisal_bits", 0), ("surprisal_bow_bits", index + 1)] {
            guard let value = wanted[place] else {
              #expect(found[name] == "")
              continue
            }
            let error = abs(try #require(Double(found[name] ?? "")) - value)
            #expect(error < tolerance, "\(bow), \(start), \(found): \(value)")
          }
        }
      }
    }
  }

  @Test func `regions are the sums of their words, and words those of their tokens`() throws {
    let start = ["--start-token", "bos"]
    let regions = try rows(items("--by", "region", start[0], start[1]))
    let words = try rows(items("--by", "word", start[0], start[1]))
    let tokens = try rows(items("--by", "token", start[0], start[1]))
    func sums(_ rows: [[String: String]], _ name: String, _ keys: [String]) -> [[String]: Double] {
      Dictionary(
        rows.map { row in (keys.map { row[$0] ?? "" }, Double(row[name] ?? "") ?? .nan) },
        uniquingKeysWith: +)
    }
    for (name, parts) in [("surprisal_bits", tokens), ("surprisal_bow_bits", words)] {
      let keys = ["item", "condition", "region"]
      let (whole, sum) = (sums(regions, name, keys), sums(parts, name, keys))
      #expect(whole.keys == sum.keys)
      for (key, value) in whole { #expect(abs(value - (sum[key] ?? .nan)) < 1e-5, "\(key)") }
    }
    #expect(tokens.allSatisfy { $0["surprisal_bow_bits"] == "" && $0["tokens"] == "1" })
    #expect(tokens[0]["token"] == "The" && tokens[1]["token"] == " reporter")
  }

  @Test func `the name of the file says the form, or is refused`() throws {
    let folder = try TemporaryFolder()
    for (name, beginning) in [("a.tsv", "item\t"), ("a.ndjson", "{"), ("a", "item,")] {
      #expect(try items("-o", folder.path(name), "--model", "dice:6").status == 0)
      #expect(try folder.read(name).starts(with: beginning.utf8))
    }
    for name in ["a.md", "a.html", "a.txt"] {
      let run = try items("-o", folder.path(name), "--model", "dice:6")
      #expect(run.status == 64 && run.errors.contains("csv, tsv, json or jsonl"))
      #expect(
        try items("-o", folder.path(name), "--model", "dice:6", "--format", "csv").status == 0)
    }
  }

  @Test func `how far it is is told every second, however long a text takes`() throws {
    let folder = try TemporaryFolder()
    let words = String(repeating: " the cat sat on the mat and saw the dog", count: 2_000)
    try folder.write(Array("text\n\(words)\n".utf8), to: "long.csv")
    let terminal = try PseudoTerminal(
      [
        ProgramRun.programPath, "score", "--items", folder.path("long.csv"), "--threads", "1", "-o",
        folder.path("rows.csv"),
      ], environment: TestModel.environment)
    #expect(
      terminal.wait {
        String(decoding: $0.output, as: UTF8.self).ranges(of: "0 of 1 texts").count > 1
      }, "give it more words if they took less than a second")
  }

  @Test func `rows of regions make the same texts`() throws {
    let folder = try TemporaryFolder()
    var reader = try TableReader(Array(Data(contentsOf: URL(filePath: stimuli))))
    var long = "item,condition,region,text\n"
    while let row = try reader.next() {
      for (index, region) in row.fields[2].split(separator: "|").enumerated() {
        long += "\(row.fields[0]),\(row.fields[1]),\(index + 1),\(region)\n"
      }
    }
    try folder.write(Array(long.utf8), to: "long.csv")
    let wide = try items()
    #expect(try items("--long", input: folder.path("long.csv")).output == wide.output)
  }

  @Test func `rows of regions belong together wherever they stand, and keep their names`() throws {
    let rows = try rows(
      table(
        """
        item,condition,region,text,list
        1,a,2,sat down.,x
        2,a,subject,A dog,y
        1,b,1,The cat,z
        1,a,1,The cat,x
        2,a,verb,ran.,y

        """, "--long"))
    #expect(rows.map { $0["item"] } == ["1", "1", "2", "2", "1"])
    #expect(rows.map { $0["region"] } == ["1", "2", "subject", "verb", "1"])
    #expect(
      rows.map { $0["region_text"] } == ["The cat", "sat down.", "A dog", "ran.", "The cat"])
    #expect(rows.map { $0["list"] } == ["x", "x", "y", "y", "z"])
    let whole = try self.rows(table("id,text\n1,The cat|sat down.\n"))
    for name in ["surprisal_bits", "surprisal_bow_bits"] {
      #expect(rows[1][name] == whole[1][name] && rows[1][name] != "")
    }
    let json = try table(
      "item,condition,region,text\n1,a,1,A\n1,a,1b,cat\n", "--long", "--format", "jsonl")
    #expect(
      json.lines[0].contains("\"region\": 1,") && json.lines[1].contains("\"region\": \"1b\","))
  }

  @Test(arguments: [
    ("condition,region,text", "item"), ("item,region,text", "condition"),
    ("item,condition,text", "region"),
  ])
  func `rows of regions need the columns that say what they are`(header: String, missing: String)
    throws
  {
    let run = try table(header + "\n1,a,b\n", "--long")
    #expect(run.status == 65 && run.output.isEmpty)
    #expect(run.errors.contains("t.csv, line 1: there is no column \(missing)"), "\(run.errors)")
  }

  @Test func `a region cannot stand twice in a text`() throws {
    let run = try table("item,condition,region,text\n1,a,1,x\n1,a,2,y\n1,a,1,z\n", "--long")
    #expect(run.status == 65 && run.output.isEmpty)
    #expect(run.errors.contains("line 4: region 1 of this item and condition stands in line 2"))
  }

  private func table(_ text: String, _ arguments: String..., name: String = "t.csv") throws
    -> ProgramRun
  {
    let folder = try TemporaryFolder()
    try folder.write(Array(text.utf8), to: name)
    return try ProgramRun(
      ["score", "--items", folder.path(name)] + arguments, environment: TestModel.environment)
  }

  @Test func `a context is read and gets no figures`() throws {
    let rows = try rows(
      table("id,before,text\nx,The cat,sat|down.\n", "--context", "before"))
    #expect(rows.map { $0["region_text"] } == ["sat", "down."] && rows[0]["before"] == "The cat")
    let whole = try self.rows(table("id,text\nx,The|cat|sat|down.\n"))
    for name in ["surprisal_bits", "surprisal_bow_bits", "entropy_bits", "rank", "token"] {
      #expect(rows[0][name] == whole[2][name] && rows[1][name] == whole[3][name], "\(name)")
    }
  }

  @Test func `a row without a text has empty numbers, and they are counted`() throws {
    let run = try table("id,text\na,\nb,One two.\nc,\"  \"\n")
    let rows = try rows(run)
    #expect(rows.map { $0["id"] } == ["a", "b", "c"])
    #expect(rows[0]["surprisal_bits"] == "" && rows[0]["rank"] == "")
    for name in ["tokens", "words", "bytes"] {
      #expect(rows.map { $0[name] == "" } == [true, false, true], "\(name)")
    }
    #expect(run.errors.contains("2 rows have no text"))
  }

  @Test func `the figures of all texts are those of --lines, with errors over items`() throws {
    let folder = try TemporaryFolder()
    let list = "before,text\nthe,\" fox sleeps in Rome\"\na,\" hen sees it\"\nAnna,\"\"\n"
    try folder.write(Array(list.utf8), to: "t.csv")
    let path = folder.path("t.csv")
    let items = try ProgramRun(
      ["score", "--items", path, "--context", "before", "--model", "world", "--model", "dice:256"])
    try folder.write(Array(list.utf8.dropLast("Anna,\"\"\n".utf8.count)), to: "t.csv")
    let lines = try ProgramRun(
      ["score", "--lines", path, "--context-key", "before", "--model", "world", "--model"]
        + ["dice:256"])
    #expect(items.status == 0 && lines.errors.contains(" bits a word ± "), "\(lines.errors)")
    #expect(lines.errors.ranges(of: "(± standard error over 2 lines)").count == 2)
    #expect(
      items.errors == "surprisal: 2 rows have no text, so no figures\n"
        + lines.errors.replacing("2 lines", with: "2 items"), "\(items.errors)")
  }

  @Test func `a copied column with the name of a result is called otherwise`() throws {
    let run = try table("text,rank,input_rank\na,1,2\n", "--model", "dice:256")
    #expect(run.lines[0].hasPrefix("input_input_rank,input_rank,region,"), "\(run.errors)")
    #expect(run.lines[1].hasPrefix("1,2,1,a,"))
  }

  @Test func `a table comes from standard input too`() throws {
    let text = "id,text\nx,1 2|3\n"
    let run = try ProgramRun(
      ["score", "--items", "-", "--model", "dice:6"], input: Array(text.utf8))
    #expect(run.status == 0 && run.lines.count == 4, "\(run.errors)")
    #expect(try run.output == table(text, "--model", "dice:6").output)
    let fault = try ProgramRun(
      ["score", "--items", "-", "--model", "dice:6"], input: Array("id,text\n1\n".utf8))
    #expect(fault.status == 65 && fault.errors.contains("standard input, line 2"))
  }

  @Test func `line breaks belong to the word behind them, and the first word has no figures`()
    throws
  {
    let rows = try rows(table("id,text\na,\"One two.\n\nThree four.\"\n", "--by", "word"))
    #expect(rows.map { $0["word_text"] } == ["One", "two.", "Three", "four."])
    #expect(rows.map { $0["tokens"] } == ["1", "2", "3", "2"] && rows[2]["token"] == "\n")
    #expect(rows.map { $0["surprisal_bow_bits"] == "" } == [true, false, false, false])
  }

  @Test func `each form has the same values`() throws {
    let csv = try rows(items())
    let json = try items("--format", "json")
    struct Row: Decodable {
      var item: String, region: Int, surprisal_bow_bits: Double?, rank: Int?, token: String
    }
    let decoded = try JSONDecoder().decode([Row].self, from: Data(json.output))
    #expect(decoded.count == csv.count)
    #expect(decoded.map { String($0.region) } == csv.map { $0["region"] })
    #expect(
      decoded.map { $0.surprisal_bow_bits.map { "\($0)" } ?? "" }
        == csv.map { $0["surprisal_bow_bits"] })
    let lines = try items("--format", "jsonl").lines.dropLast()
    #expect(lines.count == csv.count && lines.allSatisfy { $0.hasPrefix("{") && $0.hasSuffix("}") })
    let tabs = try items("--format", "tsv").lines
    #expect(tabs[0].split(separator: "\t").count == csv[0].count)
  }

  @Test func `several models are rows`() throws {
    let one = try rows(items("--by", "region"))
    let run = try ProgramRun(
      ["score", "--items", stimuli, "--model", "world", "--model", "dice:256"],
      environment: TestModel.environment)
    let two = try rows(run)
    #expect(two.count == 2 * one.count)
    #expect(Set(two.prefix(one.count).map { $0["model"] ?? "" }).count == 1)
    #expect(two.first?["model"] != two.last?["model"])
    #expect(two.first?["model_sha256"] == "" && one.first?["model_sha256"]?.count == 64)
  }

  @Test func `the smallest temperature is written as it was asked for`() throws {
    let row = try #require(rows(items("--model", "world", "-T", "5e-324")).first)
    #expect(row["temperature"].flatMap(Double.init) == .leastNonzeroMagnitude)
  }

  @Test func `the name of a model acts on no terminal`() throws {
    let folder = try TemporaryFolder()
    let name = "a\u{1B}[31m.txt"
    try folder.write(Array("hello world".utf8), to: name)
    for format in ["csv", "tsv", "json", "jsonl"] {
      let run = try ProgramRun(
        ["score", "--items", stimuli, "--model", "ngram:\(folder.path(name))"]
          + ["--format", format], environment: TestModel.environment)
      #expect(run.status == 0 && run.text.contains("[31m") && !run.text.contains("\u{1B}"))
    }
  }

  @Test(arguments: ["csv", "tsv", "json", "jsonl"])
  func `fields are as they were in a pipe, and act on no terminal`(format: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(Array("text,a\u{1B}[7m\n1 2,b\u{1B}[7m\n".utf8), to: "t.csv")
    let arguments = [
      "score", "--items", folder.path("t.csv"), "--model", "dice:6", "--format", format,
    ]
    let isTable = format == "csv" || format == "tsv"
    let piped = try ProgramRun(arguments, environment: TestModel.environment).text
    #expect(piped.split(separator: "\u{1B}[7m").count - 1 == (isTable ? 2 : 0))
    let terminal = try PseudoTerminal(
      [ProgramRun.programPath] + arguments, environment: TestModel.environment)
    #expect(terminal.exitStatus() == 0)
    #expect(terminal.output.contains(UInt8(ascii: "[")) && !terminal.output.contains(0x1B))
  }

  @Test func `rows go to a new file, and to none that is there`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("out.tsv")
    #expect(try items("-o", path).status == 0)
    #expect(try folder.read("out.tsv").starts(with: Array("item\tcondition\tregion\t".utf8)))
    let again = try items("-o", path)
    #expect(again.status == 73 && again.errors.contains("exists already"))
  }

  @Test func `what cannot begin leaves no file`() throws {
    let folder = try TemporaryFolder()
    for arguments in [["--model", "no-such-model"], ["--window", "100000"], ["--text", "words"]] {
      let run = try ProgramRun(
        ["score", "--items", stimuli, "-o", folder.path("out.csv")] + arguments,
        environment: TestModel.environment)
      #expect(run.status == 64 || run.status == 66, "\(run.errors)")
      #expect(!FileManager.default.fileExists(atPath: folder.path("out.csv")))
    }
  }

  @Test func `rows have the numbers of their text alone, whatever texts are scored with it`() throws
  {
    let texts = (0..<40).map { number in
      ["The cat sat.", "The cat|sat down.", "Once upon a time", "A", " \"quoted\" x"][number % 5]
        .replacing("x", with: String(repeating: "word ", count: number))
    }
    func fields(_ texts: [String]) throws -> [[UInt8]] {
      let rows = texts.map { "\"\($0.replacing("\"", with: "\"\""))\"\n" }
      let run = try table("text\n" + rows.joined(), "--by", "word", "--format", "jsonl")
      try #require(run.status == 0, "\(run.errors)")
      return run.output.split(separator: 0x0A).map { Array($0) }
    }
    let together = try fields(texts)
    #expect(try fields(texts.reversed()).count == together.count)
    var alone: [[UInt8]] = []
    for text in texts { alone += try fields([text]) }
    #expect(together == alone)
  }

  @Test(arguments: [
    ("id,text\n1\n", 65, "line 2, column 1: the row has 1 field and the header 2"),
    ("id,text\n1,\"a\n", 65, "line 2, column 3: a quote is opened and never closed"),
    ("", 65, "line 1, column 1: there is no header"),
    ("id,words\n1,a\n", 64, "it has id, words; name one with --text"),
  ])
  func `what is wrong with a table is said with its place`(
    text: String, status: Int32, sentence: String
  ) throws {
    let run = try table(text)
    #expect(run.status == status && run.output.isEmpty)
    #expect(run.errors.contains("t.csv") && run.errors.contains(sentence), "\(run.errors)")
  }

  @Test func `what does not fit together is refused`() throws {
    #expect(try table("id,text\n1,a\n", "--text", "words").errors.contains("it has id, text"))
    #expect(try table("id,text\n1,a\n", "--context", "before").status == 64)
    #expect(try table("id,text\n1,a\n", "--format", "text").status == 64)
    let twice = try table("id,text\n1,a\n", "--items", stimuli)
    #expect(twice.status == 64 && twice.errors.contains("--items takes one table"))
    let none = try ProgramRun(["score", "--by", "word", "x y"], environment: TestModel.environment)
    #expect(none.status == 64 && none.errors.contains("--items"))
    let column = try ProgramRun(
      ["score", "--context", "before", "x y"], environment: TestModel.environment)
    #expect(column.status == 64 && column.errors.contains("--items"))
  }
}
