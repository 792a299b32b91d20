import Exploration

/// A page of a lesson where it is read from afar: its title, its task and the distance of its lines as large
/// as there is room for, and rather the task than the title.
struct LargePage: Widget {
  let title: String
  let lines: [StyledText]
  /// Which of the lines are the task.
  let task: Range<Int>

  /// How a page is written.
  private struct Style {
    let isTitleLarge: Bool, isTaskLarge: Bool
    /// From one line of ordinary letters to the next.
    let pitch: Int

    /// All ways, the best to be read first.
    static let all = [
      (true, true, 2), (true, true, 1), (false, true, 1), (true, false, 2), (true, false, 1),
    ].map { Style(isTitleLarge: $0, isTaskLarge: $1, pitch: $2) }
  }

  /// Whether there is room for it.
  func fits(in area: Area, isASCII: Bool) -> Bool { style(in: area, isASCII: isASCII) != nil }

  func draw(in area: Area, on frame: inout Frame) {
    guard let style = style(in: area, isASCII: frame.isASCII) else { return }
    var room = area
    func draw(_ large: BigParagraph) {
      frame.draw(large, in: room)
      room = room.dropping(
        rows: large.rowCount(columns: area.columns, isASCII: frame.isASCII))
    }
    if style.isTitleLarge {
      draw(largeTitle)
    } else {
      frame.write(title, row: room.row, column: room.column, as: .heading, limit: room.columns)
      room = room.dropping(rows: 2)
    }
    for (index, line) in lines.enumerated() {
      if style.isTaskLarge, task.contains(index) {
        if index == task.lowerBound { draw(largeTask) }
      } else {
        frame.write(line, row: room.row, column: room.column, limit: room.columns)
        room = room.dropping(rows: style.pitch)
      }
    }
  }

  private var largeTitle: BigParagraph { BigParagraph(pieces: [(title, .heading)], scale: 1) }

  private var largeTask: BigParagraph {
    BigParagraph(pieces: lines[task].flatMap { $0 + [(" ", .plain)] }, scale: 1)
  }

  private func style(in area: Area, isASCII: Bool) -> Style? {
    func rows(_ paragraph: BigParagraph) -> Int {
      paragraph.rowCount(columns: area.columns, isASCII: isASCII)
    }
    return Style.all.first { style in
      let small = lines.count - (style.isTaskLarge ? task.count : 0)
      let large = style.isTaskLarge ? rows(largeTask) : 0
      let heading = style.isTitleLarge ? rows(largeTitle) : 2
      return heading + small * style.pitch + large <= area.rows + 1
    }
  }
}
