import Lessons

extension Explorer {
  /// Shows the list of lessons, at the one that is named, or else at the one that is open or comes next.
  mutating func listLessons(at named: Lesson? = nil) {
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

  /// A row of the list.
  package enum LessonRow: Equatable {
    /// What the lessons below are called together, and an empty row above that.
    case series(String), gap
    /// The title of a lesson, and what it is about.
    case title(Int), summary(Int)
  }

  /// The rows of the list, of which as many are visible as there is room for.
  package var lessonRows: [LessonRow] {
    var rows: [LessonRow] = []
    var series = ""
    for (place, lesson) in shelf.lessons.enumerated() {
      if lesson.series != series {
        if !rows.isEmpty { rows.append(.gap) }
        if !lesson.series.isEmpty { rows.append(.series(lesson.series)) }
      }
      series = lesson.series
      rows += [.title(place), .summary(place)]
    }
    return rows
  }

  /// The rows of the list that are visible: the selected lesson is among them.
  package var visibleLessonRows: ArraySlice<LessonRow> {
    let (rows, room) = (lessonRows, lessonListArea.rows)
    guard case .lessons(let selected) = stage, let row = rows.firstIndex(of: .title(selected))
    else { return rows.prefix(room) }
    return rows.dropFirst(max(row + 2 - max(room, 2), 0)).prefix(room)
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
    let (area, rows) = (lessonListArea, visibleLessonRows)
    guard case .lessons(let selected) = stage, row >= area.row, row - area.row < rows.count else {
      return []
    }
    switch rows[rows.startIndex + row - area.row] {
    case .title(let pressed), .summary(let pressed):
      if isSecond, pressed == selected { return perform(.lesson(.open)) }
      stage = .lessons(selected: pressed)
    case .series, .gap: break
    }
    return []
  }
}
