import Exploration

extension Painter {
  /// What the board shows in place of the panels.
  mutating func paintBoard(_ area: Area) {
    switch explorer.board {
    case .expectation: break
    case .plane: paintHeading("surprise against entropy", in: area)
    case .sum: paintHeading("the sum", in: area)
    case .ladder: paintLadder(area)
    case .branches: paintBranches(area)
    }
  }
}
