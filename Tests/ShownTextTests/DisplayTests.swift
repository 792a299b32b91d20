import ShownText
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

  @Test func `spaces of a token are seen, of whichever kind they are`() {
    for (text, shown) in [
      (" the ", "␣the␣"), ("  ", "␣␣"), ("a b", "a b"), ("\u{A0}", "⟨00A0⟩"),
      (" «\u{202F}", "␣«⟨202F⟩"), ("\u{3000}", "⟨3000⟩"), ("é", "é"), ("", "(nothing)"),
    ] { #expect(visibleSpaces(Array(text.utf8)) == shown) }
  }
}
