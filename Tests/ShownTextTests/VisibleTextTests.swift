import ShownText
import Testing

@Suite struct VisibleTextTests {
  @Test(arguments: [
    ("plain text, é, 你好, 🙂", "plain text, é, 你好, 🙂"),
    ("a\nb\tc\r", "a\\nb\\tc\\r"),
    ("\u{1B}[31m\u{0}\u{7F}", "\\u{1b}[31m\\u{0}\\u{7f}"),
    ("\u{9B}31m", "\\u{9b}31m"),
    ("a\u{202E}b\u{2066}\u{200B}\u{FEFF}\u{AD}", "a\\u{202e}b\\u{2066}\\u{200b}\\u{feff}\\u{ad}"),
    ("\u{2028}\u{A0}\u{3000}", "\\u{2028}\\u{a0}\\u{3000}"),
    ("x\u{FE0F}\u{E0041}\u{E000}\u{FFFF}", "x\\u{fe0f}\\u{e0041}\\u{e000}\\u{ffff}"),
    ("e\u{301}", "e\u{301}"),
    ("\u{301}e", "\\u{301}e"),
    ("back\\slash", "back\\\\slash"),
  ])
  func `a character without a look of its own is escaped`(text: String, shown: String) {
    #expect(Array(visibleText(text.utf8).unicodeScalars) == Array(shown.unicodeScalars))
  }

  @Test(
    arguments: [
      ([0xE4, 0xBD], "⟨E4 BD⟩"),
      ([0x61, 0xFF, 0x62], "a⟨FF⟩b"),
      ([0xA9], "⟨A9⟩"),
      ([0xC3, 0xA9, 0xC3], "é⟨C3⟩"),
      ([0xED, 0xA0, 0x80], "⟨ED A0 80⟩"),
      ([0xF0, 0x9F, 0x99, 0x0A], "⟨F0 9F 99⟩\\n"),
      ([], ""),
    ] as [([UInt8], String)])
  func `bytes that are no character are shown in hexadecimal`(bytes: [UInt8], shown: String) {
    #expect(visibleText(bytes) == shown)
  }

  @Test func `a text is clipped to so many columns`() {
    #expect(visibleText([0x61, 0x00, 0x1B, 0x7F, 0xE9], columns: 80) == #"a\u{0}\u{1b}\u{7f}⟨E9⟩"#)
    let long = String(repeating: "a", count: 200)
    #expect(visibleText(long.prefix(79).utf8, columns: 80).count == 79)
    #expect(visibleText(long.utf8, columns: 80) == long.prefix(79) + "…")
    #expect(columnWidth(of: visibleText("你你你".utf8, columns: 6)) == 5)
    #expect(visibleText([UInt8](repeating: 0x1B, count: 200), columns: 80).count <= 80)
  }

  @Test func `no byte or pair of bytes yields a control character`() {
    for first in UInt8.min...UInt8.max {
      for second in [0x00, 0x1B, 0x41, 0x80, 0x9B, 0xBF, 0xFF] as [UInt8] {
        let shown = visibleText([first, second])
        #expect(!shown.isEmpty)
        #expect(shown.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
      }
    }
  }
}

@Suite struct RunningTextTests {
  @Test(arguments: ["plain", "naïve 你好 🙂", "tab\tand\nline \\ end"])
  func `a text in pieces of any size is the text`(text: String) {
    for size in 1...5 {
      let bytes = Array(text.utf8)
      var running = RunningText()
      var result = ""
      for start in stride(from: 0, to: bytes.count, by: size) {
        result += running.add(bytes[start..<min(start + size, bytes.count)])
      }
      #expect(result + running.end() == text)
    }
  }

  @Test func `bytes that are no character are shown as such, as soon as that is certain`() {
    var running = RunningText()
    #expect(running.add([0x61, 0xFF, 0x62]) == "a⟨FF⟩b")
    #expect(running.add([0xE4, 0xBD]) == "")
    #expect(running.add([0x63]) == "⟨E4 BD⟩c")
    #expect(running.add([0xF0]) == "")
    #expect(running.end() == "⟨F0⟩")
  }
}
