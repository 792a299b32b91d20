import Basics
import ShownText
import Exploration
import InformationTheory
import Scoring

/// How a number is computed, line by line.
struct SumBoard: Widget {
  let explorer: Explorer

  func draw(in area: Area, on frame: inout Frame) {
    let room = Area(
      row: area.row + 1, column: area.column + 2, rows: area.rows - 1, columns: area.columns - 3)
    // A long sum has four lines besides its terms, and two close the sheet. Nobody reads many terms.
    let isLarge = explorer.screen.isBoardLarge
    let sheet = explorer.worksheet(terms: isLarge ? 4 : (room.rows - 6).clamped(to: 1...8))
    frame.draw(Heading(heading(sheet)), in: area)
    let introduction = Area(
      row: room.row, column: room.column - 1, rows: max(room.rows - 1, 1), columns: room.columns + 2
    )
    let words = Paragraph(sheet.introduction, as: .plain)
    frame.draw(words, in: introduction)
    let top = room.row + words.rowCount(in: introduction)
    let large = LargeSum(sheet: sheet, columns: room.columns)
    if isLarge, top + large.rowCount < room.row + room.rows {
      frame.draw(large, in: room.dropping(rows: top - room.row))
      let rest = introduction.dropping(rows: top - room.row + large.rowCount)
      return frame.draw(Paragraph(sheet.meaning, as: .faint), in: rest)
    }
    // Where there is no room for all, the end is more than the beginning.
    let lines = sheet.lines.suffix(max(room.row + room.rows - 1 - top, 0))
    // Where the room is large, so is the sum.
    let pitch = top + 2 * lines.count + 3 <= room.row + room.rows ? 2 : 1
    draw(lines, from: top, pitch: pitch, in: room, on: &frame)
    let bottom = min(top + pitch * lines.count, room.row + room.rows - 1)
    drawConclusions(of: sheet, row: bottom, in: room, on: &frame)
    frame.draw(
      Paragraph(sheet.meaning, as: .faint),
      in: Area(
        row: bottom + 1, column: room.column - 1, rows: room.row + room.rows - bottom - 1,
        columns: room.columns + 2))
  }

  private func heading(_ sheet: Worksheet) -> String {
    let numbers = Explanation.Number.allCases
    let place = (numbers.firstIndex(of: explorer.explanation.number) ?? 0) + 1
    return "sum \(place) of \(numbers.count) · \(sheet.title)\(explorer.temperatureSuffix)"
  }

  /// The steps in columns: what is done, the arithmetic, what comes out.
  private func draw(
    _ lines: ArraySlice<Worksheet.Line>, from top: Int, pitch: Int, in area: Area,
    on frame: inout Frame
  ) {
    func widest(_ text: (Worksheet.Line) -> String) -> Int {
      lines.map { columnWidth(of: text($0)) }.max() ?? 0
    }
    let expressions = widest(\.expression)
    let beside = 2 + expressions + 4 + widest(\.result) + 5
    // Where there is no room for names, those stay that stand for a number of their own.
    let labels = beside + 8 > area.columns ? 0 : min(widest(\.label), area.columns - beside)
    let start = area.column + (labels > 0 ? labels + 2 : 0)
    for (index, line) in lines.enumerated() {
      let row = top + index * pitch
      let isNamed = labels == 0 && line.expression.isEmpty
      frame.write(
        line.label, row: row, column: area.column, as: .faint, limit: isNamed ? expressions : labels
      )
      frame.write(
        line.expression, row: row, column: start, limit: area.column + area.columns - start)
      let column = start + expressions
      frame.write(
        [("  = ", .faint), (line.result, .strong), (" \(line.unit)", .faint)], row: row,
        column: column, limit: max(area.column + area.columns - column, 0))
    }
  }

  private func drawConclusions(of sheet: Worksheet, row: Int, in area: Area, on frame: inout Frame)
  {
    guard !sheet.conclusions.isEmpty else { return }
    let pieces = sheet.conclusions.flatMap { conclusion -> StyledText in
      [
        (conclusion.name.isEmpty ? "" : conclusion.name + " ", .strong),
        (conclusion.number + "   ", .actual),
      ]
    }
    frame.write(
      [("shown as ", .faint)] + pieces, row: row, column: area.column, limit: area.columns)
  }
}
