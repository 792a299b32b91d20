import Dispatch
import Exploration
import Scoring
import Synchronization

/// Loads the model and scores texts, one after the other, away from the thread that draws.
///
/// Answers arrive in the mailbox. Every request has a number; a new request, or `stop`, makes the one
/// before end at its next block, and nothing of it is accepted any more.
package final class ScoringThread: Sendable {
  let queue = DispatchQueue(label: "scoring")
  let engine = Mutex<LoadedModel?>(nil)
  /// The way from one model to another, and the threads on which models are opened and looked for, and on which
  /// texts are divided.
  let change = Mutex(ModelChange())
  let openings = DispatchQueue(label: "opening", attributes: .concurrent)
  /// Where texts are measured by simpler models.
  private let measurements = DispatchQueue(label: "measuring")
  /// What was expected after the last contexts.
  let expectations = Mutex(RecentExpectations())
  /// The model that is compared with the one at hand, and the order about both that is wanted; none when negative.
  let beside = Mutex<ModelBeside?>(nil)
  /// Where that is opened, one after the other: one that nobody wants any more is gone before the next takes memory.
  let besideOpenings = DispatchQueue(label: "opening beside")
  let wantedComparison = Atomic<Int>(-1)
  /// How often something was asked for that what is done with two models makes way for.
  let interruptions = Atomic<Int>(0)
  /// The request that is wanted; none when negative.
  private let wanted = Atomic<Int>(-1)
  /// The measurement by simpler models that is wanted; none when negative.
  private let wantedMeasurement = Atomic<Int>(-1)
  /// The request for how a token came to be expected that is wanted; none when negative.
  let wantedInspection = Atomic<Int>(-1)
  /// The most tokens that the model may look back; nil for all that it can read.
  private let contextLimit = Mutex<Int?>(nil)
  /// The token near which texts are scored first.
  private let place = Atomic<Int>(0)
  /// What texts are scored after.
  private let start = Mutex(TextStart.asStarted)
  private let mailbox: Mailbox
  private let seconds: @Sendable () -> Double
  let prepareThread: @Sendable () -> Void

  /// - Parameters:
  ///   - seconds: A clock that never goes back; its origin does not matter.
  ///   - prepareThread: Called on whichever thread works, before it does.
  package init(
    mailbox: Mailbox, seconds: @escaping @Sendable () -> Double,
    prepareThread: @escaping @Sendable () -> Void = {}
  ) {
    self.mailbox = mailbox
    self.seconds = seconds
    self.prepareThread = prepareThread
  }

  /// Loads the model and posts `modelLoaded` or `modelFailed`.
  package func load(_ load: @escaping @Sendable () throws -> LoadedModel) {
    queue.async { [self] in
      prepareThread()
      do {
        let loaded = try load()
        engine.withLock { $0 = loaded }
        expectations.withLock { $0 = RecentExpectations() }
        mailbox.post(
          .modelLoaded(loaded.scorer.model, loaded.scorer.vocabulary, loaded.startTokens))
      } catch {
        mailbox.post(.modelFailed(String(describing: error)))
      }
    }
  }

  /// Says how some tokens go on, as soon as the request before has ended: posts `generated` or
  /// `failed`.
  package func generate(_ question: GenerationRequest, request: Int) {
    perform(request) { [self] engine in
      if let sampler = question.sampler { try engine.scorer.checkDraws(by: sampler.truncation) }
      let answer = try question.answer(from: engine.scorer.vocabulary, seconds: seconds) {
        context in
        try expectations.withLock {
          try $0.expectation(after: context, from: engine.scorer) { isWanted(request) }
        }
      }
      mailbox.post(.generated(answer, request: request))
    }
  }

  /// Scores first the unit that holds a token, from now on and in the text that is being scored.
  package func scoreFirst(near token: Int) { place.store(token, ordering: .releasing) }

  /// Lets the model look back at most so many tokens, in every text that is scored from now on.
  package func limitContext(to limit: Int?) { contextLimit.withLock { $0 = limit } }

  /// Scores every text from now on after this.
  package func start(after start: TextStart) { self.start.withLock { $0 = start } }

  /// Scores a text as soon as the request before has ended.
  ///
  /// Posts `tokenized`, then blocks of predictions of all tokens but those whose prediction in `kept` still
  /// holds, unit by unit as `UnitProgress` has it, each block followed by the time, and `expectedBehind` with what
  /// comes behind the last token; and in the end `finished` or `failed`.
  package func score(_ text: [UInt8], keeping kept: ScoredText?, request: Int) {
    perform(request) { [self] engine in
      try score(text, keeping: kept, with: engine, request: request)
    }
  }

  /// Lets the model do something for a request as soon as the one before has ended, and posts
  /// `failed` where it cannot.
  func perform(_ request: Int, _ body: @escaping @Sendable (LoadedModel) throws -> Void) {
    wanted.store(request, ordering: .releasing)
    enqueue { [self] in
      guard isWanted(request) else { return }
      prepareThread()
      guard let engine = engine.withLock({ $0 }) else {
        return mailbox.post(.failed("there is no model", request: request))
      }
      do {
        try body(engine)
      } catch {
        mailbox.post(.failed(String(describing: error), request: request))
      }
    }
  }

  /// Does something behind what was asked for before. What is done with two models makes way for it at its next
  /// block and goes on behind it, so it hears of it no sooner than that is in the queue.
  func enqueue(_ work: @escaping @Sendable () -> Void) {
    queue.async { work() }
    interruptions.add(1, ordering: .acquiringAndReleasing)
  }

  /// Posts an answer.
  func post(_ event: Explorer.Event) { mailbox.post(event) }

  /// Measures a part of a text by simpler models, beside all that is scored, and posts `measured` for each; a new
  /// request makes the one before end.
  package func measure(
    _ part: Range<Int>, of text: [UInt8], tokens: Int, vocabularySize: Int, request: Int
  ) {
    wantedMeasurement.store(request, ordering: .releasing)
    measurements.async { [self] in
      let isWanted = { self.wantedMeasurement.load(ordering: .acquiring) == request }
      defer { mailbox.post(.measured(nil, request: request)) }
      guard isWanted(), let engine = engine.withLock({ $0 }) else { return }
      prepareThread()
      do {
        try engine.measure(part, text, tokens, vocabularySize, isWanted) { rung in
          if isWanted() { mailbox.post(.measured(rung, request: request)) }
        }
      } catch {
        mailbox.post(.exported(String(describing: error)))
      }
    }
  }

  /// Ends a measurement.
  package func stopMeasuring() { wantedMeasurement.store(-1, ordering: .releasing) }

  /// Finds out something of the parts of a text, beside all that is scored, and posts `partsFound`.
  package func findParts(_ work: PartWork, request: Int) {
    openings.async { [self] in
      prepareThread()
      mailbox.post(.partsFound(work.done(), request: request))
    }
  }

  /// Ends the present request at its next block, and a measurement.
  package func stop() {
    wanted.store(-1, ordering: .releasing)
    stopMeasuring()
  }

  /// Waits until nothing runs any more.
  package func drain() {
    stop()
    wantedComparison.store(-1, ordering: .releasing)
    stopInspecting()
    queue.sync {}
    measurements.sync {}
  }

  /// Whether an answer to a request is still of use.
  func isWanted(_ request: Int) -> Bool { wanted.load(ordering: .acquiring) == request }

  private func score(
    _ text: [UInt8], keeping kept: ScoredText?, with engine: LoadedModel, request: Int
  ) throws {
    let started = seconds()
    let settings = settings(of: engine)
    let tokens = try engine.scorer.tokenize(text, engine.readsControlTokens) {
      isWanted(request)
    }
    mailbox.post(.tokenized(tokens, settings, request: request))
    let known = ScoredText.predictions(of: kept, holdingFor: tokens, settings)
    // What is expected behind the text is asked for as one more token: any will do.
    var progress = UnitProgress(known, tokens: tokens.count + min(tokens.count, 1))
    try scoreUnits(tokens, settings, engine.scorer, &progress) {
      isWanted(request)
    } report: { block, start in
      post(block, at: start, of: tokens.count, request: request)
      mailbox.post(.progressed(secondsElapsed: seconds() - started, request: request))
    }
    guard isWanted(request) else { return }
    mailbox.post(.finished(request: request))
    lookForFault()
  }

  /// Scores what is missing of tokens, and of one behind them where that is in the progress, unit by unit, as long
  /// as that is wanted.
  func scoreUnits(
    _ tokens: [Token], _ settings: ScoringSettings, _ scorer: Scorer,
    _ progress: inout UnitProgress, while isWanted: () -> Bool,
    report: (_ block: Predictions, _ start: Int) -> Void
  ) throws {
    while isWanted(), let unit = progress.next(near: place.load(ordering: .acquiring)) {
      let missing = progress.missing(inUnit: unit)
      let stretch =
        scorer.readsWholeTexts ? 0..<missing.upperBound : settings.stretch(scoring: missing)
      var (next, isWantedElsewhere) = (missing.lowerBound, false)
      // All tokens with one behind them would be a copy of as many.
      let read =
        tokens[stretch.clamped(to: tokens.indices)]
        + tokens.suffix(max(stretch.upperBound - tokens.count, 0))
      try scorer.score(Array(read), settings, next - stretch.lowerBound) { block in
        guard isWanted() else { return false }
        // A model that waits for an answer asks with an empty block whether anybody else does.
        if block.count > 0 {
          report(block, next)
          next += block.count
          progress.add(block.count, inUnit: unit)
        }
        isWantedElsewhere = progress.next(near: place.load(ordering: .acquiring)) != unit
        return isWanted() && !isWantedElsewhere
      }
      // A model that has nothing to say is not asked for ever; one that was called away reading context is.
      guard next > missing.lowerBound || isWantedElsewhere else { break }
    }
  }

  /// Posts what was expected of some positions, of which the last may be that behind the text.
  private func post(_ block: Predictions, at start: Int, of count: Int, request: Int) {
    var block = block
    let behind = start + block.count > count ? block[block.count - 1] : nil
    block.truncate(to: count - start)
    if block.count > 0 { mailbox.post(.scored(block, at: start, request: request)) }
    if let behind { mailbox.post(.expectedBehind(behind, request: request)) }
  }

  /// Looks once for what is wrong with the model's file, beside all that is scored, and says it.
  private func lookForFault() {
    let fault = engine.withLock { engine in
      defer { engine?.fault = nil }
      return engine?.fault
    }
    guard let fault else { return }
    openings.async { [self] in
      prepareThread()
      if let sentence = fault() { mailbox.post(.exported(sentence)) }
    }
  }

  /// How texts are scored now, fitted to what the model can read.
  func settings(of engine: LoadedModel) -> ScoringSettings {
    var settings = engine.settings
    settings.startToken = engine.startTokens.token(of: start.withLock { $0 })
    let length = engine.scorer.model.contextLength
    if length > 0 { settings = settings.fitted(toContext: length) }
    return settings.limited(toContext: contextLimit.withLock { $0 })
  }
}
