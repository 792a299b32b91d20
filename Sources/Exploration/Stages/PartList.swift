import InformationTheory
import Scoring

/// The list of the parts of a text: a line to type into, and one that is chosen among those it finds. The
/// parts are what the text is read by.
public struct PartList: Sendable {
  /// What was typed.
  public internal(set) var line = TypedLine()
  /// What the parts are put in order by.
  public internal(set) var order = ListOrder.figure(.surprise)
  /// The chosen part, as its place in the list.
  public internal(set) var choice = 0
  /// Whether Enter came before the list, so that one goes to the chosen part as soon as that is there.
  var goesThere = false
  /// What was listed last.
  private(set) var listing: PartListing?
  /// What the listing is to be of; nil while the text is not known in tokens.
  private var wanted: PartListing.Source?

  init(order: ListOrder) { self.order = order }

  /// The text in parts; nil while they are not those that are wanted.
  public var division: TextDivision? { shown?.division }
  /// The figure of a part that an order goes by; nil where it is not known.
  public func value(of part: Int, _ order: ListOrder) -> Double? { shown?.value(of: part, order) }
  /// The parts that are listed, in order.
  public var parts: [Int32] { shown?.parts ?? [] }
  /// Whether the parts are still being put in order.
  public var isComing: Bool { wanted != nil && shown == nil }

  /// The listing, where it is of what is wanted, though fewer tokens may have been scored then.
  private var shown: PartListing? {
    listing.flatMap { wanted?.lists(likewise: $0.source) == true ? $0 : nil }
  }

  /// Says what is to be listed, and whether that has to be found out; where many tokens are being scored, not
  /// for a few more.
  fileprivate mutating func want(_ source: PartListing.Source, sparing few: Int) -> Bool {
    wanted = source
    guard let known = shown?.source else { return true }
    return known.hasEnd != source.hasEnd || !(0...few).contains(source.scored - known.scored)
      || (known.compared == nil) != (source.compared == nil)
      || !(0...few).contains((source.compared ?? 0) - (known.compared ?? 0))
  }

  /// Takes what was listed.
  mutating func take(_ new: PartListing) {
    listing = new
    choice = min(choice, max(parts.count - 1, 0))
  }

  /// Lists nothing, while the text is not known in tokens.
  mutating func forget() { (listing, wanted) = (nil, nil) }
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
        "Put them in order by surprise, by surprise less entropy, by rank, or by what changes: the largest first.",
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
      $0.partList.map { !$0.isComing && $0.parts.isEmpty } ?? false
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
    case .open: stage = .parts(PartList(order: lens == .change ? .change : .figure(.surprise)))
    case .choose(let count): choose(partsFurther: count)
    case .go: goToPart()
    case .nextOrder: order(partsBy: nextOrder)
    case .nextUnit:
      desk.settings.textUnit = textUnit.next
      changePartList { _ in }
    case .erase: changePartList { $0.line.erase() }
    case .clear: changePartList { $0.line = TypedLine() }
    }
  }

  private mutating func order(partsBy order: ListOrder) { changePartList { $0.order = order } }

  /// What the parts can be put in order by.
  package var listOrders: [ListOrder] { ListOrder.all(hasChanges: hasChanges) }

  private var nextOrder: ListOrder {
    let all = listOrders
    let place = all.firstIndex { $0 == partList?.order }.map { $0 + 1 } ?? 0
    return all[place % all.count]
  }

  /// Changes what is listed, and chooses the first of it.
  mutating func changePartList(_ change: (inout PartList) -> Void) {
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

  /// Goes to the chosen part where that was wanted before the list was there.
  mutating func goToAwaitedPart() {
    guard let list = partList, list.goesThere, !list.isComing else { return }
    partList?.goesThere = false
    say(nil)
    _ = perform(Command.parts(.go))
  }

  /// Closes the list and focuses the most surprising token of the chosen part, as soon as the list is there.
  private mutating func goToPart() {
    if partList?.isComing == true {
      partList?.goesThere = true
      return say("the list is not there yet: it will lead to its first, if no other key comes")
    }
    guard let list = partList, let division = list.division,
      list.parts.indices.contains(list.choice)
    else { return }
    let tokens = division.tokens(of: Int(list.parts[list.choice]))
    stage = nil
    jump(to: loudest(in: tokens, by: list.order))
  }

  /// The token of a part that an order is about.
  private func loudest(in tokens: Range<Int>, by order: ListOrder) -> Int {
    func size(_ token: Int) -> Double { share(ofChange: token).map { abs($0.nats) } ?? -1 }
    switch order {
    case .figure: return figures.loudest(in: tokens)?.position ?? tokens.lowerBound
    case .change: return tokens.max { size($0) < size($1) } ?? tokens.lowerBound
    }
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
    } else if let pressed = geometry.palette.place(
      row: row, column: column, chosen: list.choice, of: list.parts.count)
    {
      if isSecond, pressed == list.choice { return perform(.parts(.go)) }
      partList?.choice = pressed
    }
    return []
  }

  /// What the list is to be made of; nil where it is as it should be.
  mutating func missingListing() -> PartListing.Wish? {
    guard var list = partList, reading.isSplit, !tokens.isEmpty, let scored else { return nil }
    if list.order == .change, !hasChanges { list.order = .figure(.surprise) }
    let source = PartListing.Source(
      edition: reading.edition, scored: figures.scoredCount, hasEnd: reading.behind != nil,
      compared: changes?.count, unit: textUnit, order: list.order, line: list.line.text)
    // A long text is listed anew a few times while it is scored, not with every block.
    let isMissing = list.want(source, sparing: fewTokens)
    partList = list
    guard isMissing, let division = reading.division(into: textUnit) else { return nil }
    return PartListing.Wish(
      scored: scored, division: division, figures: figures, behind: reading.behind,
      changes: changes, source: source)
  }
}
