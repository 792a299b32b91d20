import Dispatch
import Exploration
import Synchronization

/// Trains models, one after the other, away from the threads that draw and score.
///
/// What a training comes to does not depend on when it is held, or how fast it may go.
package final class TrainingThread: Sendable {
  /// Makes what a recipe wants.
  package typealias Prepare = @Sendable (TrainingRecipe) throws -> Trainee

  /// Waits for a bell for so many seconds at most; whether it rang.
  package typealias Pause = @Sendable (_ bell: DispatchSemaphore, _ seconds: Double) -> Bool

  private let prepare: Prepare
  private let orders = Mutex<[Numbered]>([])
  private let bell = DispatchSemaphore(value: 0)
  private let queue = DispatchQueue(label: "training")
  private let isStarted = Mutex(false)
  /// The checkpoints of the present training by their step.
  private let checkpoints = Mutex<Checkpoints>((0, [:]))
  private let mailbox: Mailbox
  private let seconds: @Sendable () -> Double
  private let pause: Pause
  private let prepareThread: @Sendable () -> Void

  private typealias Checkpoints = (run: Int, steps: [Int: Trainee.Snapshot])
  /// A training that was put aside, with its checkpoints.
  private typealias Aside = (training: Present, checkpoints: Checkpoints)

  private struct Numbered: Sendable {
    var order: TrainingOrder?  // nil: end
    var run: Int, number: Int
  }

  /// - Parameters:
  ///   - seconds: A clock that never goes back.
  ///   - pause: What waits until the next step may be taken.
  package init(
    mailbox: Mailbox, seconds: @escaping @Sendable () -> Double,
    pause: @escaping Pause = { $0.wait(timeout: .now() + $1) == .success },
    prepareThread: @escaping @Sendable () -> Void = {}, prepare: @escaping Prepare
  ) {
    self.mailbox = mailbox
    self.seconds = seconds
    self.pause = pause
    self.prepareThread = prepareThread
    self.prepare = prepare
  }

  /// Gives an order; the thread begins with the first.
  package func take(_ order: TrainingOrder, run: Int, number: Int) {
    let isFirst = isStarted.withLock { started in
      defer { started = true }
      return !started
    }
    if isFirst {
      queue.async { [self] in
        prepareThread()
        work()
      }
    }
    enqueue(Numbered(order: order, run: run, number: number))
  }

  /// Ends the thread behind its present step.
  package func stop() { enqueue(Numbered(order: nil, run: 0, number: 0)) }

  /// The model of a checkpoint by its name among models; nil for another name.
  package func model(named reference: String) throws -> LoadedModel? {
    guard let (run, step) = Lab.step(ofReference: reference) else { return nil }
    let found = checkpoints.withLock { $0.run == run ? $0.steps[step] : nil }
    guard let found else { throw NoCheckpoint(step: step) }
    return try found.model()
  }

  private func enqueue(_ order: Numbered) {
    orders.withLock { $0.append(order) }
    bell.signal()
  }

  /// Does what it is told until it is told to end.
  private func work() {
    var present = Present()
    var aside: [Aside] = []
    while true {
      for numbered in takeOrders(waiting: !present.isLearning && present.writer == nil) {
        guard let order = numbered.order else { return }
        do {
          try carryOut(order, numbered, &present, &aside)
        } catch {
          present.fail(error, on: mailbox)
        }
      }
      writeLine(&present)
      guard present.isLearning else { continue }
      do {
        try learn(&present)
      } catch {
        present.fail(error, on: mailbox)
      }
    }
  }

  private func takeOrders(waiting: Bool) -> [Numbered] {
    if waiting { bell.wait() }
    let taken = orders.withLock { all in
      defer { all = [] }
      return all
    }
    // The bell rang once for each of them.
    for _ in 0..<max(taken.count - (waiting ? 1 : 0), 0) { _ = bell.wait(timeout: .now()) }
    return taken
  }

  private func carryOut(
    _ order: TrainingOrder, _ numbered: Numbered, _ present: inout Present,
    _ aside: inout [Aside]
  ) throws {
    switch order {
    case .begin(let recipe):
      present = Present(run: numbered.run, pace: present.pace)
      checkpoints.withLock { $0 = (numbered.run, [:]) }
      let trainee = try prepare(recipe)
      mailbox.post(.trained(.prepared(trainee.facts), run: numbered.run))
      present.training = TrainingRun(trainee, steps: recipe.steps)
      try evaluate(&present)
    case .run(let goal, let stopsEarly):
      guard present.training != nil else { break }
      present.goal = .init(
        step: goal ?? .max, stopsEarly: stopsEarly, order: numbered.number)
      present.begin(at: seconds())
    case .hold:
      present.goal = nil
      present.flush(to: mailbox, at: seconds())
      mailbox.post(.trained(.rested(order: numbered.number), run: numbered.run))
    case .putAside:
      present.flush(to: mailbox, at: seconds())
      aside.append((present, checkpoints.withLock { $0 }))
      present = Present()
      mailbox.post(.trained(.rested(order: numbered.number), run: numbered.run))
    case .bringBack:
      let (earlier, kept) = aside.popLast() ?? (Present(), (0, [:]))
      present = earlier
      present.goal = nil
      checkpoints.withLock { $0 = kept }
      mailbox.post(.trained(.rested(order: numbered.number), run: numbered.run))
    case .pace(let pace):
      present.pace = pace
      present.begin(at: seconds())
    case .draw(let wish):
      let found = present.training?.snapshots[wish.step]
      present.writer = LineWriter(wish) {
        guard let found else { throw NoCheckpoint(step: wish.step) }
        return try found.model().scorer
      }
    case .write(let step):
      let found = present.training?.snapshots[step]
      mailbox.post(.exported(found?.write() ?? NoCheckpoint(step: step).description))
    }
  }

  private func evaluate(_ present: inout Present) throws {
    guard var training = present.training else { return }
    present.training = nil  // so that its arrays have one owner
    let (evaluation, checkpoint) = try training.evaluate()
    present.training = training
    checkpoints.withLock { $0.steps = training.snapshots }
    mailbox.post(.trained(.evaluated(evaluation, checkpoint), run: present.run))
  }

  /// Writes a line, where some are wanted: between two steps there is no more than that.
  private func writeLine(_ present: inout Present) {
    guard var writer = present.writer, let trainee = present.training?.trainee else {
      present.writer = nil
      return
    }
    writer.writeLine(trainee.judge)
    mailbox.post(.trained(.drew(writer.sample), run: present.run))
    present.writer = writer.sample.isComplete ? nil : writer
  }

  /// Takes a step, and rests where the goal is reached.
  private func learn(_ present: inout Present) throws {
    present.await(at: seconds()) { [pause, bell] in
      if pause(bell, $0) { bell.signal() }
    }
    if let training = present.training, !present.isAtGoal, !training.isOver {
      if let loss = try present.training?.learn() { present.unsent.append(loss) }
    }
    if present.training?.isEvaluationDue == true {
      present.flush(to: mailbox, at: seconds())
      try evaluate(&present)
    }
    if present.isFlushDue(at: seconds()) { present.flush(to: mailbox, at: seconds()) }
    guard present.isAtGoal, let order = present.goal?.order else { return }
    present.goal = nil
    present.flush(to: mailbox, at: seconds())
    mailbox.post(.trained(.rested(order: order), run: present.run))
  }
}

