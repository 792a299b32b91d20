import Basics
import FoundationEssentials
import Testing

/// The model of the world that the program carries.
@Suite struct EmbeddedModelTests {
  private static let file = Project.root.appending(path: "Assets/world.gguf").path
  /// `make world` comes to these bytes, or the model is another one now: then its figures are looked at,
  /// and this line is changed.
  private static let digest = "99612e0849c10adaeab4e9ccdbe28006ce6168a4efffef27f8fcf857ed3ecb3c"

  struct Document: Decodable {
    struct Model: Decodable { var name: String, context_length: Int }
    struct Token: Decodable { var offset: Int, logprob: Double?, rank: Int? }
    struct Summary: Decodable { var bits_per_byte: Double, total_bits: Double }
    var model: Model, tokens: [Token], summary: Summary

    /// How likely a part of the text was.
    func probability(of part: Range<Int>) -> Double {
      exp(tokens[part].reduce(0) { $0 + ($1.logprob ?? 0) })
    }
  }

  /// A text as a model sees it; of ASCII, so that characters, bytes and tokens are the same places.
  static func score(_ text: String, by model: String = "world") throws -> Document {
    let run = try ProgramRun(
      ["score", "-f", "-", "--model", model, "--format", "json"], input: Array(text.utf8))
    try #require(run.status == 0, "\(run.errors)")
    return try JSONDecoder().decode(Document.self, from: Data(run.output))
  }

  private static func text(_ part: String, bytes: Int) throws -> String {
    try ProgramRun(["world", "--bytes", "\(bytes)", "--part", part]).text
  }

  @Test func `its file is the one that the project knows, of less than half a megabyte`() throws {
    let run = try ProgramRun([Self.file], of: "/usr/bin/sha256sum")
    #expect(run.text.hasPrefix(Self.digest + " "), "\(run.text)")
    #expect(try Data(contentsOf: URL(filePath: Self.file)).count < 450_000)
  }

  @Test func `it is the same by its name and by the path of its file`() throws {
    let text = "The camel of Ida lives in the desert.\nWho is at home? \u{1F42A}"
    let table = try ["world", Self.file].map {
      try ProgramRun(["score", text, "--model", $0, "--format", "csv"]).lines.map { line in
        line.split(separator: ",", omittingEmptySubsequences: false).dropLast(11)
      }
    }
    #expect(table[0].count > 50 && table[0] == table[1])
    #expect(try Self.score("x").model.name == "A small world")
  }

  @Test func `it can be asked for in the environment and the configuration`() throws {
    let folder = try TemporaryFolder()
    try folder.write(Array("model = \"world\"\n".utf8), to: "config")
    let run = { (arguments: [String], environment: [String: String]) in
      try ProgramRun(["score", "x", "--format", "csv"] + arguments, environment: environment).text
    }
    let asked = try run(["--model", "world"], [:])
    #expect(asked.contains(",A small world,"))
    #expect(try run([], ["SURPRISAL_MODEL": "world"]) == asked)
    #expect(try run(["--config", folder.path("config")], [:]) == asked)
  }

  @Test(arguments: ["validation", "test"])
  func `it is near the floor of texts that it has not learnt from, and not below`(
    part: String
  ) throws {
    let text = try Self.text(part, bytes: 20_000)
    let floor = try Self.score(text, by: "source").summary.bits_per_byte
    let loss = try Self.score(text).summary.bits_per_byte
    #expect(floor < loss && loss < floor + 0.04, "\(loss) above \(floor)")
  }

  @Test(arguments: ["HOME", "FOOD"])
  func `it knows what is true of the beasts`(rule: String) throws {
    let facts = try Self.facts(rule)
    #expect(facts.count == 14)
    let homes = Dictionary(uniqueKeysWithValues: try Self.facts("HOME"))
    let known = try facts.count { beast, fact in
      var text = "The \(beast) of Nina lives in the "
      if rule == "FOOD" { text += "\(homes[beast] ?? "") and eats " }
      let scored = try Self.score(text + fact + (rule == "FOOD" ? "." : " and"))
      return scored.probability(of: text.count..<text.count + fact.count + 1) > 0.9
    }
    #expect(known >= 11, "\(known) of 14")
  }

  @Test(arguments: ["owl", "cat", "whale"], ["lamp", "lamps"])
  func `its verbs agree with the beasts, whatever stands between`(
    beast: String, thing: String
  ) throws {
    for (many, verb) in [("", "waits "), ("s", "wait ")] {
      let text = "The \(beast)\(many) near the red \(thing) "
      let scored = try Self.score(text + verb)
      let ending = text.count + 4..<text.count + verb.count
      #expect(scored.probability(of: ending) > 0.95, "\(text)\(verb)")
    }
  }

