import Basics
import ShownText

/// Coloured text in lines of so many columns, as a part of an SVG picture.
struct TextPicture: Sendable {
  /// The columns of a line, and the size of one in the picture.
  static let columns = 84
  static let cell = (width: 9, height: 22)

  private(set) var line = 0
  private var column = 0

  /// A stretch of a line.
  private struct Run {
    var line: Int, column: Int, width: Int
    var text: String
  }

  /// The elements of a token: its characters on the ground of its step, words kept whole where they fit.
  mutating func add(_ characters: String, step: Int?, title: String) -> String {
    let runs = place(characters)
    guard !runs.isEmpty else { return "" }
    return "<g><title>\(markupText(title))</title>"
      + runs.map { element($0, step) }.joined() + "</g>\n"
  }

  private mutating func place(_ characters: String) -> [Run] {
    var runs: [Run] = []
    for (index, piece) in characters.split(separator: "\n", omittingEmptySubsequences: false)
      .enumerated()
    {
      if index > 0 {
        runs += placed("⏎")
        (line, column) = (line + 1, 0)
      }
      runs += placed(String(piece).replacing("\t", with: "    "))
    }
    return runs
  }

  private mutating func placed(_ piece: String) -> [Run] {
    var runs: [Run] = []
    let width = columnWidth(of: piece)
    if column > 0, column + width > Self.columns { (line, column) = (line + 1, 0) }
    for character in piece {
      let own = columnWidth(of: String(character))
      if column + own > Self.columns, column > 0 { (line, column) = (line + 1, 0) }
      if let last = runs.indices.last, runs[last].line == line {
        runs[last].text.append(character)
        runs[last].width += own
      } else {
        runs.append(Run(line: line, column: column, width: own, text: String(character)))
      }
      column += own
    }
    return runs
  }

  private func element(_ run: Run, _ step: Int?) -> String {
    let (x, y) = (run.column * Self.cell.width, run.line * Self.cell.height)
    let width = run.width * Self.cell.width
    let ground = step.map {
      "<rect class=\"g\($0)\" x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" height=\"\(Self.cell.height - 2)\"/>"
    }
    guard run.text.contains(where: { $0 != " " }) else { return ground ?? "" }
    return (ground ?? "") + """
      <text class="\(step.map { "s\($0)" } ?? "u")" x="\(x)" y="\(y + 15)" textLength="\(width)" \
      lengthAdjust="spacingAndGlyphs" xml:space="preserve">\(markupText(run.text))</text>
      """
  }
}
