import InformationTheory
import Scoring

extension Explorer {
  /// Asks for the scores of the text as it is now, keeping what still holds of the last ones.
  mutating func score() -> [Effect] {
    guard case .ready = model else { return [] }
    request += 1
    let whole = reveal?.text ?? text
    guard !whole.isEmpty else {
      forgetScores()
      return [.stopScoring]
    }
    phase = .tokenizing
    return [
      .score(
        text: whole, keeping: reveal == nil ? scored : reveal?.scored, request: request)
    ]
  }

  mutating func forgetScores() {
    phase = .idle
    scored = nil
    validTokens = 0
    focus = 0
    figures = Figures(Predictions(vocabularySize: 0), at: temperature)
    curve = LossCurve()
  }

  /// Takes in what the scorer says about the current request.
  mutating func take(answer: Event) {
    switch answer {
    case .tokenized(let tokens, let settings, _): begin(tokens, settings)
    case .scored(let block, _): append(block)
    case .progressed(let seconds, _):
      if case .scoring(let kept, _) = phase { phase = .scoring(kept: kept, seconds: seconds) }
    case .generated(let answer, _): take(answer)
    case .finished: phase = .idle
    case .failed(let reason, _):
      phase = .failed(reason)
      generation?.remaining = 0
      sideBySide?.isPaused = true
    case .input, .resized, .modelLoaded, .modelFailed, .exported, .curved, .measured, .asked,
      .answered, .lessonWanted:
      break
    }
  }

  private mutating func begin(_ tokens: [Token], _ settings: ScoringSettings) {
    let place = isEditing ? nil : focusOffset ?? focusedToken?.bytes.lowerBound
    focusOffset = nil
    let shown = text.count
    makeWhole()
    let kept = scored?.settings == settings ? scored?.unchangedPrefix(of: tokens) ?? 0 : 0
    var predictions = scored?.predictions ?? Predictions(vocabularySize: 0)
    scored = nil  // so that the arrays have one owner, and are shortened in place
    predictions.truncate(to: kept)
    scored = ScoredText(text: text, tokens: tokens, settings: settings, predictions: predictions)
    figures.truncate(to: kept)
    if kept == 0 { curve = LossCurve() }
    validTokens = tokens.count
    phase = .scoring(kept: kept, seconds: 0)
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

  /// Takes in the loss of everything scored so far.
  mutating func take(_ curve: LossCurve) {
    if reveal == nil { self.curve = curve } else { reveal?.curve = curve }
  }

  private mutating func append(_ block: Predictions) {
    guard reveal == nil else { return appendHidden(block) }
    guard let scored, scored.predictions.count + block.count <= scored.tokens.count else { return }
    if scored.predictions.count == 0 {
      self.scored?.predictions = block
      figures = Figures(block, at: temperature)
    } else {
      extend(with: block)
    }
  }

  /// In a function of its own, so that no second owner of the arrays is alive when they grow.
  private mutating func extend(with block: Predictions) {
    scored?.predictions.append(block)
    figures.append(Figures(block, at: temperature))
  }

  /// Stops the scorer and keeps what there is.
  mutating func stopScoring() -> [Effect] {
    request += 1  // whatever is still on its way comes too late
    phase = phase == .generating ? .idle : .stopped
    notice = nil
    return [.stopScoring]
  }

  /// Sets the temperature, and with it every figure. O(*n*) in the tokens.
  mutating func set(_ temperature: Temperature) {
    guard temperature != self.temperature else { return }
    self.temperature = temperature
    figures = Figures(
      scored?.predictions ?? Predictions(vocabularySize: 0), at: temperature)
    comparison?.baseline.set(temperature)
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
