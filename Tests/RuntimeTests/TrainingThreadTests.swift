import Dispatch
import Exploration
import ExplorationFixtures
import InformationTheory
import Runtime
import Scoring
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1))) struct `A training on its own thread` {
  private static let recipe = TrainingPreset.standard.recipe

  @Test func `tells what was learnt in order, and rests at its goal`() {
    let bench = TrainingBench()
    bench.thread.take(.begin(Self.recipe), run: 1, number: 1)
    bench.thread.take(.run(until: 60, stopsEarly: false), run: 1, number: 2)
    let course = bench.courseUntilRest(order: 2)
    #expect(course.batches == (0..<60).map { FakeTraining.batch($0, of: Self.recipe) })
    #expect(course.evaluations.map(\.step) == [0, 25, 50])
  }

  @Test func `comes to the same however often it is held`() {
    let straight = TrainingBench()
    straight.thread.take(.begin(Self.recipe), run: 1, number: 1)
    straight.thread.take(.run(until: 300, stopsEarly: false), run: 1, number: 2)
    let halting = TrainingBench()
    halting.thread.take(.begin(Self.recipe), run: 1, number: 1)
    var course = TrainingCourse()
    for number in 2..<40 where course.steps < 300 {
      halting.thread.take(
        .run(until: 300, stopsEarly: false), run: 1, number: number * 2)
      halting.thread.take(.hold, run: 1, number: number * 2 + 1)
      halting.courseUntilRest(order: number * 2 + 1, adding: &course)
    }
    halting.thread.take(.run(until: 300, stopsEarly: false), run: 1, number: 99)
    halting.courseUntilRest(order: 99, adding: &course)
    let whole = straight.courseUntilRest(order: 2)
    #expect(whole.batches == course.batches && whole.evaluations == course.evaluations)
    #expect(whole.steps == 300)
  }

  @Test(arguments: [60.0, 20, nil])
  func `takes so many steps a second and no more, on any machine`(pace: Double?) {
    let time = Mutex(0.0)
    let pauses = Mutex(0)
    let bench = TrainingBench(
      seconds: { time.withLock { $0 } },
      pause: { _, seconds in
        time.withLock { $0 += seconds }
        pauses.withLock { $0 += 1 }
        return false
      })
    bench.thread.take(.begin(Self.recipe), run: 1, number: 1)
    bench.thread.take(.pace(pace), run: 1, number: 1)
    bench.thread.take(.run(until: 121, stopsEarly: false), run: 1, number: 2)
    #expect(bench.courseUntilRest(order: 2).steps == 121)
    // The first is taken at once, and each other one behind a pause.
    let wanted = pace.map { 120 / $0 } ?? 0
    #expect(abs(time.withLock { $0 } - wanted) < 1e-9)
    #expect(pauses.withLock { $0 } == (pace == nil ? 0 : 120))
  }

  @Test func `rests where the loss is no number, where patience is spent, and at the last step`() {
    var wild = Self.recipe
    (wild.optimizer, wild.rate) = (.sgd, 8)
    for (recipe, stopsEarly, steps) in [
      (wild, false, 20), (Self.recipe, true, 1_325), (Self.recipe, false, 2_500),
    ] {
      let bench = TrainingBench()
      bench.thread.take(.begin(recipe), run: 1, number: 1)
      bench.thread.take(.run(until: nil, stopsEarly: stopsEarly), run: 1, number: 2)
      #expect(bench.courseUntilRest(order: 2).steps == steps)
    }
  }

  @Test func `keeps the weights of the lowest loss and of few other steps as models`() throws {
    let bench = TrainingBench()
    bench.thread.take(.begin(Self.recipe), run: 1, number: 1)
    bench.thread.take(.run(until: nil, stopsEarly: false), run: 1, number: 2)
    _ = bench.courseUntilRest(order: 2)
    for step in [0, 250, 1_200, 2_500] {
      #expect(try bench.thread.model(named: "checkpoint:1:\(step)")?.scorer.model.name == "\(step)")
    }
    #expect(throws: NoCheckpoint.self) { try bench.thread.model(named: "checkpoint:1:1225") }
    #expect(throws: NoCheckpoint.self) { try bench.thread.model(named: "checkpoint:2:250") }
    #expect(try bench.thread.model(named: "other.gguf") == nil)
  }

  @Test
  func `lets a checkpoint write lines, the same for the same wish, and learns the same meanwhile`()
    throws
  {
    let bench = TrainingBench()
    func wish(_ lineCount: Int, seed: UInt64 = 1, step: Int = 0) -> DrawnSample.Wish {
      .init(step: step, temperature: .one, seed: seed, lineCount: lineCount)
    }
    bench.thread.take(.begin(Self.recipe), run: 1, number: 1)
    bench.thread.take(.draw(wish(3)), run: 1, number: 1)
    let first = bench.sample()
    bench.thread.take(.run(until: 60, stopsEarly: false), run: 1, number: 2)
    bench.thread.take(.draw(wish(5)), run: 1, number: 2)
    let course = bench.courseUntilRest(order: 2)
    #expect(course.batches == (0..<60).map { FakeTraining.batch($0, of: Self.recipe) })
    bench.thread.take(.draw(wish(5)), run: 1, number: 2)
    let more = bench.sample()
    #expect(first.lines.count == 3 && more.lines.count == 5)
    #expect(Array(more.lines.prefix(3)) == first.lines)
    #expect(Set(more.lines.map(\.bytes)).count == 5, "each line has its own coins")
    #expect(more.lines.allSatisfy { !$0.bytes.contains(0x0A) && $0.bytes.count <= 95 })
    bench.thread.take(.draw(wish(5, seed: 2)), run: 1, number: 2)
    #expect(bench.sample().lines != more.lines)
    bench.thread.take(.draw(wish(2, step: 13)), run: 1, number: 2)
    let none = bench.sample()
    #expect(none.lines.isEmpty && none.failure?.contains("not kept") == true)
  }

  @Test func `writes in a script that waits, what the trainee says of each line beside it`() throws
  {
    var explorer = Explorer(text: Array("abc".utf8))
    explorer.allowTraining(isPaced: false)
    let effects = explorer.openLab(with: Self.recipe)
    let script = try KeyScript("wait\ng\nwait\nup\nwait\nspace\nwait")
    var surface = ScriptedSurface(script, rows: 24, columns: 80) { _, _, _ in }
    let loop = ExplorationLoop(
      .init(
        load: { FakeModel(block: 9).engine },
        train: { recipe in
          var trainee = fakeTrainee(recipe)
          trainee.judge = { DrawnLine(bytes: $0, known: [0..<1], verdict: .garbled) }
          return trainee
        }))
    let last = try loop.run(explorer, after: effects, on: &surface)
    let sample = try #require(last.lab?.sample)
    #expect(
      sample.isComplete && sample.wish.step == 2_500 && sample.wish.temperature == last.temperature)
    #expect(sample.lines.allSatisfy { $0.verdict == .garbled && $0.known == [0..<1] })
    #expect(last.lab?.course.steps == 2_500)
  }

  @Test func `says in a sentence what cannot be prepared`() {
    let bench = TrainingBench { _ in throw NoOtherModel("x") }
    bench.thread.take(.begin(Self.recipe), run: 3, number: 1)
    guard case .trained(.failed("the model x cannot be used here"), run: 3) = bench.next() else {
      Issue.record("no failure")
      return
    }
  }

  @Test func `is put aside for another, and goes on from where it was`() throws {
    let bench = TrainingBench()
    bench.thread.take(.begin(Self.recipe), run: 1, number: 1)
    bench.thread.take(.run(until: 60, stopsEarly: false), run: 1, number: 2)
    var course = bench.courseUntilRest(order: 2)
    bench.thread.take(.putAside, run: 1, number: 3)
    var other = Self.recipe
    other.seed = 2
    bench.thread.take(.begin(other), run: 2, number: 1)
    bench.thread.take(.run(until: 30, stopsEarly: false), run: 2, number: 4)
    #expect(bench.courseUntilRest(order: 4).batches.count == 30)
    bench.thread.take(.bringBack, run: 1, number: 5)
    _ = bench.courseUntilRest(order: 5)
    bench.thread.take(.run(until: 100, stopsEarly: false), run: 1, number: 6)
    bench.courseUntilRest(order: 6, adding: &course)
    #expect(course.batches == (0..<100).map { FakeTraining.batch($0, of: Self.recipe) })
    #expect(try bench.thread.model(named: "checkpoint:1:0")?.scorer.model.name == "0")
  }

  @Test func `goes to its end in a script that waits, and the lab shows it`() throws {
    var explorer = Explorer(text: Array("abc".utf8))
    explorer.allowTraining(isPaced: false)
    var recipe = Self.recipe
    recipe.steps = 200
    let effects = explorer.openLab(with: recipe)
    let script = try KeyScript("wait\nspace\nwait\nleft\nwait")
    var surface = ScriptedSurface(script, rows: 24, columns: 80) { _, _, _ in }
    let loop = ExplorationLoop(
      .init(load: { FakeModel(block: 9).engine }, train: { fakeTrainee($0) }))
    let last = try loop.run(explorer, after: effects, on: &surface)
    #expect(last.lab?.phase == .ended && last.lab?.course.steps == 200)
    #expect(last.lab?.evaluation?.step == 175)
  }
}