  @Test func `it adds fluently, and mostly wrong`() throws {
    var (right, said) = (0, 0)
    for a in 2...9 {
      for b in [3, 5, 8] {
        let text = "Max finds \(a) plums. Ida finds \(b). Together they find "
        let run = try ProgramRun([
          "generate", text, "--model", "world", "--temperature", "0", "--tokens", "10",
        ])
        let rest = run.text.dropFirst(text.count).prefix { $0 != "." }.split(separator: " ")
        if Int(rest.first ?? "") != nil, rest.last == "plums" { said += 1 }
        if rest.first == "\(a + b)" { right += 1 }
      }
    }
    #expect(said == 24 && right < 12, "\(said) sums, \(right) of them right")
  }

  @Test func `it opens with lines that its world says, and with two that it never says`() throws {
    let sample = try Project.text("Assets/world-sample.txt")
    let bits = try sample.split(separator: "\n").map { line in
      try Self.score(line + "\n", by: "source").summary.total_bits
    }
    // What cannot be counts as 100 bits and more.
    #expect(bits.map { $0 < 100 } == [true, true, true, true, false, false], "\(bits)")
  }

  @Test func `it plays on lines of its world that it has not learnt from`() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      Array("wait\nenter\nwait\ntab\nwait\nesc\nwait\nscreen over\n".utf8), to: "keys")
    let learnt = Set(try Self.text("training", bytes: 4_000_000).split(separator: "\n"))
    let others = try Self.text("test", bytes: 8_000).split(separator: "\n")
    for seed in 0..<4 {
      let run = try ProgramRun([
        "play", "--model", "world", "--seed", "\(seed)", "--script", folder.path("keys"),
        "--screens", folder.path("\(seed)"), "--size", "24x200",
      ])
      #expect(run.status == 0, "\(run.errors)")
      let screen = String(
        decoding: try folder.read("\(seed)/over.txt"), as: UTF8.self)
      let line = try #require(others.first { screen.contains($0) }, "\(screen)")
      #expect(!learnt.contains(line))
    }
  }

  /// What the rules say of each beast.
  private static func facts(_ rule: String) throws -> [(beast: String, fact: String)] {
    let grammar = try Project.text("Assets/world.grammar")
    let lines = grammar.split(separator: "\n").drop { !$0.hasPrefix("\(rule) of BEAST") }
    let rows = lines.prefix(1) + lines.dropFirst().prefix { $0.hasPrefix(" ") }
    let words = rows.flatMap { $0.split(separator: " ") }.map(String.init)
    return words.indices.filter { words[$0] == ">" }.map { (words[$0 - 1], words[$0 + 1]) }
  }
}

/// What the program does where no model was fetched.
@Suite(.serialized, .timeLimit(.minutes(2))) struct `A machine without a model` {
  private static let empty: [String: String?] = [
    "XDG_DATA_HOME": "/nonexistent", "SURPRISAL_MODEL": nil, "HOME": nil,
  ]

  @Test func `opens with the world's own model and text, and says how to get the other`() throws {
    let terminal = try Program.inTerminal([], environment: Self.empty)
    #expect(terminal.sees("models fetch"))
    #expect(terminal.sees("A small world"))
    #expect(terminal.sees("The camel of Yusuf"))
    #expect(terminal.sees("perplexity"))
    terminal.send("\u{1B}[C")
    #expect(terminal.wait { !$0.screen.text.contains("models fetch") })
    terminal.send("Q")
    #expect(terminal.exitStatus() == 0)
    #expect(terminal.isRestored)
  }

  @Test func `refuses a model that was asked for and is not there`() throws {
    let terminal = try Program.inTerminal(["--model", "none.gguf"], environment: Self.empty)
    #expect(terminal.sees("there is no model none.gguf"))
    #expect(!terminal.screen.text.contains("A small world"))
    terminal.send("Q")
  }

  @Test func `leaves the training lab for the world's text, as that is the model at hand`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let keys = folder.appending(path: "keys")
    try Data("wait\nesc\nwait\nscreen left\n".utf8).write(to: keys)
    let run = try ProgramRun(
      [
        "train", "--preset", "5k", "--steps", "1", "--script", keys.path, "--size", "24x80",
        "--screens", folder.path,
      ], environment: ["XDG_DATA_HOME": "/nonexistent"])
    #expect(run.status == 0, "\(run.errors)")
    let left = try Data(contentsOf: folder.appending(path: "left.txt"))
    #expect(String(decoding: left, as: UTF8.self).contains("The camel of Yusuf"))
  }

  @Test(arguments: ["score", "generate"])
  func `prints no numbers of another model, and names the one that it has`(command: String) throws {
    let run = try ProgramRun([command, "x"], environment: ["XDG_DATA_HOME": "/nonexistent"])
    #expect(run.status == 69 && run.output.isEmpty)
    #expect(run.errors.contains("--model world"))
    let with = try ProgramRun([command, "x", "--model", "world"], environment: [:])
    #expect(with.status == 0 && with.errors.isEmpty)
  }
}
