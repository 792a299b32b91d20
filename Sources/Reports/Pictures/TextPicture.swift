import Basics
import ShownText

/// Coloured text in lines of so many columns, as a part of an SVG picture.
struct TextPicture: Sendable {
  /// The columns of a line, and the size of one in the picture.
  static let columns = 84
  static let cell = (width: 9, height: 22)

  private(set) var line = 0
  private var column = 0
  /// The tokens of a word that may go on.
  private var word: [Piece] = []

  /// A token: its characters, the step of its ground, and what is said of it.
  struct Piece: Sendable {
    var characters: String
    var step: Int?
    var title: String

    /// Its columns in the line in which it begins.
    var width: Int { columnWidth(of: lines[0]) }

    /// Its lines, of which all but the last end with a sign for that.
    var lines: [String] {
      let lines = characters.replacing("\t", with: "    ")
        .split(separator: "\n", omittingEmptySubsequences: false)
      return lines.dropLast().map { String($0) + "⏎" } + lines.suffix(1).map { String($0) }
    }
  }

  /// A stretch of a line.
  private struct Run {
    var line: Int, column: Int, width: Int
    var text: String
  }

  /// Takes the next token, and gives the elements of the word before it where it begins another: characters on the
  /// ground of each token's step, words kept whole where they fit.
  mutating func add(_ piece: Piece) -> String {
    let before = piece.characters.first?.isWhitespace == true ? endWord() : ""
    word.append(piece)
    return before + (piece.lines.count > 1 ? endWord() : "")
  }

  /// The elements of the last word.
  mutating func endWord() -> String {
    let pieces = word
    word = []
    let width = pieces.reduce(0) { $0 + $1.width }
    if column + width > Self.columns, width <= Self.columns { (line, column) = (line + 1, 0) }
    return pieces.map { elements($0) }.joined()
  }

  private mutating func elements(_ piece: Piece) -> String {
    var runs: [Run] = []
    for (index, part) in piece.lines.enumerated() {
      if index > 0 { (line, column) = (line + 1, 0) }
      runs += placed(part)
    }
    guard !runs.isEmpty else { return "" }
    return "<g><title>\(markupText(piece.title))</title>"
      + runs.map { element($0, piece.step) }.joined() + "</g>\n"
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
