import ShownText
import InformationTheory
import Scoring

extension Explorer {
  mutating func moveCursor(_ motion: Command.Motion) {
    guard let cursor else { return }
    desk.history.endRun()
    switch motion {
    case .left: self.cursor = previousGlyph(before: cursor)
    case .right: self.cursor = nextGlyph(after: cursor)
    case .wordLeft: self.cursor = wordStart(before: cursor)
    case .wordRight: self.cursor = wordEnd(after: cursor)
    case .lineStart: self.cursor = lineBounds(around: cursor).lowerBound
    case .lineEnd: self.cursor = lineBounds(around: cursor).upperBound
    case .textStart: self.cursor = 0
    case .textEnd: self.cursor = text.count
    case .up: moveCursor(lines: -1)
    case .down: moveCursor(lines: 1)
    case .pageUp: moveCursor(lines: -max((screen.text?.rows ?? 1) - 1, 1))
    case .pageDown: moveCursor(lines: max((screen.text?.rows ?? 1) - 1, 1))
    }
    followCursor()
    revealFocus()
  }

  /// Moves by lines as they are drawn, keeping the column over shorter lines.
  private mutating func moveCursor(lines: Int) {
    guard let cursor else { return }
    let column = desk.place.desiredColumn ?? layout.column(of: cursor, in: text)
    let line = layout.line(holding: cursor) + lines
    if line < 0 {
      self.cursor = 0
    } else if line >= layout.lineCount {
      self.cursor = text.count
    } else {
      self.cursor = layout.offset(atLine: line, column: column, in: text)
    }
    desk.place.desiredColumn = column
  }

  /// The end of the glyph that begins at an offset.
  func nextGlyph(after offset: Int) -> Int {
    offset < text.count ? Glyph(in: text, at: offset).bytes.upperBound : text.count
  }

  /// The beginning of the glyph that ends at an offset. O(the line's length).
  func previousGlyph(before offset: Int) -> Int {
    guard offset > 0 else { return 0 }
    let start = layout.bytes(ofLine: layout.line(holding: offset - 1)).lowerBound
    var last = start
    for glyph in Glyphs(text, from: start) {
      last = glyph.bytes.lowerBound
      if glyph.bytes.upperBound >= offset { break }
    }
    return last
  }

  /// Where the cursor can be on a line as it is drawn: its end is before the line feed, or before
  /// the last glyph of a line that was broken, since behind that the next line begins.
  func lineBounds(around offset: Int) -> Range<Int> {
    let line = layout.line(holding: offset)
    let start = layout.bytes(ofLine: line).lowerBound
    return start..<max(layout.offset(atLine: line, column: .max, in: text), start)
  }

  func wordStart(before offset: Int) -> Int {
    var place = offset
    while place > 0, isSeparator(text[place - 1]) { place -= 1 }
    while place > 0, !isSeparator(text[place - 1]) { place -= 1 }
    return place
  }

  func wordEnd(after offset: Int) -> Int {
    var place = offset
    while place < text.count, isSeparator(text[place]) { place += 1 }
    while place < text.count, !isSeparator(text[place]) { place += 1 }
    return place
  }

  /// Whether a byte stands between words: ASCII that is no letter and no digit.
  private func isSeparator(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), UInt8(ascii: "'"), 0x80...:
      false
    default: true
    }
  }
}
