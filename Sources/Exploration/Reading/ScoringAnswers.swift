import InformationTheory
import Scoring

extension Explorer {
  /// Asks for the scores of the text as it is now, keeping what still holds of the last ones.
  mutating func score() -> [Effect] {
    guard case .ready = model, !isInLab else { return [] }
    requests.last += 1
    let whole = whole
    guard !whole.bytes.isEmpty else {
      phase = .idle
      reading.forgetScores()
      focus = 0
      return [.stopScoring]
    }
    phase = .tokenizing
    return [.score(text: whole.bytes, keeping: whole.scored, request: requests.last)]
  }

  /// Goes on with the text where something failed or was stopped: opens the model again, or scores what is missing.
  mutating func goOnWithText() -> [Effect] {
    guard hasNoModel else { return canGoOnScoring ? score() : [] }
    models.model = .loading
    return [.useModel(models.inUse)]
  }

  /// Whether the model could not be opened, so that it can be tried again.
  private var hasNoModel: Bool {
    if case .failed = models.model { game == nil && !isInLab } else { false }
  }

  /// Whether the model could not be opened, or the scoring of the text was stopped before its end, or failed, so that it
  /// can go on.
  var canGoOnScoring: Bool {
    if hasNoModel { return true }
    guard case .failed = phase else { return phase == .stopped }
    return isModelReady && generation == nil && game == nil && !text.isEmpty
      && whole.split?.isComplete != true
  }

  /// Takes in what the scorer says about the current request.
  mutating func take(answer: Event) {
    switch answer {
    case .tokenized(let tokens, let settings, _): begin(tokens, settings)
    case .scored(let block, let start, _):
      append(block, at: start)
      settleOpening()
    case .expectedBehind(let prediction, _): takeBehind(prediction)
    case .progressed(let seconds, _):
      if case .scoring(let kept, _) = phase { phase = .scoring(kept: kept, seconds: seconds) }
    case .generated(let answer, _): take(answer)
    case .finished:
      phase = .idle
      settleOpening()
    case .failed(let reason, _):
      phase = .failed(reason)
      generation?.remaining = 0
      sideBySide?.isPaused = true
    case .input, .resized, .modelLoaded, .modelFailed, .exported, .measured, .asked,
      .answered, .partsFound, .lessonWanted, .trained, .modelsListed, .modelOpened, .modelNotOpened,
      .tookAway, .modelsCompared, .inspected:
      break
    }
  }

  mutating func begin(_ tokens: [Token], _ settings: ScoringSettings) {
    let place = isEditing ? nil : desk.place.focusOffset ?? focusedToken?.bytes.lowerBound
    desk.place.focusOffset = nil
    let shown = text.count
    makeWhole()
    desk.contextOfScores = contextLimit
    phase = .scoring(kept: reading.split(into: tokens, settings), seconds: 0)
    if let place {
      focus = token(at: place) ?? 0
    } else if !isEditing {
      // The first token has nothing before it: begin where there is something to see.
      focus = settings.startToken == nil && tokens.count > 1 ? 1 : 0
    }
    followCursor()
    if let scored { comparison?.baseline.align(with: scored) }
    if reveal != nil { hide(behind: shown) }
    revealFocus()
  }

  private mutating func append(_ block: Predictions, at start: Int?) {
    if reveal == nil { reading.append(block, at: start) } else { appendHidden(block, at: start) }
  }

  private mutating func takeBehind(_ prediction: Prediction) {
    if reveal == nil {
      reading.take(behind: prediction)
    } else {
      reveal?.whole.take(behind: prediction)
    }
  }

  /// Stops the scorer for good and keeps what there is.
  mutating func stopScoring() -> [Effect] {
    let isScoring = phase != .generating
    let effects = dropRequest()
    if isScoring { phase = .stopped }
    say(nil)
    return effects
  }

  /// Takes no answer any more to what was asked for, if anything was: another text is shown, or
  /// something else is.
  mutating func dropRequest() -> [Effect] {
    guard phase.isRunning else { return [] }
    requests.last += 1  // whatever is still on its way comes too late
    phase = .idle
    return [.stopScoring]
  }

  /// The text with what is hidden of it.
  var whole: ReadText { reveal?.whole ?? reading }

  /// Sets the temperature, and with it every figure. O(*n*) in the tokens.
  mutating func set(_ temperature: Temperature) {
    guard temperature != self.temperature, temperature == .one || !curve.isOfOneTemperature else {
      return
    }
    self.temperature = temperature
    reading.set(temperature)
    reveal?.whole.set(temperature)
    comparison?.baseline.set(temperature)
    modelComparison?.contrast?.set(temperature)
  }

  /// How far the scoring is, and the seconds left, where it takes longer than a second in all;
  /// nil while a part of the text is hidden, whose length it would tell.
  package var progress: (fraction: Double, secondsLeft: Double)? {
    guard reveal == nil, case .scoring(let kept, let seconds) = phase, let scored else {
      return nil
    }
    let (done, all) = (scored.predictions.count - kept, scored.tokens.count - kept)
    guard done > 0, all > 0 else { return nil }
    let left = seconds * Double(all - done) / Double(done)
    return seconds + left > 1
      ? (Double(scored.predictions.count) / Double(scored.tokens.count), left) : nil
  }
}
