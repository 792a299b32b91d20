import Lessons

/// The training that lay in the lab when a lesson began one of its own: it is held until the lesson is left.
struct LabAside: Sendable {
  /// The lab as it was, and what was told of its training since.
  var lab: Lab
  /// Whether it goes on when it is brought back.
  let wasRunning: Bool
}

/// The training that a page was opened with, and whether it was told to learn what the page waits for.
struct AwaitedTraining: Sendable {
  /// Its number.
  let run: Int
  var isBegun = false
}

// A page that watches a training: the lab as the lesson's own, beside its page.
extension Explorer {
  /// Shows the training that a scene wants, from its first step where it is another one than that at hand.
  mutating func arrangeTraining(_ scene: Scene) -> [Effect] {
    guard lab != nil, let recipe = TrainingRecipe(scene) else {
      say("no model can be trained here")
      return []
    }
    var effects = putTrainingAside()
    if board == .ladder { show(Board.expectation) }
    if !isInLab {
      lab?.place = .watching(before: desk)
      desk = Desk([], width: layout.width, desk.settings)
    }
    lab?.scale = ChartScale(rawValue: scene[.chart]) ?? .logarithmic
    lab?.watched = Lab.Watched.allCases.first { $0.name == scene[.watch] } ?? .unseen
    lab?.shownSteps = lesson?.lesson.stepsToShow
    panel = .chart
    if case .value(let temperature) = scene.temperature ?? .value(.one) { set(temperature) }
    if lab?.isBegun != true || lab?.recipe != recipe {
      effects += beginAgain(as: recipe)
    } else if lab?.phase == .running {
      effects += hold()
    }
    lesson?.awaited = lab.map { AwaitedTraining(run: $0.run) }
    look(at: nil)
    refreshScreen()
    return effects + [.train(.pace(nil), run: lab?.run ?? 0, order: lab?.order ?? 0)]
  }

  /// Leaves the lab for the desk of the lesson, where a page wants a text; what was trained stays.
  mutating func leaveTraining() {
    guard lesson != nil, case .watching(let before) = lab?.place else { return }
    lab?.place = .left
    desk = before
  }

  /// Learns up to the step after which the page is complete, and then shows what the page wants.
  mutating func pursueTraining() -> [Effect] {
    guard isInLab, let scene = lesson?.openPage.scene, let lab, let awaited = lesson?.awaited,
      lesson?.isArranged == false, lab.evaluation != nil || lab.hasFailed
    else { return [] }
    guard awaited.run == lab.run, !lab.isComplete(after: scene.steps ?? 0) else {
      return completeTraining(scene)
    }
    guard lab.phase == .held, !awaited.isBegun else { return [] }
    lesson?.awaited?.isBegun = true
    return learn(steps: (scene.steps ?? 0) - lab.course.steps)
  }

  /// How far the training is that the open page waits for: the steps that were taken, and those that it
  /// wants; nil where it waits for none.
  public var awaitedSteps: (taken: Int, wanted: Int)? {
    guard isInLab, let lab, let lesson, !lesson.isArranged, !lab.hasFailed else { return nil }
    return (lab.course.steps, lesson.openPage.scene.steps ?? 0)
  }

  /// Looks at the checkpoint that a page is about, and lets training go on at its pace.
  private mutating func completeTraining(_ scene: Scene) -> [Effect] {
    guard let lab else { return [] }
    lesson?.isArranged = true
    if lesson?.awaited?.run == lab.run {
      look(at: lab.place(of: scene))
      settleFocus(scene)
    }
    return [.train(.pace(lab.wantedPace), run: lab.run, order: lab.order)]
  }

  // MARK: The lab as it was

  /// Puts the lab aside as it is, and its training with it, unless the lesson has one of its own already.
  private mutating func putTrainingAside() -> [Effect] {
    guard let lab, lesson != nil, lesson?.labAside == nil else { return [] }
    let effects = order(.putAside)
    lesson?.labAside = self.lab.map { LabAside(lab: $0, wasRunning: lab.phase == .running) }
    self.lab = lab.another()
    return effects
  }

  /// Brings back the lab as it was before the lesson; its training goes on if it did.
  mutating func bringTrainingBack(_ progress: LessonProgress) -> [Effect] {
    guard let aside = progress.labAside, let lab else { return [] }
    self.lab = aside.lab
    self.lab?.lastRun = lab.lastRun
    let effects =
      order(.bringBack) + [
        .train(.pace(aside.lab.wantedPace), run: aside.lab.run, order: 0)
      ]
    guard aside.wasRunning else { return effects }
    self.lab?.phase = .running
    return effects + order(.run(until: aside.lab.goal, stopsEarly: aside.lab.awaitsTurn))
  }
}

extension Lesson {
  /// The steps that its chart has room for, on every page the same: a quarter more than any page wants.
  fileprivate var stepsToShow: Int? {
    pages.compactMap(\.scene.steps).max().flatMap { $0 == 0 ? nil : $0 * 5 / 4 }
  }
}

extension Lab {
  /// Another lab, where nothing was trained yet; its trainings have numbers of their own.
  func another() -> Lab {
    var other = Lab()
    (other.lastRun, other.isPaced) = (lastRun, isPaced)
    return other
  }

  /// Whether so many steps were taken, or no more will be.
  func isComplete(after steps: Int) -> Bool {
    phase == .ended || hasFailed || evaluation != nil && course.steps >= steps && !isBusy
      || course.steps > steps
  }

  /// Whether it cannot go on.
  var hasFailed: Bool { if case .failed = phase { true } else { false } }

  /// The evaluation that a scene looks at; nil for the latest.
  fileprivate func place(of scene: Scene) -> Int? {
    switch scene[.checkpoint] {
    case "first": return course.evaluations.indices.first
    case "lowest": return course.lowestPlace
    default:
      let steps = scene.steps ?? 0
      return course.steps <= steps ? nil : course.evaluations.lastIndex { $0.step <= steps }
    }
  }
}

extension TrainingRecipe {
  /// What a scene wants to be trained; nil where it wants nothing.
  init?(_ scene: Scene) {
    guard let preset = TrainingPreset.all.first(where: { $0.name == scene[.train] }) else {
      return nil
    }
    self = preset.recipe
    network = Network(named: scene[.network]) ?? network
    optimizer = Optimizer(named: scene[.optimizer]) ?? optimizer
    (rate, coolsDown) = network.usualRate
    if optimizer == .sgd { (rate, coolsDown) = (Self.usualDescentRate, false) }
    if case .value(let value) = scene.rate { (rate, coolsDown) = (value, false) }
    seed = scene.seed ?? seed
    steps = max(steps, scene.steps ?? 0)
  }

  /// The preset whose text it learns from; nil for one's own text.
  var presetName: String? {
    TrainingPreset.all.first { $0.recipe.corpus == corpus }?.name
  }
}
