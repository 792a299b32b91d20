import Exploration
import ExplorationFixtures
import InformationTheory
import Scoring
import Testing
import Basics

@Suite struct `An explorer and its scorer` {
  private let sentence = "the cat sat on the mat."

  /// An explorer that has asked for scores and has its tokens, and the number of its request.
  private func waiting() -> (Explorer, [Token], request: Int) {
    var explorer = Explorer(text: Array(sentence.utf8))
    _ = explorer.update(.modelLoaded(FakeScorer.model, FakeScorer.vocabulary))
    let tokens = FakeScorer.tokenize(Array(sentence.utf8))
    _ = explorer.update(.tokenized(tokens, FakeScorer.settings, request: 1))
    return (explorer, tokens, 1)
  }

  @Test func `asks for scores as soon as the model is loaded`() {
    var explorer = Explorer(text: Array(sentence.utf8))
    let effects = explorer.update(.modelLoaded(FakeScorer.model, FakeScorer.vocabulary))
    guard case .score(let text, let kept, let request)? = effects.first else {
      Issue.record("expected a request for scores")
      return
    }
    #expect(text == Array(sentence.utf8))
    #expect(kept == nil)
    #expect(request == 1)
  }

  @Test func `shows the surprisal that softmax gives`() throws {
    let explorer = Explorer.ready(sentence)
    let probabilities = softmax(FakeScorer.logits)
    let surprisal = try #require(explorer.surprisal(of: 1))
    #expect(abs(surprisal.nats + log(probabilities[1])) < 1e-5)
    #expect(explorer.rank(of: 1) == 2)
  }

  @Test func `shows the surprisal that softmax gives at the temperature of the slider`() throws {
    var explorer = Explorer.ready(sentence)
    explorer.press(.up, times: 12)
    #expect(explorer.temperature > .one)
    let probabilities = softmax(FakeScorer.logits, at: explorer.temperature)
    let surprisal = try #require(explorer.surprisal(of: 3))
    #expect(abs(surprisal.nats + log(probabilities[3])) < 1e-4)
    #expect(explorer.rank(of: 3) == 4)
  }

  @Test func `leaves the first token without a score and begins at the second`() {
    let explorer = Explorer.ready(sentence)
    #expect(explorer.hasPrediction(0))
    #expect(explorer.surprisal(of: 0) == nil)
    #expect(explorer.focus == 1)
  }

  @Test func `says nothing of a place outside the text`() {
    let explorer = Explorer.ready(sentence)
    for place in [-1, .min, explorer.tokens.count, .max] {
      #expect(!explorer.hasPrediction(place))
      #expect(explorer.rank(of: place) == nil && explorer.surprisal(of: place) == nil)
      #expect(explorer.entropy(before: place) == nil && explorer.value(of: place) == nil)
    }
  }

  @Test func `ignores a late answer`() {
    var explorer = Explorer.ready(sentence)
    explorer.press(.character("e"))
    #expect(explorer.update(.input(.key(.character("x"), []))).map(kind) == ["score"])
    let tokens = FakeScorer.tokenize(Array(sentence.utf8))
    _ = explorer.update(.tokenized(tokens, FakeScorer.settings, request: 1))
    _ = explorer.update(.failed("late", request: 1))
    #expect(explorer.phase == .tokenizing)
  }

  @Test func `figures that grow block by block are those of the whole`() throws {
    var (explorer, tokens, request) = waiting()
    for place in tokens.indices {
      let block = FakeScorer.predictions(tokens, from: place, to: place + 1)
      _ = explorer.update(.scored(block, request: request))
    }
    let whole = try #require(Figures(FakeScorer.predictions(tokens), at: .one).crossEntropy)
    let grown = try #require(explorer.figures.crossEntropy)
    #expect(explorer.figures.scoredCount == 6)
    #expect(abs(grown.nats - whole.nats) < 1e-9)
  }

  @Test func `drops predictions beyond the last token`() {
    var (explorer, tokens, request) = waiting()
    _ = explorer.update(.scored(FakeScorer.predictions(tokens), request: request))
    _ = explorer.update(.scored(FakeScorer.predictions(tokens), request: request))
    #expect(explorer.scored?.predictions.count == tokens.count)
  }

