import ShownText
import Exploration
import InformationTheory
import Scoring

extension Painter {
  /// The question what comes next, and what the model expects there unless that is hidden.
  mutating func paintQuestion(_ area: Area) {
    let context = contextEnd(before: explorer.text.count, width: area.columns - 32)
    paintHeading(
      context.isEmpty ? "what comes first?" : "what comes after “\(context)”?", in: area,
      isFocused: explorer.panel == .candidates)
    let rows = Area(
      row: area.row + 1, column: area.column + 1, rows: area.rows - 1, columns: area.columns - 2)
    guard explorer.reveal?.showsExpectation == true else {
      return paint(
        paragraph: "Your guess? Then press Space to see what comes, or d for the model’s guess.",
        in: rows, as: .strong)
    }
    guard let entropy = explorer.askedEntropy else {
      return paint(paragraph: unexpectedSentence, in: rows, as: .faint)
    }
    let choices = threeDigits(entropy.perplexity)
    let list = Area(
      row: rows.row, column: rows.column, rows: rows.rows - (rows.rows >= 4 ? 1 : 0),
      columns: rows.columns)
    paintLines(in: list)
    guard list.rows < rows.rows else { return }
    write(
      [
        ("entropy ", .faint), (explorer.unit.format(entropy), .strong),
        (" \(explorer.unit.rawValue) = ", .faint), (choices, .strong), (" choices", .faint),
      ], row: rows.row + min(list.rows, explorer.candidateLines.count), column: rows.column + 1,
      limit: rows.columns - 1)
  }

  private var unexpectedSentence: String {
    explorer.tokens.isEmpty && !explorer.phase.isRunning
      ? "Nothing stands before the first token, so the model expects nothing in particular."
      : "The model has not read so far yet."
  }

  /// The mark of what is hidden behind the text, of one width whatever comes.
  mutating func paintHiddenMark(_ area: Area) {
    guard explorer.reveal != nil, explorer.lastPlace == explorer.tokens.count else { return }
    let end = explorer.text.count
    var line = explorer.layout.line(holding: end) - explorer.topLine
    var column = explorer.layout.column(of: end, in: explorer.text)
    if column + 3 > area.columns { (line, column) = (line + 1, 0) }
    guard (0..<area.rows).contains(line) else { return }
    frame.write(
      " ? ", row: area.row + line, column: area.column + column,
      as: explorer.isAsking ? .focus : .noContext, limit: area.columns - column)
  }

  /// The course of the mean surprise over what is revealed, a point for each token.
  mutating func paintCourse(_ area: Area) {
    let mean = explorer.figures.crossEntropy
    let title = mean.map { "mean so far \(explorer.unit.format($0)) \(explorer.unit.rawValue)" }
    paintHeading(title ?? "mean so far", in: area, isFocused: explorer.panel == .curve)
    guard let geometry = CourseGeometry(area, tokens: explorer.tokens.count) else { return }
    guard let mean else {
      frame.write("—", row: area.row + 1, column: area.column + 3, as: .faint)
      return
    }
    let course = Course(explorer.figures, unit: explorer.unit)
    let plot = geometry.plot
    paintFrame(geometry, course, mean: mean)
    var canvas = DotCanvas(columns: plot.columns, rows: plot.rows)
    trace(course, geometry, on: &canvas)
    paint(canvas, in: plot, as: .curve)
    for point in course.points {
      let row = plot.row + course.step(point.surprisal, among: plot.rows)
      let column = plot.column + geometry.place(of: point.token, among: plot.columns)
      frame.write(
        "•", row: row, column: column,
        as: point.token == explorer.describedToken ? .actual : .strong)
    }
  }

  private func trace(_ course: Course, _ geometry: CourseGeometry, on canvas: inout DotCanvas) {
    var last: (x: Int, y: Int)?
    for point in course.points {
      let x = geometry.place(of: point.token, among: canvas.columns * 2)
      let y = course.step(point.mean, among: canvas.rows * 4)
      let from = last ?? (x, y)
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

  private mutating func paintFrame(
    _ geometry: CourseGeometry, _ course: Course, mean: Information
  ) {
    let plot = geometry.plot
    let (left, bottom) = (plot.column - 1, plot.row + plot.rows)
    for row in plot.row..<bottom { frame.write("│", row: row, column: left, as: .rule) }
    frame.write("└", row: bottom, column: left, as: .rule)
    frame.fill("─", row: bottom, columns: plot.column..<plot.column + plot.columns, as: .rule)
    func label(_ text: String, row: Int, as role: Role = .faint) {
      frame.write(text, row: row, column: left - columnWidth(of: text) - 1, as: role)
    }
    label(decimal(course.highest, 1), row: plot.row)
    label("0", row: bottom - 1)
    let present = explorer.unit.amount(mean)
    label(
      decimal(present, 2), row: plot.row + course.step(present, among: plot.rows), as: .strong)
    write(
      [("perplexity ", .faint), (threeDigits(mean.perplexity), .strong)], row: bottom + 1,
      column: plot.column, limit: plot.columns)
    let count = "\(grouped(explorer.tokens.count)) token\(explorer.tokens.count == 1 ? "" : "s")"
    if plot.columns >= 22 + count.count {
      frame.write(
        count, row: bottom + 1, column: plot.column + plot.columns - count.count, as: .faint)
    }
  }
}

/// The surprisal of each token, and the mean up to it, in one unit.
private struct Course {
  var points: [(token: Int, surprisal: Double, mean: Double)] = []
  /// The amount at the upper edge: that of the most surprising token, or a little.
  var highest = 4.0

  init(_ figures: Figures, unit: Exploration.Unit) {
    var sum = 0.0
    for token in figures.logProbabilities.indices {
      guard let surprisal = figures.surprisal(at: token).map(unit.amount) else { continue }
      sum += surprisal
      points.append((token, surprisal, sum / Double(points.count + 1)))
      if surprisal.isFinite { highest = max(highest, surprisal) }
    }
  }

  /// Which of so many steps, from the top, an amount belongs to; what is infinite to the top.
  func step(_ amount: Double, among count: Int) -> Int {
    guard count > 0 else { return 0 }
    return count - 1 - Int((min(max(amount / highest, 0), 1) * Double(count - 1)).rounded())
  }
}
