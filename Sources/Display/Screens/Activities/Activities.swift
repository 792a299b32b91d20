import Exploration

extension Activity {
  /// What is drawn in the place of the candidates while it goes on: mostly the candidates.
  func candidates(for explorer: Explorer) -> any Widget {
    switch self {
    case .revealing where explorer.isAsking: QuestionPanel(explorer: explorer)
    case .generating: GenerationPanel(explorer: explorer)
    case .comparingModels where explorer.otherCandidateArea != nil:
      ContrastPanel(explorer: explorer)
    case .reading, .revealing, .comparing, .comparingModels: CandidatesPanel(explorer: explorer)
    }
  }

  /// What is drawn in the place of the curve: mostly the curve.
  func curve(for explorer: Explorer) -> any Widget {
    switch self {
    case .revealing: CoursePanel(explorer: explorer)
    case .comparingModels(let comparison):
      ModelsPanel(explorer: explorer, comparison: comparison)
    case .reading, .comparing, .generating: CurvePanel(explorer: explorer)
    }
  }
}
