import Basics
import Exploration
import InformationTheory
import Scoring
import ShownText

/// What each earlier token bought: by how much the focused one costs more without it, the largest changes first.
struct BoughtBoard: Widget {
  let explorer: Explorer

  func draw(in area: Area, on frame: inout Frame) {
    let lines = explorer.boughtLines
    let chosen = explorer.chosenBought(among: lines)
    let geometry = BoughtGeometry(area, count: lines.count, chosen: chosen)
    frame.draw(Heading(heading(isWide: geometry.words != nil)), in: area)
    guard !lines.isEmpty else {
      return frame.draw(Paragraph(obstacle.0, as: obstacle.1), in: area.belowHeading)
    }
    let most = lines.first.map { abs($0.bought.bits) } ?? 0
    for (index, line) in lines[geometry.top...].prefix(geometry.list.rows).enumerated() {
      draw(
        line, of: max(most, 1), isChosen: geometry.top + index == chosen,
        row: geometry.list.row + index, in: geometry.list, on: &frame)
    }
    if let words = geometry.words { drawWords(lines, in: words, on: &frame) }
  }

  private var name: String {
    explorer.focusedToken.map { "“\(visibleSpaces(explorer.bytes(of: $0)))”" } ?? "it"
  }

  private func heading(isWide: Bool) -> String {
    let progress = isWide ? "" : progress(barWidth: nil).map { " · \($0)" } ?? ""
    return "what each token bought of \(name)\(progress)\(explorer.temperatureSuffix)"
  }

  /// How many are known, and how much of the work that is; nil once all are.
  private func progress(barWidth: Int?) -> String? {
    guard let (known, all) = explorer.boughtProgress, known < all,
      let share = explorer.boughtShare
    else { return nil }
    let bar = barWidth.map { progressBar(share, width: $0) + " " } ?? ""
    return "\(bar)\(grouped(known)) of \(grouped(all)), \(Int(share * 100))% of the work"
  }

  private var obstacle: (String, Role) {
    if let obstacle = explorer.insightObstacle { return obstacle }
    if explorer.boughtProgress?.all == 0 {
      return ("Without what stands before this token there is nothing to go by.", .faint)
    }
    return ("leaving out one token after the other…", .faint)
  }

  private func draw(
    _ line: BoughtLine, of most: Double, isChosen: Bool, row: Int, in area: Area,
    on frame: inout Frame
  ) {
    let role = Lens.bought.barRole(of: line.bought.bits)
    frame.write(
      padded(explorer.signed(line.bought), 8), row: row, column: area.column, as: .strong)
    let width = max(min((area.columns - 9) / 2, 24), 0)
    let bar = lyingBar(abs(line.bought.bits) / most, width: width)
    frame.write(bar, row: row, column: area.column + 9, as: role, limit: width)
    let text = visibleSpaces(explorer.bytes(of: explorer.tokens[line.token]))
    frame.write(
      fitted(text, max(area.columns - 11 - width, 0)), row: row, column: area.column + 10 + width,
      as: isChosen ? .selection : .plain)
  }

  /// How far it is, what the numbers mean, and what they do not.
  private func drawWords(_ lines: [BoughtLine], in area: Area, on frame: inout Frame) {
    guard let (_, all) = explorer.boughtProgress else { return }
    let cost = explorer.surprisal(of: explorer.focus).map(explorer.unit.format) ?? "–"
    let unit = explorer.unit.rawValue
    let progress =
      progress(barWidth: 12)
      ?? "\(grouped(all)) \(all == 1 ? "token" : "tokens"), each left out alone"
    frame.write(
      progress, row: area.row, column: area.column + 1, as: .faint, limit: area.columns - 1)
    let words =
      "\(name) costs \(cost) \(unit). + is what it costs more without that token, − what it costs less. "
      + "Each is hidden in turn from all that follow, at every layer, and its place stays empty; so "
      + "these do not add up. The first token is often leant on, whatever it says."
    frame.draw(Paragraph(words, as: .plain), in: area.dropping(rows: 1))
  }
}
