import Exploration
import InformationTheory
import Scoring
import ShownText

/// What a lane has written behind the text, each token in the colour of its surprise as the model was
/// trained: its end, where it is longer than its place.
struct LaneText: Widget {
  /// The end of the text that goes on.
  let before: [UInt8]
  /// The bytes of each token, and how surprising they are, in bits.
  let tokens: [[UInt8]], bits: [Double]
  let showsMarks: Bool
  let unit: Scoring.Unit
  /// From one line to the next, where it is running text.
  var pitch = 1

  /// How many lines of running text it is.
  func lineCount(columns: Int) -> Int {
    TextLayout(before + tokens.flatMap { $0 }, width: columns).lineCount
  }

  func draw(in area: Area, on frame: inout Frame) {
    guard area.rows > 0, area.columns > 4 else { return }
    // A row of words needs more room than a line.
    let isRoomy = area.rows >= 22 && area.columns >= 56
    if isRoomy { drawWords(in: area, on: &frame) } else { drawRunning(in: area, on: &frame) }
  }

  /// Rows of words with a bar of one row, below the end of the text before.
  private func drawWords(in area: Area, on frame: inout Frame) {
    frame.write(
      displayCells(before), row: area.row, column: area.column, as: .faint, limit: area.columns)
    let text = tokens.flatMap { $0 }
    var split: [Token] = []
    for bytes in tokens {
      let start = split.last?.bytes.upperBound ?? 0
      split.append(Token(id: 0, bytes: start..<start + bytes.count))
    }
    let lens = Lens.surprise
    let wish = WordsLayout.Wish(width: area.columns, numberWidth: lens.numberWidth)
    guard let layout = WordsLayout(text, split[...], wish) else { return }
    let geometry = WordsGeometry(area.dropping(rows: 2), pitch: 4)
    let top = max(layout.rowCount - geometry.shownRows, 0)
    for row in top..<layout.rowCount {
      for word in layout.row(row, of: text, split[...]) {
        let value = bits[word.place]
        let ink = WordInk(
          role: lens.role(of: value), bar: TokenBar(value, lens: lens),
          number: lens.number(value, in: unit), numberRole: .plain)
        frame.draw(word, ink, inRow: row - top, of: geometry)
      }
    }
  }

  private func drawRunning(in area: Area, on frame: inout Frame) {
    let bytes = before + tokens.flatMap { $0 }
    var starts = [before.count]
    for token in tokens { starts.append((starts.last ?? 0) + token.count) }
    let ends = starts.dropFirst()
    let layout = TextLayout(bytes, width: area.columns)
    TextLines(
      text: bytes, layout: layout, top: max(layout.lineCount - area.rows / pitch, 0),
      pitch: pitch,
      showsMarks: showsMarks
    ).draw(in: area, on: &frame) { glyph in
      guard glyph.bytes.lowerBound >= before.count,
        let place = ends.firstIndex(where: { $0 > glyph.bytes.lowerBound }).map({ $0 - 1 })
      else { return TextLines.Ink(role: .faint) }
      // The space that begins a word is left blank, as in the running text.
      let isGap =
        glyph.kind == .ascii(0x20) && glyph.bytes.lowerBound == starts[place]
        && tokens[place].count > 1
      return TextLines.Ink(
        role: isGap ? .unscored : .surprise(Lens.surprise.step(bits[place])))
    }
  }
}
