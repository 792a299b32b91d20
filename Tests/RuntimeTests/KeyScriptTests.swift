import Exploration
import Runtime
import Testing

@Suite struct KeyScriptTests {
  private func inputs(_ line: String) throws -> [Input] {
    let script = try KeyScript(line)
    switch script.directives.first?.directive {
    case .input(let inputs): return inputs
    case .key(let key, let times): return Array(repeating: key, count: times)
    default: return []
    }
  }

  @Test(arguments: [
    ("right", Input.key(.right, [])), ("pageup", .key(.pageUp, [])),
    ("f12", .key(.function(12), [])),
    ("ctrl-l", .key(.character("l"), .control)), ("alt-x", .key(.character("x"), .alt)),
    ("shift-left", .key(.left, .shift)), ("ctrl-alt-del", nil), ("q", .key(.character("q"), [])),
    ("=", .key(.character("="), [])), ("?", .key(.character("?"), [])),
    ("f", .key(.character("f"), [])),
    ("-", .key(.character("-"), [])), ("space", .key(.character(" "), [])),
    ("escape", .key(.escape, [])),
    ("mouse press 3 40", .mouse(.pressed, row: 3, column: 40)),
    ("mouse double 3 40", .mouse(.pressedTwice, row: 3, column: 40)),
    ("shift-up", .key(.up, .shift)),
    ("mouse wheel-down 0 0", .mouse(.wheelDown, row: 0, column: 0)),
  ])
  func `a line is one input`(line: String, input: Input?) throws {
    if let input {
      #expect(try inputs(line) == [input])
    } else {
      #expect(throws: KeyScriptError(line: 1, cause: .unknown(line))) { try KeyScript(line) }
    }
  }

  @Test func `a key can be repeated`() throws {
    #expect(try inputs("right 3") == Array(repeating: .key(.right, []), count: 3))
  }

  @Test func `text is typed by characters and pasted by bytes`() throws {
    #expect(
      try inputs("type a é\\n#") == [
        .key(.character("a"), []), .key(.character(" "), []), .key(.character("é"), []),
        .key(.enter, []), .key(.character("#"), []),
      ])
    #expect(try inputs("paste \\xFF\\\\\\t q") == [.paste([0xFF, 0x5C, 0x09, 0x20, 0x71])])
  }

  @Test func `comments and empty lines mean nothing and count as lines`() throws {
    let script = try KeyScript("# to begin\n\n  wait\r\n\tscreen one\nresize 24 80\n")
    #expect(script.directives.map(\.line) == [3, 4, 5])
    #expect(
      script.directives.map(\.directive) == [.wait, .screen("one"), .resize(rows: 24, columns: 80)])
  }

  @Test(arguments: [
    ("wait\nrihgt", 2, KeyScriptError.Cause.unknown("rihgt")),
    ("right x", 1, .notInRange("x", 1...10_000)), ("right 0", 1, .notInRange("0", 1...10_000)),
    ("right 2 3", 1, .excess("3")), ("wait now", 1, .excess("now")),
    ("screen", 1, .missing("the name of the screen")), ("screen ../x", 1, .unsafeName("../x")),
    ("mouse", 1, .missing("what the mouse does")), ("mouse lick 1 1", 1, .unknown("lick")),
    ("mouse press 1", 1, .missing("a column")), ("mouse press -1 2", 1, .notInRange("-1", 0...999)),
    ("resize 0 80", 1, .notInRange("0", 1...500)),
    ("resize 24 99999999999999999999", 1, .notInRange("99999999999999999999", 1...1000)),
    ("type", 1, .missing("the text")), ("type \\q", 1, .unknownEscape("\\q")),
    ("paste \\x4", 1, .unknownEscape("\\x4")), ("paste a\\", 1, .unknownEscape("\\")),
  ])
  func `an error names its line and cause`(
    text: String, line: Int, cause: KeyScriptError.Cause
  ) throws {
    let error = KeyScriptError(line: line, cause: cause)
    #expect(throws: error) { try KeyScript(text) }
    #expect(error.description.hasPrefix("script line \(line): "))
  }

  @Test func `a key that is pressed often takes no more room than one pressed once`() throws {
    let script = try KeyScript("right 10000")
    #expect(script.directives.map(\.directive) == [.key(.key(.right, []), times: 10_000)])
    var surface = ScriptedSurface(script, rows: 24, columns: 80) { _, _, _ in }
    #expect(try surface.wait(whileBusy: false).count == 10_000)
  }
}
