import Dispatch
import Exploration
import InformationTheory
import Scoring
import Synchronization

/// The model that is compared with the one at hand.
struct ModelBeside: Sendable {
  let model: LoadedModel
  /// Whether both have the same vocabulary, so that both read the same tokens.
  let readsSameTokens: Bool
}

// Two models of one text. What is asked of them waits behind what the model at hand is asked, and makes way for that at
// its next block.
extension ScoringThread {
  /// Does something with the model at hand and another, in place of what was ordered before; posts what becomes of
  /// it as `modelsCompared`.
  package func compareModels(
    _ order: ComparisonOrder, request: Int,
    opening open: @escaping @Sendable (_ reference: String, _ base: String?) throws -> LoadedModel
  ) {
    wantedComparison.store(request, ordering: .releasing)
    switch order {
    case .open(let reference, let base):
      beside.withLock { $0 = nil }
      besideOpenings.async { [self] in
        prepareThread()
        attempt(request) { try openBeside(request) { try open(reference, base) } }
      }
    case .score(let text):
      work(request) { [self] base, other in try cut(text, base, other, request) }
    case .diverge(let text, let temperature):
      work(request) { [self] base, other in
        try diverge(text, at: temperature, base, other, request)
      }
    case .stop: wantedComparison.store(-1, ordering: .releasing)
    case .close:
      wantedComparison.store(-1, ordering: .releasing)
      beside.withLock { $0 = nil }
    }
  }

  /// Tells what becomes of an order, while that is the last one.
  private func tell(_ news: ComparisonNews, _ request: Int) {
    if isComparisonWanted(request) { post(.modelsCompared(news, request: request)) }
  }

  private func isComparisonWanted(_ request: Int) -> Bool {
    wantedComparison.load(ordering: .acquiring) == request
  }

  private func attempt(_ request: Int, _ body: () throws -> Void) {
    do { try body() } catch { tell(.failed(String(describing: error)), request) }
  }

  /// Opens the other, once the model at hand is there.
  private func openBeside(_ request: Int, _ open: () throws -> LoadedModel) throws {
    guard let base = engine.withLock({ $0 }) ?? queue.sync(execute: { engine.withLock { $0 } })
    else { throw NoOtherModel("that is to be compared with") }
    guard isComparisonWanted(request) else { return }
    let other = try open()
    let isSame = base.scorer.vocabulary.isIdentical(to: other.scorer.vocabulary)
    let isKept = beside.withLock { beside in
      guard isComparisonWanted(request) else { return false }
      beside = ModelBeside(model: other, readsSameTokens: isSame)
      return true
    }
    guard isKept else { return }
    let note = base.scorer.obstacle(toDivergingFrom: other.scorer)
    tell(
      .opened(ComparedModel(other.scorer.model, other.scorer.vocabulary, note: note)), request)
  }

  /// Does something for an order behind all that was asked for before.
  private func work(
    _ request: Int, _ body: @escaping @Sendable (LoadedModel, ModelBeside) throws -> Void
  ) {
    queue.async { [self] in
      guard isComparisonWanted(request), let base = engine.withLock({ $0 }),
        let other = beside.withLock({ $0 })
      else { return }
      prepareThread()
      attempt(request) { try body(base, other) }
    }
  }

  // MARK: What the other says

  private func cut(
    _ text: [UInt8], _ base: LoadedModel, _ other: ModelBeside, _ request: Int
  ) throws {
    let reader = other.readsSameTokens ? base : other.model
    let again = { @Sendable [self] in try cut(text, $0, $1, request) }
    guard let tokens = try tokens(of: text, reader, request, orLater: again) else { return }
    let settings = settings(of: other, beside: base)
    tell(.cut(tokens, settings), request)
    let progress = UnitProgress(
      TextPredictions(vocabularySize: 0, division: ScoringDivision(settings)), tokens: tokens.count)
    try score(tokens, settings, after: progress, other, request)
  }

  /// Cuts a text, until something else is asked for: then nil, and the work is done anew behind that.
  private func tokens(
    of text: [UInt8], _ reader: LoadedModel, _ request: Int,
    orLater work: @escaping @Sendable (LoadedModel, ModelBeside) throws -> Void
  ) throws -> [Token]? {
    let turn = interruptions.load(ordering: .acquiring)
    do {
      return try reader.scorer.tokenize(text, reader.readsControlTokens) {
        isComparisonWanted(request) && !isInterrupted(since: turn)
      }
    } catch  where isInterrupted(since: turn) {
      self.work(request, work)
      return nil
    }
  }

  /// How the other reads: in windows of its own, and tokens of the same vocabulary after the same start token.
  private func settings(of other: ModelBeside, beside base: LoadedModel) -> ScoringSettings {
    var own = settings(of: other.model)
    if other.readsSameTokens { own.startToken = settings(of: base).startToken }
    return own
  }

  /// Scores what is missing, until something else is asked for.
  private func score(
    _ tokens: [Token], _ settings: ScoringSettings, after progress: UnitProgress,
    _ other: ModelBeside, _ request: Int
  ) throws {
    let turn = interruptions.load(ordering: .acquiring)
    var progress = progress
    try scoreUnits(tokens, settings, other.model.scorer, &progress) {
      isComparisonWanted(request) && !isInterrupted(since: turn)
    } report: { block, start in
      tell(.scored(block, at: start), request)
    }
    guard isInterrupted(since: turn), progress.next(near: 0) != nil else {
      return tell(.finished(nil), request)
    }
    work(request) { [self, progress] _, other in
      try score(tokens, settings, after: progress, other, request)
    }
  }

  // MARK: How far both diverge

  private func diverge(
    _ text: [UInt8], at temperature: Temperature, _ base: LoadedModel, _ other: ModelBeside,
    _ request: Int
  ) throws {
    let again = { @Sendable [self] in try diverge(text, at: temperature, $0, $1, request) }
    guard let tokens = try tokens(of: text, base, request, orLater: again) else { return }
    try diverge(tokens, at: temperature, [], base, other, request)
  }

  private func diverge(
    _ tokens: [Token], at temperature: Temperature, _ known: [PlaceComparison],
    _ base: LoadedModel, _ other: ModelBeside, _ request: Int
  ) throws {
    let turn = interruptions.load(ordering: .acquiring)
    var places = known
    let pair = (
      base: Contender(base.scorer, settings(of: base), tokens, from: known.count),
      other: Contender(
        other.model.scorer, settings(of: other, beside: base), tokens, from: known.count)
    )
    let goesOn = { self.isComparisonWanted(request) && !self.isInterrupted(since: turn) }
    do {
      try pair.base.compare(with: pair.other, at: temperature, while: goesOn) { block in
        places += block
        tell(.compared(block), request)
        return goesOn()
      }
    } catch  where isInterrupted(since: turn) {
      // What was not waited for is asked for anew.
    }
    guard isInterrupted(since: turn), places.count < tokens.count else {
      return tell(.finished(ComparisonStatistics(places)), request)
    }
    work(request) { [self, places] base, other in
      try diverge(tokens, at: temperature, places, base, other, request)
    }
  }

  private func isInterrupted(since turn: Int) -> Bool {
    interruptions.load(ordering: .acquiring) != turn
  }
}
