import FoundationEssentials
import Testing

/// `surprisal generate` with a real model.
@Suite(.disabled(if: TestModel.isAbsent, TestModel.advice))
struct GenerateTests {
  private static let text = "Once upon a time"

  private struct Document: Decodable {
    struct Token: Decodable {
      var id: Int, index: Int, bytes: String, logprob: Double, rank: Int, kept: Int
      var kept_mass: Double
    }
    struct Name: Decodable { var text: String }
    struct Summary: Decodable { var tokens: Int }
    var tokens: [Token], prompt: Name, result: Name, summary: Summary
  }

  private struct Score: Decodable {
    struct Token: Decodable { var id: Int, logprob: Double?, rank: Int? }
    var tokens: [Token]
  }

  private func generate(_ arguments: String..., input: [UInt8] = []) throws -> ProgramRun {
    try ProgramRun(
      ["generate"] + arguments, input: input, environment: TestModel.environment)
  }

  private func document(_ run: ProgramRun) throws -> Document {
    try #require(run.status == 0, "\(run.errors)")
    return try JSONDecoder().decode(Document.self, from: Data(run.output))
  }

  @Test func `the same seed gives the same text, another seed another`() throws {
    let first = try generate(Self.text, "--tokens", "12", "--seed", "5")
    #expect(first.status == 0 && first.text.hasPrefix(Self.text))
    #expect(try generate(Self.text, "--tokens", "12", "--seed", "5").text == first.text)
    #expect(try generate(Self.text, "--tokens", "12", "--seed", "6").text != first.text)
  }

  @Test func `at zero the likeliest token is drawn each time, whatever the seed`() throws {
    let documents = try ["1", "2"].map {
      try document(
        try generate(
          Self.text, "--tokens", "8", "--temperature", "0", "--seed", $0, "--format", "json"))
    }
    #expect(documents[0].tokens.map(\.id) == documents[1].tokens.map(\.id))
    #expect(documents[0].tokens.allSatisfy { $0.rank == 1 && $0.kept == 1 })
  }

  @Test func `the cut keeps what its rules say`() throws {
    let few = try document(
      try generate(Self.text, "--tokens", "10", "--top-k", "3", "--format", "json"))
    #expect(few.tokens.allSatisfy { $0.kept == 3 && $0.rank <= 3 })
    let nucleus = try document(
      try generate(Self.text, "--tokens", "10", "--top-p", "0.5", "--format", "json"))
    #expect(nucleus.tokens.allSatisfy { $0.kept_mass >= 0.5 && $0.rank <= $0.kept })
  }

  @Test func `what is generated has the surprisals that score gives it`() throws {
    let document = try document(
      try generate(Self.text, "--tokens", "10", "--top-k", "5", "--format", "json"))
    let run = try ProgramRun(
      ["score", document.result.text, "--format", "json"], environment: TestModel.environment)
    let score = try JSONDecoder().decode(Score.self, from: Data(run.output))
    #expect(document.prompt.text == Self.text)
    // As long as the text is split again as it was drawn, which it need not be.
    for (drawn, scored) in zip(document.tokens, score.tokens.dropFirst(document.tokens[0].index)) {
      guard drawn.id == scored.id else { break }
      #expect(abs(drawn.logprob - (scored.logprob ?? 0)) < 1e-3)
    }
  }

  @Test func `no tokens are the text alone`() throws {
    #expect(try generate(Self.text, "--tokens", "0").text == Self.text + "\n")
  }

  @Test(arguments: [
    ["--tokens=-1"], ["--top-k", "0"], ["--top-p", "0"], ["--top-p", "1.1"], ["--min-p", "2"],
    ["--seed=-1"], ["--temperature", "nan"],
  ])
  func `what cannot be is status 64`(arguments: [String]) throws {
    #expect(
      try ProgramRun(["generate", "x"] + arguments, environment: TestModel.environment).status == 64
    )
  }

  @Test func `an empty text is nothing to go on from, unless there is a start token`() throws {
    let run = try generate("")
    #expect(run.status == 64 && run.errors.contains("--start-token"))
    #expect(try generate("", "--start-token", "0", "--tokens", "2").status == 0)
  }

  @Test func `nothing that acts on a terminal is printed`() throws {
    let text: [UInt8] = Array("a\u{1B}[2J\u{9B}1m\u{202E}\u{7F}\u{8}b".utf8) + [0x9B, 0xFF]
    let run = try generate("--tokens", "4", "--temperature", "inf", input: text)
    #expect(run.status == 0)
    let controls = run.text.unicodeScalars.filter {
      $0.properties.generalCategory == .control || $0.properties.generalCategory == .format
    }
    #expect(controls.allSatisfy { $0 == "\n" || $0 == "\t" })
  }

  @Test func `the schema is printed without a model`() throws {
    let run = try ProgramRun(["generate", "--schema"])
    #expect(run.status == 0 && run.text.contains("surprisal.generate/1"))
  }

  @Test func `a reader that has enough stops it quietly`() throws {
    let run = try ProgramRun(
      ["generate", Self.text], environment: TestModel.environment, to: .closedPipe)
    #expect(run.status == 0 && run.errors.isEmpty)
  }
}
