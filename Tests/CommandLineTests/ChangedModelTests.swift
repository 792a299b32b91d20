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
      ["score", "-f", folder.path("text"), "--model", model, "--format", "csv"],
      columns: 200)
    #expect(terminal.sees(",small,"))
    try cut()
    #expect(terminal.exitStatus() == 65)
    #expect(terminal.screen.text.contains("changed while in use"))
    #expect(terminal.screen.text.contains("small.gguf"))
  }

  @Test func `the explorer is met by it while it scores, keeps its screen and lives on`() throws {
    let terminal = try Program.inTerminal(
      ["-f", folder.path("text"), "--model", model], columns: 160)
    #expect(terminal.sees("perplexity"))
    try cut()
    #expect(terminal.sees("small.gguf: the model file changed while in use"))
    terminal.send("?")
    #expect(terminal.sees("Edit the text"))
    #expect(terminal.screen.modes[1049] == true && terminal.exitStatusNow == nil)
  }

  @Test func `the explorer says so and lives on`() throws {
    let terminal = try Program.inTerminal(["the dog", "--model", model], columns: 160)
    #expect(terminal.sees("perplexity"))
    try cut()
    terminal.send("e")
    terminal.send("x")
    #expect(terminal.sees("small.gguf: the model file changed while in use"))
    terminal.send("y")
    terminal.signal(SIGTERM)
    #expect(terminal.exitStatus() == 128 + Int(SIGTERM))
    #expect(terminal.isRestored)
  }
}
