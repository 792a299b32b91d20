import Dispatch
import Exploration
import InformationTheory
import Runtime
import Scoring
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1))) struct ScoringThreadTests {
  @Test func `a text is tokenized, scored in order, curved, and finished`() {
    let bench = Bench(FakeModel(block: 2))
    bench.thread.score(Array("abcde".utf8), keeping: nil, request: 1)
    let events = bench.takeUntilEnd()
    #expect(
      events.map(\.summary) == [
        "loaded", "tokenized 5 #1", "scored 2 #1", "curved 2 #1", "progressed #1", "scored 2 #1",
        "curved 4 #1", "progressed #1", "scored 1 #1", "curved 5 #1", "progressed #1",
        "finished #1",
      ])
  }

  @Test func `the curve is that of all predictions together`() throws {
    let bench = Bench(FakeModel(block: 2))
    bench.thread.score(Array("abcde".utf8), keeping: nil, request: 1)
    var predictions = Predictions(vocabularySize: 256)
    var curve: LossCurve?
    for event in bench.takeUntilEnd() {
      if case .scored(let block, _) = event { predictions.append(block) }
      if case .curved(let latest, _) = event { curve = latest }
    }
    let whole = LossCurve(predictions)
    let pieces = try #require(curve)
    #expect(pieces.scoredCount == 5)
    #expect(whole.losses.count == pieces.losses.count && !whole.losses.isEmpty)
    for (one, other) in zip(pieces.losses, whole.losses) {
      #expect(abs(one.nats - other.nats) < 1e-12)
    }
  }

  @Test func `an unchanged beginning is neither scored nor sent again`() {
    let bench = Bench(FakeModel(block: 10))
    bench.thread.score(Array("abcde".utf8), keeping: nil, request: 1)
    let kept = bench.scoredText(of: "abcde", from: bench.takeUntilEnd())
    bench.thread.score(Array("abcXYZ".utf8), keeping: kept, request: 2)
    let events = bench.takeUntilEnd()
    #expect(bench.model.starts.withLock { $0 } == [0, 3])
    #expect(events.map(\.summary).filter { $0.hasPrefix("scored") } == ["scored 3 #2"])
  }

  @Test func `a text is scored after the start token that is wanted, and after what was asked for`()
  {
    let bench = Bench(FakeModel(block: 10))
    let starts = [TextStart.beginning, .end, .nothing, .asStarted]
    let used = starts.enumerated().map { number, start in
      bench.thread.start(after: start)
      bench.thread.score(Array("abc".utf8), keeping: nil, request: number)
      return bench.takeUntilEnd().compactMap { event -> Int?? in
        if case .tokenized(_, let settings, _) = event { .some(settings.startToken) } else { nil }
      }
    }
    #expect(used == [[2], [3], [nil], [nil]])
  }

  @Test func `what was scored under other settings is not kept`() {
    let bench = Bench(FakeModel(block: 10))
    bench.thread.score(Array("abc".utf8), keeping: nil, request: 1)
    let kept = bench.scoredText(of: "abc", from: bench.takeUntilEnd(), window: 7)
    bench.thread.score(Array("abc".utf8), keeping: kept, request: 2)
    _ = bench.takeUntilEnd()
    #expect(bench.model.starts.withLock { $0 } == [0, 0])
  }

  @Test func `a new request ends the one before at its next block`() {
    let model = FakeModel(block: 1, pausesAfterFirstBlock: true)
    let bench = Bench(model)
    bench.thread.score(Array("abcdef".utf8), keeping: nil, request: 1)
    model.paused.wait()
    bench.thread.score(Array("xy".utf8), keeping: nil, request: 2)
    model.resume.signal()
    let events = bench.takeUntilEnd().map(\.summary)
    #expect(events.filter { $0.hasSuffix("#1") && $0.hasPrefix("scored") } == ["scored 1 #1"])
    #expect(!events.contains("finished #1") && events.last == "finished #2")
  }

  @Test func `a stopped request never finishes`() {
    let model = FakeModel(block: 1, pausesAfterFirstBlock: true)
    let bench = Bench(model)
    bench.thread.score(Array("abcdef".utf8), keeping: nil, request: 1)
    model.paused.wait()
    bench.thread.stop()
    model.resume.signal()
    bench.thread.drain()
    let events = bench.mailbox.takeAll().map(\.summary)
    #expect(events.filter { $0.hasPrefix("scored") } == ["scored 1 #1"])
    #expect(!events.contains("finished #1"))
  }

  @Test func `how a text goes on is drawn from what the model expects`() {
    let bench = Bench(FakeModel(block: 1))
    let question = GenerationRequest(
      tokens: [7, 8], given: 2, settings: ScoringSettings(startToken: nil, window: 100, stride: 50),
      sampler: Sampler(temperature: Temperature(0) ?? .one))
    bench.thread.generate(question, request: 3)
    let events = bench.takeUntilEnd()
    #expect(events.map(\.summary) == ["loaded", "generated 255 #3"])
    guard case .generated(let answer, _) = events.last else { return }
    #expect(answer.drawn?.prediction.actualRank == 1)
    #expect(answer.next.candidates.first?.id == 255 && !answer.next.isScored)
  }

  @Test func `an error while a text is continued is told too`() {
    let bench = Bench(FakeModel(block: 1, failure: "the file changed"))
    let question = GenerationRequest(
      tokens: [7], given: 1, settings: ScoringSettings(startToken: nil, window: 100, stride: 50),
      sampler: nil
    )
    bench.thread.generate(question, request: 5)
    guard case .failed("the file changed", request: 5) = bench.takeUntilEnd().last else {
      Issue.record("no failure")
      return
    }
  }

  @Test func `a model without all logits scores a text, and says why it cannot continue one`() {
    let bench = Bench(FakeModel(block: 5, givesAllLogits: false))
    bench.thread.score(Array("ab".utf8), keeping: nil, request: 1)
    #expect(bench.takeUntilEnd().map(\.summary).last == "finished #1")
    let question = GenerationRequest(
      tokens: [7], given: 1, settings: ScoringSettings(startToken: nil, window: 100, stride: 50),
      sampler: Sampler())
    bench.thread.generate(question, request: 2)
    guard case .failed(let reason, request: 2) = bench.takeUntilEnd().last else {
      Issue.record("no failure")
      return
    }
    #expect(reason == "\(Scorer.NoWholeVocabulary(model: "bytes"))")
    #expect(reason.hasPrefix("bytes gives only its likeliest tokens"))
  }

  @Test func `an error is told in its own words`() {
    let bench = Bench(FakeModel(block: 1, failure: "the file changed"))
    bench.thread.score(Array("ab".utf8), keeping: nil, request: 4)
    guard case .failed("the file changed", request: 4) = bench.takeUntilEnd().last else {
      Issue.record("no failure")
      return
    }
  }

  @Test func `a model that cannot be loaded is told, and scoring fails`() {
    let bench = Bench(loading: { throw FakeModel.Failure(description: "no such file") })
    bench.thread.score(Array("ab".utf8), keeping: nil, request: 1)
    let events = bench.takeUntilEnd()
    guard case .modelFailed("no such file") = events.first, case .failed(_, 1) = events.last else {
      Issue.record("\(events.map(\.summary))")
      return
    }
  }
}
