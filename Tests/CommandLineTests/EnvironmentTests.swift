import Basics
import Testing

/// The built program where the terminal, the locale, or the streams are not what one hopes for.
@Suite(.serialized, .timeLimit(.minutes(2))) struct EnvironmentTests {
  @Test(arguments: [nil, "", "dumb", "bogus", "\u{1B}]0;x\u{07}"])
  func `a terminal of no use is refused without an escape sequence`(type: String?) throws {
    let terminal = try Program.inTerminal(environment: ["TERM": type as String?])
    let status = try #require(terminal.exitStatus())
    #expect((1..<128).contains(status))
    #expect(terminal.screen.text.contains("TERM"))
    #expect(!terminal.output.contains(0x1B) && terminal.isCooked)
  }

  @Test(arguments: ["xterm-kitty", "alacritty", "xterm-direct", "tmux-256color", "vt100", "linux"])
  func `common terminals work, with or without an entry of their own`(type: String) throws {
    let terminal = try Program.inTerminal(environment: ["TERM": type])
    #expect(terminal.sees("T 1.00"))
    terminal.send("q")
    #expect(terminal.exitStatus() == 0)
    #expect(terminal.isRestored, "\(terminal.screen.leftovers) \(terminal.screen.faults)")
  }

  @Test(arguments: ["C", "nonsense", "de_DE.ISO-8859-1"])
  func `no locale makes it write broken characters`(locale: String) throws {
    let terminal = try Program.inTerminal(
      ["Grüße, 你好, 👩, e\u{301}."], environment: ["LC_ALL": locale])
    #expect(terminal.sees("T 1.00"))
    terminal.send("q")
    #expect(terminal.exitStatus() == 0)
    #expect(terminal.isRestored, "\(terminal.screen.leftovers) \(terminal.screen.faults)")
  }

  @Test func `NO_COLOR is obeyed`() throws {
    let terminal = try Program.inTerminal(environment: ["NO_COLOR": "1"])
    #expect(terminal.sees("T 1.00"))
    terminal.send("q")
    #expect(terminal.exitStatus() == 0 && !terminal.screen.hasColor)
  }

  @Test func `a text comes from a pipe and keys from the terminal`() throws {
    let terminal = try Program.inShell("printf 'A piped text.' | \"$0\" -; echo over $?")
    #expect(terminal.sees("A piped text."))
    terminal.send("q")
    #expect(terminal.sees("over 0"), "\(terminal.screen.text)")
    #expect(terminal.isRestored)
  }

  @Test func `nothing of the screen goes into a pipe`() throws {
    let terminal = try Program.inShell("\"$0\" text 2>/dev/null | cat; echo over")
    #expect(terminal.sees("over"))
    #expect(!terminal.output.contains(0x1B))
  }

  @Test func `without any terminal it ends at once`() throws {
    let terminal = try Program.inShell(
      "setsid -w \"$0\" text </dev/null >/dev/null 2>&1; echo over $?")
    #expect(terminal.sees("over "))
    #expect(!terminal.screen.text.contains("over 0"))
  }
}
