import Exploration
import ShownText

/// Lines that a checkpoint wrote, and what is to be said of each: words of the training text underlined, what
/// is false in the world marked.
struct SamplePanel: Widget {
  let explorer: Explorer

  func draw(in area: Area, on frame: inout Frame) {
    guard let lab = explorer.lab else { return }
    frame.draw(Heading(title(lab, room: area.columns - 6)), in: area)
    let hasVerdicts = lab.sample?.lines.contains { $0.verdict != nil } ?? false
    for (index, line) in (lab.sample?.lines ?? []).prefix(area.rows - 1).enumerated() {
      let row = area.row + 1 + index
      if let verdict = line.verdict {
        frame.write(verdict.name, row: row, column: area.column + 1, as: verdict.role)
      }
      let indent = hasVerdicts ? Self.verdictWidth + 2 : 1
      draw(
        line, row: row, columns: area.column + indent..<area.column + area.columns, on: &frame)
    }
    guard let failure = lab.sample?.failure else { return }
    frame.write(
      failure, row: area.row + 1, column: area.column + 1, as: .faint, limit: area.columns - 1)
  }

  /// The columns of the longest verdict.
  private static let verdictWidth = 8

  /// Who writes, and what the underline says: in fewer words where there is little room.
  private func title(_ lab: Lab, room: Int) -> String {
    guard let wish = lab.sample?.wish else { return "what it writes" }
    let step =
      "step \(grouped(wish.step)) writes at T \(format(temperature: wish.temperature.value))"
    let titles = [", words of its training text underlined", ", known words underlined"].map {
      step + $0
    }
    return titles.first { columnWidth(of: $0) <= room } ?? step
  }

  private func draw(
    _ line: DrawnLine, row: Int, columns: Range<Int>, on frame: inout Frame
  ) {
    let room = columns.count
    let cells = line.bytes.enumerated().map { place, byte in (display([byte]), line.role(of: place))
    }
    var column = columns.lowerBound
    for (index, cell) in cells.enumerated() {
      guard index < room - 1 || cells.count <= room else {
        frame.write("…", row: row, column: column, as: .faint)
        return
      }
      let sign = columnWidth(of: cell.0) == 1 ? cell.0 : "·"
      column = frame.write(sign, row: row, column: column, as: cell.1)
    }
    guard case .falsehood(_, let truth?) = line.verdict else { return }
    let words = " → \(display(truth))"
    guard column + columnWidth(of: words) <= columns.upperBound else { return }
    frame.write(words, row: row, column: column, as: .strong)
  }
}

extension DrawnLine {
  /// How a byte is drawn.
  fileprivate func role(of place: Int) -> Role {
    if case .falsehood(let word, _) = verdict, word.contains(place) { return .failure }
    let isKnown = verdict == .byHeart || known.contains { $0.contains(place) }
    return isKnown ? .known : .plain
  }
}

extension DrawnLine.Verdict {
  /// In a word or two.
  fileprivate var name: String {
    switch self {
    case .byHeart: "by heart"
    case .new: "new"
    case .falsehood: "false"
    case .garbled: "garbled"
    }
  }

  fileprivate var role: Role {
    switch self {
    case .byHeart: .best
    case .new: .strong
    case .falsehood: .failure
    case .garbled: .faint
    }
  }
}
