import Exploration
import ExplorationFixtures
import Runtime
import Scoring
import Testing

/// How a token came to be expected, asked away from the thread that draws.
@Suite(.timeLimit(.minutes(1))) struct InsightThreadTests {
  /// What an explorer asks of its fifth token when a board is opened.
  private func wish(_ key: Character) -> Inspection.Wish? {
    var explorer = Explorer.ready("the cat sat on the mat.")
    explorer.press(.right, times: 4 - explorer.focus)
    for case .inspect(let wish, _, _) in explorer.update(.input(.key(.character(key), []))) {
      return wish
    }
    return nil
  }

  private func isEnd(_ event: Explorer.Event) -> Bool {
    if case .inspected(.ended, _) = event { true } else { false }
  }

  private func pieces(_ events: [Explorer.Event]) -> [String] {
    events.compactMap {
      guard case .inspected(let news, let request) = $0 else { return nil }
      return switch news {
      case .layers(let all): "\(all.count) layers #\(request)"
      case .without(let places, _): "without \(places) #\(request)"
      case .failed(let reason): "failed: \(reason)"
      case .ended: "ended #\(request)"
      }
    }
  }

  @Test func `comes in pieces, and ends`() throws {
    let bench = Bench(FakeModel(block: 2))
    bench.thread.inspect(try #require(wish("a")), request: 1)
    #expect(pieces(bench.takeUntilEnd(where: isEnd)) == ["3 layers #1", "ended #1"])
    bench.thread.inspect(try #require(wish("f")), request: 2)
    #expect(
      pieces(bench.takeUntilEnd(where: isEnd)) == [
        "without [3] #2", "without [2] #2", "without [1] #2", "without [0] #2", "ended #2",
      ])
  }

  @Test func `goes on behind the nearest that are known`() throws {
    let bench = Bench(FakeModel(block: 2))
    bench.thread.inspect(try #require(wish("f")), known: 3, request: 1)
    #expect(pieces(bench.takeUntilEnd(where: isEnd)) == ["without [0] #1", "ended #1"])
  }

  @Test func `ends at its next piece when nobody wants it any more`() throws {
    let model = FakeModel(block: 2, pausesAfterFirstBlock: true)
    let bench = Bench(model)
    bench.thread.inspect(try #require(wish("f")), request: 1)
    model.paused.wait()
    bench.thread.stopInspecting()
    model.resume.signal()
    #expect(
      pieces(bench.takeUntilEnd(where: isEnd)) == ["without [3] #1", "without [2] #1", "ended #1"])
  }

  @Test func `comes before the rest of what two models say`() throws {
    let (bench, other) = (
      Bench(FakeModel(block: 2)), FakeModel(block: 2, pausesAfterFirstBlock: true)
    )
    let engine = other.engine
    bench.thread.compareModels(.open("second", beside: nil), request: 1) { _, _ in engine }
    _ = bench.takeUntilEnd { $0.summary.hasPrefix("beside") }
    bench.thread.compareModels(.score(Array("abcdefg".utf8)), request: 2) { _, _ in engine }
    other.paused.wait()
    bench.thread.inspect(try #require(wish("a")), request: 3)
    other.resume.signal()
    let events = bench.takeUntilEnd { $0.summary.hasPrefix("compared all") }
    let next = events.firstIndex { $0.summary == "other 2 at 2 #2" } ?? 0
    #expect(events.firstIndex(where: isEnd) ?? .max < next)
  }

  @Test func `is refused in a sentence by a model that shows nothing of it`() throws {
    let bench = Bench(FakeModel(block: 2, givesAllLogits: false))
    bench.thread.inspect(try #require(wish("a")), request: 1)
    let found = pieces(bench.takeUntilEnd(where: isEnd))
    #expect(
      found.first?.hasPrefix("failed: bytes says what it expects") == true && found.count == 2)
  }
}