/// A training, and how far it is to go.
private struct Present {
  var run = 0
  var pace: Double?
  var training: TrainingRun?
  var goal: Goal?
  /// What lets a checkpoint write lines.
  var writer: LineWriter?
  /// Losses that nobody was told of yet.
  var unsent: [Float] = []
  private var beganAt = 0.0, stepsSince = 0
  private var flushedAt = 0.0

  struct Goal {
    var step: Int
    var stopsEarly: Bool
    var order: Int
  }

  init(run: Int = 0, pace: Double? = nil) {
    self.run = run
    self.pace = pace
  }

  var isLearning: Bool { goal != nil && training != nil }

  var isAtGoal: Bool {
    guard let training, let goal else { return false }
    return training.isOver || training.course.steps >= goal.step
      || goal.stopsEarly && training.course.isPatienceSpent
  }

  /// Begins to keep a pace, and to measure a speed.
  mutating func begin(at moment: Double) {
    (beganAt, stepsSince, flushedAt) = (moment, 0, moment)
  }

  /// Waits until the next step may be taken, or an order comes.
  mutating func await(at moment: Double, _ pause: (Double) -> Void) {
    defer { stepsSince += 1 }
    guard let pace else { return }
    let due = beganAt + Double(stepsSince) / pace
    if due - moment < -0.5 { begin(at: moment) }  // it was slower: nothing is made up for
    guard due > moment else { return }
    pause(min(due - moment, 1))
  }

  func isFlushDue(at moment: Double) -> Bool {
    unsent.count >= 25 || moment - flushedAt > 0.1
  }

  mutating func flush(to mailbox: Mailbox, at moment: Double) {
    guard !unsent.isEmpty else { return }
    let time = moment - flushedAt
    let speed = time > 0.01 ? Double(unsent.count) / time : nil
    mailbox.post(.trained(.learnt(unsent, speed: speed), run: run))
    unsent = []
    flushedAt = moment
  }

  mutating func fail(_ error: any Error, on mailbox: Mailbox) {
    goal = nil
    training = nil
    mailbox.post(.trained(.failed(String(describing: error)), run: run))
  }
}

/// The weights of a step are not kept any more.
package struct NoCheckpoint: Error, CustomStringConvertible {
  let step: Int
  /// The sentence for the user.
  package var description: String {
    "the weights of step \(step) are not kept any more: go to another checkpoint"
  }
}