/// What was recorded once, as something that learns.
func fakeTrainee(_ recipe: TrainingRecipe) -> Trainee {
  let steps = Steps()
  return Trainee(
    facts: FakeTraining.facts,
    learn: {
      defer { steps.count += 1 }
      return FakeTraining.batch(steps.count, of: recipe)
    },
    evaluate: { (FakeTraining.evaluation($0, of: recipe), FakeTraining.checkpoint(at: $0)) },
    snapshot: {
      let step = steps.count
      return Trainee.Snapshot(
        model: {
          var loaded = FakeModel(block: 1).engine
          loaded.scorer.model.name = "\(step)"
          return loaded
        }, file: { [] }, write: { "written" })
    })
}

private final class Steps {
  var count = 0
}

/// A training thread and what it tells.
private struct TrainingBench {
  let thread: TrainingThread
  private let mailbox: Mailbox
  private let bell = DispatchSemaphore(value: 0)
  private let waiting = Waiting()

  private final class Waiting {
    var events: [Explorer.Event] = []
  }

  init(
    prepare: @escaping TrainingThread.Prepare = { fakeTrainee($0) },
    seconds: @escaping @Sendable () -> Double = { 0 },
    pause: @escaping TrainingThread.Pause = { _, _ in false }
  ) {
    let mailbox = Mailbox { [bell] in bell.signal() }
    self.mailbox = mailbox
    thread = TrainingThread(mailbox: mailbox, seconds: seconds, pause: pause, prepare: prepare)
  }

  func next() -> Explorer.Event {
    while waiting.events.isEmpty {
      bell.wait()
      waiting.events = mailbox.takeAll()
    }
    return waiting.events.removeFirst()
  }

  /// The next sample that is complete.
  func sample() -> DrawnSample {
    while true {
      if case .trained(.drew(let sample), _) = next(), sample.isComplete { return sample }
    }
  }

  func courseUntilRest(order: Int) -> TrainingCourse {
    var course = TrainingCourse()
    courseUntilRest(order: order, adding: &course)
    return course
  }

  func courseUntilRest(order: Int, adding course: inout TrainingCourse) {
    while true {
      switch next() {
      case .trained(.learnt(let losses, _), _): for loss in losses { course.add(batch: loss) }
      case .trained(.evaluated(let evaluation, _), _): course.add(evaluation)
      case .trained(.rested(order: order), _): return
      default: break
      }
    }
  }
}
