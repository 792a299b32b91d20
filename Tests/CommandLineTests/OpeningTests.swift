import FoundationEssentials
import Testing

/// How the explorer opens, with a real model.
@Suite(.disabled(if: TestModel.isAbsent, TestModel.advice))
struct OpeningTests {
  /// The screens that a script saves, by their names.
  private func screens(
    _ script: String, _ arguments: [String], size: String = "24x80", names: [String]
  ) throws -> [String] {
    let folder = try TemporaryFolder()
    try folder.write(Array(script.utf8), to: "keys")
    let run = try ProgramRun(
      ["explore"] + arguments + [
        "--script", folder.path("keys"), "--screens", folder.path("screens"), "--size", size,
      ], environment: TestModel.environment)
    #expect(run.status == 0, "\(run.errors)")
    return try names.map { String(decoding: try folder.read("screens/\($0).txt"), as: UTF8.self) }
  }

  @Test(arguments: ["12x40", "16x60", "24x80", "40x120", "60x200"])
  func `the sample opens on the potato, with what to try`(size: String) throws {
    let screens = try screens(
      "wait\nscreen first\nspace\nscreen then\n", [], size: size, names: ["first", "then"])
    for screen in screens { #expect(screen.contains("␣potato")) }
    #expect(screens[0].contains("model finds surprising") || screens[0].contains("language model"))
    #expect(!screens[1].contains("model finds surprising") && !screens[1].contains("welcome"))
  }

  @Test func `a text of one's own opens on what is most surprising, without advice`() throws {
    let text = "The capital of France is Berlin."
    let screen = try #require(
      try screens("wait\nscreen first\n", [text], names: ["first"]).first)
    #expect(screen.contains("“␣Berlin”") && !screen.contains("welcome"))
    #expect(screen.contains("SmolLM2-135M-Instruct Q4_1"))
    #expect(!screen.contains("Q4_1 Q4_1"))
  }

  private struct Document: Decodable {
    struct Summary: Decodable { var cross_entropy_bits: Double, scored_tokens: Int }
    var summary: Summary
  }

  /// `loss 3.57 bits`, as `score` has it.
  private func loss(_ text: String, after start: String) throws -> String {
    let run = try ProgramRun(
      ["score", text, "--start-token", start, "--format", "json"],
      environment: TestModel.environment)
    let document = try JSONDecoder().decode(Document.self, from: Data(run.output))
    let hundredths = Int((document.summary.cross_entropy_bits * 100).rounded())
    let digits = hundredths % 100
    return "loss \(hundredths / 100).\(digits < 10 ? "0" : "")\(digits) bits "
  }

  @Test func `S scores the text as score does with each start token, and says which`() throws {
    let text = "The capital of France is Paris."
    let names = ["a", "b", "c", "d"]
    let screens = try screens(
      "wait\nscreen a\nS\nwait\nscreen b\nS\nwait\nscreen c\nS\nwait\nscreen d\n", [text],
      names: names)
    for (screen, start) in zip(screens, ["none", "bos", "eos", "none"]) {
      #expect(screen.contains(try loss(text, after: start)), "\(start): \(screen)")
    }
    let tops = screens.map { $0.prefix(400) }
    #expect(Set(tops).count == 3 && tops[0] == tops[3])
    #expect(screens[1].contains("7 tokens after <|im_start|>"))
    #expect(screens[2].contains("7 tokens after <|im_end|>"))
    #expect(!screens[3].contains("after <|"))
    let asked = try self.screens(
      "wait\nscreen a\nS\nwait\nscreen b\n", [text, "--start-token", "eos"], names: ["a", "b"])
    #expect(asked[0].contains("after <|im_end|>") && !asked[1].contains("after <|"))
    #expect(asked[1].contains(try loss(text, after: "none")))
  }
}
