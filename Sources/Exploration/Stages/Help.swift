import ShownText

/// The help, laid out for a screen: the keys of what is there now, what the numbers mean, and every key of
/// every other table.
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
  ///   - first: The titles of the tables that come first.
  ///   - isLeftOut: Which keys are not offered.
  public init(
    columns: Int, keys: KeyTable = .standard, first: [Sentence] = [],
    without isLeftOut: (Binding) -> Bool = { _ in false }
  ) {
    self.columns = min(columns, 100) - 4
    let all = keys.all
    for title in first {
      for map in all where map.title == title { add(map, keys, without: isLeftOut) }
    }
    add(heading: "What the numbers mean")
    for (term, meaning) in Self.explanations {
      add(term, keys.written(meaning), indent: 15)
    }
    for map in all where !first.contains(map.title) { add(map, keys, without: isLeftOut) }
    add(heading: "Mouse")
    for (label, help) in KeyMap.mouse { add(label, help, indent: 29) }
  }

  private mutating func add(_ map: KeyMap, _ keys: KeyTable, without isLeftOut: (Binding) -> Bool) {
    add(heading: keys.written(map.title))
    for binding in map.bindings where !isLeftOut(binding) {
      add(binding.label, keys.written(binding.help), indent: 29)
    }
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
      "KL",
      "Of two models that are compared: how much more each token would surprise the other one on average, were this "
        + "model right; “back” the other way round. Both are 0 where they expect the same."
    ),
    (
      "peak",
      "The most surprising token of its sentence, where its surprise is at least twice the loss: at most one "
        + "a sentence. \(key: .nextPeak) goes to the next."
    ),
    (
      "overview",
      "The row above a long text: all of it in as many pieces as there are columns, of each the loudest token."
    ),
    (
      "temperature",
      "Divides the model's scores before they become probabilities. Below 1 the model is surer of "
        + "itself, above 1 less sure."
    ),
    (
      "● ┼ ◆",
      "On the slider and the curve: the temperature at hand, 1, and that of the lowest loss. In the lab ◆ is "
        + "the lowest loss on text that is not trained on."
    ),
    (
      "╌ ▸",
      "╌ joins tokens that follow one another without a space, and cuts off what is not drawn from; "
        + "▸ is the token that came."
    ),
    (
      "␣ ↵ ⇥",
      "A space, a line end and a tab, where they would not be seen. ⟨E4⟩ is a byte that is no character of "
        + "its own."
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

  /// The help for this screen, the keys of what lies beneath it first, without keys that do nothing until
  /// something is left.
  package var helpPage: HelpPage {
    HelpPage(columns: columns, keys: keys, first: tablesAtHand.map(\.title)) { binding in
      binding.actions.allSatisfy { refusal(of: $0.command)?.lasts == true }
    }
  }

  /// The tables of what lies beneath the help: those that come before the keys for reading, or these where
  /// there are none.
  private var tablesAtHand: [KeyMap] {
    var beneath = self
    if case .help(_, let below) = stage { beneath.stage = below }
    let maps = beneath.layers.filter { !$0.isOfScoring }.flatMap(beneath.keyMaps(of:))
    let own = maps.prefix { $0.title != KeyMap.reading.title }
    return own.isEmpty ? Array(maps.prefix(1)) : Array(own)
  }

  /// The lines of the help that are visible at once.
  private var helpRoom: Int { max(helpArea.rows - 1, 1) }

  /// Scrolls the help and stops at its ends.
  mutating func scrollHelp(by lines: Int) {
    guard case .help(let top, let below) = stage else { return }
    let last = max(helpPage.lines.count - helpRoom, 0)
    stage = .help(top: min(max(min(top, last) + lines, 0), last), over: below)
  }

  /// Scrolls the help by so many pages, a line of each seen on both.
  mutating func scrollHelp(pages: Int) { scrollHelp(by: pages * max(helpRoom - 1, 1)) }
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
        "Scroll by a page.", footer: .init("page", rank: 1, only: "scroll-page-down"),
        [
          Action("scroll-page-up", .page(-1), .key(.pageUp)),
          Action("scroll-page-down", .page(1), .key(.pageDown), .letter(" ")),
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
