import Exploration
import InformationTheory
import ShownText

/// The losses of a training against its steps: batches as dots, never smoothed, and lines from one
/// evaluation to the next.
struct ChartPanel: Widget {
  let explorer: Explorer

  func draw(in area: Area, on frame: inout Frame) {
    guard let lab = explorer.lab else { return }
    frame.draw(ChartHeading(explorer: explorer, lab: lab), in: area)
    guard let geometry = explorer.chartGeometry else { return }
    let plot = Plot(area: geometry.plot)
    plot.drawAxes(on: &frame)
    drawTicks(geometry, plot, on: &frame)
    drawMarks(geometry, lab, on: &frame)
    draw(Curves(lab, geometry), in: geometry, on: &frame)
    drawNames(geometry, lab, on: &frame)
    drawPlaces(geometry, lab, on: &frame)
  }

  private func draw(_ curves: Curves, in geometry: ChartGeometry, on frame: inout Frame) {
    let plot = Plot(area: geometry.plot)
    var below = plot.canvas
    for layer in curves.layers {
      // Where curves meet in a cell, all of their dots are there.
      plot.draw(layer.canvas.adding(below), as: layer.role, on: &frame)
      below = below.united(with: layer.canvas)
    }
  }

  // MARK: Axes

  private func drawTicks(_ geometry: ChartGeometry, _ plot: Plot, on frame: inout Frame) {
    var last = -1
    for bits in geometry.ticks {
      let row = geometry.row(of: .bits(bits))
      guard row != last else { continue }
      plot.write(label: label(bits), row: row, on: &frame)
      last = row
    }
    let bottom = plot.area.row + plot.area.rows
    guard bottom + 1 < geometry.plot.row + geometry.plot.rows + 2 else { return }
    drawSteps(geometry, row: bottom, on: &frame)
  }

  private func label(_ bits: Double) -> String {
    let amount = explorer.unit.amount(.bits(bits))
    return amount == 0
      ? "0" : amount >= 1 ? decimal(amount, explorer.unit == .bits ? 0 : 1) : decimal(amount, 2)
  }

  /// Round numbers of steps, so many that they can be read.
  private func drawSteps(_ geometry: ChartGeometry, row: Int, on frame: inout Frame) {
    let wanted = max(geometry.plot.columns / 14, 1)
    let interval =
      [1, 2, 5, 10, 20, 50, 100, 200, 250, 500, 1_000, 2_000, 5_000, 10_000].first {
        geometry.lastStep / $0 <= wanted
      } ?? geometry.lastStep
    for step in stride(from: 0, through: geometry.lastStep, by: interval) {
      let column = geometry.column(ofStep: step)
      frame.write("┴", row: row, column: column, as: .rule)
      let label = step == 0 ? "0 steps" : grouped(step)
      let start = min(
        column - (step == 0 ? 0 : label.count / 2),
        geometry.plot.column + geometry.plot.columns - label.count)
      guard row + 1 < frame.rows, geometry.plot.rows >= 5 else { continue }
      frame.write(label, row: row + 1, column: start, as: .faint)
    }
  }

  // MARK: Lines across

  private func drawMarks(_ geometry: ChartGeometry, _ lab: Lab, on frame: inout Frame) {
    for mark in lab.marks {
      let row = geometry.row(of: mark.loss)
      frame.fill(
        mark.isFloor ? "─" : "┈", row: row, columns: geometry.plot.allColumns, as: .rule)
    }
    guard let lowest = lab.shownLowest else { return }
    let column = geometry.column(ofStep: lowest.step)
    for row in geometry.plot.row..<geometry.plot.row + geometry.plot.rows {
      frame.write("┊", row: row, column: column, as: .best)
    }
  }

