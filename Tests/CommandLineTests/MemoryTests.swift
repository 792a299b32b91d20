import Basics
import FoundationEssentials
import Testing

/// What one run of the built program leaves for the next, in a terminal.
@Suite(.serialized, .timeLimit(.minutes(2))) struct MemoryTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private var state: String? {
    (try? folder.read("state/surprisal/state")).map { String(decoding: $0, as: UTF8.self) }
  }

  private func start(_ arguments: String...) throws -> PseudoTerminal {
    let terminal = try Program.inTerminal(
      ["1 2 3", "--model", "dice:6"] + arguments,
      environment: [
        "XDG_STATE_HOME": folder.path("state"), "XDG_CONFIG_HOME": folder.path("config"),
      ])
    #expect(terminal.sees("perplexity"))
    return terminal
  }

  private func quit(_ terminal: PseudoTerminal, by key: String = "q") {
    terminal.send(key)
    #expect(terminal.exitStatus() == 0)
  }

  @Test(arguments: ["q", "Q", "\u{3}"])
  func `a unit that a key chose is there in the next run, whichever key ends this one`(
    key: String
  ) throws {
    let first = try start()
    #expect(first.screen.text.contains("entropy 2.58 bits"))
    first.send("u" + key)
    #expect(first.exitStatus() == 0)
    let second = try start()
    #expect(second.sees("entropy 1.79 nats"))
    quit(second)
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGKILL])
  func `it is there however the run ends`(number: CInt) throws {
    let first = try start()
    first.send("u")
    #expect(first.sees("entropy 1.79 nats"))
    #expect(first.wait { $0.isIdle })
    first.signal(number)
    #expect(first.exitStatus() == 128 + Int(number))
    #expect(state?.contains("unit = \"nats\"\n") == true)
  }

  @Test
  func
    `a lesson half read is asked about with its page, where the next run goes on`()
    throws
  {
    func lessons(_ arguments: String...) throws -> PseudoTerminal {
      try Program.inTerminal(
        ["lesson", "--model", "dice:6"] + arguments,
        environment: ["XDG_STATE_HOME": folder.path("state")], rows: 40)
    }
    let first = try lessons("loss")
    #expect(first.sees("1 of "))
    first.send("\r")
    #expect(first.sees("2 of "))
    first.send("\u{1B}")
    #expect(first.wait { !$0.screen.text.contains("2 of ") })
    first.send("q")
    #expect(first.sees("“From surprise to loss” goes on at page 2 of "))
    quit(first)
    let second = try lessons()
    #expect(second.sees("page 2 of "))
    quit(second, by: "Q")
    let third = try lessons("loss")
    #expect(third.sees("2 of "))
    quit(third, by: "Q")
  }

  private func goOn(_ arguments: String...) throws -> PseudoTerminal {
    try Program.inTerminal(
      ["--continue"] + arguments,
      environment: [
        "XDG_STATE_HOME": folder.path("state"), "XDG_CONFIG_HOME": folder.path("config"),
      ], rows: 40)
  }

  @Test func `a text is gone on with where it was left, as it was looked at`() throws {
    let first = try start()
    first.send("\u{1B}[H\u{1B}[C\u{1B}[C\u{1B}[C\u{1B}[Ac")
    #expect(first.sees("T 1.06") && first.sees("probability"))
    quit(first, by: "Q")
    let second = try goOn()
    #expect(second.sees("T 1.06") && second.sees("1 2 3") && second.sees("probability"))
    #expect(second.sees("only 2 tokens before it"))
    quit(second, by: "Q")
  }

  @Test func `a lesson that was left is gone on with at its page, until it is left itself`() throws
  {
    let first = try Program.inTerminal(
      ["lesson", "loss", "--model", "dice:6"],
      environment: ["XDG_STATE_HOME": folder.path("state")], rows: 40)
    #expect(first.sees("1 of "))
    first.send("\r")
    #expect(first.sees("2 of "))
    quit(first, by: "Q")
    #expect(state?.contains("\nlesson = \"loss\"") == true)
    let second = try goOn("--model", "dice:6")
    #expect(second.sees("2 of "))
    second.send("\u{1B}")
    #expect(second.wait { !$0.screen.text.contains("2 of ") })
    quit(second, by: "Q")
    #expect(state?.contains("\nlesson = \"") == false)
  }

  @Test func `a lesson of one's own is gone on with while its file is the same`() throws {
    let page = "\ntext: a b\n\nWords.\n"
    // Named like one of the program's, which it is not taken for.
    try folder.write(Array("# Mine\n\n## One\(page)\n## Two\(page)".utf8), to: "loss.lesson")
    let first = try Program.inTerminal(
      ["lesson", folder.path("loss.lesson"), "--model", "dice:256"],
      environment: ["XDG_STATE_HOME": folder.path("state")], rows: 40)
    #expect(first.sees("1 of 2"))
    first.send("\r")
    #expect(first.sees("2 of 2"))
    quit(first, by: "Q")
    let second = try goOn("--model", "dice:256")
    #expect(second.sees("2 of 2") && second.sees("Two"))
    quit(second, by: "Q")
    try folder.write(Array("# Mine\n\n## Other\(page)".utf8), to: "loss.lesson")
    func refusal() throws -> ProgramRun {
      try ProgramRun(
        ["--continue", "--model", "dice:256"], environment: ["XDG_STATE_HOME": folder.path("state")]
      )
    }
    let changed = try refusal()
    #expect(changed.status == 66 && changed.errors.contains("loss.lesson has changed since"))
    try folder.write(Array("No lesson any more.".utf8), to: "loss.lesson")
    let broken = try refusal()
    #expect(broken.status == 66 && broken.errors.contains("loss.lesson has changed since"))
    try FileManager.default.removeItem(atPath: folder.path("loss.lesson"))
    let gone = try refusal()
    #expect(gone.status == 66 && gone.errors.contains("loss.lesson any more"), "\(gone.errors)")
  }

  @Test func `where nothing was left there is nothing to go on with`() throws {
    let run = try ProgramRun(
      ["--continue", "--model", "dice:6"], environment: ["XDG_STATE_HOME": folder.path("state")])
    #expect(run.status == 66 && run.errors.contains("nothing to go on with"), "\(run.errors)")
  }

  @Test func `a run in which nothing was chosen writes nothing`() throws {
    quit(try start("--theme", "light"))
    #expect(state == nil)
  }

  @Test func `the configuration says how a run begins, and a key holds to its end`() throws {
    try folder.write(Array("unit = \"nats\"\n".utf8), to: "config/surprisal/config")
    for _ in 0..<2 {
      let terminal = try start()
      #expect(terminal.sees("entropy 1.79 nats"))
      terminal.send("u")
      #expect(terminal.sees("entropy 2.58 bits"))
      quit(terminal)
    }
    #expect(state?.contains("unit = \"bits\"\n") == true)
  }

  @Test func `with no configuration nothing is read and nothing is written`() throws {
    try folder.write(Array("unit = \"nats\"\n".utf8), to: "state/surprisal/state")
    let terminal = try start("--config", "none")
    #expect(terminal.screen.text.contains("entropy 2.58 bits"))
    terminal.send("t")
    quit(terminal)
    #expect(state == "unit = \"nats\"\n")
  }

  @Test func `keys of the configuration are obeyed and shown`() throws {
    try folder.write(Array("[keys]\nunit = \"f5\"\n".utf8), to: "config/surprisal/config")
    let terminal = try start()
    terminal.send("u\u{1B}[15~")
    #expect(terminal.sees("entropy 1.79 nats"))
    terminal.send(":unit")
    #expect(terminal.sees("F5"))
    quit(terminal, by: "\u{3}")
  }

  @Test func `a damaged memory is said in a sentence, does no harm, and is written anew`() throws {
    try folder.write([0x75, 0xFF, 0x1B, 0x5B], to: "state/surprisal/state")
    let terminal = try start()
    #expect(terminal.sees("begins anew") && terminal.screen.faults.isEmpty)
    terminal.send("u")
    quit(terminal)
    #expect(state?.contains("unit = \"nats\"\n") == true)
  }

  @Test func `what cannot be read or written is no fault`() throws {
    // A folder in the file's place, which no user can overwrite.
    try folder.write([], to: "state/surprisal/state/in-the-way")
    let terminal = try start()
    #expect(!terminal.screen.text.contains("begins anew"))
    terminal.send("u")
    #expect(terminal.sees("entropy 1.79 nats"))
    quit(terminal)
    #expect(try folder.contents(of: "state/surprisal") == ["last.surprisal", "state"])
  }

  @Test func `a pipe in the file's place does not keep it waiting`() throws {
    try folder.write([], to: "state/surprisal/other")
    let result = unsafe mkfifo(folder.path("state/surprisal/state"), 0o600)
    try #require(result == 0)
    quit(try start())
  }

  @Test func `only its owner can read it, and nothing is left beside it`() throws {
    let terminal = try start()
    terminal.send("u")
    quit(terminal)
    #expect(try folder.contents(of: "state/surprisal") == ["last.surprisal", "state"])
    for name in ["state", "last.surprisal"] {
      var status = stat()
      let result = unsafe stat(folder.path("state/surprisal/\(name)"), &status)
      #expect(result == 0 && status.st_mode & 0o777 == 0o600, "\(name)")
    }
  }

  @Test func `two runs at once leave what either chose`() throws {
    let (one, other) = (try start(), try start())
    one.send("u")
    #expect(one.sees("entropy 1.79 nats"))
    other.send("t")
    quit(other)
    one.send("B")
    quit(one)
    for line in ["unit = \"nats\"\n", "theme = \"light\"\n", "big = \"on\"\n"] {
      #expect(state?.contains(line) == true, "\(state ?? "")")
    }
  }
}
