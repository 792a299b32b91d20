import InformationTheory
import Lessons
import Scoring

extension Explorer {
  mutating func perform(_ command: LessonCommand) -> [Effect] {
    switch command {
    case .list: listLessons()
    case .select(let step): selectLesson(by: step)
    case .open:
      guard case .lessons(let selected) = overlay, shelf.lessons.indices.contains(selected) else {
        break
      }
      return open(shelf.lessons[selected])
    case .next: return goOn()
    case .previous: return goBack()
    case .hint: showHint()
    }
    return []
  }

  // MARK: The list

  /// Shows the list of lessons, at the one that is open or comes next.
  mutating func listLessons() {
    guard !shelf.lessons.isEmpty else {
      notice = "there are no lessons"
      return
    }
    let open = shelf.lessons.firstIndex { $0.name == lesson?.lesson.name }
    overlay = .lessons(
      selected: open ?? shelf.lessons.firstIndex { !shelf.isFinished($0) } ?? 0)
  }

  mutating func selectLesson(by step: Int) {
    guard case .lessons(let selected) = overlay else { return }
    overlay = .lessons(selected: min(max(selected + step, 0), shelf.lessons.count - 1))
  }

  // MARK: Beginning and ending

  /// Opens a lesson where it was left, and puts the text that was explored aside.
  mutating func open(_ lesson: Lesson) -> [Effect] {
    overlay = nil
    var effects = leaveLesson()
    if isEditing { stopEditing() }
    if phase.isRunning { effects += stopScoring() }
    let (page, done) = shelf.bookmark(in: lesson)
    self.lesson = LessonProgress(
      lesson: lesson, page: page, done: done, before: .explorer(self))
    history = EditHistory()
    return effects + openPage(page)
  }

  /// Leaves the lesson and brings back what was explored before.
  ///
  /// - Parameter isFinished: Whether it was read to its end.
  mutating func leaveLesson(isFinished: Bool = false) -> [Effect] {
    guard let progress = lesson, case .explorer(var explorer) = progress.before else { return [] }
    var effects = phase.isRunning ? stopScoring() : []
    shelf.remember(progress, isFinished: isFinished)
    explorer.shelf = shelf
    explorer.theme = theme
    explorer.request = request
    explorer.model = model
    explorer.modelInUse = modelInUse
    explorer.notice = notice
    explorer.resize(rows: rows, columns: columns)
    self = explorer
    refreshScreen()
    effects += use(model: nil)
    return scored == nil ? effects + score() : effects
  }

  // MARK: Pages

  private mutating func goOn() -> [Effect] {
    guard let progress = lesson else { return [] }
    if scrollLesson(by: max(lessonRoom - 1, 1)) { return [] }
    if progress.page + 1 < progress.lesson.pages.count { return openPage(progress.page + 1) }
    let next = shelf.lessons.firstIndex { $0.name == progress.lesson.name }.map { $0 + 1 }
    let effects = leaveLesson(isFinished: true)
    notice = "You have read “\(progress.lesson.title)” to its end."
    if let next, next < shelf.lessons.count { overlay = .lessons(selected: next) }
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
    lesson?.isArranged = false
    return lesson.map { arrange($0.openPage.scene) } ?? []
  }

  /// Sets the screen as a scene says, but for what needs scores: `settleLesson` does that.
  private mutating func arrange(_ scene: Scene) -> [Effect] {
    if isEditing { stopEditing() }
    var effects = endActivity()
    unit = Unit(rawValue: scene[.unit]) ?? unit
    lens = Lens(rawValue: scene[.lens]) ?? lens
    board = Board(rawValue: scene[.board]) ?? board
    panel = Panel(rawValue: scene[.panel]) ?? panel
    let model = scene[.model]
    effects += use(model: model == Scene.Choice.model.standard ? nil : model)
    if case .value(let temperature) = scene.temperature ?? .value(.one) { set(temperature) }
    let wanted = Array((scene.text ?? "").utf8)
    if wanted != text {
      history = EditHistory()
      effects += apply(0..<text.count, wanted)
    } else if phase == .stopped || scored == nil {
      effects += score()
    }
    topLine = 0
    refreshScreen()
    return effects
  }

