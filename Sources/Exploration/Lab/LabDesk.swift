import InformationTheory
import Scoring
import ShownText

// The lab beside the desk: how one comes to it and back, and what its checkpoints show on it.
extension Explorer {
  /// Whether the lab is on the screen.
  public var isInLab: Bool { lab?.isWatched == true }

  /// Lets models be trained, a text of one's own among others.
  ///
  /// - Parameters:
  ///   - own: The name of that text; nil for none.
  ///   - isPaced: Whether somebody watches, so that steps are not taken as fast as can be.
  public mutating func allowTraining(own: String? = nil, isPaced: Bool = true) {
    lab = Lab()
    lab?.ownText = own
    lab?.isPaced = isPaced
  }

  /// Opens the lab with a recipe, as when the program is started for it.
  public mutating func openLab(with recipe: TrainingRecipe) -> [Effect] {
    lab?.recipe = recipe
    return openLab()
  }

  /// Puts the desk aside and watches; what is trained already goes on.
  mutating func openLab() -> [Effect] {
    var effects = leaveLesson()
    guard let place = lab?.place, case .left = place else { return effects + leaveLab() }
    effects += putDeskAside()
    stage = nil
    drag = nil
    lab?.place = .watching(before: desk)
    desk = Desk([], width: layout.width, Desk.Settings())
    panel = .chart
    showCheckpoint()
    refreshScreen()
    if lab?.run == 0, let recipe = lab?.recipe { effects += begin(recipe) }
    return effects
  }

  /// Leaves what one is in of the lab: from a checkpoint to the lab, from there to one's own text.
  mutating func leaveLab() -> [Effect] {
    drag = nil
    switch lab?.place {
    case .using(_, let before, let own):
      var effects = endActivity() + dropRequest()
      if desk.start != .asStarted { effects.append(.startAfter(.asStarted)) }
      lab?.place = .watching(before: before)
      desk = own
      panel = .chart
      showCheckpoint()
      refreshScreen()
      return effects + use(model: models.own, keepingScores: true)
    case .watching(let before):
      lab?.place = .left
      desk = before
      refreshScreen()
      let limit: [Effect] = contextLimit == nil ? [] : [.limitContext(contextLimit)]
      let start: [Effect] = desk.start == .asStarted ? [] : [.startAfter(desk.start)]
      return limit + start + resumeScoring()
    case .left, nil: return []
    }
  }

  /// Leaves the lab for one's own text, wherever one is in it.
  mutating func leaveLabAltogether() -> [Effect] {
    var effects: [Effect] = []
    for _ in 0..<2 { effects += leaveLab() }
    return effects
  }

  /// Explores with a checkpoint, on a desk of its own.
  mutating func useCheckpoint() -> [Effect] {
    guard case .watching(let before) = lab?.place, let step = keptStep, let lab else { return [] }
    let own = desk
    self.lab?.place = .using(step: step, before: before, lab: own)
    desk = Desk(own.reading.bytes, width: layout.width, own.settings)
    refreshScreen()
    if step != lab.evaluation?.step {
      say("step \(grouped(step)), the nearest one whose weights are kept")
    }
    return use(model: Lab.reference(run: lab.run, step: step))
  }

  // MARK: What is on the desk

  /// Puts the watched text on the desk, as the checkpoint that is looked at expects it.
  mutating func showCheckpoint() {
    guard isInLab, let lab else { return }
    let old = text
    if let text = lab.watchedText, let place = lab.lookedAt {
      let scored = ScoredText(
        text: text.bytes, tokens: Token.each(byteOf: text.bytes), settings: Lab.settings,
        predictions: lab.checkpoints[place].predictions[lab.watched.rawValue])
      reading.become(ReadText(scored, width: layout.width, at: temperature))
    } else if !text.isEmpty {
      reading.become(ReadText([], width: layout.width, at: temperature))
    }
    if text != old {
      focus = 0
      topLine = 0
      resetCandidates()
    }
    refreshScreen()
  }

  /// The model that the desk shows: in the lab, its checkpoint.
  var labModel: Model? {
    guard isInLab, let lab else { return nil }
    guard let evaluation = lab.evaluation else { return .loading }
    return .ready(
      ModelDescription(
        name: lab.recipe.network.rawValue, file: "", architecture: lab.recipe.network.rawValue,
        quantization: "step \(grouped(evaluation.step))", vocabularySize: 256,
        contextLength: Lab.settings.window),
      .bytes)
  }

  // MARK: News

  /// Takes in what a training tells.
  mutating func take(_ news: TrainingNews, run: Int) {
    guard run == lab?.run else {
      if run == lesson?.labAside?.lab.run { lesson?.labAside?.lab.take(news) }
      return
    }
    let before = lab
    lab?.take(news)
    switch news {
    case .prepared(let facts): if let remark = facts.remark { say(Sentence(remark)) }
    case .evaluated: if lab?.followsLatest == true { showCheckpoint() }
    case .rested(let order): if let before, order == before.order { sayWhy(before) }
    case .learnt: if before?.course.divergedAt == nil { sayDivergence() }
    case .drew, .failed: break
    }
  }

  /// Says that what is looked at diverged, if it did.
  private mutating func sayDivergence() {
    guard let lab, lab.isWatched, let divergence = lab.course.divergence else { return }
    say(Sentence(divergence))
  }

  /// Says why a training rests, where that is not what was asked for.
  private mutating func sayWhy(_ lab: Lab) {
    guard lab.isWatched else { return }
    if lab.course.isBroken {
      sayDivergence()
    } else if lab.phase == .running, lab.course.steps < min(lab.goal ?? .max, lab.recipe.steps) {
      say(
        "stopped early: the validation loss has not fallen for \(String(TrainingCourse.patience)) evaluations"
      )
    } else if self.lab?.phase == .ended, let defeat = lab.facts?.defeat(lab.course) {
      say(Sentence(defeat))
    }
  }
}

extension Lab {
  /// Takes in what its training tells.
  mutating func take(_ news: TrainingNews) {
    switch news {
    case .prepared(let facts): self.facts = facts
    case .learnt(let losses, let speed):
      for loss in losses { course.add(batch: loss) }
      self.speed = speed ?? self.speed
    case .evaluated(let evaluation, let checkpoint):
      guard facts != nil else { break }
      course.add(evaluation)
      checkpoints.append(checkpoint)
      if phase == .preparing { phase = .held }
    case .drew(let sample): if sample.wish == sampleAsked { self.sample = sample }
    case .rested(let order): if order == self.order { rest() }
    case .failed(let reason): phase = .failed(reason)
    }
  }

  private mutating func rest() {
    speed = nil
    guard !hasFailed else { return }
    let isOver = course.steps >= recipe.steps || course.isBroken
    phase = isOver ? .ended : .held
  }

  /// How the watched texts are scored: each byte after those of its line, the first after a line's end.
  static let settings = ScoringSettings(startToken: 0x0A, window: 97, stride: 1)

  /// The name of a step's model among models.
  static func reference(run: Int, step: Int) -> String { "checkpoint:\(run):\(step)" }

  /// The step of such a name.
  package static func step(ofReference reference: String) -> (run: Int, step: Int)? {
    let parts = reference.split(separator: ":")
    guard parts.count == 3, parts[0] == "checkpoint", let run = Int(parts[1]),
      let step = Int(parts[2])
    else { return nil }
    return (run, step)
  }
}
