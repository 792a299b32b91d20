import InformationTheory
import Scoring

extension Board.Row {
  /// What each token before the focused one saved it, over all of the panels; the colours of the text show it too.
  static let bought = Board.Row(
    takes: .everything, rows: { _, _ in 10...24 },
    opening: Binding(
      "Show what each earlier token bought: the bits that the focused token costs more without it.",
      footer: .init("bought", rank: 18), [Action("bought", .board(.bought), .letter("f"))]),
    keyMaps: [.bought])
}

extension KeyMap {
  /// While it is shown what was bought; the keys for reading work too.
  public static let bought = KeyMap(
    title: "In what was bought (\(key: .board(.bought)))",
    bindings: [
      Binding(
        "Choose an earlier token, the one that changed most first.",
        footer: .init("choose", rank: 1),
        [
          Action("previous-bought", .bought(.choose(-1)), .letter("k")),
          Action("next-bought", .bought(.choose(1)), .letter("j")),
        ]),
      Binding(
        "Go to the chosen token, and see what it owes to those before it.",
        footer: .init("follow", rank: 1),
        [Action("follow-bought", .bought(.follow), .key(.enter))]),
      leaveBoard(by: Action("bought", .board(.bought), .letter("f"))),
    ])
}

/// What can be done with the list of what was bought.
public enum BoughtCommand: Hashable, Sendable {
  /// Chooses so many lines further.
  case choose(Int)
  /// Goes to the chosen token.
  case follow
}

/// An earlier token, and how much more the focused one costs without it.
package struct BoughtLine: Equatable, Sendable {
  /// Its place among the tokens.
  package var token: Int
  /// What it bought: less than nothing, where the focused token costs less without it.
  package var bought: Information
}

extension Explorer {
  private var debts: Inspection? { inspection?.wish.subject == .bought ? inspection : nil }

  /// How many tokens were left out so far, and how many there are.
  package var boughtProgress: (known: Int, all: Int)? { debts.map { ($0.count, $0.wanted) } }

  /// How much of the work is done, 0 … 1: without a token, the model reads anew all that follow it.
  package var boughtShare: Double? {
    debts.map { debts in
      func work(_ count: Int) -> Double { Double(count) * Double(count + 1) }
      return debts.wanted > 0 ? work(debts.count) / work(debts.wanted) : 1
    }
  }

  /// By how much the focused token is more surprising without an earlier one, at the temperature; nil where that is
  /// not known, or no number.
  package func bought(by token: Int) -> Information? {
    guard let debts, token < focus, let whole = surprisal(of: focus),
      let without = debts.figures.surprisal(at: debts.nearest - token)
    else { return nil }
    let bought = without - whole
    return bought.nats.isFinite ? bought : nil
  }

  /// The earlier tokens, the one that changed most first. O(*n* log *n*).
  package var boughtLines: [BoughtLine] {
    guard let debts else { return [] }
    return (0..<debts.count).compactMap { index in
      let token = debts.nearest - index
      return bought(by: token).map { BoughtLine(token: token, bought: $0) }
    }.sorted { (abs($0.bought.nats), $0.token) > (abs($1.bought.nats), $1.token) }
  }

  /// Whether there is any of these lines. O(1) where the nearest token has one.
  var hasBought: Bool {
    guard let debts else { return false }
    return (0..<debts.count).contains { bought(by: debts.nearest - $0) != nil }
  }

  /// The line that is chosen, as its place in the list: that of the same token, wherever what comes puts it. O(*n*).
  package func chosenBought(among lines: [BoughtLine]) -> Int {
    lines.firstIndex { $0.token == desk.chosenBought } ?? 0
  }

  mutating func perform(_ command: BoughtCommand) {
    switch command {
    case .choose(let count):
      let lines = boughtLines
      guard !lines.isEmpty else { return }
      let place = min(max(chosenBought(among: lines) + count, 0), lines.count - 1)
      desk.chosenBought = lines[place].token
    case .follow:
      let lines = boughtLines
      guard !lines.isEmpty else { return }
      let token = lines[chosenBought(among: lines)].token
      jump { $0.focus(on: token) }
    }
  }

  /// Chooses the line under the pointer, and goes there at the second press of a double click.
  mutating func pressBought(row: Int, column: Int, isSecond: Bool) {
    guard let area = screen.board else { return }
    let lines = boughtLines
    let geometry = BoughtGeometry(
      area, count: lines.count, chosen: chosenBought(among: lines))
    guard let line = geometry.line(atRow: row, column: column) else { return }
    desk.chosenBought = lines[line].token
    if isSecond { perform(.follow) }
  }
}

/// Where the list of what was bought is on a board, and what explains it.
package struct BoughtGeometry: Equatable, Sendable {
  /// The lines of the list.
  package let list: Area
  /// The first of them that is shown, a page at a time.
  package let top: Int
  /// What explains it; nil where there is no room beside the list.
  package let words: Area?
  private let count: Int

  /// Divides a board.
  package init(_ area: Area, count: Int, chosen: Int) {
    let room = area.belowHeading
    let isWide = room.columns >= 70
    let columns = isWide ? room.columns / 2 : room.columns
    list = Area(row: room.row, column: room.column, rows: room.rows, columns: columns)
    top = chosen / max(room.rows, 1) * max(room.rows, 1)
    words =
      isWide
      ? Area(
        row: room.row, column: room.column + columns + 1, rows: room.rows,
        columns: room.columns - columns - 1) : nil
    self.count = count
  }

  /// The line at a place of the screen.
  func line(atRow row: Int, column: Int) -> Int? {
    guard list.contains(row: row, column: column) else { return nil }
    let line = top + row - list.row
    return line < count ? line : nil
  }
}
