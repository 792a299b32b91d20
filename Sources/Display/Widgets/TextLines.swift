import Exploration
import ShownText

/// Lines of a text of any bytes, from one of them on.
struct TextLines {
  let text: [UInt8]
  let layout: TextLayout
  /// The first line that is shown.
  var top = 0
  /// From one line to the next.
  var pitch = 1
  /// Whether line ends and tabs are marked.
  var showsMarks = false

  /// How a character is drawn.
  struct Ink {
    /// What it means.
    var role: Role
    /// What is drawn in its place.
    var sign: String?
  }

  /// Draws the lines that have room; `ink` is asked for each character, in the order of the text.
  func draw(in area: Area, on frame: inout Frame, ink: (Glyph) -> Ink) {
    for line in top..<max(min(top + area.rows / pitch, layout.lineCount), top) {
      let row = area.row + (line - top) * pitch
      draw(layout.bytes(ofLine: line), row: row, in: area, on: &frame, ink: ink)
    }
  }

  private func draw(
    _ bytes: Range<Int>, row: Int, in area: Area, on frame: inout Frame, ink: (Glyph) -> Ink
  ) {
    var column = 0
    for glyph in Glyphs(text, from: bytes.lowerBound) {
      guard glyph.bytes.lowerBound < bytes.upperBound else { break }
      let width = glyph.width(atColumn: column)
      let ink = ink(glyph)
      if let sign = ink.sign {
        frame.write(sign, row: row, column: area.column + column, as: ink.role)
      } else {
        draw(glyph, width: width, row: row, column: column, as: ink.role, in: area, on: &frame)
      }
      column += width
    }
  }

  private func draw(
    _ glyph: Glyph, width: Int, row: Int, column: Int, as role: Role, in area: Area,
    on frame: inout Frame
  ) {
    let isMarked = showsMarks || role == .focus
    var place = area.column + column
    switch glyph.kind {
    case .newline:
      if isMarked { frame.write("↵", row: row, column: place, as: role) }
    case .tab:
      frame.fill(" ", row: row, columns: place..<place + width, as: role)
      if isMarked { frame.write("⇥", row: row, column: place, as: role) }
    case .ascii, .cluster, .invalid:
      for cell in glyph.cells {
        guard place + cell.width <= area.column + area.columns else { break }
        frame.put(cell, row: row, column: place, as: role)
        place += cell.width
      }
    }
  }
}

/// Sentences over several rows, broken between words, a column from the left.
struct Paragraph: Widget {
  let text: [UInt8]
  let role: Role

  init(_ text: String, as role: Role) {
    self.text = Array(text.utf8)
    self.role = role
  }

  /// How many rows of an area it takes.
  func rowCount(in area: Area) -> Int {
    text.isEmpty ? 0 : min(layout(in: area).lineCount, area.rows)
  }

  func draw(in area: Area, on frame: inout Frame) {
    // Words fill a column less than there is; a space may hang over.
    let room = Area(
      row: area.row, column: area.column + 1, rows: area.rows, columns: area.columns)
    TextLines(text: text, layout: layout(in: area)).draw(in: room, on: &frame) { _ in
      TextLines.Ink(role: role)
    }
  }

  private func layout(in area: Area) -> TextLayout { TextLayout(text, width: area.columns - 1) }
}
