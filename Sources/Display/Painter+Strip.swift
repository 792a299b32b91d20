import ShownText
import Exploration
import InformationTheory
import Scoring

/// Bars of an eighth to eight eighths of a cell, growing upwards.
private let risingBars = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

extension Painter {
  /// One bar a token, as tall as what the lens shows.
  mutating func paintStrip(_ area: Area) {
    for (index, token) in explorer.stripTokens(columns: area.columns).enumerated() {
      paintBar(of: token, column: area.column + index, in: area)
    }
  }

  private mutating func paintBar(of token: Int, column: Int, in area: Area) {
    let value = explorer.value(of: token)
    let isFocused = token == explorer.focus
    let role: Role =
      isFocused ? .focusBar : value.map(explorer.lens.barRole(of:)) ?? .rule
    guard let value else {
      frame.write("·", row: area.row + area.rows - 1, column: column, as: role)
      return
    }
    guard value >= 0 || !explorer.lens.isSigned else {
      return paintHangingBar(of: value, column: column, in: area, as: role)
    }
    var eighths = max(Int((explorer.lens.height(value) * Double(area.rows * 8)).rounded()), 1)
    for row in (area.row..<area.row + area.rows).reversed() where eighths > 0 || isFocused {
      frame.write(risingBars[min(eighths, 8)], row: row, column: column, as: role)
      eighths = max(eighths - 8, 0)
    }
  }

  /// A bar of a negative value, in halves of a cell from the top, and never down to the bottom, where
  /// the bars of positive values begin.
  private mutating func paintHangingBar(
    of value: Double, column: Int, in area: Area, as role: Role
  ) {
    var halves = Int((explorer.lens.height(value) * Double(area.rows * 2 - 1)).rounded())
    guard halves > 0 else {
      frame.write("▔", row: area.row, column: column, as: role)
      return
    }
    for row in area.row..<area.row + area.rows where halves > 0 {
      frame.write(halves > 1 ? "█" : "▀", row: row, column: column, as: role)
      halves -= 2
    }
  }

  /// Points at the focused bar, from whichever of the lines above and below is free there.
  mutating func paintFocusMark() {
    guard let area = screen.strip else { return }
    let shown = explorer.stripTokens(columns: area.columns)
    guard shown.contains(explorer.focus) else { return }
    let column = area.column + explorer.focus - shown.lowerBound
    for (row, mark) in [(area.row + area.rows, "▲"), (area.row - 1, "▼")]
    where row < frame.rows && frame.cells[row * frame.columns + column].glyph == "─" {
      return frame.put(DisplayCell(text: mark, width: 1), row: row, column: column, as: .actual)
    }
  }

  /// What the steps of the colours mean, and how much a full bar is.
  mutating func paintLegend(_ area: Area) {
    frame.fill("─", row: area.row, columns: 0..<area.columns, as: .rule)
    let lens = explorer.lens
    let unit = lens.isInformation ? " in \(explorer.unit.rawValue)" : ""
    var column = frame.write(
      " \(lens.title)\(unit) ", row: area.row, column: 2, as: .heading, limit: area.columns - 4)
    for (step, label) in legendLabels.enumerated() where column + label.count + 2 < area.columns {
      column = frame.write(" \(label) ", row: area.row, column: column, as: lens.role(ofStep: step))
    }
    let full = " full bar \(fullBar) "
    guard column + full.count + 4 <= area.columns else { return }
    frame.write(full, row: area.row, column: area.columns - full.count - 2, as: .faint)
  }

  private var legendLabels: [String] {
    switch explorer.lens {
    case .surprise, .entropy: ["0"] + amounts(explorer.lens.thresholds, plus: true)
    case .excess: ["less"] + amounts(explorer.lens.thresholds, plus: true)
    case .change: changeLabels
    case .probability: ["≥50%", "≥10%", "≥1%", "≥0.1%", "≥0.01%", "less"]
    case .rank: ["1", "2", "6", "26", "101", "1001+"]
    }
  }

  /// Less surprising on the left, more on the right, and no change worth a colour between.
  private var changeLabels: [String] {
    let decimals = explorer.unit == .bits ? 0 : 1
    let amounts = explorer.lens.thresholds.map { bits in
      decimal(explorer.unit.amount(.bits(abs(bits))), abs(bits) < 1 ? 2 : decimals)
    }
    let less = amounts.prefix(Lens.middleStep).map { "−\($0)" }
    return less + ["same"] + amounts.suffix(Lens.middleStep).map { "+\($0)" }
  }

  private func amounts(_ bits: [Double], plus: Bool) -> [String] {
    bits.enumerated().map { index, value in
      let amount =
        explorer.unit == .bits || value == 0
        ? decimal(value, 0) : decimal(Information.bits(value).nats, 1)
      return amount + (plus && index == bits.count - 1 ? "+" : "")
    }
  }

  private var fullBar: String {
    let lens = explorer.lens
    switch lens {
    case .probability: return "100%"
    case .rank: return "10 000"
    case .surprise, .entropy, .excess, .change:
      let amount = explorer.unit.amount(.bits(lens.fullHeight))
      return "\(decimal(amount, explorer.unit == .bits ? 0 : 1)) \(explorer.unit.rawValue)"
    }
  }
}
