import InformationTheory
import Scoring

/// The list of the parts of a text: a line to type into, and one that is chosen among those it finds.
public struct PartList: Sendable {
  /// What was typed.
  public internal(set) var line = TypedLine()
  /// What the parts are, and what they are put in order by.
  public internal(set) var unit = TextUnit.token, order = PartOrder.surprise
  /// The chosen part, as its place in the list.
  public internal(set) var choice = 0
  /// The text in parts, and the figures of these.
  public fileprivate(set) var division: TextDivision?, figures: PartFigures?
  /// The parts that are listed, in order.
  public fileprivate(set) var parts: [Int32] = []
  /// All parts in order.
  private var ordered: [Int32] = []
  /// What was listed.
  private var source: Source?

  init() {}

  /// What a list depends on.
  fileprivate struct Source: Equatable {
    var tokens: Int, bytes: Int, scored: Int
    var total: Information
    var unit: TextUnit, order: PartOrder
    var line = ""

    /// The same, whatever is typed.
    var unfiltered: Source {
      var source = self
      source.line = ""
      return source
    }
  }

  /// Lists the parts anew where something has changed. O(*n*) in the text then, and O(1) otherwise.
  fileprivate mutating func settle(_ source: Source, _ text: ScoredText, _ read: PartFigures.Read) {
    guard source != self.source else { return }
    if source.unfiltered != self.source?.unfiltered {
      let division = TextDivision(text.text, text.tokens, into: unit)
      let figures = PartFigures(division, read)
      (self.division, self.figures) = (division, figures)
      ordered = figures.order(by: order)
    }
    self.source = source
    parts = filtered(text)
    choice = min(choice, max(parts.count - 1, 0))
  }

  /// Lists nothing, while the text is not known in tokens.
  fileprivate mutating func forget() {
    let (line, unit, order) = (line, unit, order)
    self = PartList()
    (self.line, self.unit, self.order) = (line, unit, order)
  }

  /// The parts in which what was typed begins.
  private func filtered(_ text: ScoredText) -> [Int32] {
    guard let search = TextSearch(line.text), let division else { return ordered }
    let starts = search.starts(in: text.text)
    var (isFound, next) = ([Bool](repeating: false, count: division.count), 0)
    for part in isFound.indices {
      let end = text.tokens[division.tokens(of: part).upperBound - 1].bytes.upperBound
      while next < starts.count, Int(starts[next]) < end {
        isFound[part] = true
        next += 1
      }
    }
    return ordered.filter { isFound[Int($0)] }
  }
}

/// Something that a key asks of the list of parts.
public enum PartCommand: Hashable, Sendable {
  /// Opens it.
  case open
  /// Chooses the part so many further down.
  case choose(Int)
  /// Goes to the chosen part.
  case go
  /// Puts them in another order; lists other parts.
  case nextOrder, nextUnit
  /// Deletes the last letter of the line, or all of it.
  case erase, clear
}

extension KeyMap {
  /// How the list is opened; a part of the reading table.
  static let openParts = Binding(
    "List the tokens, words, lines or sentences of the text, the most surprising first.",
    footer: .init("list", rank: 19), [Action("list", .parts(.open), .letter("s"))])

  /// While the list is shown.
  static let parts = KeyMap(
    title: "In the list of surprises (\(key: .parts(.open)))", takesLetters: true,
    bindings: [
      Binding(
        "Go there in the text.", footer: .init("go there", rank: 0),
        [Action("go-there", .parts(.go), .key(.enter))]),
      Binding(
        "Put them in order by surprise, by surprise less entropy, or by rank: the largest first.",
        footer: .init("order", rank: 1), [Action("list-order", .parts(.nextOrder), .key(.tab))]),
      Binding(
        "List tokens, words, lines or sentences.", footer: .init("parts", rank: 1),
        [Action("list-unit", .parts(.nextUnit), .key(.backTab))]),
      Binding(
        "Choose another one. What is typed leaves those in which it begins.",
        footer: .init("choose", rank: 2),
        [
          Action("previous-part", .parts(.choose(-1)), .key(.up)),
          Action("next-part", .parts(.choose(1)), .key(.down)),
        ]),
      Binding(
        "Choose one ten further.",
        [
          Action("parts-up", .parts(.choose(-10)), .key(.pageUp)),
          Action("parts-down", .parts(.choose(10)), .key(.pageDown)),
        ]),
      Binding(
        "Choose the first or the last one.",
        [
          Action("first-part", .parts(.choose(-Int.max)), .key(.home)),
          Action("last-part", .parts(.choose(Int.max)), .key(.end)),
        ]),
      Binding(
        "Delete the last letter, or all of them.",
        [
          Action("erase-part-letter", .parts(.erase), .key(.backspace)),
          Action("erase-part-line", .parts(.clear), .control("u")),
        ]),
      Binding(
        "Close the list: all is as it was.", footer: .init("close", rank: 0),
        [Action("leave", .leave, .key(.escape))]),
    ])
}

