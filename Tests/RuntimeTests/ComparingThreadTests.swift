import Dispatch
import Exploration
import InformationTheory
import Runtime
import Scoring
import Testing

@Suite(.timeLimit(.minutes(1))) struct ComparingThreadTests {
  private let bench = Bench(FakeModel(block: 2))
  private let text = Array("abcdefg".utf8)

  /// Orders something about two models.
  private func order(_ order: ComparisonOrder, _ request: Int, opening other: LoadedModel? = nil) {
    bench.thread.compareModels(order, request: request) { reference, base in
      guard let other else { throw FakeModel.Failure(description: "\(reference) is damaged") }
      return other
    }
  }

  /// What is posted until that is over, in a few words.
  private func take(until end: (String) -> Bool) -> [String] {
    bench.takeUntilEnd { end($0.summary) }.map(\.summary)
  }

  private func open(_ other: LoadedModel) {
    order(.open("second", beside: nil), 1, opening: other)
    _ = take { $0.hasPrefix("beside") }
  }

  @Test func `another model says what it expects, and then how far both diverge`() {
    open(FakeModel(block: 3).engine)
    order(.score(text), 2)
    #expect(
      take { $0.hasPrefix("compared all") }
        == ["cut 7 #2", "other 3 at 0 #2", "other 3 at 3 #2", "other 1 at 6 #2", "compared all #2"])
    order(.diverge(text, at: .one), 3)
    let events = bench.takeUntilEnd { $0.summary.hasPrefix("compared all") }
    var places: [PlaceComparison] = []
    for case .modelsCompared(.compared(let block), 3) in events { places += block }
    #expect(places.count == 7 && places.allSatisfy { $0.divergences?.forward == .zero })
    #expect(places.allSatisfy { $0.base == $0.other && $0.base != nil })
  }

  @Test func `each reads in windows of its own, the same tokens after the same start token`() {
    let (model, other) = (
      FakeModel(block: 4, start: 7), FakeModel(block: 4, context: 6, start: 9)
    )
    let bench = Bench(model)
    func order(_ order: ComparisonOrder, _ request: Int) {
      bench.thread.compareModels(order, request: request) { _, _ in other.engine }
    }
    order(.open("second", beside: nil), 1)
    _ = bench.takeUntilEnd { $0.summary.hasPrefix("beside") }
    order(.score(text), 2)
    let events = bench.takeUntilEnd { $0.summary.hasPrefix("compared all") }
    let small = ScoringSettings(startToken: 7, window: 6, stride: 3)
    for case .modelsCompared(.cut(_, let settings), _) in events { #expect(settings == small) }
    order(.diverge(text, at: .one), 3)
    _ = bench.takeUntilEnd { $0.summary.hasPrefix("compared all") }
    #expect(other.settings.withLock { !$0.isEmpty && $0.allSatisfy { $0 == small } })
    let large = ScoringSettings(startToken: 7, window: 100, stride: 50)
    #expect(model.settings.withLock { !$0.isEmpty && $0.allSatisfy { $0 == large } })
  }

  @Test func `one that cannot be opened is said so, and one that is not wanted is not heard of`() {
    order(.open("broken", beside: nil), 1)
    #expect(take { $0.hasPrefix("not compared") }.last == "not compared: broken is damaged #1")
    let (closed, engine) = (DispatchSemaphore(value: 0), FakeModel(block: 1).engine)
    bench.thread.compareModels(.open("second", beside: nil), request: 2) { _, _ in
      closed.wait()  // else it may be there before it is wanted no more
      return engine
    }
    order(.close, 3)
    closed.signal()
    order(.score(text), 4)  // by nobody
    bench.thread.score(text, keeping: nil, request: 9)
    #expect(!take { $0 == "finished #9" }.contains { $0.hasSuffix("#2") || $0.hasSuffix("#4") })
  }

  @Test func `what is done with two models makes way for the text, and goes on behind it`() {
    let other = FakeModel(block: 2, pausesAfterFirstBlock: true)
    open(other.engine)
    order(.score(text), 2)
    other.paused.wait()
    bench.thread.score(text, keeping: nil, request: 9)
    other.resume.signal()
    let events = take { $0.hasPrefix("compared all") }
    let finished = events.firstIndex(of: "finished #9") ?? .max
    let ours = events.filter { $0.hasSuffix("#2") }
    #expect(finished < events.count - 1)
    #expect(
      ours == [
        "cut 7 #2", "other 2 at 0 #2", "other 2 at 2 #2", "other 2 at 4 #2", "other 1 at 6 #2",
        "compared all #2",
      ])
    #expect(events.firstIndex(of: "other 2 at 2 #2") ?? 0 > finished)
  }

  @Test func `a new order ends the one before at its next block`() {
    let other = FakeModel(block: 2, pausesAfterFirstBlock: true)
    open(other.engine)
    order(.score(text), 2)
    other.paused.wait()
    order(.score(text), 3)
    other.resume.signal()
    let events = take { $0 == "compared all #3" }
    #expect(events.filter { $0.hasSuffix("#2") } == ["cut 7 #2", "other 2 at 0 #2"])
  }

  @Test func `models without all logits are compared, and it is said why they do not diverge`() {
    let other = FakeModel(block: 2, givesAllLogits: false)
    order(.open("second", beside: nil), 1, opening: other.engine)
    let events = bench.takeUntilEnd { $0.summary.hasPrefix("beside") }
    var note: String?
    for case .modelsCompared(.opened(let model), _) in events { note = model.note }
    #expect(note == "KL needs the whole vocabulary, which bytes does not give")
  }
}
