import ShownText
import Exploration
import InformationTheory
import Scoring

/// One line of the ladder.
private struct LadderLine {
  var rung: Rung
  var isModel: Bool
}

/// The text through simpler models and the model itself, the most bits per byte first, and how the
/// loss is made up where the source of the text is known.
struct LadderBoard: Widget {
  let explorer: Explorer

  func draw(in area: Area, on frame: inout Frame) {
    frame.draw(Heading(heading), in: area)
    var rows = Area(
      row: area.row + 1, column: area.column + 1, rows: area.rows - 1, columns: area.columns - 2)
    guard let measurement = explorer.measurement else {
      let reason = explorer.text.isEmpty ? "There is no text to measure." : "No token has a score."
      return frame.draw(Paragraph(reason, as: .faint), in: rows)
    }
    if let split = explorer.lossSplit, let drawn = explorer.drawn, rows.rows >= 4 {
      rows.rows -= 2
      drawSplit(split, of: drawn, row: rows.row + rows.rows, in: rows, on: &frame)
    }
    let all = ladderLines(measurement)
    let lines = fitting(all, in: rows.rows)
    // Room is kept for what is still to be measured, so that nothing moves when that comes.
    let expected = max(lines.count, 9)
    if explorer.screen.isBoardLarge, LargeRung.pitch * expected <= rows.rows {
      return drawLarge(lines, isRunning: measurement.isRunning, in: rows, on: &frame)
    }
    let pitch = 2 * expected <= rows.rows ? 2 : 1
    for (index, line) in lines.enumerated() {
      draw(line, row: rows.row + index * pitch, in: rows, on: &frame)
    }
    if lines.count < all.count {
      drawNote("\(lines.count) of \(all.count) rows", in: area, on: &frame)
    } else if measurement.isRunning, lines.count * pitch < rows.rows {
      frame.write(
        "measuring…", row: rows.row + lines.count * pitch, column: rows.column + 9, as: .faint)
    }
  }

  /// How many rows are shown where there is no room for all, and what would show them, over the heading.
  private func drawNote(_ note: String, in area: Area, on frame: inout Frame) {
    frame.draw(Heading("the ladder: bits per byte"), in: area)
    let note = area.columns < 72 ? " \(note) " : " \(note): a taller screen shows all "
    let column = area.column + area.columns - columnWidth(of: note) - 2
    frame.write(note, row: area.row, column: column, as: .knob)
  }

  /// Which bytes the rungs are about.
  private var heading: String {
    guard let part = explorer.measurement?.part else { return "the ladder: bits per byte" }
    let all = grouped(explorer.text.count)
    let bytes = part.lowerBound == 0 ? "all" : "the \(grouped(part.count)) scored of"
    return "the ladder: bits per byte, over \(bytes) \(all) bytes"
  }

  private func ladderLines(_ measurement: Measurement) -> [LadderLine] {
    let sticks = measurement.rungs.map { LadderLine(rung: $0, isModel: false) }
    let model = explorer.rung.map { [LadderLine(rung: $0, isModel: true)] } ?? []
    return (sticks + model).sorted { $0.rung.bits > $1.rung.bits }
  }

  /// As many lines as there are rows: the two that differ least from one another become one, but the
  /// model's line stays.
  private func fitting(_ all: [LadderLine], in rows: Int) -> [LadderLine] {
    var lines = all
    while lines.count > max(rows, 1) {
      let gaps = lines.indices.dropLast().map { place in
        (gap: lines[place].rung.bits - lines[place + 1].rung.bits, place: place)
      }
      guard let (_, place) = gaps.min(by: { $0.gap < $1.gap }) else { break }
      lines.remove(at: lines[place].isModel ? place + 1 : place)
    }
    return lines
  }

