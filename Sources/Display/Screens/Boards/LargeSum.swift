import Exploration
import ShownText

/// The lines of a sum to be read from afar: what is done in ordinary letters above the arithmetic and what
/// comes out, and what is explained below them.
struct LargeSum: Widget {
  let sheet: Worksheet
  /// How many columns it has.
  let columns: Int

  /// From one line to the next: the row above it is that of its label.
  static let pitch = BigLetters.line(scale: 1, isASCII: false)

  /// The rows that it takes.
  var rowCount: Int { (sheet.lines.count + (sheet.conclusions.isEmpty ? 0 : 1)) * Self.pitch }

  func draw(in area: Area, on frame: inout Frame) {
    for (index, line) in sheet.lines.enumerated() {
      draw(line, in: area.dropping(rows: index * Self.pitch).cut(to: Self.pitch), on: &frame)
    }
    guard !sheet.conclusions.isEmpty else { return }
    let last = area.dropping(rows: sheet.lines.count * Self.pitch).cut(to: Self.pitch)
    frame.write("shown as", row: last.row, column: last.column, as: .faint)
    let pieces = sheet.conclusions.flatMap { conclusion -> StyledText in
      [
        (conclusion.name.isEmpty ? "" : conclusion.name + " ", .strong),
        (conclusion.number + "  ", .actual),
      ]
    }
    frame.write(large: pieces, scale: 1, in: last.dropping(rows: 1))
  }

  private func draw(_ line: Worksheet.Line, in area: Area, on frame: inout Frame) {
    let isNamed = !line.expression.isEmpty
    if isNamed {
      frame.write(line.label, row: area.row, column: area.column, as: .faint, limit: columns)
    }
    let large = area.dropping(rows: 1)
    frame.draw(
      BigText(words(of: line), as: isNamed ? .plain : .faint).atMost(scale: 1),
      in: large.part(0, resultColumn - 3))
    frame.draw(
      BigText([("= ", .faint), (line.result, .strong), (unit(of: line), .faint)]).atMost(scale: 1),
      in: large.part(resultColumn, columns))
  }

  /// The arithmetic; the label where there is none.
  private func words(of line: Worksheet.Line) -> String {
    line.expression.isEmpty ? line.label : line.expression
  }

  private func unit(of line: Worksheet.Line) -> String { line.unit.isEmpty ? "" : " \(line.unit)" }

  /// Where results begin: behind the widest arithmetic that leaves them room.
  private var resultColumn: Int {
    func width(_ text: String) -> Int { BigText(text, as: .plain).size(scale: 1).columns }
    let result = sheet.lines.map { width("= " + $0.result + unit(of: $0)) }.max() ?? 0
    let room = columns - result - 4
    return (sheet.lines.map { width(words(of: $0)) }.filter { $0 <= room }.max() ?? room) + 4
  }
}
