import Exploration
import InformationTheory
import Scoring

/// What the numbers mean, in plain words.
private let explanations: [(term: String, meaning: String)] = [
  (
    "token",
    "A piece of text that the model reads as one: a word with the space before it, a part "
      + "of a word, a sign, or a part of a character."
  ),
  (
    "surprise",
    "How unexpected a token was: −log of the probability that the model gave it. One bit "
      + "is a coin toss, ten bits one chance in 1024. A nat is 1.44 bits."
  ),
  ("rank", "How many tokens the model found likelier, plus one. Temperature never changes it."),
  (
    "entropy",
    "The surprise that the model itself expected before the token came: how unsure it was."
  ),
  ("loss", "The mean surprise of the text, also called cross-entropy. Training makes it small."),
  (
    "perplexity",
    "The loss as a number of equally likely choices: as if each token were guessed "
      + "among so many."
  ),
  (
    "temperature",
    "Divides the model's scores before they become probabilities. Below 1 the model is "
      + "surer of itself, above 1 less sure. ┼ marks 1 and ◆ the temperature of the lowest loss."
  ),
  (
    "no context",
    "The first token has nothing before it, so it has no surprise, unless a start token "
      + "is chosen."
  ),
  (
    "likely ≠ true",
    "The model knows which words follow which in what it read. It does not know facts."
  ),
]

extension Painter {
  /// The help over everything between header and footer.
  mutating func paintHelp(from top: Int) {
    let last = (screen.status ?? screen.footer)?.row ?? frame.rows
    let width = min(frame.columns, 100)
    let area = Area(row: 1, column: (frame.columns - width) / 2, rows: last - 1, columns: width)
    frame.clear(Area(row: 1, column: 0, rows: last - 1, columns: frame.columns))
    frame.cursor = nil
    let lines = helpLines(width: width - 4)
    let room = max(area.rows - 1, 1)
    let start = min(top, max(lines.count - room, 0))
    var heading = area
    heading.rows = 1
    let further = start + room < lines.count ? " — ↓ further" : ""
    paintHeading("help\(further)", in: heading)
    for (index, line) in lines[start..<min(start + room, lines.count)].enumerated() {
      write(line, row: area.row + 1 + index, column: area.column + 2, limit: width - 3)
    }
  }

  private func helpLines(width: Int) -> [[(String, Role)]] {
    var lines: [[(String, Role)]] = [[("What the numbers mean", .heading)]]
    for (term, meaning) in explanations { lines += entry(term, meaning, indent: 15, width: width) }
    for map in KeyMap.all {
      lines += [[], [(map.title, .heading)]]
      for binding in map.bindings {
        lines += entry(binding.label, binding.help, indent: 29, width: width)
      }
    }
    lines += [[], [("Mouse", .heading)]]
    for (label, help) in KeyMap.mouse { lines += entry(label, help, indent: 29, width: width) }
    return lines
  }

  /// A term, and beside it what is said of it, on as many lines as that takes; below it where the
  /// screen is narrow.
  private func entry(_ term: String, _ meaning: String, indent: Int, width: Int) -> [[(
    String, Role
  )]] {
    let isNarrow = width < indent + 24
    let column = isNarrow ? 2 : indent
    let bytes = Array(meaning.utf8)
    let layout = TextLayout(bytes, width: max(width - column, 8))
    let pieces = (0..<layout.lineCount).map {
      String(decoding: bytes[layout.bytes(ofLine: $0)], as: UTF8.self)
    }
    let name = fitted(term, isNarrow ? width : indent - 1).map(\.text).joined()
    let blank = String(repeating: " ", count: column)
    let rest = pieces.dropFirst(isNarrow ? 0 : 1).map { [(blank + $0, Role.plain)] }
    let first: [(String, Role)] =
      [(name, .key)] + (isNarrow ? [] : [(" " + (pieces.first ?? ""), .plain)])
    return [first] + rest
  }
}
