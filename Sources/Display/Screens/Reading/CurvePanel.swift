import Basics
import ShownText
import Exploration
import InformationTheory
import Scoring

/// The losses that the plot shows, and how they are spread over its height.
private struct CurveScale {
  let losses: [ClosedRange<Double>]
  let least: Double, low: Double, high: Double

  /// In the unit of the amounts. The cold end may be far higher than anything else, so the scale ends
  /// a little above the hot end and the present loss, unless that is infinite, as at T = 0. Nil where no
  /// loss is a finite number, as where a token cannot come at any temperature.
  init?(_ curve: LossCurve, unit: Scoring.Unit, present: Information?) {
    losses = curve.lossIntervals.map { $0.map(unit.amount) }
    let lows = losses.map(\.lowerBound).filter(\.isFinite)
    let highs = losses.map(\.upperBound).filter(\.isFinite)
    guard let least = lows.min(), let hot = highs.last, let most = highs.max() else {
      return nil
    }
    self.least = least
    let shown = present.map(unit.amount).flatMap { $0.isFinite ? $0 : nil } ?? least
    let span = max(hot - least, shown - least, 0.1)
    low = least - span * 0.1
    high = max(min(most, least + span * 1.15), low + 0.1)
  }

  /// The loss at a place along the slider, 0 … 1: at least and at most.
  func loss(at fraction: Double) -> ClosedRange<Double> {
    let place = fraction.clamped(to: 0...1) * Double(losses.count - 1)
    let first = min(Int(place), losses.count - 2)
    func between(_ end: (ClosedRange<Double>) -> Double) -> Double {
      let (one, next) = (end(losses[first]), end(losses[first + 1]))
      return one + (next - one) * (place - Double(first))
    }
    let (low, high) = (between(\.lowerBound), between(\.upperBound))
    guard !low.isNaN, !high.isNaN else { return .infinity ... .infinity }
    return low...max(low, high)
  }

  /// How far up a loss is, 0 … 1 within the plot. What lies above the least by no more than a float's
  /// rounding is the least: a flat curve has no bump where rounding meets the edge of a dot.
  func height(_ loss: Double) -> Double {
    ((loss - least < 1e-4 ? least : loss) - low) / (high - low)
  }
}

/// Loss against temperature, with the present place and the best one.
struct CurvePanel: Widget {
  let explorer: Explorer

  func draw(in area: Area, on frame: inout Frame) {
    let title = "loss against temperature" + (explorer.isBounded ? ": at least, at most" : "")
    frame.draw(Heading(title, isFocused: explorer.panel == .curve), in: area)
    guard let geometry = CurveGeometry(area) else { return }
    let present = explorer.figures.crossEntropy
    let most = explorer.figures.crossEntropyInterval?.upperBound
    guard let scale = CurveScale(explorer.curve, unit: explorer.unit, present: most) else {
      frame.write("—", row: area.row + 1, column: area.column + 3, as: .faint)
      return
    }
    let plot = Plot(area: geometry.plot)
    plot.drawAxes(on: &frame)
    drawLabels(plot, scale, on: &frame)
    drawTicks(geometry, on: &frame)
    var canvas = plot.canvas
    trace(scale, on: &canvas)
    plot.draw(canvas, as: .curve, on: &frame)
    drawMarks(geometry, scale, present: present, on: &frame)
  }

  private func trace(_ scale: CurveScale, on canvas: inout DotCanvas) {
    let (width, height) = (canvas.columns * 2, canvas.rows * 4)
    var last: ClosedRange<Int>?
    for x in 0..<width {
      let loss = scale.loss(at: Double(x) / Double(max(width - 1, 1)))
      func step(_ loss: Double) -> Int {
        Plot.step(scale.height(loss).clamped(to: -1...2), among: height)
      }
      let own = step(loss.upperBound)...step(loss.lowerBound)
      // What is open is filled with every other dot. Each edge is joined to its last dot, and two dots thick, to be
      // seen from the last row.
      for y in own where (x + y) % 2 == 0 { canvas.set(x: x, y: y) }
      for (edge, before) in [
        (own.lowerBound, last?.lowerBound), (own.upperBound, last?.upperBound),
      ] {
        for y in min(before ?? edge, edge)...max(before ?? edge, edge) + 1 {
          canvas.set(x: x, y: y)
        }
      }
      last = own
    }
  }

  private func drawLabels(_ plot: Plot, _ scale: CurveScale, on frame: inout Frame) {
    let area = plot.area
    plot.write(label: decimal(scale.high, 1), row: area.row, on: &frame)
    let least = area.row + rowOf(scale.least, scale, rows: area.rows)
    plot.write(label: decimal(scale.least, 2), row: least, on: &frame)
    if area.rows >= 3 {
      plot.write(label: explorer.unit.rawValue, row: area.row + 1, on: &frame)
    }
  }

  private func drawTicks(_ geometry: CurveGeometry, on frame: inout Frame) {
    let row = geometry.plot.row + geometry.plot.rows
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

  private func drawMarks(
    _ geometry: CurveGeometry, _ scale: CurveScale, present: Information?, on frame: inout Frame
  ) {
    let plot = geometry.plot
    func row(_ loss: Double) -> Int { plot.row + rowOf(loss, scale, rows: plot.rows) }
    if let best = explorer.curve.best {
      let loss = explorer.unit.amount(best.loss)
      frame.write("◆", row: row(loss), column: geometry.column(of: best.temperature), as: .best)
    }
    let knob = present.map { present in
      let loss = explorer.unit.amount(present)
      let column = geometry.column(of: explorer.temperature)
      frame.write(scale.height(loss) > 1 ? "▲" : "●", row: row(loss), column: column, as: .knob)
      return (row: row(loss), column: column)
    }
    drawBestLabel(in: plot, besides: knob, on: &frame)
  }

  /// Says the best temperature at the top on the right, or on the left where the knob is there.
  private func drawBestLabel(
    in plot: Area, besides knob: (row: Int, column: Int)?, on frame: inout Frame
  ) {
    guard let best = explorer.curve.bestInterval else { return }
    let label =
      "◆ best T \(between(best.temperature, by: "…") { format(temperature: $0.value) })"
    guard plot.columns >= label.count + 12, plot.rows >= 3 else { return }
    let right = plot.column + plot.columns - label.count
    let isCovered = knob.map { $0.row == plot.row && $0.column >= right - 1 } ?? false
    let start = isCovered ? plot.column + 1 : right
    frame.write(label, row: plot.row, column: start, as: .best)
  }

  /// The row of the plot, from its top, that a loss is drawn in.
  private func rowOf(_ loss: Double, _ scale: CurveScale, rows: Int) -> Int {
    Plot.step(scale.height(loss).clamped(to: 0...1), among: rows * 4) / 4
  }
}
