import Basics
import Dispatch
import Exploration
import Runtime
import Scoring
import Synchronization

/// A model of bytes: every byte is a token, and byte *b* has the logit b / 100 everywhere.
final class FakeModel: Sendable {
  struct Failure: Error, CustomStringConvertible { var description: String }

  /// The first position of each call of `score`.
  let starts = Mutex<[Int]>([])
  /// How it was to read in each call.
  let settings = Mutex<[ScoringSettings]>([])
  /// Signalled when the first block of the first call has been delivered; it then waits for `resume`.
  let paused = DispatchSemaphore(value: 0)
  let resume = DispatchSemaphore(value: 0)
  private let block: Int
  private let pauses: Bool
  private let readsContext: Bool
  private let failure: String?
  private let givesAllLogits: Bool
  /// How many of its likeliest tokens it names where it does not give all logits; nil for none.
  private let named: Int?
  /// The most tokens that it reads at once, and the token that it reads before them.
  private let context: Int, start: Int?

  /// The logits of any position: the higher a byte, the likelier.
  private static let logits = (0..<256).map { Double($0) / 100 }
  private static let predictions = logits.indices.map {
    Prediction(foldingLogits: logits, actual: $0)
  }

  init(
    block: Int, pausesAfterFirstBlock: Bool = false, failure: String? = nil,
    givesAllLogits: Bool = true, naming named: Int? = nil, readsContextFirst: Bool = false,
    context: Int = 100, start: Int? = nil
  ) {
    (self.context, self.start) = (context, start)
    self.named = named
    self.block = block
    readsContext = readsContextFirst
    self.givesAllLogits = givesAllLogits
    pauses = pausesAfterFirstBlock
    self.failure = failure
  }

  /// The model as one that reads all that stands before a token.
  var readingWholeTexts: LoadedModel {
    var model = engine
    model.scorer.readsWholeTexts = true
    return model
  }

  var engine: LoadedModel {
    let answer: Scorer.Expect = { [self] _, _ in try expectation() }
    return LoadedModel(
      scorer: Scorer(
        model: ModelDescription(
          name: "bytes", file: "", architecture: "none", quantization: "none",
          vocabularySize: 256, contextLength: context),
        vocabulary: Vocabulary(count: 256, bytes: { [UInt8(truncatingIfNeeded: $0)] }),
        boundaries: BoundaryTokens(beginning: 2, end: 3),
        tokenize: { text, _, _ in
          text.enumerated().map { Token(id: Int($1), bytes: $0..<$0 + 1) }
        },
        score: { [self] tokens, settings, first, report in
          self.settings.withLock { $0.append(settings) }
          try score(tokens, from: first, report)
        },
        insight: insight, expectation: givesAllLogits ? answer : nil,
        likeliest: named.map(likeliest)),
      settings: ScoringSettings(startToken: start, window: context, stride: context / 2))
  }

  private func likeliest(_ count: Int) -> LikeliestNext {
    let sum = log(Self.logits.reduce(0) { $0 + exp($1) })
    let entries = Self.logits.indices.reversed().prefix(count).map { ($0, Self.logits[$0] - sum) }
    return LikeliestNext(count: count) { [self] _, _ in
      try Expectation(likeliest: entries, vocabularySize: 256) ?? expectation()
    }
  }

  /// Two layers; and without a token it expects what it always does, a token at a time.
  private var insight: Insight? {
    guard givesAllLogits else { return nil }
    return Insight(
      byLayer: { question in
        var all = Predictions(vocabularySize: 256)
        for _ in 0...2 { all.append(Self.predictions[question.tokens.last?.id ?? 0]) }
        return all
      },
      leavingOut: { [self] question, known, report in
        let place = question.place
        for leftOut in (question.first..<place - known).reversed() {
          var one = Predictions(vocabularySize: 256)
          one.append(Self.predictions[question.tokens.last?.id ?? 0])
          guard report([leftOut], one) else { return }
          if pauses, leftOut == place - 1 {
            paused.signal()
            resume.wait()
          }
        }
      })
  }

  private func expectation() throws -> Expectation {
    if let failure { throw Failure(description: failure) }
    return Expectation(logits: Self.logits.map(Float.init))
  }

