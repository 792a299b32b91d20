import Dispatch
import Display
import Exploration
import Runtime
import Scoring
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1))) struct ModelSwitchTests {
  /// A model of bytes that is called so.
  private static func model(_ name: String) -> LoadedModel {
    var model = FakeModel(block: 2).engine
    model.scorer.model.name = name
    return model
  }

  private static let listing = ModelListing(
    ["first", "second", "broken"].map { ListedModel(reference: $0) }, started: "first")

  private let screens = Frames()

  private final class Frames: Sendable {
    let all = Mutex<[String: Frame]>([:])
  }

  private func play(_ script: String) throws -> [String: String] {
    let loop = ExplorationLoop(
      .init(
        load: { Self.model("first") },
        loadOther: { reference in
          guard reference != "broken" else {
            throw FakeModel.Failure(description: "the model broken is damaged")
          }
          return Self.model(reference)
        },
        listModels: { Self.listing }))
    var surface = ScriptedSurface(try KeyScript(script), rows: 24, columns: 80) {
      [screens] name, frame, _ in screens.all.withLock { $0[name] = frame }
    }
    _ = try loop.run(Explorer(text: Array("A text.".utf8)), on: &surface)
    return screens.all.withLock { $0.mapValues(\.text) }
  }

  @Test func `a model that is chosen reads the text, and the one before can be chosen again`()
    throws
  {
    let shown = try play(
      """
      wait
      M
      wait
      screen list
      type second
      enter
      screen early
      wait
      screen late
      M
      wait
      up
      enter
      wait
      screen back
      """)
    #expect(shown["list"]?.contains("second") == true && shown["list"]?.contains("broken") == true)
    #expect(shown["early"]?.contains("scores are still of first") == true)
    #expect(shown["late"]?.hasPrefix(" surprisal  second ") == true)
    #expect(shown["late"]?.contains("perplexity") == true)
    #expect(shown["late"]?.contains("opening") == false)
    #expect(shown["back"]?.hasPrefix(" surprisal  first ") == true)
  }

  @Test func `a model that cannot be opened leaves the screen as it was, with its sentence`() throws
  {
    let shown = try play(
      "wait\nscreen before\nM\nwait\ntype brok\nenter\nwait\nscreen after\nleft\nscreen left")
    #expect(shown["after"]?.contains("the model broken is damaged") == true)
    #expect(shown["left"]?.hasPrefix(" surprisal  first ") == true)
    #expect(
      shown["left"]?.split(separator: "\n").prefix(3)
        == shown["before"]?.split(separator: "\n").prefix(3))
  }

  /// A thread that has one model, and what it posts.
  private struct Threads {
    let mailbox: Mailbox
    let thread: ScoringThread
    let posted = DispatchSemaphore(value: 0)

    init() {
      mailbox = Mailbox(waker: { [posted] in posted.signal() })
      thread = ScoringThread(mailbox: mailbox, seconds: { 0 })
      thread.load { ModelSwitchTests.model("first") }
    }

    func open(_ name: String, _ number: Int, after gate: DispatchSemaphore? = nil) {
      thread.switchModel(.open(name, number: number)) { name in
        gate?.wait()
        return ModelSwitchTests.model(name)
      }
    }

    func order(_ order: SwitchOrder) {
      thread.switchModel(order) { _ in throw FakeModel.Failure(description: "nothing is opened") }
    }

    /// Waits for so many events, and returns them in a few words.
    func take(_ count: Int) -> [String] {
      var events: [String] = []
      while events.count < count {
        posted.wait()
        events += mailbox.takeAll().map(\.summary)
      }
      return events
    }

    /// Waits for an event, and returns all up to it in a few words.
    func take(until last: String) -> [String] {
      var events: [String] = []
      while !events.contains(last) {
        posted.wait()
        events += mailbox.takeAll().map(\.summary)
      }
      return events
    }
  }

  @Test func `scoring goes on while a model is opened, however long that takes`() {
    let (threads, gate) = (Threads(), DispatchSemaphore(value: 0))
    threads.open("second", 1, after: gate)
    threads.thread.score([0x61], keeping: nil, request: 7)
    let events = threads.take(until: "finished #7")
    #expect(!events.contains { $0.hasPrefix("opened") })
    gate.signal()
    #expect(threads.take(1) == ["opened second #1"])
  }

  @Test
  func `a model that is not wanted any more is not kept, and one that is taken can be given back`()
  {
    let threads = Threads()
    threads.open("second", 1)
    #expect(threads.take(2).sorted() == ["loaded", "opened second #1"])
    threads.order(.giveBack)
    threads.order(.take(number: 1))
    #expect(threads.thread.modelName == "first")
    threads.open("third", 2)
    #expect(threads.take(1) == ["opened third #2"])
    threads.order(.take(number: 2))
    #expect(threads.thread.modelName == "third")
    threads.order(.giveBack)
    #expect(threads.thread.modelName == "first")
    threads.open("third", 3)
    #expect(threads.take(1) == ["opened third #3"])
    threads.order(.take(number: 3))
    #expect(threads.thread.modelName == "third")
    threads.order(.settle)
    threads.order(.giveBack)
    #expect(threads.thread.modelName == "third")
  }
}
