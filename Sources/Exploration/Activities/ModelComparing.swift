import InformationTheory
import Scoring
import ShownText

// What is asked of two models, and what they say.
extension Explorer {
  /// Asks for what is wanted of two models and is not known, one thing at a time, and closes the other where it is
  /// wanted no more.
  mutating func pursueComparison() -> [Effect] {
    forgetOldComparison()
    guard let order = missingOrder() else { return [] }
    requests.comparing += 1
    return [.compareModels(order, request: requests.comparing)]
  }

  /// Forgets what two models said of a text that is not there any more.
  private mutating func forgetOldComparison() {
    guard let contrast = modelComparison?.contrast, contrast.other.text != text else { return }
    modelComparison?.contrast = nil
    modelComparison?.divergences = nil
  }

  /// What is to be done next with two models.
  private mutating func missingOrder() -> ComparisonOrder? {
    guard let comparison = modelComparison else {
      defer { models.beside = nil }
      return models.beside == nil ? nil : .close
    }
    guard isModelReady else { return nil }
    guard let beside = models.beside, beside.reference == comparison.reference else {
      models.beside = (comparison.reference, false)
      modelComparison?.question = nil
      if comparison.contrast?.other.isComplete == false {
        modelComparison?.contrast = nil
        modelComparison?.divergences = nil
      }
      modelComparison?.isRunning = true
      return .open(comparison.reference, beside: models.own)
    }
    return beside.isOpen ? missingQuestion(comparison) : nil
  }

  /// What is to be asked of both next; a question about another text is dropped.
  private mutating func missingQuestion(_ comparison: ModelComparison) -> ComparisonOrder? {
    let isOld = comparison.question.map { $0.text != text } ?? false
    let isAtRest = !phase.isRunning && game == nil && reading.split != nil && !text.isEmpty
    guard isAtRest, let wanted = wantedQuestion(comparison) else {
      guard isOld else { return nil }
      modelComparison?.question = nil
      modelComparison?.isRunning = false
      return .stop
    }
    guard wanted != comparison.question else { return nil }
    modelComparison?.question = wanted
    modelComparison?.isRunning = true
    guard let temperature = wanted.temperature else {
      modelComparison?.contrast = nil
      modelComparison?.divergences = nil
      return .score(text)
    }
    modelComparison?.divergences = TextDivergences(at: temperature)
    return .diverge(text, at: temperature)
  }

  /// The question whose answer is not known and not on its way; nil where nothing is to be asked.
  private func wantedQuestion(_ comparison: ModelComparison) -> ModelComparison.Question? {
    guard comparison.contrast != nil else { return .init(text: text) }
    // What the other says comes first, and is not asked for again where it failed.
    guard comparison.contrast?.other.isComplete == true else { return comparison.question }
    guard comparison.other?.note == nil else { return comparison.question }
    return .init(text: text, temperature: temperature)
  }

  /// Takes in what becomes of the last order.
  mutating func take(_ news: ComparisonNews, request: Int) {
    guard request == requests.comparing, modelComparison != nil else { return }
    switch news {
    case .opened(let model):
      models.beside?.isOpen = true
      modelComparison?.other = model
      modelComparison?.isRunning = false
    case .cut(let tokens, let settings): begin(otherTokens: tokens, settings)
    case .scored(let block, let start):
      modelComparison?.contrast?.add(block, at: start)
      showChanges()
    case .compared(let places): modelComparison?.divergences?.add(places)
    case .finished(let statistics):
      modelComparison?.divergences?.statistics = statistics
      modelComparison?.isRunning = false
    case .failed(let reason):
      modelComparison?.isRunning = false
      if models.beside?.isOpen != true { endModelComparison() }
      say(Sentence(reason))
    }
  }

  private mutating func begin(otherTokens tokens: [Token], _ settings: ScoringSettings) {
    guard let split = reading.split else {
      modelComparison?.question = nil  // to be asked again
      return
    }
    let other = ScoredText(
      text: text, tokens: tokens, settings: settings,
      predictions: TextPredictions(vocabularySize: 0, division: ScoringDivision(settings)))
    let contrast = Contrast(of: split.tokens, with: other, at: temperature)
    modelComparison?.contrast = contrast
  }

