import Exploration
import Lessons
import ShownText

/// The list of lessons, over everything between header and footer.
struct LessonListStage: Widget {
  private let explorer: Explorer
  private let selected: Int
  private let layout: LessonListLayout
  private var style: LessonListStyle { layout.style }

  init(explorer: Explorer, selected: Int) {
    (self.explorer, self.selected) = (explorer, selected)
    layout = LessonListLayout(explorer)
  }

  func draw(in whole: Area, on frame: inout Frame) {
    frame.clear(Area(row: whole.row, column: 0, rows: whole.rows, columns: frame.columns))
    frame.cursor = nil
    frame.draw(
      Heading(heading), in: Area(row: whole.row, column: 0, rows: 1, columns: frame.columns))
    let area = layout.area
    for (index, line) in layout.visible.enumerated() {
      let rest = area.dropping(rows: index)
      switch line {
      case .gap, .below: break
      case .series(let name):
        frame.write(
          name, row: rest.row, column: area.column + 4, as: .heading, limit: area.columns - 5)
      case .title(let place): drawTitle(ofLesson: place, in: rest, on: &frame)
      case .summary(let place): drawSummary(ofLesson: place, in: rest, on: &frame)
      case .bar(let place): drawBar(ofLesson: place, in: rest, on: &frame)
      }
    }
  }

  /// Which of the lessons are seen, where there are more.
  private var heading: String {
    let shown = layout.visible.compactMap { row in
      if case .title(let place) = row { place + 1 } else { nil }
    }
    let count = explorer.shelf.lessons.count
    guard let first = shown.first, let last = shown.last, shown.count < count else {
      return "lessons"
    }
    return "lessons \(first) to \(last) of \(count)"
  }

  /// What a lesson is about, and behind that how long it is, where its title is large and has no bar.
  private func drawSummary(ofLesson place: Int, in area: Area, on frame: inout Frame) {
    let lesson = explorer.shelf.lessons[place]
    let size = style.scale > 0 && !style.hasBar ? "   " + size(of: lesson) : ""
    frame.write(
      [(lesson.summary, .faint), (size, .plain)], row: area.row,
      column: area.column + 6 + numberWidth, limit: area.columns - 6 - numberWidth)
  }

  private func drawTitle(ofLesson place: Int, in rest: Area, on frame: inout Frame) {
    let lesson = explorer.shelf.lessons[place]
    let isSelected = place == selected
    let mark = explorer.shelf.isFinished(lesson) ? "✓" : " "
    let number = "\(place + 1)"
    let gap = String(repeating: " ", count: numberWidth - number.count + 1)
    let title = "\(isSelected ? "▸" : " ")\(mark)\(gap)\(number)  \(lesson.title)"
    // Large letters are not underlined.
    let role: Role = !isSelected ? .strong : style.scale > 0 ? .selection : .focus
    let rows = BigLetters.line(scale: style.scale, isASCII: frame.isASCII) - 1
    let area = rest.cut(to: max(rows, 1))
    if isSelected {
      for row in area.row..<area.row + area.rows {
        frame.fill(" ", row: row, columns: area.allColumns, as: role)
      }
    }
    frame.write(
      large: [(title, role)], scale: style.scale, in: area.part(1, area.columns - 1))
    let size = size(of: lesson)
    let column = area.column + area.columns - columnWidth(of: size) - 2
    if style.scale == 0, !style.hasBar, column > area.column + columnWidth(of: title) + 2 {
      frame.write(size, row: area.row, column: column, as: isSelected ? .focus : .faint)
    }
  }

  /// How much of a lesson is done, as a bar too.
  private func drawBar(ofLesson place: Int, in area: Area, on frame: inout Frame) {
    let lesson = explorer.shelf.lessons[place]
    let done = Double(explorer.doneCount(in: lesson))
    let bar = progressBar(done / Double(max(lesson.exerciseCount, 1)), width: area.columns / 4)
    frame.write(
      [(bar, .bar), ("  \(size(of: lesson))", .faint)], row: area.row,
      column: area.column + 6 + numberWidth,
      limit: area.columns - 7 - numberWidth)
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
