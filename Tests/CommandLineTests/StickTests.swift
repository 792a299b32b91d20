import FoundationEssentials
import Testing

/// Models that need no file, and texts drawn from them.
@Suite struct `A measuring stick as a model` {
  private struct Document: Decodable {
    struct Summary: Decodable { var cross_entropy_bits: Double }
    var summary: Summary
  }

  @Test func `of ten faces has 3.32 bits and a perplexity of 10 at every token`() throws {
    let run = try ProgramRun([
      "score", "--model", "dice:10", "--format", "csv", "The capital of France is Paris.",
    ])
    #expect(run.status == 0)
    #expect(run.lines.dropFirst().filter { !$0.isEmpty }.allSatisfy { $0.contains("3.3219") })
    let table = try ProgramRun(["score", "--model", "dice:10", "The capital of France"])
    #expect(table.text.contains("perplexity    10.0"))
  }

  @Test func `is counted in a file, and is less surprised by it than by anything else`() throws {
    let folder = try TemporaryFolder()
    let file = folder.path("training.txt")
    try folder.write(
      Array("the cat sat on the mat. the dog sat on the log. ".utf8), to: "training.txt")
    func loss(_ text: String) throws -> Double {
      let run = try ProgramRun([
        "score", "--model", "ngram:\(file)", "--format", "json", text,
      ])
      return try JSONDecoder().decode(Document.self, from: Data(run.text.utf8))
        .summary.cross_entropy_bits
    }
    #expect(try loss("the dog sat") < loss("god eht tas"))
  }

  @Test func `draws the same text for the same seed`() throws {
    let arguments = ["score", "--draw", "dice:6", "--length", "12", "--model", "dice:6", "--seed"]
    let one = try ProgramRun(arguments + ["5"])
    #expect(one.text.contains("12 tokens, 12 scored"))
    #expect(one.text.contains("perplexity    6.00"))
    #expect(try ProgramRun(arguments + ["5"]).text == one.text)
    #expect(try ProgramRun(arguments + ["6"]).text != one.text)
  }
}
