import Exploration
import ShownText

/// Sentences in large letters over several lines, broken between words.
struct BigParagraph: Widget {
  let pieces: StyledText
  let scale: Int

  /// How many rows it takes in so many columns, with the gap below its last line.
  func rowCount(columns: Int, isASCII: Bool) -> Int {
    lines(columns: columns).count * BigLetters.line(scale: scale, isASCII: isASCII)
  }

  func draw(in area: Area, on frame: inout Frame) {
    let pitch = BigLetters.line(scale: scale, isASCII: frame.isASCII)
    for (index, line) in lines(columns: area.columns).enumerated() {
      let rest = area.dropping(rows: index * pitch)
      frame.write(large: line, scale: scale, in: rest.cut(to: pitch))
    }
  }

  private func lines(columns: Int) -> [StyledText] {
    var lines: [StyledText] = []
    for word in words {
      let longer = (lines.last.map { $0 + [(" ", .plain)] } ?? []) + word
      if !lines.isEmpty, BigText(longer).size(scale: scale).columns <= columns {
        lines[lines.count - 1] = longer
      } else {
        lines.append(word)
      }
    }
    return lines
  }

  /// What stands between spaces, a piece a cell.
  private var words: [StyledText] {
    let cells = pieces.flatMap { text, role in
      displayCells(Array(text.utf8)).map { ($0.text, role) }
    }
    return cells.split { $0.0 == " " }.map(Array.init)
  }
}
