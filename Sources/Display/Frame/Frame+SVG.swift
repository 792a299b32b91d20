import ShownText

extension Frame {
  /// A picture of the screen, standing on its own, of the kind that a page can show.
  ///
  /// - Complexity: O(*n*) in the number of cells.
  public func svg(theme: Theme, colors: Int = 256) -> String {
    let size = (width: 9, height: 19)
    let (width, height) = (columns * size.width + 24, rows * size.height + 24)
    let base = theme.style(of: .plain, colors: colors)
    let paper = base.background.map(hexadecimalColor) ?? "#000000"
    let ink = base.foreground.map(hexadecimalColor) ?? "#ffffff"
    var picture = """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
      viewBox="0 0 \(width) \(height)" font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" \
      font-size="15">
      <rect width="100%" height="100%" rx="8" fill="\(paper)"/>

      """
    for row in 0..<rows {
      for run in runs(ofRow: row) {
        let style = theme.style(of: run.role, colors: colors)
        picture += run.svg(style, row: row, size: size, ink: ink, paper: paper)
      }
    }
    if let cursor {
      let (x, y) = (12 + cursor.column * size.width, 12 + cursor.row * size.height)
      picture += """
        <rect x="\(x)" y="\(y)" width="\(size.width)" height="\(size.height)" fill="none" \
        stroke="\(ink)"/>

        """
    }
    return picture + "</svg>\n"
  }

  /// Neighbouring cells of one role, whose glyphs are all one column wide, or one wide cell.
  fileprivate struct RoleRun {
    var column: Int
    var columns: Int
    var glyphs: String
    var role: Role
  }

  fileprivate func runs(ofRow row: Int) -> [RoleRun] {
    var runs: [RoleRun] = []
    for column in 0..<columns {
      let cell = cells[row * columns + column]
      if cell.glyph.isEmpty {
        if !runs.isEmpty { runs[runs.count - 1].columns += 1 }
      } else if let last = runs.last, last.role == cell.role, last.columns == last.glyphs.count,
        last.glyphs.allSatisfy(\.isASCII), cell.glyph.allSatisfy(\.isASCII)
      {
        runs[runs.count - 1].glyphs += cell.glyph
        runs[runs.count - 1].columns += 1
      } else {
        runs.append(RoleRun(column: column, columns: 1, glyphs: cell.glyph, role: cell.role))
      }
    }
    return runs
  }
}

extension Frame.RoleRun {
  fileprivate func svg(
    _ style: Style, row: Int, size: (width: Int, height: Int), ink: String, paper: String
  ) -> String {
    var front = style.foreground.map(hexadecimalColor) ?? ink
    var back = style.background.map(hexadecimalColor) ?? paper
    if style.reverse { swap(&front, &back) }
    let (x, y) = (12 + column * size.width, 12 + row * size.height)
    let width = columns * size.width
    var result = ""
    if back != paper {
      result +=
        "<rect x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" height=\"\(size.height)\" fill=\"\(back)\"/>"
    }
    let drawn = blockElement(glyphs, x: x, y: y, size: size, fill: front)
    if let drawn = drawn ?? dots(glyphs, x: x, y: y, size: size, fill: front) {
      result += drawn
    } else if glyphs.contains(where: { $0 != " " }) {
      let bold = style.bold ? " font-weight=\"bold\"" : ""
      let dim = style.dim ? " opacity=\"0.6\"" : ""
      result += """
        <text x="\(x)" y="\(y + 14)" fill="\(front)"\(bold)\(dim) textLength="\(width)" \
        lengthAdjust="spacingAndGlyphs" xml:space="preserve">\(markupText(glyphs))</text>
        """
    }
    if style.underline {
      result +=
        "<rect x=\"\(x)\" y=\"\(y + 16)\" width=\"\(width)\" height=\"1\" fill=\"\(front)\"/>"
    }
    return result.isEmpty ? "" : result + "\n"
  }
}

/// Draws `▁…█`, `▏…█` and `▀` as rectangles, so that neighbours join whatever the font.
private func blockElement(
  _ glyph: String, x: Int, y: Int, size: (width: Int, height: Int), fill: String
) -> String? {
  guard let value = glyph.unicodeScalars.first?.value, glyph.unicodeScalars.count == 1 else {
    return nil
  }
  var (top, width, height) = (Double(y), Double(size.width), Double(size.height))
  switch value {
  case 0x2580: height /= 2
  case 0x2581...0x2588:
    let share = Double(value - 0x2580) / 8
    top += height * (1 - share)
    height *= share
  case 0x2589...0x258F: width *= Double(0x2590 - value) / 8
  default: return nil
  }
  return "<rect x=\"\(x)\" y=\"\(top)\" width=\"\(width)\" height=\"\(height)\" fill=\"\(fill)\"/>"
}

/// Draws a pattern of Braille, of which curves are made, as its dots: many fonts have none.
private func dots(
  _ glyph: String, x: Int, y: Int, size: (width: Int, height: Int), fill: String
) -> String? {
  guard let value = glyph.unicodeScalars.first?.value, (0x2800...0x28FF).contains(value) else {
    return nil
  }
  // Bit by bit, as Unicode numbers the dots: three down, three down, and the two below.
  let places = [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3)]
  let squares = places.enumerated().filter { value >> $0.offset & 1 == 1 }.map { _, place in
    let left = Double(x) + Double(size.width) * (Double(place.0) + 0.5) / 2 - 1.5
    let top = Double(y) + Double(size.height) * (Double(place.1) + 0.5) / 4 - 1.5
    return "M\(left) \(top)h3v3h-3z"
  }
  return "<path d=\"\(squares.joined())\" fill=\"\(fill)\"/>"
}
