import TerminalUI
import Testing

@Suite struct ColorDecisionTests {
  private static let cases: [([String: String], isTerminal: Bool, Bool)] = [
    (["TERM": "xterm"], true, true),
    (["TERM": "xterm"], false, false),
    (["TERM": "dumb"], true, false),
    ([:], true, false),
    (["TERM": ""], true, false),
    (["TERM": "xterm", "NO_COLOR": "1"], true, false),
    (["TERM": "xterm", "NO_COLOR": ""], true, true),
    (["TERM": "xterm", "NO_COLOR": "0"], true, false),
    (["TERM": "xterm", "NO_COLOR": "1", "CLICOLOR_FORCE": "1"], true, false),
    (["CLICOLOR_FORCE": "1"], false, true),
    (["TERM": "xterm", "CLICOLOR_FORCE": "0"], false, false),
    (["TERM": "xterm", "CLICOLOR": "0"], true, false),
    (["TERM": "xterm", "CLICOLOR": "0", "CLICOLOR_FORCE": "1"], true, true),
    (["TERM": "xterm", "CLICOLOR": "1"], true, true),
  ]

  @Test(arguments: cases)
  func `the first that says anything decides`(
    environment: [String: String], isTerminal: Bool, expected: Bool
  ) {
    #expect(usesColor(.auto, environment: environment, isTerminal: isTerminal) == expected)
    #expect(usesColor(.always, environment: environment, isTerminal: isTerminal))
    #expect(!usesColor(.never, environment: environment, isTerminal: isTerminal))
  }

  @Test func `depth is none, eight, or 256`() {
    #expect(colorDepth(offered: 0) == 0)
    #expect(colorDepth(offered: 2) == 0)
    #expect(colorDepth(offered: 8) == 8)
    #expect(colorDepth(offered: 16) == 8)
    #expect(colorDepth(offered: 88) == 8)
    #expect(colorDepth(offered: 256) == 256)
    #expect(colorDepth(offered: 1 << 24) == 256)
  }
}
