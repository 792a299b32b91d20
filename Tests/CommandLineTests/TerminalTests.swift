import Basics
import Testing

/// The built program at a keyboard: keys, mouse, sizes.
@Suite(.serialized, .timeLimit(.minutes(2))) struct TerminalTests {
  @Test func `q ends it and leaves the terminal as it was found`() throws {
    let terminal = try Program.inTerminal()
    #expect(terminal.sees("surprisal") && terminal.sees("quit"))
    #expect(terminal.screen.modes[1049] == true && terminal.screen.modes[2004] == true)
    #expect(!terminal.isCooked)
    terminal.send("q")
    #expect(terminal.exitStatus() == 0)
    #expect(terminal.isRestored, "\(terminal.screen.leftovers) \(terminal.screen.faults)")
  }

  @Test func `an edited text is asked about, and Ctrl-C asks nothing`() throws {
    for keys in ["q", "\u{1B}q"] {
      let terminal = try Program.inTerminal()
      #expect(terminal.sees("T 1.00"))
      terminal.send("e.")
      #expect(terminal.sees("EDITING"))
      terminal.send("\u{1B}")
      #expect(terminal.sees("quit"))
      terminal.send("q")
      #expect(terminal.sees("The text was changed"))
      terminal.send(keys == "q" ? "q" : "\u{3}")
      #expect(terminal.exitStatus() == 0)
      #expect(terminal.isRestored, "\(terminal.screen.leftovers) \(terminal.screen.faults)")
    }
  }

  @Test func `Shift with an arrow is five steps of temperature`() throws {
    let (one, other) = (try Program.inTerminal(), try Program.inTerminal())
    #expect(one.sees("T 1.00") && other.sees("T 1.00"))
    one.send("\u{1B}[1;2A")
    other.send(String(repeating: "\u{1B}[A", count: 5))
    #expect(one.wait { $0.temperature.map { $0 > "1.00" } ?? false })
    let isSame = other.wait {
      one.pump(milliseconds: 1)
      return $0.temperature == one.temperature
    }
    #expect(isSame)
  }

  @Test(.disabled(if: TestModel.isAbsent, TestModel.advice))
  func `two clicks on a candidate take it when they come soon after one another`() throws {
    let terminal = try Program.inTerminal(
      ["The cat sat on the mat."], environment: ["SURPRISAL_MODEL": TestModel.path])
    #expect(terminal.sees("perplexity"))
    let row = terminal.screen.lines.firstIndex { $0.contains("── after") } ?? 0
    let click = "\u{1B}[<0;12;\(row + 4)M\u{1B}[<0;12;\(row + 4)m"
    terminal.send(click + click)
    #expect(terminal.sees("CHANGED TEXT"))
  }

  @Test func `arrows move the temperature`() throws {
    let terminal = try Program.inTerminal()
    #expect(terminal.sees("T 1.00"))
    terminal.send("\u{1B}[A")
    #expect(terminal.wait { $0.temperature.map { $0 > "1.00" } ?? false })
    terminal.send("\u{1B}OB")
    #expect(terminal.sees("T 1.00"))
  }

  @Test func `a drag on the slider moves the temperature`() throws {
    let terminal = try Program.inTerminal()
    #expect(terminal.sees("T 1.00"))
    let row = terminal.screen.lines.firstIndex { $0.contains("T 1.00") } ?? 0
    terminal.send("\u{1B}[<0;20;\(row + 1)M")
    #expect(terminal.wait { $0.temperature.map { $0 != "1.00" } ?? false })
    let pressed = terminal.temperature
    terminal.send("\u{1B}[<32;30;\(row + 1)M")
    #expect(terminal.wait { $0.temperature.map { $0 != pressed } ?? false })
    terminal.send("\u{1B}[<0;30;\(row + 1)m")
  }

  @Test(.enabled(if: Program.hasModel, "SURPRISAL_MODEL names no model"))
  func `an arrow steps to the next token`() throws {
    let terminal = try Program.inTerminal()
    #expect(terminal.sees("perplexity"))
    let before = terminal.screen.text
    terminal.send("\u{1B}[C")
    #expect(terminal.wait { $0.screen.text != before })
  }

  @Test func `after a storm of resizes the last size counts`() throws {
    let terminal = try Program.inTerminal()
    #expect(terminal.sees("quit"))
    for step in 0..<300 { terminal.resize(rows: 20 + step % 20, columns: 60 + step % 50) }
    terminal.resize(rows: 30, columns: 100)
    let fresh = try Program.inTerminal(rows: 30, columns: 100)
    #expect(fresh.sees("quit"))
    let isSame = terminal.wait {
      fresh.pump(milliseconds: 1)
      return $0.screen.text == fresh.screen.text
    }
    #expect(isSame, "\(terminal.screen.text)\n---\n\(fresh.screen.text)")
  }

  @Test(arguments: [
    (1, 1), (2, 2), (5, 20), (1, 200), (200, 1), (0, 0), (100, 300), (32_767, 32_767),
  ])
  func `any size of window is survived`(rows: Int, columns: Int) throws {
    let terminal = try Program.inTerminal(rows: rows, columns: columns)
    #expect(terminal.wait { $0.screen.modes[1049] == true })
    terminal.send("\u{1B}[A\u{1B}[C")
    terminal.resize(rows: 24, columns: 80)
    #expect(terminal.sees("quit"))
    terminal.resize(rows: rows, columns: columns)
    terminal.send("q")
    #expect(terminal.exitStatus() == 0)
  }

  @Test(arguments: [1_000, 65_535])
  func `a window that begins larger than any screen is drawn to its limit`(size: Int) throws {
    let terminal = try Program.inTerminal(rows: size, columns: size)
    #expect(terminal.sees("quit"))
    #expect(terminal.screen.lines[499].contains("quit"))
    terminal.send("q")
    #expect(terminal.exitStatus() == 0)
  }

  @Test(arguments: [("> /dev/null", true), ("2> /dev/null", false), ("", false)])
  func `how far a score is stands where somebody looks, and not among the result`(
    redirection: String, isShown: Bool
  ) throws {
    let terminal = try Program.inShell(
      "exec \"$0\" score --model dice:6 '1 2 3' \(redirection)")
    #expect(terminal.exitStatus() == 0)
    let written = String(decoding: terminal.output, as: UTF8.self)
    #expect(written.contains("3 of 3 tokens\r\u{1B}[K") == isShown, "\(written)")
  }

  @Test func `a paste of a megabyte is taken whole, and none of it as a command`() throws {
    let terminal = try Program.inTerminal()
    #expect(terminal.sees("T 1.00"))
    let line = Array("A line that a person might paste, with a q in it.\n".utf8)
    let text = (0..<(1 << 20) / line.count).flatMap { _ in line }
    terminal.send(Array("\u{1B}[200~".utf8) + text + Array("\u{1B}[201~".utf8))
    terminal.send(" ")  // dropped with the paste or not: never a command of the paste
    terminal.resize(rows: 25, columns: 81)
    #expect(terminal.wait { $0.exitStatusNow == nil && $0.screen.text.contains("pasted") })
  }

  @Test func `a pasted command is not obeyed`() throws {
    let terminal = try Program.inTerminal()
    #expect(terminal.sees("T 1.00"))
    terminal.send("\u{1B}[200~q\u{1B}[201~q")
    #expect(terminal.wait { $0.screen.text.contains("pasted") })
    #expect(terminal.exitStatusNow == nil)
  }

  @Test func `bytes that are no key change nothing`() throws {
    let terminal = try Program.inTerminal()
    #expect(terminal.sees("T 1.00"))
    terminal.send([0xFF, 0xC3, 0x28, 0x9B, 0x1B, 0x5B, 0x3F, 0x39, 0x63, 0xED, 0xA0, 0x80])
    terminal.send("\u{1B}[A")
    #expect(terminal.wait { $0.temperature.map { $0 > "1.00" } ?? false })
    #expect(terminal.screen.faults.isEmpty)
  }
}
