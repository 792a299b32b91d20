import InformationTheory
import Lessons
import Scoring

extension Explorer {
  mutating func perform(_ command: LessonCommand) -> [Effect] {
    switch command {
    case .list: listLessons()
    case .select(let step): selectLesson(by: step)
    case .open: return openSelectedLesson()
    case .openAnew: return openSelectedLesson(anew: true)
    case .read(let place): return openOrList(shelf.lessons[place])
    case .next: return goOn()
    case .previous: return goBack()
    case .hint: showHint()
    }
    return []
  }

  // MARK: Beginning and ending

  private mutating func openSelectedLesson(anew: Bool = false) -> [Effect] {
    selectedLesson.map { open($0, anew: anew) } ?? []
  }

  /// Opens a lesson, or the list at it where it cannot be read.
  mutating func openOrList(_ lesson: Lesson) -> [Effect] {
    shelf.fill()
    guard shelf.lacksModel(for: lesson) else { return open(lesson) }
    listLessons(at: lesson)
    say(LessonShelf.advice)
    return []
  }

  /// Opens a lesson where it was left, or at its first page, and puts the desk aside.
  mutating func open(_ lesson: Lesson, anew: Bool = false) -> [Effect] {
    stage = nil
    drag = nil
    let effects = leaveLesson() + leaveLabAltogether() + putDeskAside()
    let left = models.inUse == models.own ? takenText : nil
    let mark = anew ? Bookmark(in: lesson) : shelf.bookmark(in: lesson)
    self.lesson = LessonProgress(
      lesson: lesson, page: mark.page, done: mark.done, before: desk, left: left)
    let known = contextLimit == nil && desk.start == .asStarted ? whole : nil
    desk = Desk([], width: layout.width, desk.settings)
    if let known { reading = known }
    return effects + openPage(mark.page)
  }

  /// Leaves the lesson and brings back the desk as it was before.
  ///
  /// - Parameter isFinished: Whether it was read to its end.
  mutating func leaveLesson(isFinished: Bool = false) -> [Effect] {
    guard let progress = lesson else { return [] }
    leaveTraining()
    var effects = dropRequest() + bringTrainingBack(progress)
    shelf.remember(progress, isFinished: isFinished)
    lesson = nil
    let limit = contextLimit
    desk = progress.before
    effects += use(model: models.own, keepingScores: true)
    if contextLimit != limit { effects.append(.limitContext(contextLimit)) }
    if desk.start != .asStarted { effects.append(.startAfter(desk.start)) }
    refreshScreen()
    return effects + resumeScoring() + beginAwaitedComparison()
  }

  // MARK: Pages

  private mutating func goOn() -> [Effect] {
    guard let progress = lesson else { return [] }
    if scrollLesson(by: max(lessonRoom - 1, 1)) { return [] }
    if progress.page + 1 < progress.lesson.pages.count { return openPage(progress.page + 1) }
    let next = shelf.lessons.firstIndex { $0.name == progress.lesson.name }.map { $0 + 1 }
    let effects = leaveLesson(isFinished: true)
    say("You have read “\(progress.lesson.title)” to its end.")
    if let next, next < shelf.lessons.count { stage = .lessons(selected: next) }
    return effects
  }

  private mutating func goBack() -> [Effect] {
    guard let progress = lesson else { return [] }
    if scrollLesson(by: -max(lessonRoom - 1, 1)) { return [] }
    return progress.page > 0 ? openPage(progress.page - 1) : []
  }

  /// Opens a page, and sets the screen as it says.
  private mutating func openPage(_ page: Int) -> [Effect] {
    lesson?.page = page
    lesson?.hints = 0
    lesson?.topLine = 0
    lesson?.values = [:]
    lesson?.taskValues = [:]
    lesson?.isArranged = false
    return lesson.map { arrange($0.openPage.scene) } ?? []
  }

