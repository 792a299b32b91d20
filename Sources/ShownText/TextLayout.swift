import Basics

/// Where a text of any bytes is broken into lines of a given width.
///
/// Lines are broken behind spaces and wide characters, and inside a word only where it is longer
/// than a line. One space may hang over the right edge, so lay out one column less than there is.
public struct TextLayout: Equatable, Sendable {
  /// The columns that words may fill.
  public let width: Int
  /// Where each line begins: offsets in bytes, the first 0. `[lines]`
  public private(set) var starts: [Int] = [0]
  /// The number of bytes laid out.
  public private(set) var byteCount = 0

  /// Lays out a text. O(*n*) in its bytes.
  public init(_ text: [UInt8], width: Int) {
    self.width = max(width, 1)
    byteCount = text.count
    var line = 0
    while let next = endOfLine(text, from: line) {
      starts.append(next)
      line = next
    }
  }

  /// The number of lines; 1 for an empty text.
  public var lineCount: Int { starts.count }

  /// The bytes of a line, a line feed at its end included.
  public func bytes(ofLine line: Int) -> Range<Int> {
    starts[line]..<(line + 1 < starts.count ? starts[line + 1] : byteCount)
  }

  /// The line that holds an offset. O(log *n*).
  public func line(holding offset: Int) -> Int {
    max(starts.partitioningIndex { $0 > offset } - 1, 0)
  }

  /// Lays out again what an edit touched: `removed` bytes at `offset` gave way to `inserted` ones.
  ///
  /// - Complexity: O(the lines that change), and O(*lines*) to move the offsets behind them.
  public mutating func update(_ text: [UInt8], at offset: Int, removed: Int, inserted: Int) {
    let shift = inserted - removed
    // The glyph that ends here may have taken in a mark, and a word made shorter may now fit on the
    // line before.
    let first = max(line(holding: max(offset - 1, 0)) - 1, 0)
    let behind = starts.firstIndex { $0 > offset + removed } ?? starts.count
    let old = starts[behind...].map { $0 + shift }
    starts.removeSubrange((first + 1)...)
    byteCount = text.count
    var next = 0
    while let start = endOfLine(text, from: starts[starts.count - 1]) {
      while next < old.count, old[next] < start { next += 1 }
      if next < old.count, old[next] == start {
        starts += old[next...]
        return
      }
      starts.append(start)
    }
  }

  /// Where the line after the one that begins at `start` begins; nil behind the last.
  private func endOfLine(_ text: [UInt8], from start: Int) -> Int? {
    var (offset, column) = (start, 0)
    var lastBreak: Int?
    while offset < text.count {
      if let end = endOfAsciiWord(text, from: offset, column: column) {
        // The common case, without making glyphs: letters that fit.
        column += end - offset
        offset = end
        continue
      }
      if isPlainSpace(text, at: offset) {
        if column > width { return offset }  // one space hangs
        offset += 1
        column += 1
        lastBreak = offset
        continue
      }
      let glyph = Glyph(in: text, at: offset)
      let end = glyph.bytes.upperBound
      if glyph.kind == .newline { return end }
      let glyphWidth = glyph.width(atColumn: column)
      if glyph.isSpace {
        if column > width { return offset }  // one space hangs
        lastBreak = end
      } else if column + glyphWidth > width, offset > start {
        return lastBreak ?? offset
      } else if glyphWidth > 1 {
        lastBreak = end
      }
      column += glyphWidth
      offset = end
    }
    return nil
  }

  /// Whether there is a space that no mark is put upon: the other common case.
  private func isPlainSpace(_ text: [UInt8], at offset: Int) -> Bool {
    text[offset] == 0x20 && (offset + 1 == text.count || text[offset + 1] < 0x80)
  }

  /// The end of the run of ASCII letters from an offset on that fits; nil when there is none.
  private func endOfAsciiWord(_ text: [UInt8], from offset: Int, column: Int) -> Int? {
    let limit = min(offset + width - column, text.count - 1)
    var end = offset
    while end < limit, text[end] > 0x20, text[end] < 0x7F, text[end + 1] < 0x80 { end += 1 }
    return end > offset ? end : nil
  }
}

extension Glyph {
  /// Whether it is a space, behind which a line may be broken.
  var isSpace: Bool { kind == .ascii(0x20) }
}

extension TextLayout {
  /// The column at which an offset of a line is drawn. O(the line's length).
  public func column(of offset: Int, in text: [UInt8]) -> Int {
    let line = bytes(ofLine: line(holding: offset))
    var column = 0
    for glyph in Glyphs(text, from: line.lowerBound) {
      guard glyph.bytes.upperBound <= offset, glyph.bytes.lowerBound < line.upperBound else {
        break
      }
      column += glyph.width(atColumn: column)
    }
    return column
  }

  /// The offset of the glyph drawn at a column of a line, or of the line's end: before its line
  /// feed, and before the glyph that begins the next line. O(the line's length).
  public func offset(atLine line: Int, column: Int, in text: [UInt8]) -> Int {
    let bytes = bytes(ofLine: line.clamped(to: 0..<lineCount))
    var (place, last) = (0, bytes.lowerBound)
    for glyph in Glyphs(text, from: bytes.lowerBound)
    where glyph.bytes.lowerBound < bytes.upperBound {
      place += glyph.width(atColumn: place)
      last = glyph.bytes.lowerBound
      if place > column || glyph.kind == .newline { return last }
      if glyph.bytes.upperBound >= bytes.upperBound { break }
    }
    return bytes.upperBound == byteCount ? byteCount : last
  }
}
