/// What the panels show: each case has its row, in a file of its own.
///
/// A new board is such a file, a case and its row here, and a file and a line in `Display` that draw it.
public enum Board: String, Hashable, Sendable, CaseIterable {
  /// The candidates, the focused token's details, and loss against temperature.
  case expectation
  /// How a number on the screen is computed.
  case sum
  /// Surprise against entropy, a point for each token.
  case plane
  /// The text through simpler models.
  case ladder
  /// What the model would say after each of its layers.
  case layers
  /// What each earlier token saved the focused one.
  case bought
  /// The ways in which a generated text went on.
  case branches

  /// What is to be known of it. The order of the cases is that of the help.
  var row: Row {
    switch self {
    case .expectation: Row(takes: .nothing)
    case .sum: .sum
    case .plane: .plane
    case .ladder: .ladder
    case .layers: .layers
    case .bought: .bought
    case .branches: .branches
    }
  }

  /// What is to be known of a board.
  struct Row: Sendable {
    /// What it takes of the panels.
    let place: Place
    /// The fewest and the most rows that it fills among so many columns, where it takes all panels; nil for
    /// as many as there are.
    let rows: @Sendable (ScreenLayout.Wish, _ columns: Int) -> ClosedRange<Int>?
    /// The room in which it is read from afar, over the whole width; nil for a board that has no such form.
    let large: (rows: Int, columns: Int)?
    /// Whether it needs more rows than the usual panels even beside the page of a lesson.
    let isTall: Bool
    /// The key that shows it, where that works whenever a text is read.
    let opening: Binding?
    /// The keys that it brings, before those for reading.
    let keyMaps: [KeyMap]
    /// What is done when it is shown, before the panels give way.
    let prepare: @Sendable (inout Explorer) -> Void
    /// What is done after every event while it is shown.
    let pursue: @Sendable (inout Explorer) -> [Explorer.Effect]

    init(
      takes place: Place,
      rows: @escaping @Sendable (ScreenLayout.Wish, _ columns: Int) -> ClosedRange<Int>? = { _, _ in
        nil
      }, large: (rows: Int, columns: Int)? = nil,
      isTall: Bool = false, opening: Binding? = nil, keyMaps: [KeyMap] = [],
      prepare: @escaping @Sendable (inout Explorer) -> Void = { _ in },
      pursue: @escaping @Sendable (inout Explorer) -> [Explorer.Effect] = { _ in [] }
    ) {
      self.place = place
      self.rows = rows
      self.large = large
      self.isTall = isTall
      self.opening = opening
      self.keyMaps = keyMaps
      self.prepare = prepare
      self.pursue = pursue
    }
  }

  /// What a board takes of the panels.
  enum Place {
    /// Nothing: it is the panels themselves.
    case nothing
    /// The place of the curve; where there is one panel only, that of the candidates.
    case curve
    /// All of them.
    case everything
  }
}

extension KeyMap {
  /// Which board is shown; the same key leads back.
  public static let boards = KeyMap(
    title: "Other panels; the same key or \(key: .leave) leads back",
    bindings: Board.allCases.compactMap(\.row.opening) + [shorterContext])

  /// Leads out of a board, by the key that opened it or by Esc.
  static func leaveBoard(by opening: Action) -> Binding {
    Binding(
      "Back to what was there.", footer: .init("back", rank: 0, only: opening.name),
      [opening, Action("leave", .leave, .key(.escape))])
  }
}

/// What lay there when a board was opened over it, to be there again when that is left.
struct Beneath: Sendable {
  /// The board and the panel that held the keyboard.
  let board: Board, panel: Panel
  /// Where one was in the text and among the candidates.
  let place: Desk.Place
}

extension Explorer {
  /// Opens a board over what is there; leaves it when it is there already, and what lies over it.
  mutating func toggle(_ board: Board) {
    guard board != self.board else { return leaveBoard() }
    guard desk.beneath.contains(where: { $0.board == board }) else { return open(board) }
    while board != self.board { leaveBoard() }
  }

  /// Opens a board. The keyboard goes back to the text, so that whatever panel is focused was entered
  /// after the board.
  private mutating func open(_ board: Board) {
    desk.beneath.append(Beneath(board: self.board, panel: panel, place: desk.place))
    board.row.prepare(&self)
    self.board = board
    show(Panel.text)
  }

  /// Leaves the board: what lay beneath is there again as it was, unless the focus was moved.
  mutating func leaveBoard() {
    guard let beneath = desk.beneath.popLast() else { return }
    board = beneath.board
    panel = beneath.panel
    refreshScreen()
    guard focus == beneath.place.focus, selectedCandidate == beneath.place.selectedCandidate else {
      return
    }
    topCandidate = beneath.place.topCandidate
    topLine = min(beneath.place.topLine, max(lineCount - shownLines, 0))
  }

  /// Shows a board with nothing beneath it but the usual panels.
  mutating func show(_ board: Board) {
    board.row.prepare(&self)
    desk.beneath = []
    self.board = .expectation
    show(Panel.text)
    if board != .expectation { open(board) }
  }

  /// Takes a board away, wherever it lies: what it shows is no more.
  mutating func remove(_ board: Board) {
    while self.board == board { leaveBoard() }
    desk.beneath.removeAll { $0.board == board }
  }
}
