import Basics
import Testing

/// Every way out of the built program leaves a healthy terminal.
@Suite(.serialized, .timeLimit(.minutes(2))) struct EndingTests {
  /// All that ends a program which does not ask for it, but those that a fault raises.
  private static let deadly: [CInt] = {
    var numbers = [
      SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGSYS,
      SIGXCPU,
    ]
    #if os(Linux)
      numbers += [16, SIGIO, SIGPWR]  // 16: SIGSTKFLT
    #endif
    return numbers
  }()

  @Test(arguments: deadly)
  func `a signal restores the terminal and is the cause of death`(number: CInt) throws {
    let terminal = try Program.inTerminal()
    #expect(terminal.sees("quit"))
    terminal.signal(number)
    #expect(terminal.exitStatus() == 128 + Int(number))
    #expect(terminal.isRestored, "\(terminal.screen.leftovers) \(terminal.screen.faults)")
  }

  @Test(arguments: [
    ("fatalError", [SIGILL, SIGTRAP]), ("trap", [SIGILL, SIGTRAP]), ("segv", [SIGSEGV]),
    ("abort", [SIGABRT]), ("thread", [SIGILL, SIGTRAP]),
    ("overflow", [SIGSEGV]),
  ])
  func `a crash restores the terminal and keeps its signal`(kind: String, expected: [CInt]) throws {
    let terminal = try Program.inTerminal(["--crash", kind, "text"])
    let status = terminal.exitStatus()
    #expect(expected.map { 128 + Int($0) }.contains(status ?? 0), "\(status ?? 0)")
    #expect(terminal.screen.modes[1049] == false)
    #expect(terminal.isRestored, "\(terminal.screen.leftovers) \(terminal.screen.faults)")
  }

  @Test func `an exit from deep inside restores the terminal`() throws {
    let terminal = try Program.inTerminal(["--crash", "exit", "text"])
    #expect(terminal.exitStatus() == 3)
    #expect(terminal.isRestored && terminal.screen.modes[1049] == false)
  }

  @Test(arguments: ["", "\u{1B}[<0;1"])
  func `a closed window ends it`(typed: String) throws {
    let terminal = try Program.inTerminal()
    #expect(terminal.sees("quit"))
    terminal.send(typed)
    terminal.hangUp()
    #expect(terminal.exitStatus() != nil)
  }

  @Test func `a closed window ends it although hangups are ignored`() throws {
    let terminal = try Program.inShell("trap '' HUP; exec \"$0\" text")
    #expect(terminal.sees("quit"))
    terminal.hangUp()
    #expect(terminal.exitStatus() == 0)
  }

  @Test func `a terminal that takes no output cannot keep it alive`() throws {
    let terminal = try Program.inTerminal()
    #expect(terminal.sees("quit"))
    terminal.setOutput(flowing: false)
    terminal.send("\u{1B}[A")
    terminal.signal(SIGTERM)
    #expect(terminal.exitStatus() == 143)
  }

  @Test func `while a terminal takes no output, keys are obeyed, and the last screen is drawn`()
    throws
  {
    // With this model all is known at once, and nothing but keys makes it draw again.
    let terminal = try Program.inTerminal(["text", "--model", "uniform"])
    #expect(terminal.sees("perplexity") && terminal.wait { $0.isIdle })
    let before = terminal.screen.text
    terminal.setOutput(flowing: false)
    for _ in 0..<3 {
      terminal.send("\u{1B}[A")
      #expect(terminal.wait { $0.isIdle })
    }
    #expect(terminal.screen.text == before)
    let free = try Program.inTerminal(["text", "--model", "uniform"])
    #expect(free.sees("perplexity"))
    free.send("\u{1B}[A\u{1B}[A\u{1B}[A")
    #expect(free.wait { $0.isIdle && $0.screen.text.contains("T 1.19") })
    terminal.setOutput(flowing: true)
    let isSame = terminal.wait {
      free.pump(milliseconds: 1)
      return $0.screen.text == free.screen.text
    }
    #expect(isSame, "\(terminal.screen.text)")
    terminal.setOutput(flowing: false)
    terminal.send("q")
    #expect(terminal.exitStatus() == 0)
  }

  @Test func `stopped and continued by others, it draws itself anew`() throws {
    let terminal = try Program.inTerminal()
    #expect(terminal.sees("T 1.00"))
    terminal.signal(SIGSTOP)
    terminal.resize(rows: 30, columns: 90)
    terminal.signal(SIGCONT)
    #expect(terminal.wait { $0.screen.lines[29].contains("quit") })
    terminal.send("\u{1B}[A")
    #expect(terminal.wait { $0.temperature.map { $0 > "1.00" } ?? false })
    terminal.send("q")
    #expect(terminal.exitStatus() == 0 && terminal.isRestored)
  }

  @Test func `Control-Z gives the terminal to the shell, and fg brings the screen back`() throws {
    let terminal = try Program.inShell("set -m; \"$0\" text; read line; fg; echo over $?")
    #expect(terminal.sees("T 1.00"))
    terminal.send("\u{1B}[A\u{1A}")
    #expect(terminal.wait { $0.screen.modes[1049] == false && $0.isCooked })
    #expect(terminal.screen.leftovers.isEmpty)
    terminal.resize(rows: 30, columns: 90)
    terminal.send("\n")
    #expect(terminal.wait { $0.screen.modes[1049] == true && $0.screen.lines[29].contains("quit") })
    #expect(terminal.screen.modes[1002] == true && terminal.screen.modes[2004] == true)
    let before = terminal.screen.text
    terminal.send("\u{1B}[A")
    #expect(terminal.wait { $0.temperature != before })
    terminal.send("q")
    #expect(terminal.sees("over 0"))
    #expect(terminal.isRestored, "\(terminal.screen.leftovers) \(terminal.screen.faults)")
  }
}
