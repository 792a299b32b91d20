import Basics
import FoundationEssentials
import Testing

/// The built program at a keyboard, in a home with a model that runs, one that does not, and the built-in one.
@Suite(.serialized, .timeLimit(.minutes(2))) struct `Another model from inside` {
  private let home: Home
  private static let models = ".local/share/surprisal/models"

  init() throws {
    home = try Home()
    try home.addTrained(to: "\(Self.models)/tiny.gguf")
    try home.folder.write(Home.file(), to: "\(Self.models)/alien.gguf")
  }

  private func started(rows: Int = 24, columns: Int = 80, _ more: [String] = []) throws
    -> PseudoTerminal
  {
    let terminal = try Program.inTerminal(
      ["--model", "world", "the red cat"] + more,
      environment: ["HOME": home.folder.path(""), "XDG_DATA_HOME": nil, "SURPRISAL_MODEL": nil],
      rows: rows, columns: columns)
    #expect(terminal.sees("A small world") && terminal.sees(rows < 20 ? "loss" : "perplexity"))
    return terminal
  }

  /// The loss that is shown; “loss in bits” stands on large screens, too.
  private func shownLoss(_ terminal: PseudoTerminal) -> Substring? {
    terminal.screen.text.split(separator: "loss ").dropFirst()
      .first { $0.first?.isNumber == true }?.prefix(4)
  }

  private func header(_ terminal: PseudoTerminal) -> String { terminal.screen.lines.first ?? "" }

  @Test(arguments: [(16, 60), (24, 80), (60, 200)])
  func `reads the same text, and leaves it for the first one again`(rows: Int, columns: Int) throws
  {
    let terminal = try started(rows: rows, columns: columns)
    #expect(terminal.wait { shownLoss($0) != nil })
    let loss = try #require(shownLoss(terminal))
    terminal.send("M")
    #expect(terminal.sees("tiny.gguf") && terminal.sees("no: "))
    terminal.send("tiny\r")
    #expect(terminal.wait { header($0).contains("transformer") })
    #expect(
      terminal.wait { !$0.screen.text.contains("opening") && $0.screen.text.contains("quit") })
    #expect(!terminal.screen.text.contains("loss \(loss)"))
    terminal.send("M")
    #expect(terminal.sees("✓ tiny.gguf"))
    terminal.send("world\r")
    #expect(
      terminal.wait {
        header($0).contains("A small world") && $0.screen.text.contains("loss \(loss)")
      })
    terminal.send("q")
    #expect(terminal.exitStatus() == 0 && terminal.isRestored)
  }

  @Test func `that cannot be opened leaves all as it was, with a sentence`() throws {
    let terminal = try started()
    let name = header(terminal)
    terminal.send("M")
    #expect(terminal.sees("tiny.gguf"))
    terminal.send("alien\r")
    #expect(terminal.sees("it does not run here"))
    terminal.send("\u{15}tiny")
    #expect(terminal.wait { !$0.screen.text.contains("alien") })
    try FileManager.default.removeItem(atPath: home.folder.path("\(Self.models)/tiny.gguf"))
    terminal.send("\r")
    #expect(terminal.sees("there is no model tiny.gguf"))
    #expect(header(terminal) == name)
    terminal.send("M")
    #expect(terminal.sees("alien.gguf"))
    terminal.send("\u{1B}")
    #expect(terminal.wait { !$0.screen.text.contains("alien.gguf") && header($0) == name })
  }

  @Test func `is refused in a lesson and in a game, with a sentence`() throws {
    let terminal = try started()
    terminal.send("l\r")
    #expect(terminal.sees("next page") || terminal.sees("more"))
    terminal.send("M")
    #expect(terminal.sees("a lesson is read with the model"))
  }

  @Test func `is offered in ASCII, too`() throws {
    let terminal = try started(["--ascii"])
    terminal.send("M")
    #expect(terminal.sees("tiny.gguf") && terminal.sees(">x world"))
  }
}
