import FoundationEssentials
import Testing

/// What the program says and how it ends when there is nothing to score with or to write to.
@Suite struct UsageTests {
  @Test func `the version is one line`() throws {
    let run = try ProgramRun(["--version"])
    #expect(run.status == 0)
    #expect(run.text.split(separator: ".").count == 3)
    #expect(run.lines.count == 2)
    #expect(run.errors.isEmpty)
  }

  @Test(arguments: [
    ["--help"], ["score", "--help"], ["explore", "--help"], ["generate", "--help"],
    ["compare", "--help"], ["lesson", "--help"], ["train", "--help"], ["config", "--help"],
    ["serve", "--help"], ["help", "score"],
  ])
  func `help has examples and fits a terminal`(arguments: [String]) throws {
    let run = try ProgramRun(arguments)
    #expect(run.status == 0)
    #expect(run.text.contains("EXAMPLES"))
    #expect(run.lines.allSatisfy { $0.count <= 80 })
  }

  @Test(arguments: [
    (["score", "--format", "xml", "x"], "xml"),
    (["score", "--top", "33", "x"], "0 to 32"),
    (["score", "--model", "dice:0", "x"], "dice:10"),
    (["score", "--model", "dice:ten", "x"], "dice:10"),
    (["score", "--model", "ngram:", "x"], "ngram:FILE"),
    (["score", "--model", "ngram:9:x", "x"], "ngram:3:FILE"),
    (["score", "--draw", "uniform"], "dice:6"),
    (["score", "--model", "source:", "x"], "source:FILE"),
    (["compare", "x"], "two contexts"),
    (["compare", "x", "--model", "dice:6"], "name the base and another"),
    (["compare", "x", "--model", "a", "--model", "b", "--context-a", "y"], "name one"),
    (["compare", "x", "-c", "8", "--model", "a", "--model", "b"], "--protocol"),
    (["compare", "x", "--protocol", "theirs"], "theirs"),
    (["world", "--bytes", "0"], "1 to 16777216"),
    (["world", "--part", "last"], "training"),
    (["score", "--draw", "dice:6", "--length", "0"], "1 to 100000"),
    (["score", "--top=-1", "x"], "0 to 32"),
    (["score", "--temperature=-1", "x"], "-1"),
    (["score", "--temperature", "nan", "x"], "nan"),
    (["score", "--window", "1", "x"], "2 or more"),
    (["score", "--stride", "0", "x"], "1 or more"),
    (["score", "--threads", "0", "x"], "1 to 1024"),
    (["score", "--start-token", "first", "x"], "first"),
    (["score", "x", "-f", "y"], "not both"),
    (["score", "two", "texts"], "texts"),
    (["train", "--rate", "0"], "above 0"),
    (["train", "--rate", "-1"], "--rate -1.0 is out of range"),
    (["train", "--steps", "-5"], "--steps -5 is out of range"),
    (["train", "--steps", "0"], "1 to 1000000"),
    (["train", "--preset", "3k"], "3k"),
    (["train", "--script", "x", "--out", "y"], "--out"),
    (["--unknown"], "--unknown"),
    (["some text", "--size", "24x80"], "--script"),
    (["some text", "--script", "x", "--size", "0x80"], "0x80"),
    (["some text", "--color", "blue"], "blue"),
  ])
  func `wrong usage is status 64 and names what is wrong`(
    arguments: [String], mention: String
  ) throws {
    let run = try ProgramRun(arguments)
    #expect(run.status == 64)
    #expect(run.errors.contains(mention), "\(run.errors)")
    #expect(run.output.isEmpty)
  }

  @Test func `every form that can be printed has its line in the help`() throws {
    let refused = try ProgramRun(["score", "--format", "xml", "x"]).errors
    let names = refused.split(separator: "\n").filter { $0.hasPrefix("  - ") }.map {
      $0.dropFirst(4)
    }
    #expect(names.count > 3)
    let help = try ProgramRun(["score", "--help"]).lines
    let start = try #require(help.firstIndex { $0.hasSuffix("FORMATS") })
    for name in names {
      #expect(help[start...].contains { $0.hasPrefix("  \(name) ") }, "\(name)")
    }
  }

  @Test func `no escape sequence in an argument comes back`() throws {
    for arguments in [["score", "--\u{1B}[31m"], ["score", "-f", "/none\u{1B}[31m/\u{9B}x"]] {
      let run = try ProgramRun(arguments)
      #expect(run.status != 0)
      #expect(!run.errors.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{9B}" })
    }
  }

  @Test func `without a model the sentence says which, where and how to get it`() throws {
    let folder = try TemporaryFolder()
    let run = try ProgramRun(["score", "x"], environment: ["XDG_DATA_HOME": folder.path("data")])
    #expect(run.status == 69)
    #expect(run.errors.contains(folder.path("data/surprisal/models/SmolLM2")))
    #expect(run.errors.contains("surprisal models fetch"))
    #expect(run.errors.split(separator: "\n").count == 1)
    #expect(run.output.isEmpty)
  }

