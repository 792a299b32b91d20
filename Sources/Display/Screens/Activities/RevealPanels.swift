import Basics
import ShownText
import Exploration
import InformationTheory
import Scoring

/// The question what comes next, and what the model expects there unless that is hidden.
struct QuestionPanel: Widget {
  let explorer: Explorer

  func draw(in area: Area, on frame: inout Frame) {
    let context = explorer.contextEnd(before: explorer.text.count, width: area.columns - 32)
    frame.draw(
      Heading(
        context.isEmpty ? "what comes first?" : "what comes after “\(context)”?",
        isFocused: explorer.panel == .candidates), in: area)
    guard !explorer.isExpectationHidden else { return drawHidden(in: area, on: &frame) }
    let rows = area.belowHeading
    guard let entropy = explorer.askedEntropy else {
      return frame.draw(Paragraph(unexpectedSentence, as: .faint), in: rows)
    }
    let choices = threeDigits(entropy.perplexity)
    let list = Area(
      row: rows.row, column: rows.column, rows: rows.rows - (rows.rows >= 4 ? 1 : 0),
      columns: rows.columns)
    frame.draw(CandidateList(explorer: explorer), in: list)
    guard list.rows < rows.rows else { return }
    frame.write(
      [
        ("entropy ", .faint), (explorer.unit.format(entropy), .strong),
        (" \(explorer.unit.rawValue) = ", .faint), (choices, .strong), (" choices", .faint),
      ], row: rows.row + min(list.rows, explorer.candidateLines.count), column: rows.column + 1,
      limit: rows.columns - 1)
  }

  /// Says that what is expected is hidden, and shows below what was expected of the token before.
  private func drawHidden(in area: Area, on frame: inout Frame) {
    var rows = area.belowHeading
    let list = explorer.candidateArea
    rows.rows = max((list?.row ?? 0) - 1 - rows.row, 1)
    frame.draw(
      Paragraph(explorer.words(of: .reveal) ?? "Hidden.", as: .strong), in: rows)
    guard let list, list.rows > 0, !explorer.candidateLines.isEmpty else { return }
    let token = explorer.tokens[explorer.describedToken]
    frame.write(
      "expected before “\(visibleSpaces(explorer.bytes(of: token)))”:", row: list.row - 1,
      column: list.column + 1, as: .faint, limit: list.columns - 1)
    frame.draw(CandidateList(explorer: explorer), in: list)
  }

  private var unexpectedSentence: String {
    explorer.tokens.isEmpty && !explorer.phase.isRunning
      ? "Nothing stands before the first token, so the model expects nothing in particular."
      : "The model has not read so far yet."
  }

}

/// The course of the mean surprise over what is revealed, a point for each token.
struct CoursePanel: Widget {
  let explorer: Explorer

  func draw(in area: Area, on frame: inout Frame) {
    let mean = explorer.figures.crossEntropy
    let title = mean.map { "mean so far \(explorer.unit.format($0)) \(explorer.unit.rawValue)" }
    frame.draw(Heading(title ?? "mean so far", isFocused: explorer.panel == .curve), in: area)
    guard let geometry = CourseGeometry(area, tokens: explorer.tokens.count) else { return }
    guard let mean else {
      frame.write("—", row: area.row + 1, column: area.column + 3, as: .faint)
      return
    }
    let course = Course(explorer.figures, unit: explorer.unit)
    let plot = Plot(area: geometry.plot)
    plot.drawAxes(on: &frame)
    drawLabels(plot, course, mean: mean, on: &frame)
    var canvas = plot.canvas
    trace(course, geometry, on: &canvas)
    plot.draw(canvas, as: .curve, on: &frame)
    drawPoints(of: course, geometry, on: &frame)
  }

  private func drawPoints(
    of course: Course, _ geometry: CourseGeometry, on frame: inout Frame
  ) {
    let plot = geometry.plot
    // Of a long text many points fall on one place.
    var isDrawn = Array(repeating: false, count: plot.rows * plot.columns)
    var described: (row: Int, column: Int)?
    for point in course.points {
      let row = course.step(point.surprisal, among: plot.rows)
      let column = geometry.place(of: point.token, among: plot.columns)
      if point.token == explorer.describedToken { described = (row, column) }
      let cell = row * plot.columns + column
      guard isDrawn.indices.contains(cell), !isDrawn[cell] else { continue }
      isDrawn[cell] = true
      frame.write("•", row: plot.row + row, column: plot.column + column, as: .strong)
    }
    if let (row, column) = described {
      frame.write("•", row: plot.row + row, column: plot.column + column, as: .actual)
    }
  }

  private func trace(_ course: Course, _ geometry: CourseGeometry, on canvas: inout DotCanvas) {
    var last: (x: Int, y: Int)?
    for point in course.points {
      let x = geometry.place(of: point.token, among: canvas.columns * 2)
      let y = course.step(point.mean, among: canvas.rows * 4)
      let from = last ?? (x, y)
      if let last, last == (x, y) { continue }
      let length = max(x - from.x, abs(y - from.y), 1)
      for step in 0...length {
        let (dx, dy) = ((x - from.x) * step / length, (y - from.y) * step / length)
        // Two dots thick, to be seen from the last row.
        canvas.set(x: from.x + dx, y: from.y + dy)
        canvas.set(x: from.x + dx, y: from.y + dy + 1)
      }
      last = (x, y)
    }
  }

  private func drawLabels(
    _ plot: Plot, _ course: Course, mean: Information, on frame: inout Frame
  ) {
    let (area, bottom) = (plot.area, plot.area.row + plot.area.rows)
    plot.write(label: decimal(course.highest, 1), row: area.row, on: &frame)
    plot.write(label: "0", row: bottom - 1, on: &frame)
    let present = explorer.unit.amount(mean)
    plot.write(
      label: decimal(present, 2), row: area.row + course.step(present, among: area.rows),
      as: .strong, on: &frame)
    frame.write(
      [("perplexity ", .faint), (threeDigits(mean.perplexity), .strong)], row: bottom + 1,
      column: area.column, limit: area.columns)
    let count = "\(grouped(explorer.tokens.count)) \(plural("token", explorer.tokens.count))"
    if area.columns >= 22 + count.count {
      plot.write(atRight: count, row: bottom + 1, on: &frame)
    }
  }
}

/// The surprisal of each token, and the mean up to it, in one unit.
private struct Course {
  var points: [(token: Int, surprisal: Double, mean: Double)] = []
  /// The amount at the upper edge: that of the most surprising token, or a little.
  var highest = 4.0

  init(_ figures: TextFigures, unit: Scoring.Unit) {
    var sum = 0.0
    figures.forEachScored { token, amount, _ in
      let surprisal = unit.amount(amount)
      sum += surprisal
      points.append((token, surprisal, sum / Double(points.count + 1)))
      if surprisal.isFinite { highest = max(highest, surprisal) }
    }
  }

  /// Which of so many steps, from the top, an amount belongs to; what is infinite to the top.
  func step(_ amount: Double, among count: Int) -> Int {
    Plot.step((amount / highest).clamped(to: 0...1), among: count)
  }
}
