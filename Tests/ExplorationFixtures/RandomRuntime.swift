import Exploration
import Games
import InformationTheory
import Scoring

/// What stands between an explorer and its model, slow and unreliable: answers come one by one, in
/// the order of their request, but those of a request that nobody wants any more may come too.
struct RandomRuntime {
  /// The answers to one request that are still to come.
  private struct Answers {
    var request: Int
    /// Makes the next answer; nil when there are no more.
    var next: (inout SplitMix64, RandomModel, _ contextLimit: Int?, _ near: Int) -> Explorer.Event?
    var isWanted = true
  }

  /// The model that the program is started with, and the one at hand.
  private let first: RandomModel
  private var model: RandomModel
  private var contextLimit: Int?
  private var start = TextStart.asStarted
  /// The token near which texts are scored first.
  private var near = 0
  private var answers: [Answers] = []
  private var measurements: [Answers] = []
  /// What is still to become of the orders about two models, and the one beside that at hand.
  private var comparisons: [Answers] = []
  private var beside: RandomModel?
  private var inspections: [Answers] = []
  /// What a training is still to tell, its losses by then, and its recipe.
  private var trainingNews: [(news: TrainingNews, run: Int)] = []
  private var course = TrainingCourse(), recipe = TrainingPreset.standard.recipe
  private var aside: [(TrainingCourse, TrainingRecipe)] = []
  /// The model that is being opened, the one that was, and the one before that one was taken.
  private var opening: (model: RandomModel, number: Int)?
  private var opened: RandomModel?, former: RandomModel?
  private var isListing = false
  /// What became of a file.
  private var taken: TakenAway?
  /// What is to be found out of the parts of a text.
  private var work: (work: PartWork, request: Int)?
  /// The model that is being loaded.
  private var loading: RandomModel?

  /// A runtime that is about to load its model.
  init(_ first: RandomModel) { (self.first, model, loading) = (first, first, first) }

  /// Whether nothing is to come any more.
  var isQuiet: Bool {
    loading == nil && answers.isEmpty && measurements.isEmpty && comparisons.isEmpty
      && trainingNews.isEmpty && inspections.isEmpty
      && opening == nil && !isListing && taken == nil && work == nil
  }

  /// Whether an answer to a request is to come that is still wanted.
  func owes(_ request: Int) -> Bool { answers.contains { $0.isWanted && $0.request == request } }

  // MARK: What the explorer asks for

  mutating func take(_ effects: [Explorer.Effect]) {
    for effect in effects { take(effect) }
  }

  private mutating func take(_ effect: Explorer.Effect) {
    switch effect {
    case .score(let text, let kept, let request): score(text, keeping: kept, request)
    case .generate(let question, let request): generate(question, request)
    case .play(let game, let request): play(game, request)
    case .measure(let part, let text, _, _, let request): measure(part, of: text, request)
    case .stopMeasuring: forgetMeasurements()
    case .limitContext(let limit): contextLimit = limit
    case .scoreNear(let token): near = token
    case .startAfter(let start): self.start = start
    case .stopScoring: forgetAnswers()
    case .useModel(let reference):
      forgetAnswers()
      loading = model(reference)
    case .listModels: isListing = true
    case .compareModels(let order, let request): compare(order, request)
    case .findParts(let work, let request): self.work = (work, request)
    case .inspect(let wish, let known, let request): inspect(wish, known, request)
    case .stopInspecting: forgetInspections()
    case .switchModel(let order): take(order)
    case .train(let order, let run, let number):
      switch order {
      case .begin(let recipe): self.recipe = recipe
      case .putAside: aside.append((course, recipe))
      case .bringBack: if let last = aside.popLast() { (course, recipe) = last }
      default: break
      }
      trainingNews += FakeTraining.news(of: order, number: number, recipe, after: &course).map {
        ($0, run)
      }
    case .takeAway(_, "svg", _, _): taken = .failed("there is no room")
    case .takeAway(_, _, let file, let replaces):
      taken = replaces ? .written("saved \(file)") : .exists(file)
    case .copy, .save, .suspend, .redraw, .quit: break
    }
  }

  private mutating func take(_ order: SwitchOrder) {
    switch order {
    case .open(let reference, let number): opening = (model(reference), number)
    case .take: (former, model) = (model, opened ?? model)
    case .giveBack: (former, model, opening) = (nil, former ?? model, nil)
    case .settle: former = nil
    }
  }

  private func model(_ reference: String?) -> RandomModel {
    reference.map(RandomModel.init(named:)) ?? first
  }

  private mutating func forgetAnswers() {
    for index in answers.indices { answers[index].isWanted = false }
  }

  private mutating func add(_ new: Answers) {
    forgetAnswers()
    answers.append(new)
  }

