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
    if !marks.isEmpty {
      let more = " more: \(marks.joined(separator: "  ")) "
      let column = area.column + area.columns - columnWidth(of: more) - 2
      frame.write(more, row: area.row, column: column, as: .knob)
    }
    for (index, line) in lines.dropFirst(top).prefix(room).enumerated() {
      frame.write(
        line.pieces.map { ($0.text, role(of: $0.weight)) }, row: area.row + 1 + index,
        column: area.column + 2, limit: area.columns - 3)
    }
  }

  /// Where the page goes on, and by which keys.
  private var marks: [String] {
    let goesOn = explorer.lessonGoesOn
    return [
      goesOn.above ? explorer.words(of: .pageAbove) ?? "↑" : nil,
      goesOn.below ? explorer.words(of: .pageBelow) ?? "↓" : nil,
    ].compactMap { $0 }
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
    for (row, line) in zip(area.row..., explorer.visibleLessonRows) {
      switch line {
      case .gap: break
      case .series(let name):
        frame.write(name, row: row, column: area.column + 4, as: .heading, limit: area.columns - 5)
      case .title(let place): drawTitle(ofLesson: place, row: row, in: area, on: &frame)
      case .summary(let place):
        frame.write(
          explorer.shelf.lessons[place].summary, row: row, column: area.column + 6 + numberWidth,
          as: .faint, limit: area.columns - 7 - numberWidth)
      }
    }
  }

  private func drawTitle(ofLesson place: Int, row: Int, in area: Area, on frame: inout Frame) {
    let lesson = explorer.shelf.lessons[place]
    let isSelected = place == selected
    let mark = explorer.shelf.isFinished(lesson) ? "✓" : " "
    let number = "\(place + 1)"
    let gap = String(repeating: " ", count: numberWidth - number.count + 1)
    let title = "\(isSelected ? "▸" : " ")\(mark)\(gap)\(number)  \(lesson.title)"
    if isSelected {
      frame.fill(
        " ", row: row, columns: area.column..<area.column + area.columns, as: .focus)
    }
    frame.write(
      title, row: row, column: area.column + 1, as: isSelected ? .focus : .strong,
      limit: area.columns - 2)
    let size = size(of: lesson)
    let column = area.column + area.columns - columnWidth(of: size) - 2
    if column > area.column + columnWidth(of: title) + 2 {
      frame.write(size, row: row, column: column, as: isSelected ? .focus : .faint)
    }
  }

  /// The columns of the largest number.
  private var numberWidth: Int { "\(explorer.shelf.lessons.count)".count }

  /// How long it is and how much of it was done, or what it lacks.
  private func size(of lesson: Lesson) -> String {
    if explorer.shelf.lacksModel(for: lesson) { return "needs the English model" }
    let count = lesson.pages.count
    let pages =
      explorer.pageLeft(in: lesson).map { "page \($0) of \(count)" }
      ?? "\(count) \(plural("page", count))"
    return "\(pages), \(explorer.doneCount(in: lesson)) of \(lesson.exerciseCount) tasks done"
  }
}
