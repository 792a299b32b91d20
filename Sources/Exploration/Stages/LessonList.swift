import Lessons

extension Explorer {
  /// Shows the list of lessons, at the one that is open or comes next.
  mutating func listLessons() {
    guard !shelf.lessons.isEmpty else {
      say("there are no lessons")
      return
    }
    let open = shelf.lessons.firstIndex { $0.name == lesson?.lesson.name }
    stage = .lessons(
      selected: open ?? shelf.lessons.firstIndex { !shelf.isFinished($0) } ?? 0)
  }

  mutating func selectLesson(by step: Int) {
    guard case .lessons(let selected) = stage else { return }
    stage = .lessons(selected: min(max(selected + step, 0), shelf.lessons.count - 1))
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

  /// The number of the page at which a lesson goes on, from 1; nil for one that begins.
  package func pageLeft(in lesson: Lesson) -> Int? {
    let isOpen = self.lesson?.lesson.name == lesson.name
    let page = isOpen ? self.lesson?.page ?? 0 : shelf.bookmark(in: lesson).page
    return page == 0 ? nil : page + 1
  }

  /// The first lesson of the list that is visible, when it has so many rows with two for each lesson.
  package func firstListedLesson(rows: Int) -> Int {
    guard case .lessons(let selected) = stage else { return 0 }
    return max(selected - max(rows / 2, 1) + 1, 0)
  }

  /// The rows in which lessons are listed.
  package var lessonListArea: Area {
    var area = helpArea
    area.row += 2
    area.rows = max(area.rows - 2, 0)
    return area
  }

  /// Selects the lesson that is listed in a row, and opens it at the second press of a double click.
  mutating func pressLesson(row: Int, isSecond: Bool) -> [Effect] {
    let area = lessonListArea
    guard case .lessons(let selected) = stage, row >= area.row, row < area.row + area.rows else {
      return []
    }
    let pressed = firstListedLesson(rows: area.rows) + (row - area.row) / 2
    guard shelf.lessons.indices.contains(pressed) else { return [] }
    if isSecond, pressed == selected { return open(shelf.lessons[pressed]) }
    stage = .lessons(selected: pressed)
    return []
  }
}
