import ShownText

/// The help, laid out for a screen: what the numbers mean, and every key of every table.
public struct HelpPage: Sendable {
  /// A line of the help.
  public struct Line: Equatable, Sendable {
    /// A heading, or a term or key; empty where a text goes on.
    public var term: String
    /// What is said of it.
    public var text: String
    /// Whether the term is a heading.
    public var isHeading: Bool
    /// The column at which the text begins.
    public var indent: Int
  }

  /// The lines.
  public private(set) var lines: [Line] = []
  /// The columns that it is laid out for.
  public let columns: Int

  /// The help for a screen of so many columns; long lines are hard to read, so it is never wide.
  ///
  /// - Parameters:
  ///   - keys: The keys in force.
  ///   - isLeftOut: Which keys are not offered.
  public init(
    columns: Int, keys: KeyTable = .standard, without isLeftOut: (Binding) -> Bool = { _ in false }
  ) {
    self.columns = min(columns, 100) - 4
    add(heading: "What the numbers mean")
    for (term, meaning) in Self.explanations {
      add(term, keys.written(meaning), indent: 15)
    }
    for map in keys.all {
      add(heading: keys.written(map.title))
      for binding in map.bindings where !isLeftOut(binding) {
        add(binding.label, keys.written(binding.help), indent: 29)
      }
    }
    add(heading: "Mouse")
    for (label, help) in KeyMap.mouse { add(label, help, indent: 29) }
  }

  private mutating func add(heading: String) {
    if !lines.isEmpty { lines.append(Line(term: "", text: "", isHeading: false, indent: 0)) }
    lines.append(Line(term: heading, text: "", isHeading: true, indent: 0))
  }

  /// Adds a term with its text beside it, or below it where the screen is narrow.
  private mutating func add(_ term: String, _ text: String, indent: Int) {
    let isNarrow = columns < indent + 24
    let column = isNarrow ? 2 : indent
    let bytes = Array(text.utf8)
    let layout = TextLayout(bytes, width: max(columns - column, 8))
    if isNarrow { lines.append(Line(term: term, text: "", isHeading: false, indent: 2)) }
    for index in 0..<layout.lineCount {
      let piece = String(decoding: bytes[layout.bytes(ofLine: index)], as: UTF8.self)
      let isFirst = index == 0 && !isNarrow
      lines.append(
        Line(term: isFirst ? term : "", text: piece, isHeading: false, indent: column))
    }
  }

  private static let explanations: [(term: String, meaning: Sentence)] = [
    (
      "token",
      "A piece of text that the model reads as one: a word with the space before it, a part of a "
        + "word, a sign, or a part of a character."
    ),
    (
      "surprise",
      "How unexpected a token was: −log of the probability that the model gave it. One bit is a "
        + "coin toss, ten bits one chance in 1024. A nat is 1.44 bits."
    ),
    (
      "rank",
      "How many tokens the model found likelier, plus one. Temperature never changes it."
    ),
    (
      "entropy",
      "The surprise that the model itself expected before the token came: how unsure it was."
    ),
    (
      "loss",
      "The mean surprise of the text, also called cross-entropy. Training makes it small."
    ),
    (
      "perplexity",
      "The loss as a number of equally likely choices: as if each token were guessed among so many."
    ),
    (
      "temperature",
      "Divides the model's scores before they become probabilities. Below 1 the model is surer of "
        + "itself, above 1 less sure. ┼ marks 1 and ◆ the temperature of the lowest loss."
    ),
    (
      "no context",
      "The first token has nothing before it, so it has no surprise, unless a start token is chosen."
    ),
    (
      "sure, wrong",
      "In the plane (\(key: .board(.plane))) the model is sure where its entropy is below "
        + "\(decimal(Corner.threshold.bits, 0)) bits, as among "
        + "\(decimal(Corner.threshold.perplexity, 0)) choices, and wrong where the surprise is no "
        + "less: one chance in \(decimal(Corner.threshold.perplexity, 0)) or worse."
    ),
    (
      "likely ≠ true",
      "The model knows which words follow which in what it read. It does not know facts."
    ),
  ]
}

extension Explorer {
  /// The rows that the help fills: all between the header and the status line.
  package var helpArea: Area {
    let last = (screen.status ?? screen.footer)?.row ?? rows
    let width = min(columns, 100)
    return Area(row: 1, column: (columns - width) / 2, rows: max(last - 1, 0), columns: width)
  }

  /// The help for this screen, without keys that do nothing until something is left.
  package var helpPage: HelpPage {
    HelpPage(columns: columns, keys: keys) { binding in
      binding.actions.allSatisfy { refusal(of: $0.command)?.lasts == true }
    }
  }

  /// Scrolls the help and stops at its ends.
  mutating func scrollHelp(by lines: Int) {
    guard case .help(let top, let below) = stage else { return }
    let last = max(helpPage.lines.count - max(helpArea.rows - 1, 1), 0)
    stage = .help(top: min(max(min(top, last) + lines, 0), last), over: below)
  }
}

extension KeyMap {
  /// While the help is shown.
  public static let help = KeyMap(
    title: "In the help",
    bindings: [
      Binding(
        "Scroll.", footer: .init("scroll", rank: 1),
        [
          Action("scroll-up", .scroll(-1), .key(.up), .letter("k")),
          Action("scroll-down", .scroll(1), .key(.down), .letter("j")),
        ]),
      Binding(
        "Scroll by ten lines.", footer: .init("further", rank: 1, only: "scroll-page-down"),
        [
          Action("scroll-page-up", .scroll(-10), .key(.pageUp)),
          Action("scroll-page-down", .scroll(10), .key(.pageDown), .letter(" ")),
        ]),
      Binding(
        "Close the help.", footer: .init("close", rank: 0),
        [
          Action(
            "leave", .leave, .key(.escape), .letter("q"), .letter("?"), .key(.enter),
            .key(.function(1)))
        ]),
    ])
}