  /// The names of the lines, at the right, each in a row of its own.
  private func drawNames(_ geometry: ChartGeometry, _ lab: Lab, on frame: inout Frame) {
    var taken: Set<Int> = []
    for mark in lab.marks.reversed() {
      let row = geometry.row(of: mark.loss)
      guard !taken.contains(row) else { continue }
      taken.insert(row)
      let name = " \(mark.name) \(explorer.unit.format(mark.loss))"
      let end = end(ofName: columnWidth(of: name), inRow: row, geometry, lab)
      let role: Role = mark.isFloor ? .strong : .faint
      frame.write(name, row: row, column: end - columnWidth(of: name), as: role)
    }
  }

  /// Where a name ends: at the right, or before the places in its row that it would hide there.
  private func end(ofName width: Int, inRow row: Int, _ geometry: ChartGeometry, _ lab: Lab) -> Int
  {
    let right = geometry.plot.column + geometry.plot.columns
    let places = [lab.evaluation, lab.shownLowest].compactMap(\.self).filter {
      geometry.row(of: $0.validation) == row
    }.map { geometry.column(ofStep: $0.step) }.sorted(by: >)
    return places.reduce(right) { end, place in
      (end - width + 1..<end).contains(place) ? place : end
    }
  }

  // MARK: Places

  /// Where the lowest validation loss is, where one looks, and what diverged.
  private func drawPlaces(_ geometry: ChartGeometry, _ lab: Lab, on frame: inout Frame) {
    if let lowest = lab.shownLowest {
      write("◆", at: lowest.step, lowest.validation, as: .best, geometry, on: &frame)
    }
    if let evaluation = lab.evaluation {
      write("●", at: evaluation.step, evaluation.validation, as: .knob, geometry, on: &frame)
      let bottom = geometry.plot.row + geometry.plot.rows
      frame.write(
        "▲", row: bottom, column: geometry.column(ofStep: evaluation.step), as: .knob)
    }
    guard let step = lab.course.divergedAt, let divergence = lab.course.divergence else { return }
    let words = " ✖ \(divergence) "
    let (column, width) = (geometry.column(ofStep: step), columnWidth(of: words))
    let looked = lab.evaluation.map { geometry.column(ofStep: $0.step) } ?? column
    let last = geometry.plot.column + geometry.plot.columns - width
    // Behind the checkpoint that is looked at, which may be beyond the scale as well.
    let start = (column..<column + width).contains(looked) ? looked + 1 : column
    frame.write(words, row: geometry.plot.row, column: min(start, last), as: .failure)
  }

  private func write(
    _ sign: String, at step: Int, _ loss: Information, as role: Role, _ geometry: ChartGeometry,
    on frame: inout Frame
  ) {
    frame.write(
      sign, row: geometry.row(of: loss), column: geometry.column(ofStep: step), as: role)
  }
}

/// The curves as dots, those that cover others last.
private struct Curves {
  let layers: [(canvas: DotCanvas, role: Role)]

  init(_ lab: Lab, _ geometry: ChartGeometry) {
    let evaluations = lab.course.evaluations
    func layer(_ role: Role, _ draw: (inout DotTracer) -> Void) -> (DotCanvas, Role) {
      var tracer = DotTracer(geometry)
      draw(&tracer)
      return (tracer.canvas, role)
    }
    let kept = lab.kept.map { kept in
      layer(.rule) { $0.trace(kept.course.evaluations, \.validation, thickness: 2) }
    }
    layers =
      kept + [
        layer(.faint) { $0.dot(lab.course.batches) },
        layer(.curve) { $0.trace(evaluations, \.training, thickness: 1) },
        layer(.best) { $0.trace(evaluations, \.validation, thickness: 2) },
      ]
  }
}

/// Draws losses as dots.
private struct DotTracer {
  var canvas: DotCanvas
  private let geometry: ChartGeometry

  init(_ geometry: ChartGeometry) {
    self.geometry = geometry
    canvas = Plot(area: geometry.plot).canvas
  }

