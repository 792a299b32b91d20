import ShownText
import Exploration
import Lessons

/// The open page of a lesson.
struct LessonPagePanel: Widget {
  let explorer: Explorer

  func draw(in area: Area, on frame: inout Frame) {
    guard let progress = explorer.lesson else { return }
    let lines = LessonPage(explorer, in: area).lines
    let place = "\(progress.page + 1) of \(progress.lesson.pages.count)"
    if explorer.screen.bigFigures?.isPanel == true {
      let large = largePage(lines, title: progress.openPage.title)
      let room = area.dropping(rows: 1).inset(columns: 2)
      if large.fits(in: room, isASCII: frame.isASCII) {
        drawHeading(place, and: awaited, in: area, on: &frame)
        return frame.draw(large, in: room)
      }
    }
    let room = max(area.rows - 1, 0)
    let top = min(progress.topLine, max(lines.count - room, 0))
    let words = [awaited, more].compactMap { $0 }.joined()
    drawHeading("\(place)  \(progress.openPage.title)", and: words, in: area, on: &frame)
    for (index, line) in lines.dropFirst(top).prefix(room).enumerated() {
      frame.write(
        line.pieces.map { ($0.text, role(of: $0.weight)) }, row: area.row + 1 + index,
        column: area.column + 2, limit: area.columns - 3)
    }
  }

  /// A heading, and at its right what there is to know beside.
  private func drawHeading(
    _ heading: String, and words: String?, in area: Area, on frame: inout Frame
  ) {
    frame.draw(Heading(heading), in: area)
    guard let words, !words.isEmpty else { return }
    let column = max(area.column + area.columns - columnWidth(of: words) - 2, area.column)
    frame.write(words, row: area.row, column: column, as: .knob)
  }

  /// Where the page goes on, and by which keys.
  private var more: String? {
    let goesOn = explorer.lessonGoesOn
    let marks = [
      goesOn.above ? explorer.words(of: .pageAbove) ?? "↑" : nil,
      goesOn.below ? explorer.words(of: .pageBelow) ?? "↓" : nil,
    ].compactMap { $0 }
    return marks.isEmpty ? nil : " more: \(marks.joined(separator: "  ")) "
  }

  /// What the page waits for, before its numbers are there.
  private var awaited: String? {
    explorer.awaitedSteps.map {
      $0.taken == 0
        ? " drawing texts… " : " learning: step \(grouped($0.taken)) of \(grouped($0.wanted))… "
    }
  }

  private func largePage(_ lines: [LessonPage.Line], title: String) -> LargePage {
    func isTask(_ line: LessonPage.Line) -> Bool {
      line.pieces.first.map { $0.weight == .task || $0.weight == .done } ?? false
    }
    let begin = lines.firstIndex(where: isTask) ?? lines.endIndex
    let end = lines[begin...].firstIndex { !isTask($0) } ?? lines.endIndex
    let pieces = lines.map { line in line.pieces.map { ($0.text, role(of: $0.weight)) } }
    return LargePage(title: title, lines: pieces, task: begin..<end)
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