  /// Lets the colours show differences as soon as there are some.
  private mutating func showChanges() {
    guard let comparison = modelComparison, comparison.formerLens == nil else { return }
    let before = desk.settings.lens
    modelComparison?.formerLens = before
    lens = .change
  }
}

// What is shown of it.
extension Explorer {
  /// Whether there is something that the text is measured against.
  var hasChanges: Bool { comparison != nil || modelComparison != nil }

  /// The sums of both models over the beginning of the text, as far as both have scored it.
  package var modelTotals: Contrast.Totals? { modelComparison?.contrast?.totals(in: figures) }

  /// What the two models are called in few letters: by what they differ in.
  package var comparedNames: (base: String, other: String)? {
    guard case .ready(let base, _) = model, let comparison = modelComparison else { return nil }
    guard let other = comparison.other?.description else {
      return (base.name, comparison.reference)
    }
    let choices = [
      (firstWord(base.name), firstWord(other.name)), (base.quantization, other.quantization),
      (base.name, other.name),
    ]
    return choices.first { $0.lowercased() != $1.lowercased() } ?? ("this", "other")
  }

  /// `gemma3` of `gemma3-270m`, `source` of `the source of the world`.
  private func firstWord(_ name: String) -> String {
    let words = name.split { "-_ :/".contains($0) }
    let first = words.first { !["a", "an", "the"].contains($0.lowercased()) }
    return (first ?? words.first).map(String.init) ?? name
  }

  /// What the other model is called in full; nil while none is compared with.
  package var otherModelName: String? {
    modelComparison.map { comparison in
      guard let other = comparison.other?.description else { return comparison.reference }
      return other.name + (other.quantization.isEmpty ? "" : " " + other.quantization)
    }
  }

  /// The most tokens that each reads at once; nil where both read the text alike.
  package var comparedWindows: (base: Int, other: Int)? {
    guard let (base, other) = comparedTexts, base.settings.window != other.settings.window,
      base.isCut || other.isCut
    else { return nil }
    return (base.settings.window, other.settings.window)
  }

  /// The tokens that each reads before the text, by their names, nil for none; nil where both read the same.
  package var comparedStarts: (base: String?, other: String?)? {
    guard let (base, other) = comparedTexts, let vocabulary = modelComparison?.other?.vocabulary
    else { return nil }
    let names = (
      base.settings.startToken.map { display(bytes(ofEntry: $0)) },
      other.settings.startToken.map { display(vocabulary.bytes($0)) }
    )
    return names.0 == names.1 ? nil : names
  }

  /// The text as each reads it.
  private var comparedTexts: (base: ScoredText, other: ScoredText)? {
    guard let base = reading.split, let other = modelComparison?.contrast?.other else { return nil }
    return (base, other)
  }

  /// How far the answer to what was asked last has come, 0 … 1; nil where nothing is to come.
  package var comparisonShare: Double? {
    guard let comparison = modelComparison, comparison.isRunning else { return nil }
    guard let contrast = comparison.contrast, comparison.question != nil else { return 0 }
    let (done, all) =
      contrast.other.isComplete
      ? (comparison.divergences?.places.count ?? 0, tokens.count)
      : (contrast.other.predictions.count, contrast.other.tokens.count)
    return all > 0 ? Double(done) / Double(all) : 1
  }

  /// What the other model expected where the focused token stands, the one that came there always among it.
  package var otherCandidateLines: [CandidateLine] {
    guard let contrast = modelComparison?.contrast,
      let place = contrast.span(holding: focus)?.other.first
    else { return [] }
    return expectedLines(contrast.other, contrast.figures, at: place)
  }
}

extension ScoredText {
  /// Whether it is longer than what is read at once.
  fileprivate var isCut: Bool { tokens.count > settings.capacity }
}