  private mutating func score(_ text: [UInt8], keeping kept: ScoredText?, _ request: Int) {
    var scored: (tokens: [Token], predictions: [Prediction], progress: UnitProgress)?
    var hasEnded = false
    let start = start
    add(
      Answers(request: request) { random, model, limit, near in
        guard !hasEnded else { return nil }
        guard let (tokens, predictions, progress) = scored else {
          let settings = RandomModel.settings(after: start).limited(toContext: limit)
          let tokens = model.tokenize(text)
          let known =
            kept?.predictions(holdingFor: tokens, settings)
            ?? TextPredictions(vocabularySize: 0, division: ScoringDivision(settings))
          scored = (
            tokens, model.predictions(of: tokens, settings),
            UnitProgress(known, tokens: tokens.count)
          )
          return .tokenized(tokens, settings, request: request)
        }
        let place = Int.random(in: 0..<4, using: &random) == 0 ? near / 2 : near
        guard let unit = progress.next(near: place) else {
          hasEnded = true
          return .finished(request: request)
        }
        switch Int.random(in: 0..<40, using: &random) {
        case 0:
          hasEnded = true
          return .failed("no memory", request: request)
        case 1: return .progressed(secondsElapsed: Double(tokens.count), request: request)
        default:
          let missing = progress.missing(inUnit: unit)
          let end = Int.random(in: missing.lowerBound + 1...missing.upperBound, using: &random)
          let next = missing.lowerBound..<end
          scored?.progress.add(next.count, inUnit: unit)
          return .scored(block(predictions[next]), at: next.lowerBound, request: request)
        }
      })
  }

  private mutating func generate(_ question: GenerationRequest, _ request: Int) {
    var hasEnded = false
    add(
      Answers(request: request) { random, model, _, _ in
        guard !hasEnded else { return nil }
        hasEnded = true
        if Int.random(in: 0..<40, using: &random) == 0 {
          return .failed("no memory", request: request)
        }
        return .generated(
          question.answer(
            from: RandomModel.vocabulary, seconds: { 0 }, expectation: model.expectation),
          request: request)
      })
  }

  private mutating func play(_ game: GameRecord, _ request: Int) {
    var (isAsked, place) = (false, game.shown)
    add(
      Answers(request: request) { random, _, _, _ in
        if Int.random(in: 0..<40, using: &random) == 0 {
          place = .max
          return .failed("no memory", request: request)
        }
        guard isAsked else {
          isAsked = true
          let questions = (game.shown..<max(game.text.count, game.shown)).map { place in
            GameQuestion(
              bytes: place..<place + 1, answers: [String(Unicode.Scalar(game.text[place]))],
              place: 1)
          }
          return .asked(questions, shown: game.shown, request: request)
        }
        guard place < game.text.count else { return nil }
        place += 1
        let answer = ModelAnswer(probabilities: [0.5, 0.5], actual: 0) { $0 == 0 ? "a" : "b" }
        return .answered(answer, request: request)
      })
  }

  private mutating func forgetMeasurements() {
    for index in measurements.indices { measurements[index].isWanted = false }
  }

  private mutating func measure(_ part: Range<Int>, of text: [UInt8], _ request: Int) {
    forgetMeasurements()
    var rungs = 2
    measurements.append(
      Answers(request: request) { _, _, _, _ in
        rungs -= 1
        guard rungs >= 0 else { return nil }
        let rung = Rung(
          name: "\(text.count)", bits: Double(part.count) * 8, bytes: part.count)
        return .measured(rungs == 0 ? nil : rung, request: request)
      })
  }

  /// Models of one way to read a space cut texts alike.
  private mutating func compare(_ order: ComparisonOrder, _ request: Int) {
    for index in comparisons.indices { comparisons[index].isWanted = false }
    if case .open(let reference, _) = order { beside = model(reference) }
    if case .close = order { beside = nil }
    guard let other = beside else { return }
    let start = start
    var step = 0
    comparisons.append(
      Answers(request: request) { random, base, _, _ in
        step += 1
        if Int.random(in: 0..<20, using: &random) == 0 {
          defer { step = .max / 2 }
          return step > 3 ? nil : .modelsCompared(.failed("no memory"), request: request)
        }
        let news = other.news(of: order, step: step, beside: base, start)
        return news.map { .modelsCompared($0, request: request) }
      })
  }

  private mutating func forgetInspections() {
    for index in inspections.indices { inspections[index].isWanted = false }
  }

  /// What comes of it piece by piece, and its end, which may come too soon.
  private mutating func inspect(_ wish: Inspection.Wish, _ known: Int, _ request: Int) {
    forgetInspections()
    var news = FakeInsight.news(of: wish, known: known)
    inspections.append(
      Answers(request: request) { random, _, _, _ in
        guard !news.isEmpty else { return nil }
        switch Int.random(in: 0..<20, using: &random) {
        case 0: news = [.failed("it shows nothing"), .ended]
        case 1: news = [.ended]
        default: break
        }
        return .inspected(news.removeFirst(), request: request)
      })
  }

