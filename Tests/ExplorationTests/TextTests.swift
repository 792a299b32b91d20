import Exploration
import InformationTheory
import TestSupport
import Testing

@Suite struct `Text on a screen` {
  @Test(arguments: [
    ("a\u{1B}[2J", "a␛[2J"), ("\u{0}\u{7}\u{7F}", "␀␇␡"), ("a\r\nb\n\t", "a↵b↵⇥"),
    ("\u{9B}31m", "⟨009B⟩31m"), ("\u{202E}abc", "⟨202E⟩abc"), ("a\u{200B}b", "a⟨200B⟩b"),
    ("\u{FEFF}", "⟨FEFF⟩"), ("\u{AD}", "⟨00AD⟩"), ("\u{E0041}", "⟨E0041⟩"),
    ("\u{E000}", "⟨E000⟩"), ("\u{1FAE8}", "⟨1FAE8⟩"), ("❤\u{FE0F}", "❤"), ("\u{FE0F}", "⟨FE0F⟩"),
    ("\u{301}", "⟨0301⟩"), ("e\u{301}", "e\u{301}"), ("👩\u{200D}🚀", "👩⟨200D⟩🚀"),
    ("👍\u{1F3FD}", "👍⟨1F3FD⟩"), ("\u{2028}", "⟨2028⟩"), ("\u{378}", "⟨0378⟩"),
    ("\u{FFFF}", "⟨FFFF⟩"), ("naïve 你好", "naïve 你好"),
  ])
  func `what is invisible or dangerous is written out`(text: String, shown: String) {
    #expect(display(text).unicodeScalars.elementsEqual(shown.unicodeScalars))
  }

  @Test func `stray bytes are joined into one bracket`() {
    #expect(display([0x61, 0xE4, 0xBD, 0x62]) == "a⟨E4 BD⟩b")
    #expect(display([0xC0, 0x80]) == "⟨C0 80⟩")
    #expect(display([0xED, 0xA0, 0x80]) == "⟨ED A0 80⟩")
    #expect(display([0xF5, 0x80, 0x80, 0x80]) == "⟨F5 80 80 80⟩")
  }

  @Test(arguments: [
    ("a", 1), ("é", 1), ("e\u{301}", 1), ("你", 2), ("ｱ", 1), ("Ａ", 2), ("한", 2), ("👩", 2),
    ("\u{1112}\u{1161}", 2), ("…", 1), ("█", 1), ("⠿", 1), ("⌚", 2), ("\u{3000}", 2), ("☃", 1),
  ])
  func `columns are those of the C library's table`(text: String, width: Int) {
    #expect(columnWidth(of: text) == width)
  }

  @Test func `no code point reaches a screen that would move its cursor`() {
    for value in 0..<UInt32(0x11_0000) where value < 0x300 || value % 97 == 0 {
      guard let scalar = Unicode.Scalar(value) else { continue }
      for shown in display(String(scalar)).unicodeScalars { #expect(columnWidth(of: shown) != nil) }
    }
  }

  @Test func `a mark that no cell has room for is written out`() {
    let zalgo = "a" + String(repeating: "\u{301}", count: 6)
    #expect(display(zalgo) == "a\u{301}\u{301}\u{301}\u{301}⟨0301⟩⟨0301⟩")
  }

  @Test func `glyphs cover a text without gaps whatever its bytes`() {
    var random = SeededGenerator(seed: 4)
    let pieces: [[UInt8]] = [
      [0xFF], [0xE4, 0xBD], Array("你".utf8), Array("e\u{301}".utf8), Array("🇩🇪".utf8),
      [0x0D, 0x0A], [0x0D], [0x09], Array("ab".utf8), Array("\u{1100}\u{1161}".utf8), [0xF0, 0x9F],
      Array(String(repeating: "\u{301}", count: 50).utf8),
    ]
    for _ in 0..<200 {
      let text = (0..<12).flatMap { _ in pieces.randomElement(using: &random) ?? [] }
      var end = 0
      for glyph in Glyphs(text) {
        #expect(glyph.bytes.lowerBound == end && !glyph.bytes.isEmpty)
        end = glyph.bytes.upperBound
      }
      #expect(end == text.count)
    }
  }
}

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

@Suite struct `Numbers for people` {
  @Test func `probabilities never round to certain or impossible`() {
    #expect(percentage(logProbability: -0.126_6) == "88.1%")
    #expect(percentage(logProbability: -0.000_4) == "99.9%")
    #expect(percentage(logProbability: 0) == "100%")
    #expect(percentage(logProbability: -26.02) == "5e-12")
    #expect(percentage(logProbability: -2_302.585_1) == "1e-1000")
    #expect(percentage(logProbability: -.infinity) == "0")
    #expect(percentage(logProbability: .nan) == "—")
  }

  @Test func `decimals are rounded and padded`() {
    #expect(decimal(3.14159, 2) == "3.14")
    #expect(decimal(-0.004, 2) == "0.00")
    #expect(decimal(-2.5, 1) == "-2.5")
    #expect(decimal(0.05, 2) == "0.05")
    #expect(decimal(.infinity, 1) == "∞")
    #expect(decimal(.nan, 1) == "—")
    #expect(decimal(1e300, 2) == "1e300")
  }

  @Test func `big numbers are grouped and huge ones shortened`() {
    #expect(grouped(49_152) == "49 152")
    #expect(grouped(8_412) == "8412")
    #expect(threeDigits(32.18) == "32.2")
    #expect(threeDigits(9.871) == "9.87")
    #expect(threeDigits(2e11) == "2e11")
    #expect(threeDigits(.infinity) == "∞")
  }
}