  /// Sets the screen as a scene says, but for what needs scores: `settleLesson` does that.
  private mutating func arrange(_ scene: Scene) -> [Effect] {
    if isEditing { stopEditing() }
    var effects = endActivity() + dropRequest()
    if !scene.hasTraining { leaveTraining() }
    unit = Unit(rawValue: scene[.unit]) ?? unit
    lens = Lens(rawValue: scene[.lens]) ?? lens
    desk.settings.textUnit = TextUnit(rawValue: scene[.by]) ?? textUnit
    show(Board(rawValue: scene[.board]) ?? board)
    panel = Panel(rawValue: scene[.panel]) ?? panel
    if scene.hasTraining { return effects + arrangeTraining(scene) }
    let model = scene[.model]
    effects += use(model: model == Scene.Choice.model.standard ? models.own : model)
    if case .value(let temperature) = scene.temperature ?? .value(.one) { set(temperature) }
    let wanted = Array((scene.text ?? "").utf8)
    if wanted != text {
      desk.history = EditHistory()
      effects += apply(0..<text.count, wanted)
    } else if reading.split?.isComplete != true {
      effects += score()
    }
    topLine = 0
    refreshScreen()
    return effects
  }

  /// Does what waits for scores once they are there, and ticks the exercise off when it is done.
  mutating func settleLesson() {
    guard let progress = lesson, phase == .idle, reading.split?.isComplete == true else { return }
    if !progress.isArranged {
      guard !isInLab else { return }  // it waits for its training
      settleFocus(progress.openPage.scene)
      lesson?.isArranged = true
    }
    if isOfPage(progress) { quote(progress) }
    if let exercise = progress.openPage.exercise, !progress.done.contains(progress.page),
      exercise.condition.holds(value(of:))
    {
      lesson?.done.insert(progress.page)
      if exercise.answer != nil { scrollLesson(by: .max) }
    }
  }

  /// Sets what a scene says of scores.
  mutating func settleFocus(_ scene: Scene) {
    focus(on: token(at: scene.focus))
    if case .best = scene.temperature, let best = curve.best { set(best.temperature) }
  }

  /// Takes the numbers that a page quotes from the screen. What a page says of a training is said of the
  /// checkpoint that it begins with; what its task says, of the one that is looked at.
  private mutating func quote(_ progress: LessonProgress) {
    for quantity in progress.openPage.quotations {
      let value = value(of: quantity)
      lesson?.taskValues[quantity] = value
      if !isInLab || lesson?.values[quantity] == nil { lesson?.values[quantity] = value }
    }
  }

  /// Whether what is on the screen is what the page quotes: its own text, or its own training.
  private func isOfPage(_ progress: LessonProgress) -> Bool {
    if isInLab { return lab?.run == progress.awaited?.run }
    guard let own = progress.openPage.scene.text else { return false }
    return contextLimit == nil && text.elementsEqual(own.utf8)
  }

  /// The token at a place; where none is given, the first that has a score.
  private func token(at place: Scene.Place?) -> Int {
    switch place {
    case .first: 0
    case .last: tokens.count - 1
    case .words(let words): tokens(of: words)?.lowerBound ?? 0
    case nil: scored?.settings.startToken == nil && tokens.count > 1 ? 1 : 0
    }
  }

  // MARK: Hints and scrolling

  private mutating func showHint() {
    lesson?.hints += 1
    _ = scrollLesson(by: .max)
  }

  /// The lines of the page that are visible at once.
  private var lessonRoom: Int { screen.page.map { $0.rows - 1 } ?? 0 }

  /// The last line that the page can begin with on this screen.
  private var lastTopLine: Int {
    screen.page.map { max(LessonPage(self, in: $0).lines.count - lessonRoom, 0) } ?? 0
  }

  /// Whether the page says more above and below what is visible. O(*n*) in its bytes.
  package var lessonGoesOn: (above: Bool, below: Bool) {
    guard let progress = lesson, screen.page != nil else { return (false, false) }
    let last = lastTopLine
    return (min(progress.topLine, last) > 0, progress.topLine < last)
  }

  /// What going on in the lesson comes to.
  var wordForGoingOn: String {
    if lessonGoesOn.below { return "more" }
    return lesson.map { $0.page + 1 == $0.lesson.pages.count } == true ? "finish" : "next page"
  }

  /// Scrolls the page and stops at its ends; whether it moved.
  @discardableResult
  mutating func scrollLesson(by lines: Int) -> Bool {
    guard let progress = lesson, screen.page != nil else { return false }
    let last = lastTopLine
    let before = min(progress.topLine, last)  // the screen may have grown since
    let top = min(max(before.addingReportingOverflow(lines).partialValue, 0), last)
    lesson?.topLine = lines == .max ? last : top
    return lesson?.topLine != before
  }
}
