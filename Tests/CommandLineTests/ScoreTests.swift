import FoundationEssentials
import Testing

/// `surprisal score` with a real model.
@Suite(.disabled(if: TestModel.isAbsent, TestModel.advice))
struct ScoreTests {
  private static let text = "The capital of France is Paris."

  private struct Document: Decodable {
    struct Token: Decodable {
      var id: Int, bytes: String, offset: Int, logprob: Double?, rank: Int?, probability: Double?
      var unknown: Bool, top: [Alternative]
    }
    struct Alternative: Decodable { var id: Int, logprob: Double }
    struct Summary: Decodable {
      var tokens: Int, scored_tokens: Int, cross_entropy_nats: Double?, perplexity: Double?
      var bytes: Int, scored_bytes: Int, total_bits: Double, bits_per_byte: Double?
      var unknown_tokens: Int
    }
    struct Settings: Decodable { var start_token: Int?, window: Int, stride: Int }
    var tokens: [Token], summary: Summary, settings: Settings
  }

  private func score(
    _ arguments: String..., and more: [String] = [], input: [UInt8] = []
  ) throws -> ProgramRun {
    try ProgramRun(
      ["score"] + arguments + more, input: input, environment: TestModel.environment)
  }

  private func document(_ run: ProgramRun) throws -> Document {
    try #require(run.status == 0, "\(run.errors)")
    return try JSONDecoder().decode(Document.self, from: Data(run.output))
  }

  private func bytes(_ hexadecimal: String) -> [UInt8] {
    let digits = Array(hexadecimal)
    return stride(from: 0, to: digits.count, by: 2).compactMap {
      UInt8(String(digits[$0...$0 + 1]), radix: 16)
    }
  }

  @Test func `an instruction set that is not there is refused, and those that are there are named`()
    throws
  {
    var environment = TestModel.environment
    environment["SURPRISAL_ISA"] = "abacus"
    let run = try ProgramRun(["score", Self.text], environment: environment)
    #expect(run.status != 0 && run.output.isEmpty)
    #expect(run.errors.contains("SURPRISAL_ISA=abacus is not available here; use one of:"))
    #expect(run.errors.contains("portable"))
  }

  @Test(arguments: ["plain", "naïve 你好 🙂\n", "<|endoftext|>", " ", "\u{1B}[31m"])
  func `the tokens' bytes are the text`(text: String) throws {
    let document = try document(try score(text, "--format", "json"))
    let joined = document.tokens.flatMap { bytes($0.bytes) }
    #expect(joined == Array(text.utf8))
    var offset = 0
    for token in document.tokens {
      #expect(token.offset == offset)
      offset += bytes(token.bytes).count
    }
  }

  @Test func `any bytes of a file are scored`() throws {
    let folder = try TemporaryFolder()
    let content: [UInt8] = [0xFF, 0x00, 0x61, 0xC3, 0x0A, 0xE4, 0xBD]
    try folder.write(content, to: "binary")
    let document = try document(try score("-f", folder.path("binary"), "--format", "json"))
    #expect(document.tokens.flatMap { bytes($0.bytes) } == content)
    #expect(document.summary.scored_tokens == document.tokens.count - 1)
  }

  @Test func `bits per byte are those of the scored tokens over their bytes`() throws {
    let bare = try document(try score(Self.text, "--format", "json"))
    #expect(bare.summary.bytes == 31 && bare.summary.scored_bytes == 28)  // without "The"
    let bits = bare.tokens.compactMap(\.logprob).reduce(0) { $0 - $1 } / 0.693_147_180_559_945
    #expect(abs(try #require(bare.summary.bits_per_byte) - bits / 28) < 1e-5)
    let started = try document(
      try score(Self.text, "--format", "json", "--start-token", "bos"))
    #expect(started.summary.scored_bytes == 31)
  }

  @Test func `each byte without a token is the unknown token, and is said to be`() throws {
    // The byte values that the model's vocabulary has no entry for.
    let unknown: [UInt8] =
      [0x04, 0x06, 0x13, 0x14, 0x16, 0x1D, 0xC0, 0xC1, 0xF1, 0xF2] + Array(0xF5...0xFF)
    let text = Array("ab".utf8) + unknown + Array("cd".utf8)
    let document = try document(try score("-", "--format", "json", input: text))
    let marked = document.tokens.filter(\.unknown)
    #expect(marked.map(\.bytes) == unknown.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) })
    #expect(Set(marked.map(\.id)) == [0])
    #expect(document.summary.unknown_tokens == 21)
    let others = (0...UInt8.max).filter { !unknown.contains($0) }
    let rest = try self.document(try score("-", "--format", "json", input: others))
    #expect(rest.summary.unknown_tokens == 0 && !rest.tokens.contains(where: \.unknown))
  }

  @Test func `the name of the unknown token in a text is not unknown`() throws {
    for options in [[], ["--special"]] {
      let run = try ProgramRun(
        ["score", "a<|endoftext|>", "--format", "json"] + options,
        environment: TestModel.environment)
      #expect(try document(run).summary.unknown_tokens == 0)
    }
  }