extension Refusal {
  static let ofParts = [
    Refusal("the text is not split into tokens yet") {
      $0 == .parts(.open)
    } when: {
      !$0.reading.isSplit || $0.tokens.isEmpty
    },
    Refusal("nothing in the text reads so") {
      $0 == .parts(.go)
    } when: {
      $0.partList?.parts.isEmpty == true
    },
  ]
}

extension Explorer {
  /// The list of parts, while it is open.
  package internal(set) var partList: PartList? {
    get { if case .parts(let list) = stage { list } else { nil } }
    set { if case .parts = stage, let newValue { stage = .parts(newValue) } }
  }

  mutating func perform(_ command: PartCommand) {
    switch command {
    case .open: stage = .parts(PartList())
    case .choose(let count): choose(partsFurther: count)
    case .go: goToPart()
    case .nextOrder: order(partsBy: partList?.order.next ?? .surprise)
    case .nextUnit: changePartList { $0.unit = $0.unit.next }
    case .erase: changePartList { $0.line.erase() }
    case .clear: changePartList { $0.line = TypedLine() }
    }
  }

  private mutating func order(partsBy order: PartOrder) { changePartList { $0.order = order } }

  /// Changes what is listed, and chooses the first of it.
  private mutating func changePartList(_ change: (inout PartList) -> Void) {
    guard var list = partList else { return }
    change(&list)
    list.choice = 0
    partList = list
  }

  mutating func typeInParts(_ character: Character) -> [Effect] {
    changePartList { $0.line.type([character]) }
    return []
  }

  private mutating func choose(partsFurther count: Int) {
    guard let list = partList else { return }
    let last = max(list.parts.count - 1, 0)
    partList?.choice = min(max(list.choice + min(max(count, -last), last), 0), last)
  }

  /// Closes the list and focuses the most surprising token of the chosen part.
  private mutating func goToPart() {
    guard let list = partList, let division = list.division,
      list.parts.indices.contains(list.choice)
    else { return }
    let tokens = division.tokens(of: Int(list.parts[list.choice]))
    stage = nil
    let loudest = tokens.max { surprisal(of: $0) ?? .zero < surprisal(of: $1) ?? .zero }
    jump(to: loudest ?? tokens.lowerBound)
  }

  /// Chooses the part of a row, and goes there at the second press; orders by the column whose heading is
  /// pressed, or lists other parts; outside of the box the list closes.
  mutating func pressParts(row: Int, column: Int, isSecond: Bool) -> [Effect] {
    let geometry = PartListGeometry(self)
    guard geometry.palette.box.contains(row: row, column: column), let list = partList else {
      return leave()
    }
    if row == geometry.header.row {
      if let order = geometry.order(atColumn: column) {
        self.order(partsBy: order)
      } else {
        perform(PartCommand.nextUnit)
      }
    } else if let pressed = geometry.place(row: row, column: column, list) {
      if isSecond, pressed == list.choice { return perform(.parts(.go)) }
      partList?.choice = pressed
    }
    return []
  }

  /// Lists the parts of the text at hand. O(1) where nothing has changed.
  mutating func settleParts() {
    guard var list = partList else { return }
    guard let scored, reading.isSplit else {
      partList?.forget()
      return
    }
    let source = PartList.Source(
      tokens: tokens.count, bytes: text.count, scored: figures.scoredCount, total: figures.total,
      unit: list.unit, order: list.order, line: list.line.text)
    stage = nil  // so that its arrays have one owner
    let (figures, predictions) = (figures, scored.predictions)
    list.settle(source, scored) { token in
      guard let surprisal = figures.surprisal(at: token), let entropy = figures.entropy(at: token),
        let rank = predictions.rank(at: token)
      else { return nil }
      return (surprisal, entropy, rank)
    }
    stage = .parts(list)
  }
}
