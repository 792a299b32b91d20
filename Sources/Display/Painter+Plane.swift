import ShownText
import Exploration
import InformationTheory
import Scoring

extension Painter {
  /// Surprise against entropy, a point for each token: how wrong the model was, and how unsure.
  mutating func paintPlane(_ area: Area) {
    paintHeading("surprise ↑ entropy → in \(explorer.unit.rawValue)", in: area)
    guard let plane = PlaneGeometry(area) else { return }
    let points = explorer.planePoints
    if let plot = plane.plot {
      paintAxes(plot)
      paintBorders(plane, plot)
      paint(points, plane, plot)
    }
    paintNames(plane, points)
  }

  /// The points; those of the corner that one looks for are drawn last, over the others.
  private mutating func paint(_ points: [PlanePoint], _ plane: PlaneGeometry, _ plot: Area) {
    // A dot of braille is hard to see from the last row of a class, so few points are drawn larger.
    let size = points.count <= 150 ? 2 : 1
    for (corners, role) in [
      ([.sureAndRight, .unsureAndLucky, .honestlyUnsure], Role.curve),
      ([Corner.sureAndWrong], Role.best),
    ] {
      var canvas = DotCanvas(columns: plot.columns, rows: plot.rows)
      for point in points where corners.contains(point.corner) {
        let dot = plane.dot(surprisal: point.surprisal, entropy: point.entropy)
        for offset in 0..<size * size {
          canvas.set(x: dot.x + offset % size, y: dot.y + offset / size)
        }
      }
      paint(canvas, in: plot, as: role)
    }
    guard let focused = explorer.planePoint(of: explorer.focus) else { return }
    let dot = plane.dot(surprisal: focused.surprisal, entropy: focused.entropy)
    frame.write("●", row: plot.row + dot.y / 4, column: plot.column + dot.x / 2, as: .actual)
  }

  /// The axes, with the ends of the scales and the border between the corners.
  private mutating func paintAxes(_ plot: Area) {
    let (left, bottom) = (plot.column - 1, plot.row + plot.rows)
    for row in plot.row..<bottom { frame.write("│", row: row, column: left, as: .rule) }
    frame.write("└", row: bottom, column: left, as: .rule)
    frame.fill("─", row: bottom, columns: plot.column..<plot.column + plot.columns, as: .rule)
    let highest = label(.bits(Lens.surprise.fullHeight)) + "+"
    frame.write(highest, row: plot.row, column: left - highest.count, as: .faint)
    frame.write("0", row: bottom, column: left - 1, as: .faint)
    let widest = label(.bits(Lens.entropy.fullHeight)) + "+"
    frame.write(
      widest, row: bottom, column: plot.column + plot.columns - widest.count, as: .faint)
  }

  /// The dotted lines where sure ends and where wrong begins.
  private mutating func paintBorders(_ plane: PlaneGeometry, _ plot: Area) {
    let dot = plane.dot(surprisal: Corner.threshold, entropy: Corner.threshold)
    let (row, column) = (plot.row + dot.y / 4, plot.column + dot.x / 2)
    for row in plot.row..<plot.row + plot.rows {
      frame.write("┊", row: row, column: column, as: .rule)
    }
    frame.fill("┈", row: row, columns: plot.column..<plot.column + plot.columns, as: .rule)
    frame.write("┼", row: row, column: column, as: .rule)
    let label = label(Corner.threshold)
    frame.write(label, row: row, column: plot.column - 1 - label.count, as: .faint)
    frame.write(label, row: plot.row + plot.rows, column: column, as: .faint)
  }

  private func label(_ amount: Information) -> String {
    decimal(explorer.unit.amount(amount), explorer.unit == .bits ? 0 : 1)
  }

  /// The names of the corners with the numbers of their tokens, above and below the points.
  private mutating func paintNames(_ plane: PlaneGeometry, _ points: [PlanePoint]) {
    let counts = Dictionary(grouping: points, by: \.corner).mapValues(\.count)
    let focused = explorer.planePoint(of: explorer.focus)?.corner
    func pieces(_ corner: Corner, _ name: String) -> [(String, Role)] {
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
      let fitting = pairs.first { width($0.0) + width($0.1) < plane.columns.count }
      guard let (first, second) = fitting else { continue }
      write(first, row: row, column: plane.columns.lowerBound, limit: width(first))
      write(
        second, row: row, column: plane.columns.upperBound - width(second), limit: width(second))
    }
  }

  private func width(_ pieces: [(String, Role)]) -> Int {
    pieces.reduce(0) { $0 + columnWidth(of: $1.0) }
  }
}
