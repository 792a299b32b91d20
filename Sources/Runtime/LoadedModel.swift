import Exploration
import Scoring

/// A loaded model and how it is to be used.
public struct LoadedModel: Sendable {
  /// The model.
  public var scorer: Scorer
  /// The start token, and how windows move over a long text.
  public var settings: ScoringSettings
  /// Whether the name of a control token in the text stands for the token itself.
  public var readsControlTokens: Bool

  /// Looks whether something is wrong with its file that it does not show itself, and says what. Called once, when
  /// the first text was scored; may take as long as reading the file.
  public var fault: Fault?

  /// A sentence about a file; nil where nothing is wrong.
  public typealias Fault = @Sendable () -> String?

  /// Measures a part of a text, so many of the model's tokens, by simpler models, as long as that is wanted, and
  /// reports what each needs.
  public var measure: Measure

  /// What simpler models need for a text.
  public typealias Measure =
    @Sendable (
      _ part: Range<Int>, _ text: [UInt8], _ tokens: Int, _ vocabularySize: Int,
      _ isWanted: () -> Bool, _ report: (Rung) -> Void
    ) throws -> Void

  /// A model in use.
  public init(
    scorer: Scorer, settings: ScoringSettings, readsControlTokens: Bool = false,
    fault: Fault? = nil, measure: @escaping Measure = { _, _, _, _, _, _ in }
  ) {
    self.scorer = scorer
    self.settings = settings
    self.readsControlTokens = readsControlTokens
    self.fault = fault
    self.measure = measure
  }

  /// What its texts can be scored after.
  var startTokens: StartTokens {
    StartTokens(scorer.boundaries, standard: settings.startToken)
  }
}
