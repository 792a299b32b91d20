import Exploration
import TerminalUI
import Testing

@Suite struct InputDecoderTests {
  private func decode(_ text: String) -> [Input] {
    var decoder = InputDecoder()
    return decoder.decode(Array(text.utf8))
  }

  @Test(arguments: [
    ("\u{1B}[A", Key.up), ("\u{1B}OA", .up), ("\u{1B}[B", .down), ("\u{1B}OD", .left),
    ("\u{1B}[C", .right), ("\u{1B}[H", .home), ("\u{1B}OH", .home), ("\u{1B}[1~", .home),
    ("\u{1B}[7~", .home), ("\u{1B}[F", .end), ("\u{1B}[4~", .end), ("\u{1B}[8~", .end),
    ("\u{1B}[2~", .insert), ("\u{1B}[3~", .delete), ("\u{1B}[5~", .pageUp),
    ("\u{1B}[6~", .pageDown), ("\u{1B}[Z", .backTab), ("\r", .enter), ("\n", .enter),
    ("\t", .tab), ("\u{7F}", .backspace), ("\u{08}", .backspace), ("\u{1B}OM", .enter),
    ("q", .character("q")), ("Q", .character("Q")), ("é", .character("é")),
    ("你", .character("你")), ("👩", .character("👩")), ("\u{1B}[97u", .character("a")),
  ])
  func `keys are known in all their forms`(bytes: String, key: Key) {
    #expect(decode(bytes) == [.key(key, [])])
  }

  @Test(arguments: [
    ("OP", 1), ("OQ", 2), ("OR", 3), ("OS", 4), ("[[A", 1), ("[[E", 5), ("[11~", 1), ("[14~", 4),
    ("[15~", 5), ("[17~", 6), ("[18~", 7), ("[19~", 8), ("[20~", 9), ("[21~", 10), ("[23~", 11),
    ("[24~", 12),
  ])
  func `function keys are known in all their forms`(bytes: String, number: Int) {
    #expect(decode("\u{1B}" + bytes) == [.key(.function(number), [])])
  }

  @Test func `modifiers are those of xterm`() {
    #expect(decode("\u{1B}[1;2A") == [.key(.up, .shift)])
    #expect(decode("\u{1B}[1;3B") == [.key(.down, .alt)])
    #expect(decode("\u{1B}[1;5C") == [.key(.right, .control)])
    #expect(decode("\u{1B}[1;8D") == [.key(.left, [.shift, .alt, .control])])
    #expect(decode("\u{1B}[1;9D") == [.key(.left, .alt)])
    #expect(decode("\u{1B}[5;5~") == [.key(.pageUp, .control)])
    #expect(decode("\u{1B}[1;2P") == [.key(.function(1), .shift)])
    #expect(decode("\u{1B}O5A") == [.key(.up, .control)])
    #expect(decode("\u{1B}[27;5;97~") == [.key(.character("a"), .control)])
    #expect(decode("\u{1B}[97;5u") == [.key(.character("a"), .control)])
    #expect(decode("\u{1B}[5^") == [.key(.pageUp, .control)])
    #expect(decode("\u{1B}[a") == [.key(.up, .shift)])
    #expect(decode("\u{1B}Oa") == [.key(.up, .control)])
  }

  @Test func `Control and Alt go with characters`() {
    #expect(decode("\u{03}") == [.key(.character("c"), .control)])
    #expect(decode("\u{1A}") == [.key(.character("z"), .control)])
    #expect(decode("\u{00}") == [.key(.character(" "), .control)])
    #expect(decode("\u{1F}") == [.key(.character("_"), .control)])
    #expect(decode("\u{1B}x") == [.key(.character("x"), .alt)])
    #expect(decode("\u{1B}é") == [.key(.character("é"), .alt)])
    #expect(decode("\u{1B}\u{7F}") == [.key(.backspace, .alt)])
    #expect(decode("\u{1B}\u{0B}") == [.key(.character("k"), [.alt, .control])])
    #expect(decode("\u{1B}\u{1B}[A") == [.key(.up, .alt)])
    #expect(decode("\u{1B}]x") == [.key(.character("]"), .alt), .key(.character("x"), [])])
  }

  @Test func `an escape alone is a key after a pause`() {
    var decoder = InputDecoder()
    #expect(decoder.patience == nil)
    #expect(decoder.decode([0x1B]) == [])
    #expect(decoder.patience.map { (25...50).contains($0) } == true)
    #expect(decoder.flush() == [.key(.escape, [])])
    #expect(decoder.patience == nil)
    #expect(decoder.decode([0x1B, 0x1B]) == [])
    #expect(decoder.flush() == [.key(.escape, []), .key(.escape, [])])
    #expect(decoder.decode(Array("\u{1B}O".utf8)) == [])
    #expect(decoder.flush() == [.key(.character("O"), .alt)])
    #expect(decoder.decode(Array("\u{1B}P".utf8)) == [])
    #expect(decoder.flush() == [.key(.character("P"), .alt)])
  }

  @Test func `a sequence once begun is waited for half a second`() {
    var decoder = InputDecoder()
    #expect(decoder.decode(Array("\u{1B}[1;".utf8)) == [])
    #expect(decoder.patience == 500)
    #expect(decoder.decode(Array("5A".utf8)) == [.key(.up, .control)])
    #expect(decoder.decode(Array("\u{1B}[<0;1".utf8)) == [])
    #expect(decoder.flush() == [.invalid(Array("\u{1B}[<0;1".utf8))])
    #expect(decoder.decode(Array("q".utf8)) == [.key(.character("q"), [])])
  }

