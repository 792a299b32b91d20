import Basics
import Exploration
import InformationTheory
import Scoring
import ShownText

/// A branch with its figures large, and as much of what it has of its own as there is room for.
struct LargeBranch: Widget {
  let place: Branches.Place
  let summary: Explorer.BranchSummary
  let unit: Scoring.Unit
  /// Whether it is the text that is shown.
  let isShown: Bool
  /// Whether its figures are said to be what they are, above them.
  let hasLabels: Bool

  func draw(in area: Area, on frame: inout Frame) {
    let role: Role = isShown ? .actual : .plain
    // A branch stands further in than the one that it left.
    let indent = 3 + (place.depth * 2).clamped(to: 0...6)
    let parts: [(String, StyledText, Range<Int>)] = [
      ("branch", [("\(place.branch)", role)], indent..<14),
      ("tokens", [(grouped(summary.tokens.count), .plain)], 14..<28),
      ("surprise", [(summary.surprise.map(unit.format) ?? "–", .strong)], 30..<50),
      ("entropy", [(summary.entropy.map(unit.format) ?? "–", .strong)], 51..<71),
    ]
    for (label, pieces, columns) in parts {
      if hasLabels {
        frame.write(label, row: area.row, column: area.column + columns.lowerBound, as: .faint)
      }
      frame.write(large: pieces, scale: 1, in: area.dropping(rows: 1).part(columns))
    }
    if isShown { frame.write("▸", row: area.row + 2, column: area.column, as: role) }
    if hasLabels {
      frame.write(
        "\(unit.rawValue) a token", row: area.row, column: area.column + 73, as: .faint,
        limit: area.columns - 73)
    }
    let name = place.depth == 0 ? "the text as it was: " : ""
    frame.draw(
      Paragraph(name + display(Array(summary.bytes.prefix(400))), as: role),
      in: area.dropping(rows: 1).part(72, area.columns).cut(to: area.rows - 2))
  }
}