  /// Does what waits for scores once they are there, and ticks the exercise off when it is done.
  mutating func settleLesson() {
    guard let progress = lesson, phase == .idle, let scored, scored.isComplete, reading.isSplit
    else { return }
    if !progress.isArranged {
      focus(on: token(at: progress.openPage.scene.focus))
      if case .best = progress.openPage.scene.temperature, let best = curve.best {
        set(best.temperature)
      }
      lesson?.isArranged = true
    }
    if let own = progress.openPage.scene.text, text.elementsEqual(own.utf8) {
      let values = progress.openPage.quotations.map { ($0, value(of: $0)) }
      for (quantity, value) in values { lesson?.values[quantity] = value }
    }
    if let exercise = progress.openPage.exercise, !progress.done.contains(progress.page),
      exercise.condition.holds(value(of:))
    {
      lesson?.done.insert(progress.page)
    }
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
    guard let progress = lesson, let exercise = progress.openPage.exercise else {
      notice = "this page has no task"
      return
    }
    guard progress.isDone == false else {
      notice = "this task is done: Enter goes on"
      return
    }
    guard progress.hints < exercise.hints.count else {
      notice = exercise.hints.isEmpty ? "there is no hint for this task" : "there is no other hint"
      return
    }
    lesson?.hints += 1
    _ = scrollLesson(by: .max)
  }

  /// The lines of the page that are visible at once.
  private var lessonRoom: Int { screen.page.map { $0.rows - 1 } ?? 0 }

  /// Scrolls the page and stops at its ends; whether it moved.
  @discardableResult
  mutating func scrollLesson(by lines: Int) -> Bool {
    guard let progress = lesson, let area = screen.page else { return false }
    let last = max(LessonPage(self, in: area).lines.count - lessonRoom, 0)
    let top = min(max(progress.topLine.addingReportingOverflow(lines).partialValue, 0), last)
    let target = lines == .max ? last : top
    lesson?.topLine = target
    return target != progress.topLine
  }
}

extension Explorer {
  /// Asks for another model than the one that the program was started with, or for that one again.
  ///
  /// While a model is being loaded the wish is kept, and granted when that one is there.
  mutating func use(model reference: String?) -> [Effect] {
    wantedModel = reference
    if case .loading = model { return [] }
    guard wantedModel != modelInUse else { return [] }
    modelInUse = wantedModel
    model = .loading
    request += 1  // answers of the other model come too late
    forgetScores()
    return [.useModel(reference)]
  }
}

extension Explorer {
  /// The number of exercises of a lesson that were done, up to now.
  package func doneCount(in lesson: Lesson) -> Int {
    guard let progress = self.lesson, progress.lesson.name == lesson.name else {
      return shelf.doneCount(in: lesson)
    }
    return progress.done.count
  }

  /// The first lesson of the list that is visible, when it has so many rows with two for each lesson.
  package func firstListedLesson(rows: Int) -> Int {
    guard case .lessons(let selected) = overlay else { return 0 }
    return max(selected - max(rows / 2, 1) + 1, 0)
  }

  /// The rows in which lessons are listed.
  package var lessonListArea: Area {
    var area = helpArea
    area.row += 2
    area.rows = max(area.rows - 2, 0)
    return area
  }

  /// Opens the lesson that is listed in a row, or selects it where it is not selected yet.
  mutating func pressLesson(row: Int) -> [Effect] {
    let area = lessonListArea
    guard case .lessons(let selected) = overlay, row >= area.row, row < area.row + area.rows else {
      return []
    }
    let pressed = firstListedLesson(rows: area.rows) + (row - area.row) / 2
    guard shelf.lessons.indices.contains(pressed) else { return [] }
    if pressed == selected { return open(shelf.lessons[pressed]) }
    overlay = .lessons(selected: pressed)
    return []
  }
}