  @Test func `an argument, a file and standard input give the same`() throws {
    let folder = try TemporaryFolder()
    try folder.write(Array(Self.text.utf8), to: "text")
    let argument = try score(Self.text)
    #expect(argument.status == 0)
    #expect(try score("-f", folder.path("text")).text == argument.text)
    #expect(try score("-", input: Array(Self.text.utf8)).text == argument.text)
    #expect(try score(input: Array(Self.text.utf8)).text == argument.text)
  }

  @Test func `the loss is the mean of the tokens' own numbers`() throws {
    let document = try document(try score(Self.text, "--format", "json"))
    let logprobs = document.tokens.compactMap(\.logprob)
    #expect(logprobs.count == document.summary.scored_tokens)
    let mean = -logprobs.reduce(0, +) / Double(logprobs.count)
    let loss = try #require(document.summary.cross_entropy_nats)
    #expect(abs(loss - mean) < 1e-5)
    #expect(document.tokens[0].logprob == nil)
    #expect(document.settings.start_token == nil)
  }

  @Test func `temperature changes numbers and no rank`() throws {
    let documents = try ["0.3", "1", "3", "inf"].map {
      try document(try score(Self.text, "--format", "json", "--temperature", $0))
    }.map { $0.tokens.map(\.rank) }
    #expect(documents.allSatisfy { $0 == documents[0] })
  }

  @Test func `at infinity every token is as likely as any`() throws {
    let document = try document(
      try score(Self.text, "--format", "json", "--temperature", "inf"))
    let probabilities = Set(document.tokens.compactMap(\.probability))
    #expect(probabilities.count == 1)
    let perplexity = try #require(document.summary.perplexity)
    #expect(abs((probabilities.first ?? 0) * perplexity - 1) < 1e-4)
  }

  @Test func `a start token gives the first token a score`() throws {
    let document = try document(try score(Self.text, "--format", "json", "--start-token", "0"))
    #expect(document.settings.start_token == 0)
    #expect(document.summary.scored_tokens == document.summary.tokens)
    #expect(document.tokens[0].logprob != nil)
  }

  @Test func `a start token that is none is status 64`() throws {
    let run = try score(Self.text, "--start-token", "999999999")
    #expect(run.status == 64)
    #expect(run.errors.contains("999999999"))
  }

  @Test(arguments: [("999999999", "10"), ("16", "16")])
  func `a window that cannot be is status 64`(window: String, stride: String) throws {
    #expect(try score(Self.text, "--window", window, "--stride", stride).status == 64)
  }

  @Test
  func `a stride that a start token leaves no room for is refused, the next one is what is read`()
    throws
  {
    let arguments = ["--window", "5", "--start-token", "0", "--format", "json", Self.text]
    let refused = try score("--stride", "4", and: arguments)
    #expect(refused.status == 64 && refused.errors.contains("it must be at most 3"))
    let document = try document(try score("--stride", "3", and: arguments))
    #expect(document.settings.stride == 3 && document.settings.window == 5)
    #expect(try score("--stride", "4", "--window", "5", Self.text).status == 0)
  }

  @Test func `candidates are best first`() throws {
    let document = try document(try score(Self.text, "--format", "json", "--top", "32"))
    for token in document.tokens.dropFirst() {
      #expect(token.top.count == 32)
      #expect(zip(token.top, token.top.dropFirst()).allSatisfy { $0.logprob >= $1.logprob })
      if let rank = token.rank, rank <= 32 {
        #expect(abs(token.top[rank - 1].logprob - (token.logprob ?? 0)) < 1e-4)
      }
    }
  }

  @Test(arguments: ["text", "json", "jsonl", "csv"])
  func `an empty text is no error`(format: String) throws {
    let run = try score("", "--format", format)
    #expect(run.status == 0)
    #expect(!run.output.isEmpty)
  }

  @Test func `nothing that acts on a terminal is printed`() throws {
    let text: [UInt8] = Array("a\u{1B}[2J\u{9B}1m\u{202E}\u{7F}\r\u{8}b".utf8) + [0x9B, 0xFF]
    for format in ["text", "json", "jsonl", "csv"] {
      let run = try score("--format", format, "--top", "8", input: text)
      #expect(run.status == 0)
      let controls = run.text.unicodeScalars.filter {
        $0.properties.generalCategory == .control || $0.properties.generalCategory == .format
      }
      #expect(controls.allSatisfy { $0 == "\n" }, "\(format)")
    }
  }

  @Test func `a full disk while scoring is status 74`() throws {
    let run = try ProgramRun(
      ["score", Self.text], environment: TestModel.environment, to: .path("/dev/full"))
    #expect(run.status == 74)
    #expect(run.errors.split(separator: "\n").count == 1)
  }

  @Test func `a reader that has enough stops the scoring quietly`() throws {
    let run = try ProgramRun(
      ["score", Self.text], environment: TestModel.environment, to: .closedPipe)
    #expect(run.status == 0)
    #expect(run.errors.isEmpty)
  }
}
