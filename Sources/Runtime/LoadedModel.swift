import Scoring

/// A loaded model and how it is to be used.
public struct LoadedModel: Sendable {
  /// The model.
  public var scorer: Scorer
  /// The start token, and how windows move over a long text.
  public var settings: ScoringSettings
  /// Whether the name of a control token in the text stands for the token itself.
  public var readsControlTokens: Bool

  /// A model in use.
  public init(scorer: Scorer, settings: ScoringSettings, readsControlTokens: Bool = false) {
    self.scorer = scorer
    self.settings = settings
    self.readsControlTokens = readsControlTokens
  }
}
