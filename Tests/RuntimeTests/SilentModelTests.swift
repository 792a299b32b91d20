import Dispatch
import Exploration
import Games
import InformationTheory
import Runtime
import Scoring
import Testing

/// A model that is asked and says nothing, as one on a server that hangs, until nobody wants it any more.
private final class SilentModel: Sendable {
  struct NoLongerWanted: Error {}

  /// Signalled when it was asked.
  let asked = DispatchSemaphore(value: 0)
  /// The texts that it does not cut.
  private let uncut: [UInt8]

  init(atText uncut: String = "") { self.uncut = Array(uncut.utf8) }

  var engine: LoadedModel {
    var engine = FakeModel(block: 10).engine
    let other = engine.scorer
    engine.scorer = Scorer(
      model: other.model, vocabulary: other.vocabulary,
      tokenize: { [self] text, special, isWanted in
        if text == uncut { try hang(isWanted) }
        return try other.tokenize(text, special)
      }, score: other.score,
      expectation: { [self] context, isWanted in
        if context.tokens.contains(7) { try hang(isWanted) }
        return try other.expectation(context)
      })
    return engine
  }

  private func hang(_ isWanted: () -> Bool) throws {
    asked.signal()
    let piece = DispatchSemaphore(value: 0)
    for _ in 0..<5_000 where isWanted() { _ = piece.wait(timeout: .now() + .milliseconds(1)) }
    if isWanted() { Issue.record("it was not left") }
    throw NoLongerWanted()
  }
}

@Suite(.timeLimit(.minutes(1))) struct `A model that does not answer` {
  private func bench(_ model: SilentModel) -> Bench { Bench(loading: { model.engine }) }

  private func generate(_ tokens: [Int], _ request: Int, on bench: Bench) {
    bench.thread.generate(
      GenerationRequest(
        tokens: tokens, given: 1,
        settings: ScoringSettings(startToken: nil, window: 100, stride: 50), sampler: nil),
      request: request)
  }

  @Test func `is left while it cuts a text, for a newer text and for nothing`() {
    let model = SilentModel(atText: "old")
    let bench = bench(model)
    bench.thread.score(Array("old".utf8), keeping: nil, request: 1)
    model.asked.wait()
    bench.thread.score(Array("new".utf8), keeping: nil, request: 2)
    let events = bench.takeUntilEnd { $0.summary == "finished #2" }.map(\.summary)
    #expect(events.contains("tokenized 3 #2") && !events.contains("tokenized 3 #1"))
    bench.thread.score(Array("old".utf8), keeping: nil, request: 3)
    model.asked.wait()
    bench.thread.drain()
    #expect(!bench.mailbox.takeAll().map(\.summary).contains("tokenized 3 #3"))
  }

  @Test func `is left while it is to say what comes next, and while it plays`() {
    let model = SilentModel()
    let bench = bench(model)
    generate([7], 1, on: bench)
    model.asked.wait()
    generate([8], 2, on: bench)
    #expect(
      bench.takeUntilEnd { $0.summary.hasSuffix("#2") }.last?.summary == "generated nothing #2")
    let game = GameRecord(rules: GameRules(), model: "", text: [7, 97], shown: 1)
    bench.thread.play(game, request: 3)
    model.asked.wait()
    generate([8], 4, on: bench)
    #expect(
      bench.takeUntilEnd { $0.summary.hasSuffix("#4") }.last?.summary == "generated nothing #4")
  }

  @Test func `is left beside another for the text, and asked anew behind that`() {
    let (model, text) = (SilentModel(atText: "abc"), Array("abc".utf8))
    // Another vocabulary, so that it cuts the text itself.
    var engine = model.engine
    engine.scorer.vocabulary = Vocabulary(
      count: 256, bytes: { [UInt8(truncatingIfNeeded: $0 + 1)] })
    expectToMakeWay(for: text, model, engine, asked: .score(text))
  }

  @Test func `is left while both are compared, and asked anew behind that`() {
    let (model, text): (SilentModel, [UInt8]) = (SilentModel(), [7, 97])
    expectToMakeWay(for: text, model, model.engine, asked: .diverge(text, at: .one))
  }

  private func expectToMakeWay(
    for text: [UInt8], _ model: SilentModel, _ engine: LoadedModel, asked order: ComparisonOrder
  ) {
    let bench = Bench(FakeModel(block: 10))
    bench.thread.compareModels(.open("second", beside: nil), request: 1) { _, _ in engine }
    _ = bench.takeUntilEnd { $0.summary.hasPrefix("beside") }
    bench.thread.compareModels(order, request: 2) { _, _ in engine }
    model.asked.wait()
    bench.thread.score(text, keeping: nil, request: 9)
    #expect(bench.takeUntilEnd { $0.summary == "finished #9" }.last != nil)
    model.asked.wait()
    bench.thread.compareModels(.close, request: 3) { _, _ in engine }
    bench.thread.score(text, keeping: nil, request: 10)
    #expect(bench.takeUntilEnd { $0.summary == "finished #10" }.last != nil)
  }
}
