import ShownText

/// Ways through a long text that a key asks for, beside steps, lines and screenfuls.
public enum MovingCommand: Hashable, Sendable {
  /// By half screenfuls.
  case halfPage(Int)
  /// To the place before the last jump, and forth again.
  case back, forth
  /// Asks for the letter of a mark.
  case marks
  /// To the mark of a letter; sets that of one.
  case mark(Character), setMark(Character)
  /// To a token or to the beginning of a line, counted from 1.
  case token(Int), line(Int)
}

extension KeyMap {
  /// How one moves in a long text; a part of the reading table.
  static let moving: [Binding] = [
    Binding(
      "Go half a screenful on, or back.",
      [
        Action("half-page-down", .moving(.halfPage(1)), .control("d")),
        Action("half-page-up", .moving(.halfPage(-1)), .control("u")),
      ]),
    Binding(
      "Go back to the place before the last jump, or forth again. Jumps are those to an end, a find, a "
        + "mark, a place of the overview or of the list, and a token or line by its number.",
      [
        Action("back", .moving(.back), .control("o"), Chord(.left, .alt)),
        Action("forth", .moving(.forth), .alt("o"), Chord(.right, .alt)),
      ]),
    Binding(
      "Go to a mark: a letter goes there, its capital sets it here, \(key: .moving(.marks)) goes back.",
      [Action("go-to-mark", .moving(.marks), .letter("'"))]),
  ]

  /// While the letter of a mark is asked for.
  static let marks = KeyMap(
    title: "At the question for a mark (\(key: .moving(.marks)))", takesLetters: true,
    bindings: [
      Binding(
        "Close the question, and stay.", footer: .init("close", rank: 0),
        [Action("leave", .leave, .key(.escape))])
    ])
}

extension Refusal {
  static let ofMoving = [
    Refusal("no jump leads back from here") {
      $0 == .moving(.back)
    } when: {
      !$0.desk.place.visits.leadsBack
    },
    Refusal("no place lies ahead: only going back leaves one") {
      $0 == .moving(.forth)
    } when: {
      !$0.desk.place.visits.leadsForth
    },
    Refusal("tokens and lines are counted from 1") { command in
      switch command {
      case .moving(.token(let number)), .moving(.line(let number)): number < 1
      default: false
      }
    } when: { _ in
      true
    },
    Refusal("the text is not split into tokens yet") { command in
      if case .moving(let command) = command { command.needsTokens } else { false }
    } when: {
      $0.tokens.isEmpty
    },
  ]
}

extension MovingCommand {
  fileprivate var needsTokens: Bool {
    switch self {
    case .marks, .mark, .setMark, .token, .line: true
    case .halfPage, .back, .forth: false
    }
  }
}

extension Explorer {
  mutating func perform(_ command: MovingCommand) {
    switch command {
    case .halfPage(let count): moveFocus(lines: count * max(shownLines / 2, 1), scrolling: true)
    case .back:
      visit { $0.goBack(from: $1) }
    case .forth:
      visit { $0.goForth(from: $1) }
    case .marks: stage = .marks
    case .mark(let letter): goToMark(letter)
    case .setMark(let letter): setMark(letter)
    case .token(let number):
      jump(to: number - 1)
      sayPlace(line: focusedToken.map { lineNumber(at: anchor(of: $0)) } ?? 1)
    case .line(let number):
      // The token that holds its first byte may begin in the line before.
      jump(to: token(at: start(ofLine: number)) ?? 0)
      sayPlace(line: min(number, lineNumber(at: text.count)))
    }
  }

  /// Focuses a token far away, from where one can go back.
  mutating func jump(to token: Int) { jump { $0.focus(on: token) } }

  /// Moves the focus far away, from where one can go back.
  mutating func jump(_ move: (inout Explorer) -> Void) {
    let (before, place) = (focusOffset, focus)
    move(&self)
    if focus != place { desk.place.visits.leave(before) }
  }

  /// Where the focus is, as an offset in bytes.
  var focusOffset: Int { focusedToken?.bytes.lowerBound ?? text.count }

  private mutating func visit(_ go: (inout Visits, Int) -> Int?) {
    guard let offset = go(&desk.place.visits, focusOffset) else { return }
    focus(on: token(at: offset) ?? 0)
  }

  private mutating func sayPlace(line: Int) {
    say(
      "token \(grouped(focus + 1)) of \(grouped(tokens.count)), line \(grouped(line)) of "
        + "\(grouped(lineNumber(at: text.count)))")
  }

  /// The number of the line of the text at an offset, from 1: one more than the line ends before it.
  /// O(*n*) in the bytes before.
  func lineNumber(at offset: Int) -> Int { 1 + text.prefix(offset).count { $0 == 0x0A } }

  /// Where a line of the text begins, the last one for a number beyond. O(*n*) in the bytes.
  private func start(ofLine number: Int) -> Int {
    var (start, line) = (0, 1)
    for place in text.indices where line < number && text[place] == 0x0A {
      (start, line) = (place + 1, line + 1)
    }
    return start
  }
}

// MARK: By number, in the palette

extension Explorer {
  /// What a number that is typed into the palette leads to: `120` to a token or a line, `L120` to a line.
  func numberedPlaces(_ line: String) -> [PaletteEntry] {
    let typed = line.lowercased().filter { $0 != " " }
    let digits = typed.drop { !$0.isNumber }
    guard !tokens.isEmpty, let number = Int(digits), number >= 0 else { return [] }
    let kinds: [(name: String, command: Command, help: String)] = [
      ("token", .moving(.token(number)), "Go to this token, counted from 1, or to the last one."),
      (
        "line", .moving(.line(number)),
        "Go to the beginning of this line of the text, or of the last one."
      ),
    ]
    return kinds.filter { $0.name.hasPrefix(typed.dropLast(digits.count)) }.map { kind in
      PaletteEntry(
        name: "\(kind.name) \(grouped(number))", help: kind.help,
        refusal: refusal(of: kind.command).map { written($0.sentence) }, command: kind.command)
    }
  }
}