  @Test func `keeps what there is when it fails, and goes on from there`() throws {
    var (explorer, tokens, request) = waiting()
    _ = explorer.update(.scored(FakeScorer.predictions(tokens, to: 3), request: request))
    _ = explorer.update(.failed("the server ended", request: request))
    #expect(explorer.phase == .failed("the server ended"))
    let effects = explorer.update(.input(.key(.enter, [])))
    guard case .score(_, keeping: let kept, let again)? = effects.first else {
      Issue.record("nothing was asked for")
      return
    }
    #expect(kept?.predictions.count == 3)
    _ = explorer.update(.tokenized(tokens, FakeScorer.settings, request: again))
    _ = explorer.update(.scored(FakeScorer.predictions(tokens, from: 3), request: again))
    _ = explorer.update(.finished(request: again))
    #expect(explorer.phase == .idle && explorer.scored?.isComplete == true)
    #expect(explorer.update(.input(.key(.enter, []))).allSatisfy { kind($0) != "score" })
  }

  @Test func `goes on where a changed text was not even split into tokens`() throws {
    var explorer = Explorer.ready("the cat sat")
    explorer.press(.character("e"))
    for case .score(_, _, let request) in explorer.update(.input(.key(.character("a"), []))) {
      _ = explorer.update(.failed("the server ended", request: request))
    }
    #expect(explorer.phase == .failed("the server ended"))
    _ = explorer.update(.input(.key(.escape, [])))
    #expect(explorer.press(.enter).map(kind) == ["score"])
    #expect(explorer.phase == .idle && explorer.scored?.isComplete == true)
  }

  @Test func `keeps what there is when it is stopped, and goes on from there`() {
    var (explorer, tokens, request) = waiting()
    _ = explorer.update(.scored(FakeScorer.predictions(tokens, to: 3), request: request))
    #expect(explorer.update(.input(.key(.escape, []))).map(kind) == ["stop"])
    _ = explorer.update(.scored(FakeScorer.predictions(tokens, from: 3), request: request))
    #expect(explorer.phase == .stopped)
    #expect(explorer.scored?.predictions.count == 3)

    let more = explorer.update(.input(.key(.enter, [])))
    guard case .score(_, let kept, _)? = more.first else {
      Issue.record("expected scoring to go on")
      return
    }
    #expect(kept?.predictions.count == 3)
    explorer.answer(more)
    #expect(explorer.scored?.isComplete == true)
    #expect(explorer.phase == .idle)
  }

  @Test func `tells how long it will take only where that is more than a second`() throws {
    var (explorer, tokens, request) = waiting()
    #expect(explorer.progress == nil)
    _ = explorer.update(.scored(FakeScorer.predictions(tokens, to: 2), request: request))
    _ = explorer.update(.progressed(secondsElapsed: 0.1, request: request))
    #expect(explorer.progress == nil)  // 0.35 seconds in all
    _ = explorer.update(.progressed(secondsElapsed: 2, request: request))
    let progress = try #require(explorer.progress)
    #expect(abs(progress.fraction - 2.0 / 7) < 1e-12)
    #expect(abs(progress.secondsLeft - 5) < 1e-12)
  }

  @Test func `a failure of the model stays, and the text can still be edited`() {
    var explorer = Explorer(text: [])
    _ = explorer.update(.modelFailed("no such file"))
    explorer.press(.character("e"))
    explorer.type("hi")
    #expect(explorer.string == "hi")
    guard case .failed("no such file") = explorer.model else {
      Issue.record("the failure is gone")
      return
    }
  }

  @Test func `a model that could not be opened is opened again by Enter`() {
    var explorer = Explorer(text: Array(sentence.utf8))
    _ = explorer.update(.modelFailed("the server is gone: try again"))
    let effects = explorer.press(.enter)
    guard case .useModel(nil)? = effects.last, case .loading = explorer.model else {
      Issue.record("nothing is opened: \(effects)")
      return
    }
    #expect(explorer.press(.enter).isEmpty)
    explorer.answer(explorer.update(.modelLoaded(FakeScorer.model, FakeScorer.vocabulary)))
    #expect(explorer.figures.scoredCount == 6)
  }

  @Test func `the best temperature of the curve is one key away`() throws {
    var (explorer, tokens, request) = waiting()
    let predictions = FakeScorer.predictions(tokens)
    _ = explorer.update(.scored(predictions, request: request))
    explorer.press(.character("b"))
    let best = try #require(explorer.curve.best)
    #expect(explorer.temperature == best.temperature)
    explorer.press(.character("="))
    #expect(explorer.temperature == .one)
  }

  @Test(arguments: [0, 0.05, 5, Double.infinity])
  func `the limits of temperature have figures`(value: Double) throws {
    let temperature = try #require(Temperature(value))
    var explorer = Explorer(text: Array(sentence.utf8), temperature: temperature)
    explorer.answer(explorer.update(.modelLoaded(FakeScorer.model, FakeScorer.vocabulary)))
    #expect(explorer.figures.scoredCount == 6)
  }
}