  @Test func `the mouse presses, drags, and releases, beyond column 223 as well`() {
    #expect(
      decode("\u{1B}[<0;240;10M\u{1B}[<32;241;10M\u{1B}[<0;241;11m") == [
        .mouse(.pressed, row: 9, column: 239), .mouse(.dragged, row: 9, column: 240),
        .mouse(.released, row: 10, column: 240),
      ])
    #expect(
      decode("\u{1B}[<64;1;1M\u{1B}[<65;2;3M") == [
        .mouse(.wheelUp, row: 0, column: 0), .mouse(.wheelDown, row: 2, column: 1),
      ])
  }

  @Test func `motion without a press, other buttons, and sideways wheels mean nothing`() {
    #expect(decode("\u{1B}[<32;5;5M\u{1B}[<35;5;5M\u{1B}[<0;5;5m") == [])
    #expect(decode("\u{1B}[<1;5;5M\u{1B}[<2;5;5M\u{1B}[<2;5;5m") == [])
    #expect(decode("\u{1B}[<66;5;5M\u{1B}[<67;5;5M\u{1B}[<128;5;5M") == [])
  }

  @Test func `a lost release is noticed at the next motion`() {
    #expect(
      decode("\u{1B}[<0;5;5M\u{1B}[<35;6;5M\u{1B}[<32;7;5M") == [
        .mouse(.pressed, row: 4, column: 4), .mouse(.released, row: 4, column: 5),
      ])
  }

  @Test func `the oldest mouse reports are read too`() {
    var decoder = InputDecoder()
    let press: [UInt8] = [0x1B, 0x5B, 0x4D, 32, 33 + 9, 33 + 4]
    let release: [UInt8] = [0x1B, 0x5B, 0x4D, 35, 33 + 9, 33 + 4]
    #expect(
      decoder.decode(press + release) == [
        .mouse(.pressed, row: 4, column: 9), .mouse(.released, row: 4, column: 9),
      ])
  }

  @Test(arguments: [
    "<0;0;5M", "<0;5;0M", "<0;99999999999999999999;1M", "<0;5M", "<;;M", "<-1;5;5M",
  ])
  func `an impossible mouse report is no mouse event`(report: String) {
    let events = decode("\u{1B}[" + report)
    #expect(!events.contains { if case .mouse = $0 { true } else { false } })
    #expect(decode("\u{1B}[" + report + "q").last == .key(.character("q"), []))
  }

  @Test func `focus comes and goes`() {
    #expect(decode("\u{1B}[I\u{1B}[O") == [.focus(true), .focus(false)])
  }

  @Test func `a paste is one event of all its bytes`() {
    let text = "q\r\n\u{1B}[A\u{1B}[20\u{1B}[201é\u{3}"
    #expect(
      decode("\u{1B}[200~" + text + "\u{1B}[201~x") == [
        .paste(Array(text.utf8)), .key(.character("x"), []),
      ])
  }

  @Test(arguments: [-1, 0, 1])
  func `a paste is cut behind the first byte that is not taken`(excess: Int) {
    #expect(InputDecoder.pasteLimit == Input.longestPaste + 1)
    let text = [UInt8](repeating: 0x61, count: InputDecoder.pasteLimit + excess)
    var decoder = InputDecoder()
    let events = decoder.decode(Array("\u{1B}[200~".utf8) + text + Array("\u{1B}[201~".utf8))
    #expect(events == [.paste(Array(text.prefix(InputDecoder.pasteLimit)))])
  }

  @Test func `a paste that never ends is given up in the end`() {
    var decoder = InputDecoder()
    #expect(decoder.decode(Array("\u{1B}[200~half\u{1B}[2".utf8)) == [])
    #expect(decoder.patience == 5_000)
    #expect(decoder.flush() == [.paste(Array("half\u{1B}[2".utf8))])
  }

  @Test func `bytes that are no text are given as they are`() {
    var decoder = InputDecoder()
    #expect(decoder.decode([0xFF, 0x61]) == [.invalid([0xFF]), .key(.character("a"), [])])
    #expect(decoder.decode([0xC3, 0x28]) == [.invalid([0xC3]), .key(.character("("), [])])
    #expect(decoder.decode([0xED, 0xA0]) == [.invalid([0xED]), .invalid([0xA0])])  // a surrogate
    #expect(decoder.decode([0xC2, 0x9B]) == [.invalid([0xC2, 0x9B])])  // a C1 control
    #expect(decoder.decode([0xE4, 0xBD]) == [])
    #expect(decoder.flush() == [.invalid([0xE4, 0xBD])])
  }

  @Test func `an answer to a question that we did not ask is no keys`() {
    let answer = "\u{1B}]11;rgb:ffff/0000/qqqq\u{1B}\\"
    #expect(decode(answer + "x") == [.invalid(Array(answer.utf8)), .key(.character("x"), [])])
    #expect(decode("\u{1B}P>|xterm(379)\u{1B}\\x").last == .key(.character("x"), []))
    #expect(decode("\u{1B}[?64;1;2cx").last == .key(.character("x"), []))
  }

  @Test func `a sequence without end takes nothing of what follows`() {
    let endless = "\u{1B}[" + String(repeating: "1", count: 5_000) + "A"
    let events = decode(endless + "q")
    #expect(events.last == .key(.character("q"), []))
  }
}
