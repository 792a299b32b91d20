import Exploration

extension Activity {
  /// What is drawn in the place of the candidates while it goes on: mostly the candidates.
  func candidates(for explorer: Explorer) -> any Widget {
    switch self {
    case .revealing where explorer.isAsking: QuestionPanel(explorer: explorer)
    case .generating: GenerationPanel(explorer: explorer)
    case .reading, .revealing, .comparing: CandidatesPanel(explorer: explorer)
    }
  }
}
