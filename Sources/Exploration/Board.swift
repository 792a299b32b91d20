/// What the panels show.
public enum Board: String, Hashable, Sendable {
  /// The candidates, the focused token's details, and loss against temperature.
  case expectation
  /// Surprise against entropy, a point for each token, in the place of the curve.
  case plane
  /// How a number on the screen is computed, over all of the panels.
  case sum
  /// The text through simpler models, over all of the panels.
  case ladder
  /// The ways in which a generated text went on, over all of the panels.
  case branches

  /// The keys that it brings.
  var keyMaps: [KeyMap] {
    switch self {
    case .expectation, .ladder: []
    case .plane: [.plane]
    case .sum: [.sum]
    case .branches: [.branches]
    }
  }
}

extension Explorer {
  /// Shows a board, or the usual panels instead when it is shown already.
  mutating func toggle(_ board: Board) { show(self.board == board ? .expectation : board) }

  /// Shows a board. The keyboard goes back to the text, so that whatever panel is focused was entered
  /// after the board.
  mutating func show(_ board: Board) {
    // The panel that is focused is what one asks about.
    if board == .sum, panel != .text { explanation.number = panel == .curve ? .loss : .surprise }
    self.board = board
    panel = .text
    refreshScreen()
  }
}