  private func score(
    _ tokens: [Token], from first: Int, _ report: (Predictions) -> Bool
  ) throws {
    let isFirstCall = starts.withLock { starts in
      starts.append(first)
      return starts.count == 1
    }
    if let failure { throw Failure(description: failure) }
    if readsContext {
      // As an engine that reads what stands before a unit in a batch of its own.
      guard report(Predictions(vocabularySize: 256)) else { return }
      if pauses, isFirstCall {
        paused.signal()
        resume.wait()
      }
      guard report(Predictions(vocabularySize: 256)) else { return }
    }
    for start in stride(from: first, to: tokens.count, by: block) {
      var predictions = Predictions(vocabularySize: 256)
      for token in tokens[start..<min(start + block, tokens.count)] {
        predictions.append(Self.predictions[token.id])
      }
      guard report(predictions) else { return }
      if pauses, !readsContext, isFirstCall, start == first {
        paused.signal()
        resume.wait()
      }
    }
  }
}

/// A scoring thread with a mailbox to look into.
struct Bench {
  let model: FakeModel
  let mailbox: Mailbox
  let thread: ScoringThread
  private let posted = DispatchSemaphore(value: 0)

  init(_ model: FakeModel, fault: LoadedModel.Fault? = nil) {
    var loaded = model.engine
    loaded.fault = fault
    let engine = loaded
    self.init(model, loading: { engine })
  }

  init(loading: @escaping @Sendable () throws -> LoadedModel) {
    self.init(FakeModel(block: 1), loading: loading)
  }

  private init(_ model: FakeModel, loading: @escaping @Sendable () throws -> LoadedModel) {
    self.model = model
    mailbox = Mailbox(waker: { [posted] in posted.signal() })
    thread = ScoringThread(mailbox: mailbox, seconds: { 0 })
    thread.load(loading)
  }

  /// All events up to the end of a request, or to another one; what another thread posted by then may stand behind it.
  func takeUntilEnd(
    where isLast: (Explorer.Event) -> Bool = \.isEnd
  ) -> [Explorer.Event] {
    var events: [Explorer.Event] = []
    while !events.contains(where: isLast) {
      posted.wait()
      events += mailbox.takeAll()
    }
    return events
  }

  func scoredText(of text: String, from events: [Explorer.Event], window: Int = 100) throws
    -> ScoredText
  {
    var scored = ScoredText(
      text: Array(text.utf8), tokens: try model.engine.scorer.tokenize(Array(text.utf8), false),
      settings: ScoringSettings(startToken: nil, window: window, stride: 50),
      predictions: Predictions(vocabularySize: 256))
    for case .scored(let block, let start, _) in events {
      scored.predictions.add(block, at: start)
    }
    return scored
  }
}

extension Explorer.Event {
  var isEnd: Bool {
    switch self {
    case .generated, .finished, .failed: true
    default: false
    }
  }

  /// The event in a few words.
  var summary: String {
    switch self {
    case .modelLoaded: "loaded"
    case .modelFailed(let reason): "not loaded: \(reason)"
    case .tokenized(let tokens, _, let request): "tokenized \(tokens.count) #\(request)"
    case .scored(let block, _, let request): "scored \(block.count) #\(request)"
    case .expectedBehind(_, let request): "behind #\(request)"
    case .partsFound(_, let request): "parts found #\(request)"
    case .progressed(_, let request): "progressed #\(request)"
    case .generated(let answer, let request):
      "generated \(answer.drawn.map { String($0.entry) } ?? "nothing") #\(request)"
    case .finished(let request): "finished #\(request)"
    case .failed(_, let request): "failed #\(request)"
    case .asked(let questions, _, let request): "asked \(questions.count) #\(request)"
    case .answered(let answer, let request): "answered \(answer.guessNumber) #\(request)"
    case .modelsListed(let listing): "listed \(listing.models.count)"
    case .modelOpened(let model, _, _, let number): "opened \(model.name) #\(number)"
    case .modelNotOpened(let reason, let number): "not opened: \(reason) #\(number)"
    case .modelsCompared(let news, let request):
      switch news {
      case .opened(let model): "beside \(model.description.name) #\(request)"
      case .cut(let tokens, _): "cut \(tokens.count) #\(request)"
      case .scored(let block, let start): "other \(block.count) at \(start) #\(request)"
      case .compared(let places): "compared \(places.count) #\(request)"
      case .finished: "compared all #\(request)"
      case .failed(let reason): "not compared: \(reason) #\(request)"
      }
    case .inspected(_, let request): "inspected #\(request)"
    case .input, .resized, .exported, .measured, .lessonWanted, .trained, .tookAway: "other"
    }
  }
}