  /// The lines to be read from afar.
  private func drawLarge(
    _ lines: [LadderLine], isRunning: Bool, in area: Area, on frame: inout Frame
  ) {
    let columns = LargeRung.nameColumns(of: lines.map(\.rung.name), in: area.columns)
    let barColumns = LargeRung.barColumns(beside: columns, in: area.columns)
    for (index, line) in lines.enumerated() {
      let rung = LargeRung(
        number: decimal(line.rung.bitsPerByte, 2), name: line.rung.name,
        bar: bar(of: line, width: barColumns), isModel: line.isModel,
        note: line.isModel && !explorer.isAtOne ? "at \(explorer.atTemperature)" : "",
        nameColumns: columns)
      frame.draw(rung, in: area.dropping(rows: index * LargeRung.pitch).cut(to: LargeRung.pitch))
    }
    let row = area.row + lines.count * LargeRung.pitch
    if isRunning, row < area.row + area.rows {
      frame.write("measuring…", row: row, column: area.column + 26, as: .faint)
    }
  }

  private func name(of line: LadderLine) -> String {
    guard line.isModel, !explorer.isAtOne else { return line.rung.name }
    let ends = explorer.isBounded ? explorer.rungInterval : nil
    return "\(line.rung.name) at \(explorer.atTemperature)"
      + (ends.map { ": \(between($0) { decimal($0, 2) })" } ?? "")
  }

  /// A full bar is a byte as it is stored; what is more leads out of the panel.
  private func bar(of line: LadderLine, width: Int) -> String {
    let perByte = line.rung.bitsPerByte
    return perByte > 8.005
      ? String(repeating: "█", count: max(width - 1, 0)) + "▶" : lyingBar(perByte / 8, width: width)
  }

  private func draw(_ line: LadderLine, row: Int, in area: Area, on frame: inout Frame) {
    let perByte = line.rung.bitsPerByte
    let role: Role = line.isModel ? .actual : .plain
    let number = decimal(perByte, 2)
    frame.write(
      number, row: row, column: area.column + max(6 - columnWidth(of: number), 0),
      as: line.isModel ? .actual : .strong)
    if line.isModel { frame.write("▸", row: row, column: area.column + 7, as: .actual) }
    let nameWidth = min(area.columns / 2, 40)
    frame.write(
      fitted(display(name(of: line)), nameWidth), row: row, column: area.column + 9, as: role)
    let start = area.column + 10 + nameWidth
    let width = area.column + area.columns - 1 - start
    guard width > 3 else { return }
    frame.write(
      bar(of: line, width: width), row: row, column: start, as: line.isModel ? .actual : .bar)
  }

  /// `loss 3.61 = 3.32 entropy of the source + 0.02 luck + 0.27 divergence`, a draw of the source each.
  private func drawSplit(
    _ split: LossSplit, of drawn: DrawnText, row: Int, in area: Area, on frame: inout Frame
  ) {
    func share(_ information: Information) -> String {
      explorer.unit.format(.nats(information.nats / Double(drawn.draws)))
    }
    func sign(_ information: Information) -> String { information < .zero ? "− " : "+ " }
    func size(_ information: Information) -> String { share(.nats(abs(information.nats))) }
    let open = split.divergenceInterval
    let isOpen = open.lowerBound < open.upperBound
    let divergence =
      isOpen
      ? between(open) { ($0 < .zero ? "−" : "") + size($0) } : size(split.divergence)
    let losses = open.map { split.entropy + split.luck + $0 }
    let total = split.entropy + split.luck + split.divergence
    let unit = explorer.unit.rawValue
    frame.write(
      [
        ("\(grouped(drawn.draws)) draws from \(display(drawn.source)), in \(unit) a draw:", .faint)
      ], row: row, column: area.column + 1, limit: area.columns - 2)
    frame.write(
      [
        ("loss ", .faint), (isOpen ? between(losses, share) : share(total), .strong),
        (" = ", .faint),
        (share(split.entropy), .strong), (" entropy of the source ", .faint),
        (sign(split.luck), .faint), (size(split.luck), .strong), (" luck ", .faint),
        (isOpen ? "+ " : sign(split.divergence), .faint), (divergence, .actual),
        (" divergence", .faint),
      ], row: row + 1, column: area.column + 1, limit: area.columns - 2)
  }
}
