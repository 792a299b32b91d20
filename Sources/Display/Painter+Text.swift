import ShownText
import Exploration
import InformationTheory
import Scoring

extension Painter {
  /// The running text, each token in the colour of its value.
  mutating func paintText(_ area: Area) {
    if explorer.text.isEmpty, explorer.reveal == nil { return paintEmptyText(area) }
    let last = min(explorer.topLine + area.rows, explorer.layout.lineCount)
    for line in explorer.topLine..<max(last, explorer.topLine) {
      paintLine(
        explorer.layout.bytes(ofLine: line), row: area.row + line - explorer.topLine, in: area)
    }
    paintHiddenMark(area)
    paintScrollBar(area)
    placeCursor(area)
  }

  private mutating func paintEmptyText(_ area: Area) {
    if explorer.isEditing {
      frame.cursor = (area.row, area.column)
      frame.write(
        "Type a text, or paste one. Esc leaves the editor.", row: area.row + area.rows / 2,
        column: area.column, as: .faint, limit: area.columns)
      return
    }
    let sentences: [(String, Role)] = [
      ("There is no text yet.", .strong), ("Press e and type one, or paste one.", .plain),
    ]
    for (index, (sentence, role)) in sentences.prefix(area.rows).enumerated() {
      frame.write(
        sentence, row: area.row + index, column: area.column, as: role, limit: area.columns)
    }
  }

  private mutating func paintLine(_ bytes: Range<Int>, row: Int, in area: Area) {
    var column = 0
    var token = explorer.token(at: bytes.lowerBound)
    for glyph in Glyphs(explorer.text, from: bytes.lowerBound) {
      guard glyph.bytes.lowerBound < bytes.upperBound else { break }
      while let current = token, current + 1 < explorer.tokens.count,
        explorer.tokens[current].bytes.upperBound <= glyph.bytes.lowerBound
      {
        token = current + 1
      }
      let width = glyph.width(atColumn: column)
      let role = role(of: glyph, token: token)
      let place = area.column + column
      if let (sign, role) = changeSign(at: glyph, token: token) {
        frame.write(sign, row: row, column: place, as: role)
      } else {
        paint(glyph, width: width, row: row, column: place, as: role, in: area)
      }
      column += width
    }
  }

  mutating func paint(
    _ glyph: Glyph, width: Int, row: Int, column: Int, as role: Role, in area: Area
  ) {
    let isMarked = explorer.showsMarks || role == .focus
    switch glyph.kind {
    case .newline:
      if isMarked { frame.write("↵", row: row, column: column, as: role) }
    case .tab:
      frame.fill(" ", row: row, columns: column..<column + width, as: role)
      if isMarked { frame.write("⇥", row: row, column: column, as: role) }
    case .ascii, .cluster, .invalid:
      var place = column
      for cell in glyph.cells {
        guard place + cell.width <= area.column + area.columns else { break }
        frame.put(cell, row: row, column: place, as: role)
        place += cell.width
      }
    }
  }

  /// What a glyph means. Where several tokens share it, the most surprising one is shown.
  private func role(of glyph: Glyph, token: Int?) -> Role {
    guard var place = token else { return .unscored }
    var result: Role?
    while place < explorer.tokens.count,
      explorer.tokens[place].bytes.lowerBound < glyph.bytes.upperBound
    {
      if explorer.tokens[place].bytes.upperBound > glyph.bytes.lowerBound {
        result = stronger(result, role(ofToken: place, at: glyph))
      }
      place += 1
    }
    return result ?? .unscored
  }

  private func role(ofToken token: Int, at glyph: Glyph) -> Role {
    if token == explorer.focus, !explorer.isEditing { return .focus }
    // The space that begins a word is left blank, so that words stand apart.
    if isGap(glyph, before: token) { return .unscored }
    guard explorer.hasPrediction(token) else { return .unscored }
    return explorer.value(of: token).map(explorer.lens.role(of:))
      ?? (explorer.lens.isSigned && explorer.isReplacement(token) ? .actual : .noContext)
  }

  /// Whether a glyph is the space that begins a word.
  private func isGap(_ glyph: Glyph, before token: Int) -> Bool {
    let bytes = explorer.tokens[token].bytes
    return glyph.kind == .ascii(0x20) && bytes.count > 1
      && glyph.bytes.lowerBound == bytes.lowerBound
  }

  /// The sign of a change, in the space before the word: colours must not be needed to tell it.
  private func changeSign(at glyph: Glyph, token: Int?) -> (String, Role)? {
    guard explorer.lens.isSigned, let token, token < explorer.tokens.count,
      isGap(glyph, before: token), token != explorer.focus || explorer.isEditing,
      let value = explorer.value(of: token), value != 0,
      explorer.lens.step(value) != Lens.middleStep
    else { return nil }
    return (value > 0 ? "+" : "−", explorer.lens.barRole(of: value))
  }

  private func stronger(_ a: Role?, _ b: Role) -> Role {
    guard let a else { return b }
    if case .surprise(let x) = a, case .surprise(let y) = b { return .surprise(max(x, y)) }
    if case .change(let x) = a, case .change(let y) = b { return abs(x) > abs(y) ? a : b }
    return b == .focus || a == .unscored ? b : a
  }

  private mutating func paintScrollBar(_ area: Area) {
    let count = explorer.layout.lineCount
    guard count > area.rows else { return }
    let size = max(area.rows * area.rows / count, 1)
    let start = explorer.topLine * (area.rows - size) / max(count - area.rows, 1)
    for row in 0..<area.rows {
      let isKnob = (start..<start + size).contains(row)
      frame.write(
        isKnob ? "┃" : "│", row: area.row + row, column: area.column + area.columns,
        as: isKnob ? .faint : .rule)
    }
  }

  private mutating func placeCursor(_ area: Area) {
    let place = explorer.cursor ?? explorer.focusedToken.map(explorer.anchor(of:))
    guard let place else { return }
    let layout = explorer.layout
    let line = layout.line(holding: place) - explorer.topLine
    guard (0..<area.rows).contains(line) else { return }
    let column = min(layout.column(of: place, in: explorer.text), area.columns - 1)
    frame.cursor = (area.row + line, area.column + column)
  }
}
