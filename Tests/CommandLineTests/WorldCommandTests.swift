import FoundationEssentials
import Testing

/// The small world: its texts, and the source that they are drawn from.
@Suite struct WorldCommandTests {
  private struct Document: Decodable {
    struct Model: Decodable { var name: String }
    struct Summary: Decodable { var bits_per_byte: Double? }
    var model: Model
    var summary: Summary
  }

  private func score(_ path: String, by model: String) throws -> Document {
    let run = try ProgramRun(["score", "-f", path, "--model", model, "--format", "json"])
    return try JSONDecoder().decode(Document.self, from: Data(run.text.utf8))
  }

  @Test func `a text has so many bytes and whole lines, the same for the same seed`() throws {
    let arguments = ["world", "--bytes", "4000", "--seed", "5"]
    let one = try ProgramRun(arguments)
    #expect(one.status == 0 && (4_000..<4_100).contains(one.output.count))
    #expect(one.text.hasSuffix(".\n"))
    #expect(try ProgramRun(arguments).text == one.text)
    #expect(try ProgramRun(["world", "--bytes", "4000", "--seed", "6"]).text != one.text)
    #expect(try ProgramRun(arguments + ["--part", "validation"]).text != one.text)
  }

  @Test func `the help names the part that is drawn by default`() throws {
    let words = try ProgramRun(["world", "--help"]).text.split { $0.isWhitespace }
    let help = words.joined(separator: " ")
    #expect(help.contains("(values: training, validation, test; default: training)"), "\(help)")
  }

  @Test func `no model that counted another text is below the source's floor`() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      Array(try ProgramRun(["world", "--bytes", "30000"]).text.utf8), to: "training.txt")
    try folder.write(
      Array(try ProgramRun(["world", "--bytes", "8000", "--part", "validation"]).text.utf8),
      to: "unseen.txt")
    let source = try score(folder.path("unseen.txt"), by: "source")
    let floor = try #require(source.summary.bits_per_byte)
    #expect(source.model.name == "the source of the world")
    #expect(floor > 0.3 && floor < 0.4)
    for order in [1, 3, 5, 7] {
      let model = "ngram:\(order):\(folder.path("training.txt"))"
      #expect(
        try #require(score(folder.path("unseen.txt"), by: model).summary.bits_per_byte) > floor)
    }
  }

  @Test func `the source goes on with a line as its rules do`() throws {
    let run = try ProgramRun([
      "generate", "--model", "source", "--tokens", "200", "The whale of Sam comes from the ",
    ])
    #expect(run.text.contains("The whale of Sam comes from the ocean and eats plankton."))
  }

  @Test func `rules of one's own are drawn by and scored by, or refused with the line`() throws {
    let folder = try TemporaryFolder()
    try folder.write(Array("LINE = heads | tails\n".utf8), to: "coin.grammar")
    let text = try ProgramRun(["world", "--by", folder.path("coin.grammar"), "--bytes", "200"]).text
    #expect(Set(text.split(separator: "\n")) == ["heads", "tails"])
    let run = try ProgramRun([
      "score", "--model", "source:\(folder.path("coin.grammar"))", "--format", "csv",
      "heads\ntails\n",
    ])
    #expect(run.status == 0 && run.text.contains("the source of coin.grammar"))
    try folder.write(Array("LINE = heads\n\nTAIL = [TALE]\n".utf8), to: "wrong.grammar")
    for arguments in [
      ["world", "--by", folder.path("wrong.grammar")],
      ["score", "x", "--model", "source:\(folder.path("wrong.grammar"))"],
    ] {
      let refused = try ProgramRun(arguments)
      #expect(refused.status == 65 && refused.text.isEmpty)
      #expect(refused.errors.contains("wrong.grammar: line 3: there is no rule TALE"))
    }
  }

  @Test func `the rules are printed as they can be read again`() throws {
    let folder = try TemporaryFolder()
    let rules = try ProgramRun(["world", "--rules"]).text
    #expect(rules == (try Project.text("Assets/world.grammar")))
    try folder.write(Array(rules.utf8), to: "mine.grammar")
    #expect(
      try ProgramRun(["world", "--by", folder.path("mine.grammar")]).text
        == ProgramRun(["world"]).text)
  }

  @Test func `a drawn text's loss on its own source is entropy and luck`() throws {
    let run = try ProgramRun(["score", "--draw", "source", "--length", "500", "--model", "source"])
    #expect(run.status == 0 && run.text.contains("500 tokens, 500 scored"))
    #expect(!run.text.contains("inf"))
  }

  @Test func `a text that the source cannot have made can be looked at all the same`() throws {
    let folder = try TemporaryFolder()
    try folder.write(Array("wait\nscreen read\nm\nscreen sum\n".utf8), to: "keys")
    let run = try ProgramRun([
      "The capital of France is Paris.", "--model", "source", "--script", folder.path("keys"),
      "--screens", folder.path("screens"), "--config", "none",
    ])
    #expect(run.status == 0, "\(run.errors)")
    let score = try ProgramRun(["score", "The capital", "--model", "source"])
    #expect(score.status == 0 && score.text.contains("100.00") && !score.text.contains("inf"))
  }
}
