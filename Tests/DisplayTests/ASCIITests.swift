import Display
import Testing

@Suite struct `In ASCII` {
  @Test(arguments: [
    ("é", "?"), ("─", "-"), ("│", "|"), ("┼", "+"), ("█", "#"), ("▀", "\""), ("▄", "o"), ("⡆", "."),
    ("▸", ">"), ("a", "a"),
    ("␌", "^"), ("␛", "^"), ("␣", "_"),
  ])
  func `drawing signs have twins in ASCII`(glyph: String, twin: String) {
    #expect(glyph.inASCII == twin)
  }

  @Test(arguments: [false, true])
  func `a screen has signs of ASCII alone, in the same columns`(isASCII: Bool) {
    var explorer = Scene([("a 你█", 0), ("b", 1)]).explorer(rows: 24, columns: 80)
    explorer.isASCII = isASCII
    let frame = render(explorer, rows: 24, columns: 80)
    #expect(frame.text.contains("a 你█b"))
    #expect(frame.shown.text.contains(isASCII ? "a ? #b" : "a 你█b"))
    #expect(frame.shown.text.utf8.allSatisfy { $0 < 0x80 } == isASCII)
    #expect((frame.shown == frame) == !isASCII)
  }
}