  @Test func `the model pinned in the program is the one that the set-up fetches`() throws {
    let run = try ProgramRun(["score", "x"], environment: ["HOME": "/nonexistent"])
    let script = try Project.text("Assets/setup/fetch-model")
    for name in ["name", "size", "digest"] {
      let line = try #require(script.split(separator: "\n").first { $0.hasPrefix("\(name)=") })
      #expect(run.errors.contains(line.dropFirst(name.count + 1)))
    }
  }

  @Test func `relative data folders are ignored, and none at all is said`() throws {
    let relative = try ProgramRun(
      ["score", "x"], environment: ["XDG_DATA_HOME": "data", "HOME": "/nonexistent"])
    #expect(relative.errors.contains("/nonexistent/.local/share/surprisal/models/"))
    let homeless = try ProgramRun(["score", "x"], environment: ["XDG_DATA_HOME": ""])
    #expect(homeless.status == 69)
    #expect(homeless.errors.contains("HOME is not set"))
  }

  @Test func `a model cut short is noticed before it is read`() throws {
    let folder = try TemporaryFolder()
    try folder.write([1, 2, 3], to: "surprisal/models/SmolLM2-135M-Instruct.Q4_1.gguf")
    let run = try ProgramRun(["score", "x"], environment: ["XDG_DATA_HOME": folder.path("")])
    #expect(run.status == 65)
    #expect(run.errors.contains("3 bytes instead of 98362432"))
  }

  @Test(arguments: [["-f", "/nonexistent/text"], ["-f", "/"], ["--model", "/nonexistent.gguf"]])
  func `an input that is not there is status 66`(arguments: [String]) throws {
    let run = try ProgramRun(
      ["score"] + arguments, environment: ["HOME": "/nonexistent"])
    #expect(run.status == 66, "\(run.errors)")
    #expect(run.errors.contains(arguments[1]))
  }

  @Test(arguments: ["score", "generate", "explore", "play"])
  func `a word that is a file's name is refused with the way to read the file`(
    command: String
  ) throws {
    let folder = try TemporaryFolder()
    try folder.write(Array("a text".utf8), to: "note\u{9B}.txt")
    let run = try ProgramRun(
      [command, "--model", "dice:6", folder.path("note\u{9B}.txt")], environment: [:])
    #expect(run.status == 64)
    #expect(run.errors.contains("is the name of a file: write -f \(folder.path("note"))"))
    #expect(!run.errors.unicodeScalars.contains("\u{9B}"))
    #expect(run.output.isEmpty)
    let read = try ProgramRun(
      ["score", "--model", "dice:6", "-f", folder.path("note\u{9B}.txt")], environment: [:])
    #expect(read.status == 0 && read.text.contains("2 tokens"))
  }

  @Test func `a text of several words that is a file's name is a text, which is said`() throws {
    let folder = try TemporaryFolder()
    try folder.write(Array("much longer than its name".utf8), to: "my essay")
    let run = try ProgramRun(
      ["score", "--model", "dice:6", "--format", "json", folder.path("my essay")], environment: [:])
    #expect(run.status == 0)
    #expect(run.errors.contains("-f \"\(folder.path("my essay"))\""))
    #expect(run.errors.split(separator: "\n").count == 1)
    #expect(run.text.contains(" essay"))
    // A folder cannot be read, so its name is meant.
    let named = try ProgramRun(
      ["score", "--model", "dice:6", folder.path("")], environment: [:])
    #expect(named.status == 0 && named.errors.isEmpty)
  }

  @Test func `the schema is printed as it stands in the project`() throws {
    let run = try ProgramRun(["score", "--schema"])
    #expect(run.status == 0)
    #expect(try run.text == Project.text("Assets/schemas/score.schema.json"))
    let parts = try ProgramRun(["score", "--schema", "--unit", "word"])
    #expect(try parts.text == Project.text("Assets/schemas/parts.schema.json"))
  }

  @Test func `words are printed as JSON too, and by the name of the file`() throws {
    let folder = try TemporaryFolder()
    let words = ["score", "--model", "dice:6", "--unit", "word", "1 2 3"]
    let run = try ProgramRun(words + ["--format", "json"], environment: [:])
    #expect(run.status == 0 && run.text.contains("\"schema\": \"surprisal.parts/1\""))
    let named = try ProgramRun(words + ["-o", folder.path("words.json")], environment: [:])
    #expect(named.status == 0)
    #expect(try folder.read("words.json") == run.output)
    let table = try ProgramRun(words + ["--format", "tsv"], environment: [:])
    #expect(table.status == 0 && table.text.hasPrefix("index\tunit\t"))
    let picture = try ProgramRun(words + ["--format", "svg"], environment: [:])
    #expect(picture.status == 64 && picture.errors.contains("jsonl"))
  }

  @Test func `a full disk is status 74 and a sentence`() throws {
    let run = try ProgramRun(["score", "--schema"], to: .path("/dev/full"))
    #expect(run.status == 74)
    #expect(run.errors.contains("No space left on device"))
    #expect(run.errors.split(separator: "\n").count == 1)
  }

  @Test func `a reader that has enough ends the program quietly`() throws {
    let run = try ProgramRun(["score", "--schema"], to: .closedPipe)
    #expect(run.status == 0)
    #expect(run.errors.isEmpty)
  }
}
