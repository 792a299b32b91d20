import Exploration

extension Painter {
  /// What the board shows in place of the panels.
  mutating func paintBoard(_ area: Area) {
    switch explorer.board {
    case .plane: paintPlane(area)
    case .sum: paintSum(area)
    case .ladder: paintLadder(area)
    case .branches: paintBranches(area)
    default: break
    }
  }
}
