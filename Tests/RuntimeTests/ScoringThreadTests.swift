import Dispatch
import Exploration
import InformationTheory
import Runtime
import Scoring
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1))) struct ScoringThreadTests {
  @Test(arguments: [true, false])
  func `a measurement ends when another one or none is wanted, and tells no more`(another: Bool) {
    let (reached, goOn) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    let answers = Mutex<[Bool]>([])
    var changed = FakeModel(block: 1).engine
    changed.measure = { part, _, _, _, isWanted, report in
      guard part.lowerBound == 0 else { return }
      report(Rung(name: "first", bits: 1, bytes: 1))
      let first = isWanted()
      reached.signal()
      goOn.wait()
      report(Rung(name: "second", bits: 1, bytes: 1))
      answers.withLock { $0 = [first, isWanted()] }
    }
    let engine = changed
    let bench = Bench(loading: { engine })
    _ = bench.takeUntilEnd { $0.summary == "loaded" }
    bench.thread.measure(0..<1, of: [97, 98], tokens: 2, vocabularySize: 256, request: 1)
    reached.wait()
    if another {
      bench.thread.measure(1..<2, of: [97, 98], tokens: 2, vocabularySize: 256, request: 2)
    } else {
      bench.thread.stopMeasuring()
    }
    goOn.signal()
    let events = bench.takeUntilEnd {
      if case .measured(nil, request: another ? 2 : 1) = $0 { true } else { false }
    }
    let told = events.compactMap { event in
      if case .measured(let rung?, _) = event { rung.name } else { nil }
    }
    #expect(answers.withLock { $0 } == [true, false] && told == ["first"])
  }

  @Test func `a text is scored while another one is still measured`() {
    let goOn = DispatchSemaphore(value: 0)
    var changed = FakeModel(block: 2).engine
    changed.measure = { _, _, _, _, _, _ in goOn.wait() }
    let engine = changed
    let bench = Bench(loading: { engine })
    _ = bench.takeUntilEnd { $0.summary == "loaded" }
    bench.thread.measure(0..<1, of: [97, 98], tokens: 2, vocabularySize: 256, request: 1)
    bench.thread.score(Array("abcde".utf8), keeping: nil, request: 2)
    #expect(bench.takeUntilEnd().contains { $0.summary == "finished #2" })
    goOn.signal()
  }

  @Test func `a text is tokenized, scored in order, and finished`() {
    let bench = Bench(FakeModel(block: 2))
    bench.thread.score(Array("abcde".utf8), keeping: nil, request: 1)
    let events = bench.takeUntilEnd()
    #expect(
      events.map(\.summary) == [
        "loaded", "tokenized 5 #1", "scored 2 #1", "progressed #1", "scored 2 #1", "progressed #1",
        "scored 1 #1", "behind #1", "progressed #1", "finished #1",
      ])
  }

  @Test func `what is wrong with the model's file is looked for once, after the first score`() {
    let looks = Mutex(0)
    let bench = Bench(FakeModel(block: 10)) {
      looks.withLock { $0 += 1 }
      return "the model at x is damaged"
    }
    bench.thread.score(Array("abc".utf8), keeping: nil, request: 1)
    let events = bench.takeUntilEnd { if case .exported = $0 { true } else { false } }
    guard case .exported("the model at x is damaged")? = events.last else {
      Issue.record("\(events.map(\.summary))")
      return
    }
    #expect(events.dropLast().last?.summary == "finished #1")
    bench.thread.score(Array("abcd".utf8), keeping: nil, request: 2)
    #expect(bench.takeUntilEnd().contains { $0.summary == "finished #2" })
    bench.thread.drain()
    #expect(looks.withLock { $0 } == 1)
  }

  /// A text of seven units: the first 100 tokens, and six of 550.
  private var long: [UInt8] { (0..<3_400).map { UInt8($0 % 251) } }

  /// The positions of the blocks that were posted, joined where one goes on where the one before ended.
  private func ranges(_ events: [Explorer.Event]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    for case .scored(let block, let start?, _) in events {
      if let last = ranges.last, last.upperBound == start {
        ranges[ranges.count - 1] = last.lowerBound..<start + block.count
      } else {
        ranges.append(start..<start + block.count)
      }
    }
    return ranges
  }

  @Test func `a long text is scored from where somebody looks, then back to its beginning`() {
    let bench = Bench(FakeModel(block: 50))
    bench.thread.scoreFirst(near: 1_300)
    bench.thread.score(long, keeping: nil, request: 1)
    let events = bench.takeUntilEnd()
    #expect(ranges(events) == [1_200..<3_400, 650..<1_200, 100..<650, 0..<100])
    #expect(events.last?.summary == "finished #1")
  }

  @Test func `who looks elsewhere has that scored at the next block, and the rest afterwards`() {
    let model = FakeModel(block: 50, pausesAfterFirstBlock: true)
    let bench = Bench(model)
    bench.thread.score(long, keeping: nil, request: 1)
    model.paused.wait()
    bench.thread.scoreFirst(near: 2_900)
    model.resume.signal()
    let events = bench.takeUntilEnd()
    #expect(
      ranges(events) == [
        0..<100, 2_850..<3_400, 2_300..<2_850, 1_750..<2_300, 1_200..<1_750, 650..<1_200, 100..<650,
      ])
  }

  @Test func `who looks elsewhere while context is read has that scored, and the rest afterwards`()
  {
    let model = FakeModel(block: 50, pausesAfterFirstBlock: true, readsContextFirst: true)
    let bench = Bench(model)
    bench.thread.scoreFirst(near: 1_300)
    bench.thread.score(long, keeping: nil, request: 1)
    model.paused.wait()
    bench.thread.scoreFirst(near: 2_900)
    model.resume.signal()
    let events = bench.takeUntilEnd()
    #expect(ranges(events).filter { !$0.isEmpty }.first == 2_850..<3_400)
    #expect(ranges(events).reduce(0) { $0 + $1.count } == 3_400)
  }

  @Test func `a model that reads whole texts is given all that stands before a unit`() {
    let model = FakeModel(block: 600)
    let bench = Bench(loading: { model.readingWholeTexts })
    bench.thread.scoreFirst(near: 2_900)
    bench.thread.score(long, keeping: nil, request: 1)
    _ = bench.takeUntilEnd()
    #expect(model.starts.withLock { $0 } == [2_850, 3_400, 2_300, 1_750, 1_200, 650, 100, 0])
    let other = Bench(FakeModel(block: 600))
    other.thread.scoreFirst(near: 2_900)
    other.thread.score(long, keeping: nil, request: 1)
    _ = other.takeUntilEnd()
    #expect(other.model.starts.withLock { $0 } == [50, 50, 50, 50, 50, 50, 50, 0])
  }

  @Test func `what was scored of a text before an edit is kept, and the rest scored anew`() throws {
    let bench = Bench(FakeModel(block: 50))
    let text = long
    var kept = ScoredText(
      text: text, tokens: try bench.model.engine.scorer.tokenize(text, false),
      settings: ScoringSettings(startToken: nil, window: 100, stride: 50),
      predictions: Predictions(vocabularySize: 256))
    bench.thread.score(text, keeping: nil, request: 1)
    for case .scored(let block, let start, _) in bench.takeUntilEnd() {
      kept.predictions.add(block, at: start)
    }
    #expect(kept.isComplete)
    var edited = text
    edited[2_000] = 7
    bench.thread.score(edited, keeping: kept, request: 2)
    #expect(ranges(bench.takeUntilEnd()) == [2_000..<3_400])
  }

  @Test func `an unchanged beginning is neither scored nor sent again`() throws {
    let bench = Bench(FakeModel(block: 10))
    bench.thread.score(Array("abcde".utf8), keeping: nil, request: 1)
    let kept = try bench.scoredText(of: "abcde", from: bench.takeUntilEnd())
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

  @Test func `what was scored under other settings is not kept`() throws {
    let bench = Bench(FakeModel(block: 10))
    bench.thread.score(Array("abc".utf8), keeping: nil, request: 1)
    let kept = try bench.scoredText(of: "abc", from: bench.takeUntilEnd(), window: 7)
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

  @Test func `a model that names its likeliest tokens goes on with no others`() throws {
    let bench = Bench(FakeModel(block: 5, givesAllLogits: false, naming: 3))
    func answer(_ truncation: Truncation, request: Int) -> Explorer.Event? {
      let question = GenerationRequest(
        tokens: [7], given: 1, settings: ScoringSettings(startToken: nil, window: 100, stride: 50),
        sampler: Sampler(truncation: truncation))
      bench.thread.generate(question, request: request)
      return bench.takeUntilEnd().last
    }
    guard case .failed(let reason, request: 1) = answer(.none, request: 1) else {
      Issue.record("no failure")
      return
    }
    #expect(reason == "\(Scorer.NamesTooFew(model: "bytes", count: 3))")
    guard case .generated(let drawn, request: 2) = answer(Truncation(topK: 3), request: 2) else {
      Issue.record("nothing was drawn")
      return
    }
    #expect([253, 254, 255].contains(drawn.drawn?.entry))
    #expect(drawn.next.isBounded && drawn.next.candidates.map(\.id) == [255, 254, 253])
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
