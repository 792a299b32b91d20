import FoundationEssentials
import Testing
import Basics

/// A model's file that somebody cuts short while the program reads it.
@Suite(.timeLimit(.minutes(2))) struct ChangedModelTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    let world = Project.root.appending(path: "Assets/world.gguf")
    try folder.write(Array(Data(contentsOf: world)), to: "small.gguf")
    try folder.write(
      Array(String(repeating: "the dog sees the cat.\n", count: 40_000).utf8), to: "text")
  }

  private var model: String { folder.path("small.gguf") }

  private func cut() throws { try #require(unsafe truncate(model, 60_000) == 0) }

  @Test func `a score ends with status 65 and the file's name, and without a crash`() throws {
    let terminal = try Program.inTerminal(
      ["score", "-f", folder.path("text"), "--model", model, "--format", "csv"])
    #expect(terminal.sees("surprisal_bits") && terminal.sees("small"))
    try cut()
    #expect(terminal.exitStatus() == 65)
    #expect(terminal.screen.text.contains("changed while in use"))
    #expect(terminal.screen.text.contains("small.gguf"))
  }

  @Test func `the explorer says so and goes on with what it has`() throws {
    let terminal = try Program.inTerminal(["the dog", "--model", model])
    #expect(terminal.sees("perplexity"))
    try cut()
    terminal.send("e")
    terminal.send("\u{1B}[F runs")
    terminal.send("\u{1B}")
    #expect(terminal.sees("changed while in use"))
    #expect(terminal.screen.text.contains("the dog runs"))
    terminal.send("Q")
    #expect(terminal.exitStatus() == 0)
    #expect(terminal.isRestored)
  }
}
