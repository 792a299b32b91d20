import Exploration
import ShownText

/// Text from block characters, to be read from the last row of a room: as large as there is room for,
/// and in ordinary letters where there is none. What the font does not have is written small within.
/// On a screen that has ASCII alone it is made of `#`, each of them a dot high.
package struct BigText: Widget {
  let pieces: StyledText
  /// The largest scale that is wanted.
  var largest = 8

  /// A piece of it: a drawing, or a cell as it is.
  private enum Part {
    case drawn(BigGlyph)
    case cell(DisplayCell)
  }

  init(_ pieces: StyledText) { self.pieces = pieces }

  package init(_ text: String, as role: Role) { pieces = [(text, role)] }

  /// The same, no larger than a scale.
  package func atMost(scale: Int) -> BigText {
    var copy = self
    copy.largest = scale
    return copy
  }

  /// How many columns and rows it fills at a scale: dots are `scale` columns wide and half as many rows
  /// high, in ASCII whole rows. At scale 0 it is one row of ordinary letters.
  package func size(scale: Int, isASCII: Bool = false) -> (columns: Int, rows: Int) {
    guard scale > 0 else { return (pieces.width, 1) }
    let columns = parts.reduce(0) { $0 + width(of: $1.part, scale: scale) + BigFont.gap * scale }
    let dots = parts.map { height(of: $0.part) }.max() ?? 0
    return (
      max(columns - BigFont.gap * scale, 0),
      BigLetters.rows(ofDots: dots, scale: scale, isASCII: isASCII)
    )
  }

  /// The largest scale at which it has room; 0 where only ordinary letters have.
  package func scale(in area: Area, isASCII: Bool = false) -> Int {
    (1...max(largest, 1)).last { scale in
      let size = size(scale: scale, isASCII: isASCII)
      return scale <= largest && size.columns <= area.columns && size.rows <= area.rows
    } ?? 0
  }

  package func draw(in area: Area, on frame: inout Frame) {
    let scale = scale(in: area, isASCII: frame.isASCII)
    guard scale > 0 else {
      guard area.rows > 0 else { return }
      let row = area.row + min(BigFont.capHeight / 2, area.rows) / 2
      frame.write(pieces, row: row, column: area.column, limit: area.columns)
      return
    }
    var column = area.column
    for (part, role) in parts {
      let place = (row: area.row, column: column)
      switch part {
      case .drawn(let glyph): draw(glyph, at: place, scale: scale, as: role, on: &frame)
      case .cell(let cell):
        let row = place.row + BigFont.capHeight * scale / (frame.isASCII ? 2 : 4)
        frame.put(cell, row: row, column: column, as: role)
      }
      column += width(of: part, scale: scale) + BigFont.gap * scale
    }
  }

  private func draw(
    _ glyph: BigGlyph, at place: (row: Int, column: Int), scale: Int, as role: Role,
    on frame: inout Frame
  ) {
    // In ASCII, a dot of an odd scale has half a row more, and is whole rows high.
    let halves = frame.isASCII ? (scale + 1) / 2 * 2 : scale
    func isInk(_ half: Int, _ column: Int) -> Bool {
      half / halves < glyph.height && glyph.rows[half / halves][column / scale]
    }
    for row in 0..<(glyph.height * halves + 1) / 2 {
      for column in 0..<glyph.width * scale {
        let block =
          switch (isInk(2 * row, column), isInk(2 * row + 1, column)) {
          case (true, true): frame.isASCII ? "#" : "█"
          case (true, false): "▀"
          case (false, true): "▄"
          case (false, false): ""
          }
        guard !block.isEmpty else { continue }
        frame.put(
          DisplayCell(text: block, width: 1), row: place.row + row, column: place.column + column,
          as: role)
      }
    }
  }

  /// The pieces cut into what is drawn; only harmless cells get here.
  private var parts: [(part: Part, role: Role)] {
    pieces.flatMap { text, role in
      displayCells(Array(text.utf8)).map { cell in
        (cell.text.first.flatMap(BigFont.glyph).map(Part.drawn) ?? .cell(cell), role)
      }
    }
  }

  private func width(of part: Part, scale: Int) -> Int {
    switch part {
    case .drawn(let glyph): glyph.width * scale
    case .cell(let cell): cell.width
    }
  }

  private func height(of part: Part) -> Int {
    switch part {
    case .drawn(let glyph): glyph.height
    case .cell: BigFont.capHeight
    }
  }
}
