import ShownText
import Exploration
import InformationTheory
import Scoring

/// The losses that the plot shows, and how they are spread over its height.
private struct CurveScale {
  let losses: [Double]
  let least: Double, low: Double, high: Double

  /// In the unit of the amounts. The cold end may be far higher than anything else, so the scale ends
  /// a little above the hot end and the present loss.
  init?(_ curve: LossCurve, unit: Exploration.Unit, present: Information?) {
    losses = curve.losses.map(unit.amount)
    guard let least = losses.min(), let hot = losses.last, let most = losses.max() else {
      return nil
    }
    self.least = least
    let span = max(hot - least, (present.map(unit.amount) ?? least) - least, 0.1)
    low = least - span * 0.1
    high = max(min(most, least + span * 1.15), low + 0.1)
  }

  /// The loss at a place along the slider, 0 … 1.
  func loss(at fraction: Double) -> Double {
    let place = min(max(fraction, 0), 1) * Double(losses.count - 1)
    let first = min(Int(place), losses.count - 2)
    return losses[first] + (losses[first + 1] - losses[first]) * (place - Double(first))
  }

  /// How far up a loss is, 0 … 1 within the plot. What lies above the least by no more than a float's
  /// rounding is the least: a flat curve has no bump where rounding meets the edge of a dot.
  func height(_ loss: Double) -> Double {
    ((loss - least < 1e-4 ? least : loss) - low) / (high - low)
  }
}

extension Painter {
  /// Loss against temperature, with the present place and the best one.
  mutating func paintCurve(_ area: Area) {
    guard explorer.reveal == nil else { return paintCourse(area) }
    paintHeading("loss against temperature", in: area, isFocused: explorer.panel == .curve)
    guard let geometry = CurveGeometry(area) else { return }
    let present = explorer.figures.crossEntropy
    guard let scale = CurveScale(explorer.curve, unit: explorer.unit, present: present) else {
      frame.write("—", row: area.row + 1, column: area.column + 3, as: .faint)
      return
    }
    let plot = geometry.plot
    paintAxes(geometry, scale)
    var canvas = DotCanvas(columns: plot.columns, rows: plot.rows)
    trace(scale, on: &canvas)
    paint(canvas, in: plot, as: .curve)
    paintMarks(geometry, scale, present: present)
  }

  private func trace(_ scale: CurveScale, on canvas: inout DotCanvas) {
    let (width, height) = (canvas.columns * 2, canvas.rows * 4)
    var last: Int?
    for x in 0..<width {
      let loss = scale.loss(at: Double(x) / Double(max(width - 1, 1)))
      let up = min(max(scale.height(loss), -1), 2)
      let y = height - 1 - Int((up * Double(height - 1)).rounded())
      // Joined to the last dot, and two dots thick, to be seen from the last row.
      for step in min(last ?? y, y)...max(last ?? y, y) + 1 { canvas.set(x: x, y: step) }
      last = y
    }
  }

  private mutating func paintAxes(_ geometry: CurveGeometry, _ scale: CurveScale) {
    let plot = geometry.plot
    let left = plot.column - 1
    for row in plot.row..<plot.row + plot.rows {
      frame.write("│", row: row, column: left, as: .rule)
    }
    let bottom = plot.row + plot.rows
    frame.write("└", row: bottom, column: left, as: .rule)
    frame.fill("─", row: bottom, columns: plot.column..<plot.column + plot.columns, as: .rule)
    func label(_ text: String, row: Int) {
      frame.write(text, row: row, column: left - text.count - 1, as: .faint)
    }
    label(decimal(scale.high, 1), row: plot.row)
    label(decimal(scale.least, 2), row: plot.row + rowOf(scale.least, scale, rows: plot.rows))
    if plot.rows >= 3 { label(explorer.unit.rawValue, row: plot.row + 1) }
    paintTicks(geometry, row: bottom)
  }

  private mutating func paintTicks(_ geometry: CurveGeometry, row: Int) {
    var end = 0
    let values: [Double] =
      geometry.plot.columns >= 36 ? [0.05, 0.1, 0.2, 0.5, 1, 2, 5] : [0.05, 0.2, 1, 5]
    for value in values {
      guard let temperature = Temperature(value) else { continue }
      let column = geometry.column(of: temperature)
      let label = value < 0.1 ? ".05" : value < 1 ? "." + decimal(value * 10, 0) : decimal(value, 0)
      let start = column - label.count / 2
      guard start > end else { continue }
      frame.write("┴", row: row, column: column, as: .rule)
      end = frame.write(label, row: row + 1, column: start, as: .faint)
    }
  }

  private mutating func paintMarks(
    _ geometry: CurveGeometry, _ scale: CurveScale, present: Information?
  ) {
    let plot = geometry.plot
    func row(_ loss: Double) -> Int { plot.row + rowOf(loss, scale, rows: plot.rows) }
    if let best = explorer.curve.best {
      let loss = explorer.unit.amount(best.loss)
      frame.write("◆", row: row(loss), column: geometry.column(of: best.temperature), as: .best)
      let label = "◆ best T \(format(temperature: best.temperature.value))"
      if plot.columns >= label.count + 12, plot.rows >= 3 {
        frame.write(
          label, row: plot.row, column: plot.column + plot.columns - label.count, as: .best)
      }
    }
    guard let present else { return }
    let loss = explorer.unit.amount(present)
    let place = geometry.column(of: explorer.temperature)
    frame.write(scale.height(loss) > 1 ? "▲" : "●", row: row(loss), column: place, as: .knob)
  }

  /// The row of the plot, from its top, that a loss is drawn in.
  private func rowOf(_ loss: Double, _ scale: CurveScale, rows: Int) -> Int {
    let up = min(max(scale.height(loss), 0), 1)
    return (rows * 4 - 1 - Int((up * Double(rows * 4 - 1)).rounded())) / 4
  }
}
