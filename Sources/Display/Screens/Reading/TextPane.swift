import ShownText
import Exploration
import InformationTheory
import Scoring

/// The running text, each token in the colour of its value.
struct TextPane: Widget {
  let explorer: Explorer
  private let roles = KnownRoles()

  func draw(in area: Area, on frame: inout Frame) {
    if explorer.text.isEmpty, explorer.reveal == nil { return drawEmptyText(in: area, on: &frame) }
    guard explorer.topLine < explorer.layout.lineCount else { return }
    var token = explorer.token(at: explorer.layout.bytes(ofLine: explorer.topLine).lowerBound)
    TextLines(
      text: explorer.text, layout: explorer.layout, top: explorer.topLine,
      pitch: explorer.rowsPerLine, showsMarks: explorer.showsMarks
    ).draw(in: area, on: &frame) { glyph in
      while let current = token, current + 1 < explorer.tokens.count,
        explorer.tokens[current].bytes.upperBound <= glyph.bytes.lowerBound
      {
        token = current + 1
      }
      return changeSign(at: glyph, token: token)
        ?? TextLines.Ink(role: role(of: glyph, token: token))
    }
    drawBars(in: area, on: &frame)
    drawHiddenMark(area, on: &frame)
    frame.draw(ScrollBar(explorer: explorer), in: area)
    placeCursor(area, on: &frame)
  }

  /// The bars of the tokens below each line, where lines stand apart.
  private func drawBars(in area: Area, on frame: inout Frame) {
    let (layout, pitch) = (explorer.layout, explorer.rowsPerLine)
    let end = min(explorer.topLine + explorer.shownLines, layout.lineCount)
    guard pitch > 1, explorer.topLine < end else { return }
    for line in explorer.topLine..<end {
      let bytes = layout.bytes(ofLine: line)
      let row = area.row + (line - explorer.topLine) * pitch + 1
      var token = explorer.token(at: bytes.lowerBound) ?? explorer.tokens.count
      var column = area.column
      for glyph in Glyphs(explorer.text, from: bytes.lowerBound) {
        guard glyph.bytes.lowerBound < bytes.upperBound else { break }
        while token < explorer.tokens.count,
          explorer.tokens[token].bytes.upperBound <= glyph.bytes.lowerBound
        {
          token += 1
        }
        let width = glyph.width(atColumn: column - area.column)
        if token < explorer.tokens.count, glyph.kind != .newline, !isGap(glyph, before: token) {
          let bar = Area(row: row, column: column, rows: max(pitch - 2, 1), columns: width)
          frame.draw(TokenBar(explorer, token), in: bar)
        }
        column += width
      }
    }
  }

  private func drawEmptyText(in area: Area, on frame: inout Frame) {
    if explorer.isEditing {
      frame.cursor = (area.row, area.column)
      frame.write(
        explorer.words(of: .leaveEditor) ?? "", row: area.row + area.rows / 2,
        column: area.column, as: .faint, limit: area.columns)
      return
    }
    let sentences: StyledText = [
      ("There is no text yet.", .strong), (explorer.words(of: .write) ?? "", .plain),
    ]
    for (index, (sentence, role)) in sentences.prefix(area.rows).enumerated() {
      frame.write(
        sentence, row: area.row + index, column: area.column, as: role, limit: area.columns)
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
    // The space that begins a word is left blank, so that words stand apart.
    let isFocused = token == explorer.focus && !explorer.isEditing
    if !isFocused, explorer.isFound(glyph.bytes) { return .selection }
    return isGap(glyph, before: token) && !isFocused ? .unscored : roles.role(of: token, explorer)
  }

  /// Whether a glyph is the space that begins a word.
  private func isGap(_ glyph: Glyph, before token: Int) -> Bool {
    let bytes = explorer.tokens[token].bytes
    return glyph.kind == .ascii(0x20) && bytes.count > 1
      && glyph.bytes.lowerBound == bytes.lowerBound
  }

  /// The sign of a change, in the space before the word: colours must not be needed to tell it.
  private func changeSign(at glyph: Glyph, token: Int?) -> TextLines.Ink? {
    guard explorer.lens.isSigned, let token, token < explorer.tokens.count,
      isGap(glyph, before: token), token != explorer.focus || explorer.isEditing,
      let value = explorer.value(of: token), value != 0,
      explorer.lens.step(value) != Lens.middleStep
    else { return nil }
    return TextLines.Ink(role: explorer.lens.barRole(of: value), sign: value > 0 ? "+" : "−")
  }

  private func stronger(_ a: Role?, _ b: Role) -> Role {
    guard let a else { return b }
    if case .surprise(let x) = a, case .surprise(let y) = b { return .surprise(max(x, y)) }
    if case .change(let x) = a, case .change(let y) = b { return abs(x) > abs(y) ? a : b }
    if a == .selection || a == .focus { return a }
    return b == .focus || b == .selection || a == .unscored ? b : a
  }

  /// The mark of what is hidden behind the text, of one width whatever comes.
  private func drawHiddenMark(_ area: Area, on frame: inout Frame) {
    guard explorer.reveal != nil, explorer.lastPlace == explorer.tokens.count else { return }
    let end = explorer.text.count
    var line = explorer.layout.line(holding: end) - explorer.topLine
    var column = explorer.layout.column(of: end, in: explorer.text)
    if column + 3 > area.columns { (line, column) = (line + 1, 0) }
    guard (0..<explorer.shownLines).contains(line) else { return }
    frame.write(
      " ? ", row: area.row + line * explorer.rowsPerLine, column: area.column + column,
      as: explorer.isAsking ? .focus : .noContext, limit: area.columns - column)
  }

  private func placeCursor(_ area: Area, on frame: inout Frame) {
    let place = explorer.cursor ?? explorer.focusedToken.map(explorer.anchor(of:))
    guard let place else { return }
    let layout = explorer.layout
    let line = layout.line(holding: place) - explorer.topLine
    guard (0..<explorer.shownLines).contains(line) else { return }
    let column = min(layout.column(of: place, in: explorer.text), area.columns - 1)
    frame.cursor = (area.row + line * explorer.rowsPerLine, area.column + column)
  }
}

/// How much of the text is shown, and which part: on the right of the text's area.
struct ScrollBar: Widget {
  let explorer: Explorer

  func draw(in area: Area, on frame: inout Frame) {
    guard let bar = explorer.scrollBar else { return }
    for row in 0..<bar.area.rows {
      let isKnob = bar.knob.contains(row)
      frame.write(
        isKnob ? "┃" : "│", row: bar.area.row + row, column: bar.area.column,
        as: isKnob ? .faint : .rule)
    }
  }
}

extension Explorer {
  /// What a token means where it is written.
  func role(ofToken token: Int) -> Role {
    if isFocused(token), !isEditing { return .focus }
    guard hasPrediction(token) else { return .unscored }
    if let value = value(of: token) { return lens.role(of: value) }
    if lens == .bought { return .unscored }
    return lens.isSigned && isReplacement(token) ? .actual : .noContext
  }
}

/// The roles of the tokens that were drawn: a token has many glyphs, and what a word or a sentence means is
/// read from all of its tokens.
private final class KnownRoles {
  private var last: (token: Int, role: Role)?

  func role(of token: Int, _ explorer: Explorer) -> Role {
    if let last, last.token == token { return last.role }
    let role = explorer.role(ofToken: token)
    last = (token, role)
    return role
  }
}
