import ShownText
import Exploration
import InformationTheory
import Scoring

/// Surprise against entropy, a point for each token: how wrong the model was, and how unsure.
struct PlaneBoard: Widget {
  let explorer: Explorer

  func draw(in area: Area, on frame: inout Frame) {
    frame.draw(Heading("surprise ↑ entropy → in \(explorer.unit.rawValue)"), in: area)
    guard let plane = PlaneGeometry(area) else { return }
    let points = explorer.planePoints
    if let plot = plane.plot.map(Plot.init) {
      drawAxes(plot, on: &frame)
      drawBorders(plane, plot, on: &frame)
      draw(points, plane, plot, on: &frame)
    }
    drawNames(plane, points, on: &frame)
  }

  /// The points; those of the corner that one looks for are drawn last, over the others.
  private func draw(
    _ points: [PlanePoint], _ plane: PlaneGeometry, _ plot: Plot, on frame: inout Frame
  ) {
    // A dot of braille is hard to see from the last row of a class, so few points are drawn larger.
    let size = points.count <= 150 ? 2 : 1
    for (corners, role) in [
      ([.sureAndRight, .unsureAndLucky, .honestlyUnsure], Role.curve),
      ([Corner.sureAndWrong], Role.best),
    ] {
      var canvas = plot.canvas
      for point in points where corners.contains(point.corner) {
        let dot = plane.dot(surprisal: point.surprisal, entropy: point.entropy)
        for offset in 0..<size * size {
          canvas.set(x: dot.x + offset % size, y: dot.y + offset / size)
        }
      }
      plot.draw(canvas, as: role, on: &frame)
    }
    guard let focused = explorer.planePoint(of: explorer.focus) else { return }
    let dot = plane.dot(surprisal: focused.surprisal, entropy: focused.entropy)
    frame.write(
      "●", row: plot.area.row + dot.y / 4, column: plot.area.column + dot.x / 2, as: .actual)
  }

  /// The axes, with the ends of the scales and the border between the corners.
  private func drawAxes(_ plot: Plot, on frame: inout Frame) {
    plot.drawAxes(on: &frame)
    let bottom = plot.area.row + plot.area.rows
    let highest = label(.bits(Lens.surprise.fullHeight)) + "+"
    plot.write(label: highest, row: plot.area.row, gap: 0, on: &frame)
    plot.write(label: "0", row: bottom, gap: 0, on: &frame)
    plot.write(atRight: label(.bits(Lens.entropy.fullHeight)) + "+", row: bottom, on: &frame)
  }

  /// The dotted lines where sure ends and where wrong begins.
  private func drawBorders(_ plane: PlaneGeometry, _ plot: Plot, on frame: inout Frame) {
    let area = plot.area
    let dot = plane.dot(surprisal: Corner.threshold, entropy: Corner.threshold)
    let (row, column) = (area.row + dot.y / 4, area.column + dot.x / 2)
    for row in area.row..<area.row + area.rows {
      frame.write("┊", row: row, column: column, as: .rule)
    }
    frame.fill("┈", row: row, columns: area.column..<area.column + area.columns, as: .rule)
    frame.write("┼", row: row, column: column, as: .rule)
    let label = label(Corner.threshold)
    plot.write(label: label, row: row, gap: 0, on: &frame)
    frame.write(label, row: area.row + area.rows, column: column, as: .faint)
  }

  private func label(_ amount: Information) -> String {
    decimal(explorer.unit.amount(amount), explorer.unit == .bits ? 0 : 1)
  }

  /// The names of the corners with the numbers of their tokens, above and below the points.
  private func drawNames(_ plane: PlaneGeometry, _ points: [PlanePoint], on frame: inout Frame) {
    let counts = Corner.allCases.reduce(into: [:]) { counts, corner in
      counts[corner] = points.count { $0.corner == corner }
    }
    let focused = explorer.planePoint(of: explorer.focus)?.corner
    func pieces(_ corner: Corner, _ name: String) -> StyledText {
      [
        (name, corner == focused ? .actual : .faint),
        (" \(grouped(counts[corner] ?? 0))", .strong),
      ]
    }
    for (row, left, right) in [
      (plane.upperNames, Corner.sureAndWrong, Corner.honestlyUnsure),
      (plane.lowerNames, .sureAndRight, .unsureAndLucky),
    ] {
      // The longest names that fit; the numbers alone, if need be.
      let pairs = [
        (pieces(left, left.name), pieces(right, right.name)),
        (pieces(left, left.shortName), pieces(right, right.shortName)),
        (pieces(left, ""), pieces(right, "")),
      ]
      let fitting = pairs.first { $0.0.width + $0.1.width < plane.columns.count }
      guard let (first, second) = fitting else { continue }
      frame.write(first, row: row, column: plane.columns.lowerBound, limit: first.width)
      frame.write(
        second, row: row, column: plane.columns.upperBound - second.width, limit: second.width)
    }
  }
}
