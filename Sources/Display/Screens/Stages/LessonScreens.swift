import ShownText
import Exploration
import Lessons

/// The open page of a lesson.
struct LessonPagePanel: Widget {
  let explorer: Explorer

  func draw(in area: Area, on frame: inout Frame) {
    guard let progress = explorer.lesson else { return }
    let lines = LessonPage(explorer, in: area).lines
    let room = max(area.rows - 1, 0)
    let top = min(progress.topLine, max(lines.count - room, 0))
    let place = "\(progress.page + 1) of \(progress.lesson.pages.count)"
    frame.draw(Heading("\(place)  \(progress.openPage.title)"), in: area)
    if top + room < lines.count {
      let more = " \(explorer.words(of: .turnPage) ?? "goes on") ↓ "
      let column = area.column + area.columns - columnWidth(of: more) - 2
      frame.write(more, row: area.row, column: column, as: .knob)
    }
    for (index, line) in lines.dropFirst(top).prefix(room).enumerated() {
      frame.write(
        line.pieces.map { ($0.text, role(of: $0.weight)) }, row: area.row + 1 + index,
        column: area.column + 2, limit: area.columns - 3)
    }
  }

  private func role(of weight: LessonPage.Weight) -> Role {
    switch weight {
    case .plain, .answer: .plain
    case .strong, .value: .strong
    case .task: .knob
    case .done: .best
    case .hint: .faint
    }
  }

}

/// The list of lessons, over everything between header and footer.
struct LessonListStage: Widget {
  let explorer: Explorer
  let selected: Int

  func draw(in whole: Area, on frame: inout Frame) {
    frame.clear(Area(row: whole.row, column: 0, rows: whole.rows, columns: frame.columns))
    frame.cursor = nil
    frame.draw(
      Heading("lessons"), in: Area(row: whole.row, column: 0, rows: 1, columns: frame.columns))
    let area = explorer.lessonListArea
    let first = explorer.firstListedLesson(rows: area.rows)
    for (index, lesson) in explorer.shelf.lessons.enumerated().dropFirst(first) {
      let row = area.row + (index - first) * 2
      guard row < area.row + area.rows else { break }
      draw(lesson, number: index + 1, isSelected: index == selected, row: row, in: area, on: &frame)
    }
  }

  private func draw(
    _ lesson: Lesson, number: Int, isSelected: Bool, row: Int, in area: Area, on frame: inout Frame
  ) {
    let mark = explorer.shelf.isFinished(lesson) ? "✓" : " "
    let title = "\(isSelected ? "▸" : " ")\(mark) \(number)  \(lesson.title)"
    if isSelected {
      frame.fill(
        " ", row: row, columns: area.column..<area.column + area.columns, as: .focus)
    }
    frame.write(
      title, row: row, column: area.column + 1, as: isSelected ? .focus : .strong,
      limit: area.columns - 2)
    let done = explorer.doneCount(in: lesson)
    let count = lesson.pages.count
    let pages =
      explorer.pageLeft(in: lesson).map { "page \($0) of \(count)" }
      ?? "\(count) \(plural("page", count))"
    let size = "\(pages), \(done) of \(lesson.exerciseCount) tasks done"
    let column = area.column + area.columns - columnWidth(of: size) - 2
    if column > area.column + columnWidth(of: title) + 2 {
      frame.write(size, row: row, column: column, as: isSelected ? .focus : .faint)
    }
    guard row + 1 < area.row + area.rows else { return }
    frame.write(
      lesson.summary, row: row + 1, column: area.column + 7, as: .faint, limit: area.columns - 8)
  }
}
