import Testing

/// Equal input gives equal bytes, whatever the run and the number of threads.
@Suite(.disabled(if: TestModel.isAbsent, TestModel.advice))
struct SameBytesTests {
  /// Longer than a batch, so that threads share whole batches and what is left.
  private static let text = Array(
    (0..<60).map { "Sentence \($0) says that \($0 * $0 + 7) sheep cross the bridge. " }.joined()
      .utf8)

  private func outputs(_ arguments: [String], input: [UInt8]) throws -> Set<[UInt8]> {
    var outputs: Set<[UInt8]> = []
    for threads in ["1", "2", "3", "3"] {
      let run = try ProgramRun(
        arguments + ["--threads", threads], input: input, environment: TestModel.environment)
      try #require(run.status == 0, "\(run.errors)")
      outputs.insert(run.output)
    }
    return outputs
  }

  @Test(arguments: ["text", "json", "jsonl", "csv"])
  func `a scored sentence is the same bytes in every run`(format: String) throws {
    let sentence = Array("The capital of France is Paris.".utf8)
    let outputs = try outputs(["score", "--format", format, "--top", "32"], input: sentence)
    #expect(outputs.count == 1)
  }

  @Test(arguments: [[], ["--window", "64", "--stride", "16", "--start-token", "eos"]])
  func `a long text is the same bytes in every run, in windows too`(options: [String]) throws {
    let text = Array(Self.text.prefix(options.isEmpty ? 2_400 : 500))
    #expect(try outputs(["score", "--format", "jsonl"] + options, input: text).count == 1)
  }

  @Test func `a generated text is the same bytes in every run`() throws {
    let options = ["generate", "--format", "json", "--tokens", "12", "--temperature", "1.2"]
    #expect(try outputs(options, input: Array("Once upon a time".utf8)).count == 1)
  }
}
