import Scoring

extension Explorer {
  /// The model, as far as it is there.
  public internal(set) var model: Model {
    get { labModel ?? models.model }
    set { models.model = newValue }
  }

  /// Where the text came from, for the header.
  public var source: String { origin.source }
  /// The text as it was drawn from a known source; nil when nobody knows its source.
  public var drawn: DrawnText? { origin.drawn }

  /// Whether the text is read with the scores that were saved of it, and no other text can be.
  var hasScoresAlone: Bool { models.isSavedText && models.own == nil && !isInLab && lesson == nil }

  /// Says that the model that the program was started with is a saved text, which answers for itself alone.
  public mutating func readsSavedText() { models.isSavedText = true }

  /// Asks for another model than the one that the text is read with, or for that one again.
  ///
  /// While a model is being loaded the wish is kept, and granted when that one is there.
  ///
  /// - Parameter keepsScores: Whether what is on the desk was scored by that model.
  mutating func use(model reference: String?, keepingScores keepsScores: Bool = false) -> [Effect] {
    models.wanted = reference
    models.keepsScores = keepsScores
    if case .loading = models.model { return [] }
    guard models.wanted != models.inUse else { return [] }
    models.inUse = models.wanted
    model = .loading
    let effects = dropRequest()
    requests.last += 1  // answers of the other model come too late
    return effects + (keepsScores ? [] : forgetScores()) + [.useModel(reference)]
  }

  /// Begins to work with a model that is ready.
  mutating func begin(with description: ModelDescription, _ vocabulary: Vocabulary) -> [Effect] {
    model = .ready(description, vocabulary)
    guard models.wanted == models.inUse else {
      return use(model: models.wanted, keepingScores: models.keepsScores)
    }
    let effects = models.keepsScores || isInLab ? [] : forgetScores()
    models.keepsScores = false
    return effects + (game == nil ? resumeScoring() : askModel()) + beginAwaitedComparison()
  }

  /// Forgets what another model knew of the text, and what was done with it.
  private mutating func forgetScores() -> [Effect] {
    let effects = endGeneration() + (contextLimit == nil ? [] : [.limitContext(nil)])
    makeWhole()
    endModelComparison()  // first: it knows the lens from which the changes are shown
    endComparison()
    activity = .reading
    desk.keptGeneration = nil
    measurement = nil
    phase = .idle
    reading.forgetScores()
    desk.contextOfScores = nil
    resetCandidates()
    focus = 0
    revealFocus()
    return effects
  }

  /// Goes on scoring what is on the desk, unless that is done or was stopped.
  mutating func resumeScoring() -> [Effect] {
    let isScored = whole.split?.isComplete == true && desk.contextOfScores == contextLimit
    return phase == .idle && !isScored ? score() : []
  }
}
