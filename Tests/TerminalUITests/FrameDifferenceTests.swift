import Display
import TerminalUI
import Testing

@Suite struct FrameDifferenceTests {
  private static let bold = Style(bold: true)

  /// A frame of plain cells; `·` stands behind a wide glyph, a capital is bold.
  private func frame(_ lines: String...) -> StyledFrame {
    let cells = lines.flatMap { line in
      line.map { character in
        StyledCell(
          glyph: character == "·" ? "" : String(character),
          style: character.isUppercase ? Self.bold : Style())
      }
    }
    return StyledFrame(rows: lines.count, columns: lines[0].count, cells: cells)
  }

  private func runs(_ from: StyledFrame?, _ to: StyledFrame) -> [String] {
    to.runs(since: from).map { run in
      "\(run.row),\(run.column):" + run.glyphs.map { $0.isEmpty ? "·" : $0 }.joined()
    }
  }

  @Test func `the first screen is drawn whole, in runs that look alike`() {
    #expect(runs(nil, frame("abCDe", "fghij")) == ["0,0:ab", "0,2:CD", "0,4:e", "1,0:fghij"])
  }

  @Test func `an equal screen draws nothing`() {
    #expect(runs(frame("abc"), frame("abc")) == [])
  }

  @Test func `only changed cells are drawn`() {
    #expect(runs(frame("abcde"), frame("axcyz")) == ["0,1:x", "0,3:yz"])
  }

  @Test func `another size is drawn whole`() {
    #expect(runs(frame("ab", "cd"), frame("ab")) == ["0,0:ab"])
  }

  @Test func `a wide cell is drawn from its first half and with its second`() {
    #expect(runs(frame("abc"), frame("你·c")) == ["0,0:你·"])
    #expect(runs(frame("你·c"), frame("abc")) == ["0,0:ab"])
    #expect(runs(frame("你好"), frame("你·")) == ["0,0:你·"])
  }

  @Test func `a glyph of unsure width ends its run`() {
    #expect(runs(nil, frame("a👩·b")) == ["0,0:a👩·", "0,3:b"])
    #expect(runs(nil, frame("ae\u{301}b")) == ["0,0:ae\u{301}", "0,2:b"])
    #expect(runs(nil, frame("─█é你·b")) == ["0,0:─█é你·b"])
  }

  /// RFC 4648, section 10.
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
  ])
  func `the clipboard is given base64`(text: String, encoded: String) {
    let expected = "\u{1B}]52;c;" + encoded + "\u{07}"
    #expect(clipboardSequence(Array(text.utf8)) == Array(expected.utf8))
  }
}
