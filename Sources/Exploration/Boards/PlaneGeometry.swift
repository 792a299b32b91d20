import Basics
import InformationTheory
import Scoring

/// Where the plane's parts are within its panel: the names of the corners above and below the plot.
public struct PlaneGeometry: Equatable, Sendable {
  /// The cells of the points, without axes and labels; nil where only the names have room.
  public var plot: Area?
  /// The row of the upper corners' names, and of the lower ones'.
  public var upperNames: Int, lowerNames: Int
  /// The columns of the names.
  public var columns: Range<Int>

  /// The plane of a panel; nil where it has no room.
  public init?(_ area: Area) {
    guard area.rows >= 3, area.columns >= 18 else { return nil }
    let start = area.column + (area.column > 0 ? 2 : 1)
    columns = start..<area.column + area.columns - 1
    upperNames = area.row + 1
    guard area.rows >= 7 else {
      lowerNames = area.row + 2
      return
    }
    lowerNames = area.row + area.rows - 1
    plot = Area(
      row: area.row + 2, column: start + Self.margin, rows: area.rows - 4,
      columns: columns.count - Self.margin)
  }

  /// The columns left of the plot, for the axis of surprise and its labels.
  static let margin = 5

  /// The dot of a point, counted from the plot's top left, two columns and four rows of dots a cell:
  /// both scales are those of the lenses, and what lies beyond them is drawn at their ends.
  package func dot(surprisal: Information, entropy: Information) -> (x: Int, y: Int) {
    guard let plot else { return (0, 0) }
    func place(_ fraction: Double, of count: Int) -> Int {
      Int(nearest: fraction * Double(count - 1))
    }
    let (width, height) = (plot.columns * 2, plot.rows * 4)
    return (
      place(Lens.entropy.height(entropy.bits), of: width),
      height - 1 - place(Lens.surprise.height(surprisal.bits), of: height)
    )
  }

  /// How far a point is drawn from the middle of a cell, in squared rows of dots.
  func distance(to point: PlanePoint, _ row: Int, _ column: Int) -> Int {
    guard let plot else { return 0 }
    // The cell of a point decides, so that all points that are drawn in one are equally near.
    let dot = dot(surprisal: point.surprisal, entropy: point.entropy)
    let (columns, rows) = (plot.column + dot.x / 2 - column, plot.row + dot.y / 4 - row)
    return columns * columns + 4 * rows * rows
  }

  /// The corner whose name stands at a place; nil where there is none.
  func cornerName(atRow row: Int, column: Int) -> Corner? {
    guard columns.contains(column) else { return nil }
    let isLeft = column < (columns.lowerBound + columns.upperBound) / 2
    switch row {
    case upperNames: return isLeft ? .sureAndWrong : .honestlyUnsure
    case lowerNames: return isLeft ? .sureAndRight : .unsureAndLucky
    default: return nil
    }
  }
}
