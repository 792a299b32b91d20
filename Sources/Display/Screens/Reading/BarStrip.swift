import ShownText
import Exploration
import InformationTheory
import Scoring

/// One bar a token, or a part of the text of the unit that is read by, as tall as what the lens shows.
struct BarStrip: Widget {
  let explorer: Explorer

  func draw(in area: Area, on frame: inout Frame) {
    for (index, bar) in explorer.stripBars(columns: area.columns).enumerated() {
      let token = explorer.token(ofBar: bar)
      let column = Area(
        row: area.row, column: area.column + index, rows: area.rows, columns: 1)
      drawBar(of: token, in: column, on: &frame)
    }
  }

  private func drawBar(of token: Int, in column: Area, on frame: inout Frame) {
    if let bar = TokenBar(explorer, token) { return frame.draw(bar, in: column) }
    let role: Role = explorer.isFocused(token) ? .focusBar : .rule
    frame.write("·", row: column.row + column.rows - 1, column: column.column, as: role)
  }
}

/// The bar of a token, as tall as what the lens shows; a negative value hangs.
struct TokenBar: Widget {
  let value: Double, lens: Lens
  var isFocused = false

  /// The bar of a value.
  init(_ value: Double, lens: Lens) { (self.value, self.lens) = (value, lens) }

  /// Nil where there is nothing to be shown of the token.
  init?(_ explorer: Explorer, _ token: Int) {
    guard let value = explorer.value(of: token) else { return nil }
    (self.value, lens, isFocused) = (value, explorer.lens, explorer.isFocused(token))
  }

  func draw(in area: Area, on frame: inout Frame) {
    let role: Role = isFocused ? .focusBar : lens.barRole(of: value)
    if value >= 0 || !lens.isSigned {
      frame.draw(
        RisingBar(height: lens.height(value), role: role, fillsColumn: isFocused), in: area)
    } else {
      frame.draw(HangingBar(length: lens.height(value), role: role), in: area)
    }
  }
}

/// Points at the focused bar, from whichever of the lines above and below is free there.
struct FocusMark: Widget {
  let explorer: Explorer

  func draw(in area: Area, on frame: inout Frame) {
    let (shown, bar) = (explorer.stripBars(columns: area.columns), explorer.focusedBar)
    guard shown.contains(bar) else { return }
    let column = area.column + bar - shown.lowerBound
    for (row, mark) in [(area.row + area.rows, "▲"), (area.row - 1, "▼")]
    where row < frame.rows && frame.cells[row * frame.columns + column].glyph == "─" {
      return frame.put(DisplayCell(text: mark, width: 1), row: row, column: column, as: .actual)
    }
  }

}

/// What the steps of the colours mean, and how much a full bar is.
struct LegendLine: Widget {
  let explorer: Explorer

  func draw(in area: Area, on frame: inout Frame) {
    frame.fill("─", row: area.row, columns: 0..<area.columns, as: .rule)
    let lens = explorer.lens
    let unit = lens.isInformation ? " in \(explorer.unit.rawValue)" : ""
    var column = frame.write(
      " \(title)\(unit) ", row: area.row, column: 2, as: .heading, limit: area.columns - 4)
    for (step, label) in legendLabels.enumerated() where column + label.count + 2 < area.columns {
      column = frame.write(" \(label) ", row: area.row, column: column, as: lens.role(ofStep: step))
    }
    var end = area.columns - 2
    for note in notes where column + columnWidth(of: note) + 2 <= end {
      end -= columnWidth(of: note)
      frame.write(note, row: area.row, column: end, as: .faint)
    }
  }

  /// What is shown; of two models, which of both is less and which is more.
  private var title: String {
    guard explorer.lens == .change, let names = explorer.comparedNames else {
      return explorer.lens.title
    }
    return "\(shortName(names.other, 16)) − \(shortName(names.base, 16))"
  }

  /// What else has to be said: how a space is written, to a beginner, and how much a full bar is where
  /// there are bars.
  private var notes: [String] {
    let hasBars = explorer.screen.strip != nil || explorer.wordsGeometry != nil
    return (explorer.lesson == nil ? [] : [" ␣ is a space "])
      + (explorer.showsMiddles(of: explorer.lens) ? [" the middle of what is open "] : [])
      + (hasBars ? [" full bar \(explorer.lens.fullBar(in: explorer.unit)) "] : [])
  }

  private var legendLabels: [String] {
    switch explorer.lens {
    case .surprise, .entropy: ["0"] + amounts(explorer.lens.thresholds, plus: true)
    case .excess: ["less"] + amounts(explorer.lens.thresholds, plus: true)
    case .change, .bought: changeLabels
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
}

extension Lens {
  /// What a bar that is full stands for: `16 bits`, `11.1 nats`, `100%`.
  func fullBar(in unit: Scoring.Unit) -> String {
    switch self {
    case .probability: "100%"
    case .rank: "10 000"
    case .surprise, .entropy, .excess, .change, .bought:
      "\(decimal(unit.amount(.bits(fullHeight)), unit == .bits ? 0 : 1)) \(unit.rawValue)"
    }
  }
}