  // MARK: What comes

  /// The next thing that comes: mostly what is wanted.
  mutating func next(_ random: inout SplitMix64) -> Explorer.Event? {
    if let loaded = loading, Int.random(in: 0..<3, using: &random) == 0 {
      loading = nil
      model = loaded
      return .modelLoaded(loaded.description, RandomModel.vocabulary, RandomModel.starts)
    }
    if let outcome = taken, Int.random(in: 0..<3, using: &random) == 0 {
      taken = nil
      return .tookAway(outcome)
    }
    if isListing, Int.random(in: 0..<3, using: &random) == 0 {
      isListing = false
      return .modelsListed(RandomModel.listing)
    }
    if let (work, request) = work, Int.random(in: 0..<3, using: &random) == 0 {
      self.work = nil
      return .partsFound(work.done(), request: request)
    }
    if let (new, number) = opening, Int.random(in: 0..<3, using: &random) == 0 {
      opening = nil
      if Int.random(in: 0..<4, using: &random) == 0 {
        return .modelNotOpened("it is damaged", number: number)
      }
      opened = new
      return .modelOpened(
        new.description, RandomModel.vocabulary, RandomModel.starts, number: number)
    }
    if !trainingNews.isEmpty, answers.isEmpty || Int.random(in: 0..<2, using: &random) == 0 {
      let next = trainingNews.removeFirst()
      return .trained(next.news, run: next.run)
    }
    if Int.random(in: 0..<4, using: &random) == 0,
      let event = Self.next(of: &measurements, &random, model, contextLimit, near)
    {
      return event
    }
    if Bool.random(using: &random), let event = nextOfComparisons(&random) { return event }
    if Int.random(in: 0..<3, using: &random) == 0,
      let event = Self.next(of: &inspections, &random, model, contextLimit, near)
    {
      return event
    }
    return Self.next(of: &answers, &random, model, contextLimit, near)
      ?? nextOfComparisons(&random)
      ?? Self.next(of: &inspections, &random, model, contextLimit, near)
      ?? Self.next(of: &measurements, &random, model, contextLimit, near)
  }

  private mutating func nextOfComparisons(_ random: inout SplitMix64) -> Explorer.Event? {
    Self.next(of: &comparisons, &random, model, contextLimit, near)
  }

  private static func next(
    of answers: inout [Answers], _ random: inout SplitMix64, _ model: RandomModel, _ limit: Int?,
    _ near: Int
  ) -> Explorer.Event? {
    while !answers.isEmpty {
      let index = Int.random(in: answers.indices, using: &random)
      let isForgotten =
        !answers[index].isWanted && Int.random(in: 0..<3, using: &random) == 0
      if !isForgotten, let event = answers[index].next(&random, model, limit, near) { return event }
      answers.remove(at: index)
    }
    return nil
  }
}

extension RandomModel {
  /// The next that becomes of an order about it and a base; nil when there is no more.
  fileprivate func news(
    of order: ComparisonOrder, step: Int, beside base: RandomModel, _ start: TextStart
  ) -> ComparisonNews? {
    let isAlike = (seed == Self.spaced.seed) == (base.seed == Self.spaced.seed)
    switch (order, step) {
    case (.open, 1):
      return .opened(
        ComparedModel(
          description, Self.vocabulary, note: isAlike ? nil : "they cut texts in other ways"))
    case (.score(let text), 1...3):
      let (tokens, settings) = (tokenize(text), Self.settings(after: start))
      guard step > 1 else { return .cut(tokens, settings) }
      return step == 3
        ? .finished(nil) : .scored(block(predictions(of: tokens, settings)), at: 0)
    case (.diverge(let text, let temperature), 1...3):
      let (tokens, settings) = (tokenize(text), Self.settings(after: start))
      let scores = [base, self].map {
        TokenScore.all(block($0.predictions(of: tokens, settings)), at: temperature)
      }
      let places = zip(scores[0], scores[1]).map {
        PlaceComparison(
          base: $0, other: $1,
          divergences: Divergences(forward: .nats(0.1), reverse: .nats(0.2)))
      }
      let half = places.count / 2
      if step == 3 { return .finished(ComparisonStatistics(places)) }
      return .compared(Array(step == 1 ? places[..<half] : places[half...]))
    default: return nil
    }
  }
}

extension RandomModel {
  /// The figures of a text when it is scored afresh, as it was before.
  func figures(of text: ScoredText, at temperature: Temperature) -> TextFigures {
    let afresh = TextPredictions(
      block(predictions(of: tokenize(text.text), text.settings)),
      division: ScoringDivision(text.settings))
    return TextFigures(afresh, at: temperature)
  }
}

private func block(_ predictions: some Sequence<Prediction>) -> Predictions {
  var block = Predictions(vocabularySize: RandomModel.vocabulary.count)
  for prediction in predictions { block.append(prediction) }
  return block
}
