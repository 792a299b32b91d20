import Basics
import FoundationEssentials
import TestSupport
import Testing

/// `surprisal compare` with models on servers.
@Suite struct CompareServersTests {
  private func compare(_ base: String, _ other: String) throws -> ProgramRun {
    try ProgramRun([
      "compare", ScriptedServer.text, "--model", base, "--model", other, "--format", "json",
      "--timeout", "600",
    ])
  }

  private struct Document: Decodable {
    struct Comparison: Decodable {
      // swift-format-ignore: AlwaysUseLowerCamelCase
      struct Token: Decodable { var base_surprisal_bits: Double?, other_surprisal_bits: Double? }
      var same_vocabulary: Bool, tokens: [Token]
    }
    var comparisons: [Comparison]
  }

  @Test func `models that begin a text differently each read it after their own token`() throws {
    let (base, other) = (ScriptedServer.vllm(), ScriptedServer.tgi())
    defer { [base, other].forEach { $0.stop() } }
    let run = try compare("vllm:\(base.address)", "tgi:\(other.address)")
    try #require(run.status == 0, "\(run.errors)")
    let comparison = try #require(
      JSONDecoder().decode(Document.self, from: Data(run.output)).comparisons.first)
    #expect(!comparison.same_vocabulary && comparison.tokens.count == 12)
    // Nothing stands before the first token of the one that has no such token.
    let isScored = comparison.tokens.map { $0.base_surprisal_bits != nil }
    #expect(isScored == [false] + Array(repeating: true, count: 11))
    let expected = 0.1 / log(2)
    for token in comparison.tokens {
      #expect(abs((token.other_surprisal_bits ?? 0) - expected) < 1e-6)
    }
  }

  @Test(arguments: [true, false])
  func `a server that ends is heard of while the other one is waited for`(isBase: Bool) throws {
    let hanging = ScriptedServer.vllm { _ in [.pause(seconds: 120)] }
    let ending = ScriptedServer.vllm { _ in [] }
    defer { [hanging, ending].forEach { $0.stop() } }
    let run =
      try isBase
      ? compare("vllm:\(ending.address)", "vllm:\(hanging.address)")
      : compare("vllm:\(hanging.address)", "vllm:\(ending.address)")
    #expect(run.status == 69 && run.output.isEmpty)
    #expect(run.errors.contains(ending.address), "\(run.errors)")
  }
}
