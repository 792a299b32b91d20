import InformationTheory
import Scoring

/// Another model beside the one at hand, and by how much more or less the text surprises it.
public struct ModelComparison: Sendable {
  /// What the other is called among models.
  public let reference: String
  /// What is known of it; nil while it is being opened.
  public internal(set) var other: ComparedModel?
  /// What it says of the text; nil until it has cut that into tokens.
  public internal(set) var contrast: Contrast?
  /// How far the expectations of both diverge; nil where that is not known of the text.
  public internal(set) var divergences: TextDivergences?
  /// What was asked of both last, and whether its answer is still to come.
  var question: Question?
  package internal(set) var isRunning = true
  /// Whether the other is at work on its scores of the text.
  var isScoring: Bool { isRunning && contrast?.other.isComplete == false }
  /// The lens to go back to in the end; nil while it is still that one.
  var formerLens: Lens?
  /// The board and the panel from which it began: what was opened since is left before it.
  let start: (board: Board, panel: Panel)

  /// What is asked of both models: what the other says of a text, or with a temperature how far they diverge.
  struct Question: Equatable {
    let text: [UInt8]
    var temperature: Temperature?
  }
}

/// A model that was opened to be compared with.
public struct ComparedModel: Sendable {
  /// What it is, and what its tokens are called.
  public let description: ModelDescription, vocabulary: Vocabulary
  /// Why its expectations cannot be compared with those of the model at hand entry by entry; nil where they can.
  public let note: String?

  /// A model to be compared with.
  public init(_ description: ModelDescription, _ vocabulary: Vocabulary, note: String?) {
    (self.description, self.vocabulary, self.note) = (description, vocabulary, note)
  }
}

/// What is to be done with two models. A new order takes the place of the one before.
public enum ComparisonOrder: Sendable {
  /// Open a model beside the one at hand, which has that reference, nil for the one that the program was started with.
  case open(String, beside: String?)
  /// Let the other score a text.
  case score([UInt8])
  /// Say how far both diverge over a text.
  case diverge([UInt8], at: Temperature)
  /// Do nothing more.
  case stop
  /// Close the other.
  case close
}

/// What becomes of an order.
public enum ComparisonNews: Sendable {
  /// The other is open.
  case opened(ComparedModel)
  /// It cuts the text into these tokens, and reads them so.
  case cut([Token], ScoringSettings)
  /// It says this of the tokens from one on.
  case scored(Predictions, at: Int)
  /// Both say this of the tokens that follow.
  case compared([PlaceComparison])
  /// All is said; the statistics of what both have said of a whole text.
  case finished(ComparisonStatistics?)
  /// It cannot be done: a sentence.
  case failed(String)
}

extension Activity.Row {
  /// The text is measured against what another model says of it.
  static let models = Activity.Row(
    name: { $0.modelComparison.map { _ in ("TWO MODELS", "MODELS") } },
    keys: .comparedModels,
    refusals: [
      Refusal("first end the comparison of the models: \(leaving: .activity)", lasts: true) {
        command in
        switch command {
        case .whatIf, .context, .switchStart, .models(.open): true
        default: false
        }
      } when: {
        $0.modelComparison != nil
      }
    ],
    end: {
      $0.endModelComparison()
      return []
    })
}

extension KeyMap {
  /// How another model is chosen to compare with; a part of the reading table.
  static let compareModels = Binding(
    "Compare this model with another one, token by token: how much more or less the text surprises that one.",
    footer: .init("compare", rank: 16), [compareAction])

  private static let compareAction = Action("compare-models", .models(.compare), .letter("D"))

  /// While two models are compared.
  static let comparedModels = KeyMap(
    title: "Comparing two models (\(key: .models(.compare)))",
    bindings: [
      Binding(
        "End the comparison.", footer: .init("end", rank: 0),
        [Action("leave", .leave, .key(.escape))]),
      Binding(
        "List the largest differences.", footer: .init("differences", rank: 0),
        [Action("list", .parts(.open), .letter("s"))]),
      Binding(
        "Compare with another model.", footer: .init("another", rank: 4), [compareAction]),
    ])
}

extension Explorer {
  /// The model that the text is compared with, and what both say of it; nil while none is.
  public internal(set) var modelComparison: ModelComparison? {
    get { if case .comparingModels(let comparison) = activity { comparison } else { nil } }
    _modify {
      var comparison = modelComparison
      if comparison != nil { activity = .reading }  // so that its arrays have one owner
      defer { if let comparison { activity = .comparingModels(comparison) } }
      yield &comparison
    }
  }

  /// Begins to compare the model at hand with another one.
  mutating func compare(withModel reference: String) -> [Effect] {
    guard reference != modelComparison?.reference else { return [] }
    let effects = makeWay()
    activity = .comparingModels(
      ModelComparison(reference: reference, start: (board, panel)))
    return effects
  }

  /// Compares the model that is being loaded with another one as soon as it is there.
  public mutating func compareWhenLoaded(with reference: String) { models.rival = reference }

  /// Begins the comparison that was asked for before the model was there, unless something else is done by then; behind
  /// a lesson.
  mutating func beginAwaitedComparison() -> [Effect] {
    guard let rival = models.rival, isModelReady, lesson == nil else { return [] }
    models.rival = nil
    return !isInLab && game == nil ? compare(withModel: rival) : []
  }

  /// Forgets the other model and shows the text as before.
  mutating func endModelComparison() {
    guard let comparison = modelComparison else { return }
    activity = .reading
    if desk.settings.lens == .change { lens = comparison.formerLens ?? .surprise }
  }
}
