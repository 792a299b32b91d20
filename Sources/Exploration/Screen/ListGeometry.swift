import Basics

/// How the lines of a list share an area: below one another, or, where there is no room for all and the
/// area is wide, in two columns that are read one after the other.
public struct ListGeometry: Equatable, Sendable {
  private let area: Area
  private let columnCount: Int

  /// The geometry of a list of so many lines.
  public init(_ area: Area, count: Int) {
    self.area = area
    columnCount = area.columns >= 72 && count > area.rows ? 2 : 1
  }

  /// How many lines have room.
  public var capacity: Int { max(area.rows, 0) * columnCount }

  /// The place of a line, counted from the first that is shown.
  public func row(_ index: Int) -> Area {
    let width = area.columns / columnCount
    return Area(
      row: area.row + index % max(area.rows, 1),
      column: area.column + index / max(area.rows, 1) * width, rows: 1, columns: width)
  }

  /// The line at a place of the screen, counted from the first that is shown; nil beside the area.
  func index(atRow row: Int, column: Int) -> Int? {
    guard area.contains(row: row, column: column) else { return nil }
    let part = (column - area.column) * columnCount / max(area.columns, 1)
    return part * area.rows + row - area.row
  }
}
