import Exploration
import ShownText

/// A text of any bytes in large letters, broken between words. What does not fit stands above in ordinary
/// letters, so that its end, which is read next, is always large.
struct BigPassage: Widget {
  let text: [UInt8]
  /// How many bytes at the end are marked: what has just come.
  let marked: Int
  /// Whether a place is marked behind the text: what comes there is asked for.
  let asks: Bool
  /// The largest scale; 0 for ordinary letters.
  let scale: Int

  /// More bytes than a screen holds in large letters.
  private static let longest = 1_200

  /// A letter, as dots with the gap behind it.
  private struct Letter {
    var piece: (String, Role)
    var dots: Int
    /// Where its bytes end.
    var end: Int
    var isSpace: Bool { piece.0 == " " }
    var isNewline: Bool { piece.0.isEmpty }
  }

  func draw(in area: Area, on frame: inout Frame) {
    let letters = letters
    let isASCII = frame.isASCII
    func pitch(_ scale: Int) -> Int { BigLetters.line(scale: scale, isASCII: isASCII) }
    for scale in stride(from: scale, to: 0, by: -1) where text.count <= Self.longest {
      let lines = lines(of: letters, scale: scale, columns: area.columns)
      guard lines.count * pitch(scale) <= area.rows + 1 else { continue }
      return draw(lines, of: letters, scale: scale, in: area, on: &frame)
    }
    let large = (area.rows - 3) / pitch(1)
    guard scale > 0, large > 0 else { return drawOrdinary(text, in: area, on: &frame) }
    let lines = lines(of: letters, scale: 1, columns: area.columns).suffix(large)
    let start = lines.first?.first.map { $0 > 0 ? letters[$0 - 1].end : 0 } ?? 0
    let above = area.rows - lines.count * pitch(1)
    drawOrdinary(
      Array(text[..<start]),
      in: Area(
        row: area.row, column: area.column, rows: above, columns: area.columns), on: &frame)
    draw(Array(lines), of: letters, scale: 1, in: area.dropping(rows: above), on: &frame)
  }

  /// The last letters, more than a screen holds in large ones.
  private var letters: [Letter] {
    let begin = text.count - Self.longest
    let first = begin > 0 ? startOfCharacter(in: text, from: begin, to: text.count) : 0
    var letters: [Letter] = []
    for glyph in Glyphs(text, from: first) {
      let role: Role = glyph.bytes.upperBound > text.count - marked ? .actual : .plain
      switch glyph.kind {
      case .newline: letters.append(Letter(piece: ("", role), dots: 0, end: glyph.bytes.upperBound))
      case .tab: letters.append(letter(" ", role, end: glyph.bytes.upperBound))
      case .ascii, .cluster, .invalid:
        letters += glyph.cells.map { letter($0.text, role, end: glyph.bytes.upperBound) }
      }
    }
    if asks { letters.append(letter("_", .actual, end: text.count)) }
    return letters
  }

  private func letter(_ text: String, _ role: Role, end: Int) -> Letter {
    let dots = BigText([(text, role)]).size(scale: 1).columns + 1
    return Letter(piece: (text, role), dots: dots, end: end)
  }

  /// The lines, as places of letters: words stay whole where they fit, and a space may hang over.
  private func lines(of letters: [Letter], scale: Int, columns: Int) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var (start, space, width) = (0, 0, 0)
    for (place, letter) in letters.enumerated() {
      width += letter.dots * scale
      if width - scale > columns, !letter.isSpace, place > start {
        let end = space > start ? space : place
        lines.append(start..<end)
        start = end
        width = letters[start...place].reduce(0) { $0 + $1.dots * scale }
      }
      if letter.isSpace { space = place + 1 }
      guard letter.isNewline else { continue }
      lines.append(start..<place + 1)
      (start, space, width) = (place + 1, place + 1, 0)
    }
    return lines + (start < letters.count ? [start..<letters.count] : [])
  }

  private func draw(
    _ lines: [Range<Int>], of letters: [Letter], scale: Int, in area: Area, on frame: inout Frame
  ) {
    let pitch = BigLetters.line(scale: scale, isASCII: frame.isASCII)
    for (index, line) in lines.enumerated() {
      let shown = letters[line]
      let isHanging = shown.last?.isSpace == true
      let pieces = shown.dropLast(isHanging && index + 1 < lines.count ? 1 : 0).map(\.piece)
      let rest = area.dropping(rows: index * pitch)
      let end = frame.write(large: pieces, scale: scale, in: rest).end
      if asks, index + 1 == lines.count { frame.cursor = (rest.row + pitch - 2, end - scale - 1) }
    }
  }

  /// The end of a text in ordinary letters, with the place that is asked for where it is all of it.
  private func drawOrdinary(_ part: [UInt8], in area: Area, on frame: inout Frame) {
    let layout = TextLayout(part, width: area.columns - 2)
    let first = max(layout.lineCount - area.rows, 0)
    TextLines(text: part, layout: layout, top: first).draw(in: area, on: &frame) { glyph in
      TextLines.Ink(role: glyph.bytes.upperBound > text.count - marked ? .focus : .plain)
    }
    guard asks, part.count == text.count else { return }
    let row = area.row + layout.lineCount - 1 - first
    let column = area.column + layout.column(of: part.count, in: part)
    frame.write("▁", row: row, column: column, as: .actual)
    frame.cursor = (row, min(column, frame.columns - 1))
  }
}

extension Frame {
  /// Writes a line in large letters, smaller where it has no room; returns how many rows it takes with
  /// the gap below, and the column behind it.
  @discardableResult
  mutating func write(
    large pieces: StyledText, scale: Int, in area: Area
  ) -> (rows: Int, end: Int) {
    let text = BigText(pieces).atMost(scale: scale)
    let fitting = text.scale(in: area, isASCII: isASCII)
    let rows = BigLetters.line(scale: fitting, isASCII: isASCII)
    var place = area
    place.rows = min(rows, area.rows)
    draw(text, in: place)
    return (rows, area.column + text.size(scale: fitting).columns + fitting)
  }
}
