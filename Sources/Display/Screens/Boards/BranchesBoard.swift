import Basics
import Exploration
import ShownText

/// The ways in which the text went on, each with its own figures.
struct BranchesBoard: Widget {
  let explorer: Explorer

  func draw(in area: Area, on frame: inout Frame) {
    frame.draw(Heading("branches" + explorer.temperatureSuffix), in: area)
    guard let branches = explorer.generation?.branches, area.rows > 2 else { return }
    let places = branches.places
    let pitch = (area.rows - 2) / max(places.count, 1)
    let fewest = BranchRows.fewest(isASCII: frame.isASCII)
    if area.columns >= BranchRows.fewestColumns, pitch >= fewest {
      return draw(
        places, pitch: min(pitch, max(fewest, BranchRows.most)), current: branches.current,
        in: area, on: &frame)
    }
    let rows = area.rows - 2
    let labels = "tokens  surprise  entropy  \(explorer.unit.rawValue) a token"
    frame.write(
      labels, row: area.row + 1, column: area.column + 13, as: .faint, limit: area.columns - 14)
    let current = places.firstIndex { $0.branch == branches.current } ?? 0
    let top = (current + 1 - rows).clamped(to: 0...max(places.count - rows, 0))
    for (index, place) in places[top...].prefix(rows).enumerated() {
      draw(
        place, isShown: place.branch == branches.current, row: area.row + 2 + index, in: area,
        on: &frame)
    }
  }

  /// The branches with large figures, so many rows apart.
  private func draw(
    _ places: [Branches.Place], pitch: Int, current: Int, in area: Area, on frame: inout Frame
  ) {
    for (index, place) in places.enumerated() {
      guard let summary = explorer.summary(ofBranch: place.branch) else { continue }
      let branch = LargeBranch(
        place: place, summary: summary, unit: explorer.unit, isShown: place.branch == current,
        hasLabels: index == 0)
      let rows = area.dropping(rows: 1 + index * pitch).inset(columns: 2)
      frame.draw(branch, in: rows.cut(to: pitch))
    }
  }

  private func draw(
    _ place: Branches.Place, isShown: Bool, row: Int, in area: Area, on frame: inout Frame
  ) {
    guard let summary = explorer.summary(ofBranch: place.branch) else { return }
    let column = area.column + 1
    let role: Role = isShown ? .actual : .plain
    let indent = String(repeating: " ", count: (place.depth - 1).clamped(to: 0...5))
    let stem = place.depth == 0 ? "" : indent + "└ "
    frame.write(
      (isShown ? "▸ " : "  ") + stem + "\(place.branch)", row: row, column: column, as: role)
    func figure(_ text: String, endingAt end: Int) {
      frame.write(text, row: row, column: column + end - columnWidth(of: text), as: .strong)
    }
    figure(grouped(summary.tokens.count), endingAt: 18)
    figure(summary.surprise.map(explorer.unit.format) ?? "—", endingAt: 28)
    figure(summary.entropy.map(explorer.unit.format) ?? "—", endingAt: 37)
    let name =
      place.depth == 0 ? "the text as it was" : visibleSpaces(Array(summary.bytes.prefix(400)))
    frame.write(name, row: row, column: column + 39, as: role, limit: area.columns - 41)
  }
}
