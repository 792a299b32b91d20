import Lessons

extension Explorer {
  /// Shows the list of lessons, at the one that is named, or else at the one that is open or comes next.
  mutating func listLessons(at named: Lesson? = nil) {
    shelf.fill()
    guard !shelf.lessons.isEmpty else {
      say("there are no lessons")
      return
    }
    let name = (named ?? lesson?.lesson)?.name
    let open = shelf.lessons.firstIndex { $0.name == name }
    stage = .lessons(
      selected: open ?? shelf.lessons.firstIndex { !shelf.isFinished($0) } ?? 0)
  }

  mutating func selectLesson(by step: Int) {
    guard case .lessons(let selected) = stage else { return }
    stage = .lessons(selected: min(max(selected + step, 0), shelf.lessons.count - 1))
  }
}

extension Explorer {
  /// The lesson that is selected in the list; nil where no list is.
  var selectedLesson: Lesson? {
    guard case .lessons(let selected) = stage, shelf.lessons.indices.contains(selected) else {
      return nil
    }
    return shelf.lessons[selected]
  }

  /// The number of exercises of a lesson that were done, up to now.
  package func doneCount(in lesson: Lesson) -> Int {
    guard let progress = self.lesson, progress.lesson.name == lesson.name else {
      return shelf.doneCount(in: lesson)
    }
    return progress.done.count
  }

  /// The number of the page at which a lesson goes on, from 1; nil for one that begins.
  package func pageLeft(in lesson: Lesson) -> Int? {
    let isOpen = self.lesson?.lesson.name == lesson.name
    let page = isOpen ? self.lesson?.page ?? 0 : shelf.bookmark(in: lesson).page
    return page == 0 ? nil : page + 1
  }

  /// Selects the lesson that is listed in a row, and opens it at the second press of a double click.
  mutating func pressLesson(row: Int, isSecond: Bool) -> [Effect] {
    let layout = LessonListLayout(self)
    let (area, rows) = (layout.area, layout.visible)
    guard case .lessons(let selected) = stage, row >= area.row, row - area.row < rows.count else {
      return []
    }
    switch rows[rows.startIndex + row - area.row] {
    case .title(let pressed), .below(let pressed), .summary(let pressed), .bar(let pressed):
      if isSecond, pressed == selected { return perform(.lesson(.open)) }
      stage = .lessons(selected: pressed)
    case .series, .gap: break
    }
    return []
  }
}
