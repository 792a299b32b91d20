import Exploration

extension Board {
  /// What draws it in place of the panels; nil for the panels themselves.
  func widget(for explorer: Explorer) -> (any Widget)? {
    switch self {
    case .expectation: nil
    case .sum: SumBoard(explorer: explorer)
    case .plane: PlaneBoard(explorer: explorer)
    case .ladder: LadderBoard(explorer: explorer)
    case .layers: LayersBoard(explorer: explorer)
    case .bought: BoughtBoard(explorer: explorer)
    case .branches: BranchesBoard(explorer: explorer)
    }
  }
}
