import InformationTheory
import ShownText

extension Explorer {
  mutating func perform(_ command: LabCommand) -> [Effect] {
    switch command {
    case .open: return openLab()
    case .run: return runOrHold()
    case .learn(let count): return learn(steps: count)
    case .walk(let count): walk(by: count)
    case .first: look(at: 0)
    case .latest: look(at: nil)
    case .lowest: lookAtLowest()
    case .switchWatched: switchWatched()
    case .draw: drawSample()
    case .switchScale: switchScale()
    case .switchPace: return switchPace()
    case .switchStop: return switchStop()
    case .network, .corpus, .rate, .optimizer, .seed, .again: return beginAgain(command)
    case .forget: lab?.kept = []
    case .use: return useCheckpoint()
    case .write: return writeCheckpoint()
    }
    return []
  }

  // MARK: Learning

  private mutating func runOrHold() -> [Effect] {
    lab?.phase == .running ? hold() : learn(steps: nil)
  }

  mutating func hold() -> [Effect] {
    lab?.phase = .holding
    return order(.hold)
  }

  /// Learns so many steps and holds; with nil as many as there are.
  mutating func learn(steps: Int?) -> [Effect] {
    guard let lab else { return [] }
    let start = lab.phase == .running ? lab.goal ?? lab.course.steps : lab.course.steps
    let goal = steps.map { start + $0 }
    self.lab?.phase = .running
    self.lab?.goal = goal
    return order(.run(until: goal, stopsEarly: lab.awaitsTurn))
  }

  /// An order to the training at hand.
  mutating func order(_ order: TrainingOrder) -> [Effect] {
    guard lab != nil else { return [] }
    lab?.order += 1
    return [.train(order, run: lab?.run ?? 0, order: lab?.order ?? 0)]
  }

  private mutating func switchPace() -> [Effect] {
    lab?.isPaced.toggle()
    guard let lab else { return [] }
    say(
      lab.wantedPace == nil
        ? "as fast as this machine can"
        : "at most \(decimal(Lab.pace, 0)) steps a second, to be watched")
    return [.train(.pace(lab.wantedPace), run: lab.run, order: lab.order)]
  }

  private mutating func switchStop() -> [Effect] {
    lab?.stopsEarly.toggle()
    guard let lab else { return [] }
    say(
      !lab.stopsEarly
        ? "it goes on to its last step"
        : """
        it stops when the validation loss has not fallen for \
        \(String(TrainingCourse.patience)) evaluations
        """)
    return lab.phase == .running
      ? order(.run(until: lab.goal, stopsEarly: lab.awaitsTurn)) : []
  }

  private mutating func beginAgain(_ command: LabCommand) -> [Effect] {
    guard let lab else { return [] }
    let recipe = lab.recipe.changed(by: command, own: lab.ownText)
    say("begun again: \(recipe.difference(from: lab.recipe))")
    return beginAgain(as: recipe)
  }

  /// Keeps the curve in grey, and begins another training.
  mutating func beginAgain(as recipe: TrainingRecipe) -> [Effect] {
    if let lab, lab.course.evaluations.count > 1 {
      let kept = KeptCourse(recipe: lab.recipe, course: lab.course)
      self.lab?.kept = (lab.kept + [kept]).suffix(Lab.mostKept)
    }
    return begin(recipe)
  }

  /// Prepares a training; what was learnt before is forgotten but for its curve.
  mutating func begin(_ recipe: TrainingRecipe) -> [Effect] {
    guard var lab else { return [] }
    lab.recipe = recipe
    lab.facts = nil
    lab.course = TrainingCourse()
    lab.checkpoints = []
    lab.phase = .preparing
    lab.chosen = nil
    (lab.sample, lab.sampleAsked) = (nil, nil)
    lab.speed = nil
    lab.lastRun += 1
    lab.run = lab.lastRun
    lab.goal = nil
    self.lab = lab
    if isInLab { showCheckpoint() }
    return order(.begin(recipe)) + [
      .train(.pace(lab.wantedPace), run: lab.run, order: lab.order + 1)
    ]
  }

  // MARK: Walking through the checkpoints

  private mutating func walk(by count: Int) {
    guard let lab, let place = lab.lookedAt else { return }
    let last = lab.course.evaluations.count - 1
    let wanted = place + count
    look(at: wanted > last || (wanted == last && lab.followsLatest) ? nil : max(wanted, 0))
  }

  /// Looks at an evaluation; with nil at the latest, whichever that is.
  mutating func look(at place: Int?) {
    lab?.chosen = place
    showCheckpoint()
  }

  private mutating func lookAtLowest() {
    guard let lab, let place = lab.course.lowestPlace else { return }
    look(at: place)
    let lowest = lab.course.evaluations[place]
    say(
      "lowest validation so far: \(inUnit(lowest.validation)) per byte at step \(grouped(lowest.step))"
    )
  }

  private mutating func switchWatched() {
    guard let lab, !uncoverText() else { return }
    self.lab?.watched = lab.watched.next
    showCheckpoint()
    say(
      lab.watched == .training
        ? "a text that the model never sees" : "a text that the model is trained on")
  }

  private mutating func switchScale() {
    guard let lab else { return }
    self.lab?.scale = lab.scale.next
    say(lab.scale == .linear ? "each halving as high as another" : "each bit as high as another")
  }

  /// An amount with its unit.
  private func inUnit(_ amount: Information) -> String { "\(unit.format(amount)) \(unit.rawValue)" }

  // MARK: Writing

  private mutating func writeCheckpoint() -> [Effect] {
    guard let lab, let step = keptStep else { return [] }
    return [.train(.write(step: step), run: lab.run, order: lab.order)]
  }

  /// The step nearest to the one that is looked at whose weights are kept.
  var keptStep: Int? {
    lab.flatMap { lab in lab.evaluation.flatMap { lab.course.keptStep(near: $0.step) } }
  }
}

extension TrainingRecipe {
  /// With what a key changes.
  fileprivate func changed(by command: LabCommand, own: String?) -> TrainingRecipe {
    switch command {
    case .network: withNextNetwork()
    case .corpus: withNextCorpus(own: own)
    case .rate: withNextRate()
    case .optimizer: withNextOptimizer()
    case .seed: withNextSeed()
    default: self
    }
  }
}