  /// The loss of each step's batch, as it is.
  mutating func dot(_ batches: [Float]) {
    for (step, loss) in batches.enumerated() {
      let dot = geometry.dot(step: step, .nats(Double(loss)))
      canvas.set(x: dot.x, y: dot.y)
    }
  }

  /// Joins the losses of evaluations; two dots thick where that is to be told without colours.
  mutating func trace(
    _ evaluations: [Evaluation], _ loss: KeyPath<Evaluation, Information>, thickness: Int
  ) {
    let dots = evaluations.map { geometry.dot(step: $0.step, $0[keyPath: loss]) }
    for (from, to) in zip(dots, dots.dropFirst()) { join(from, to, thickness) }
    if let only = dots.first, dots.count == 1 { join(only, only, thickness) }
  }

  /// A line of dots without gaps.
  private mutating func join(_ from: (x: Int, y: Int), _ to: (x: Int, y: Int), _ thickness: Int) {
    let width = max(to.x - from.x, 1)
    func y(_ x: Int) -> Int { from.y + (to.y - from.y) * min(x - from.x, width) / width }
    for x in from.x...to.x {
      let ends = [y(x), x == to.x ? to.y : y(x + 1)]
      for y in (ends.min() ?? 0)...(ends.max() ?? 0) + thickness - 1 { canvas.set(x: x, y: y) }
    }
  }
}

extension Lab {
  /// The lowest validation loss, where enough is known to mark it.
  fileprivate var shownLowest: Evaluation? {
    course.evaluations.count > 2 ? course.lowest : nil
  }

  /// The lines across the chart.
  var marks: [(name: String, loss: Information, isFloor: Bool)] {
    let others = ([.nothingKnown] + (facts?.marks ?? [])).map { ($0.name, $0.loss, false) }
    return others + (facts?.floor.map { [("floor", $0, true)] } ?? [])
  }
}

/// What the chart shows, and which line is which.
private struct ChartHeading: Widget {
  let explorer: Explorer
  let lab: Lab

  func draw(in area: Area, on frame: inout Frame) {
    let scale = lab.scale == .logarithmic ? ", log" : ""
    let title = "\(explorer.unit.rawValue) per byte\(scale)"
    frame.draw(Heading(title, isFocused: explorer.panel == .chart), in: area)
    let first = area.column + columnWidth(of: title) + 6
    var column = first
    for piece in legend(room: area.column + area.columns - first - 1) {
      column = frame.write(piece, row: area.row, column: column, limit: piece.width)
    }
  }

  /// Which line is which, as far as there is room: the curves first, then those that were kept.
  private func legend(room: Int) -> [StyledText] {
    var pieces: [StyledText] = []
    var room = room
    func take(_ choices: [StyledText]) {
      guard let piece = choices.first(where: { $0.width <= room }) else { return }
      room -= piece.width
      pieces.append(piece)
    }
    take([[(" ⠶⠶ ", .best), ("validation ", .plain)]])
    take([[("⠤⠤ ", .curve), ("training ", .plain)]])
    let kept: [StyledText] = keptNames.map { [("⠶⠶ ", .rule), ($0 + " ", .faint)] }
    let part: StyledText =
      lab.facts?.measuredBytes.map { [("· first \($0 / 1_000) KB ", .faint)] } ?? []
    // A name says more than how much is measured, and a number of curves says less.
    let hasRoom = kept.dropLast().contains { $0.width <= room - part.width }
    if kept.isEmpty || hasRoom { take([part]) }
    take(kept)
    take([[("⠂⠐ ", .faint), ("batch ", .plain)]])
    return pieces
  }

  /// What tells the kept curves from this one, the last one first: all of them, or as many as have room.
  private var keptNames: [String] {
    let names = lab.kept.reversed().map { $0.recipe.difference(from: lab.recipe) }
    return (0..<names.count).map { left in
      names.dropLast(left).joined(separator: " · ") + (left > 0 ? " and \(left) more" : "")
    } + (names.isEmpty ? [] : ["\(names.count) kept"])
  }
}
