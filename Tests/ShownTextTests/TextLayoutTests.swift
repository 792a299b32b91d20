import ShownText
import TestSupport
import Testing

@Suite struct `Lines of a text` {
  private func lines(_ text: String, _ width: Int) -> [String] {
    let bytes = Array(text.utf8)
    let layout = TextLayout(bytes, width: width)
    return (0..<layout.lineCount).map {
      String(decoding: bytes[layout.bytes(ofLine: $0)], as: UTF8.self)
    }
  }

  @Test func `break between words`() {
    #expect(lines("the cat sat", 7) == ["the cat ", "sat"])
    #expect(lines("the cat sat", 8) == ["the cat ", "sat"])
    #expect(lines("the cat sat", 11) == ["the cat sat"])
  }

  @Test func `break before a word that begins with any letter`() {
    #expect(lines("the état", 6) == ["the ", "état"])
    #expect(lines("the 你好", 6) == ["the 你", "好"])
    #expect(Glyph(in: Array(" é".utf8), at: 0).kind == .ascii(0x20))
  }

  @Test func `break inside a word only where it is longer than a line`() {
    #expect(lines("abcdefgh ij", 3) == ["abc", "def", "gh ", "ij"])
  }

  @Test func `break after wide characters`() {
    #expect(lines("你好吗", 4) == ["你好", "吗"])
    #expect(lines("你好吗", 5) == ["你好", "吗"])
  }

  @Test func `end at line feeds, the last one beginning an empty line`() {
    #expect(lines("a\n\nb\n", 9) == ["a\n", "\n", "b\n", ""])
    #expect(lines("", 9) == [""])
  }

  @Test func `hang one space over the edge, and wrap further ones`() {
    #expect(lines("ab    cd", 2) == ["ab ", "   ", "cd"])
  }

  @Test(arguments: [1, 2, 3, 5, 9, 20])
  func `are the same after an edit as laid out afresh`(width: Int) {
    var random = SeededGenerator(seed: UInt64(width))
    let pieces = ["a", " ", "word", "\n", "你", "\t", "e\u{301}", "  ", "longerword", "\u{301}"]
    var text: [UInt8] = []
    var layout = TextLayout(text, width: width)
    for _ in 0..<250 {
      let start = Int.random(in: 0...text.count, using: &random)
      let end = min(text.count, start + Int.random(in: 0...3, using: &random))
      let bytes = Array((pieces.randomElement(using: &random) ?? "").utf8)
      text.replaceSubrange(start..<end, with: bytes)
      layout.update(text, at: start, removed: end - start, inserted: bytes.count)
      #expect(layout == TextLayout(text, width: width))
    }
  }

  @Test func `have offsets and columns that agree`() {
    let text = Array("ab 你\tc\nde".utf8)
    let layout = TextLayout(text, width: 20)
    for glyph in Glyphs(text) {
      let offset = glyph.bytes.lowerBound
      let line = layout.line(holding: offset)
      let column = layout.column(of: offset, in: text)
      #expect(layout.offset(atLine: line, column: column, in: text) == offset)
    }
  }
}
