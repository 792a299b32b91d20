import Basics
import ShownText
import InformationTheory

/// Where the slider's parts are.
public struct SliderGeometry: Equatable, Sendable {
  /// The row.
  public var row: Int
  /// The columns that the knob can be in.
  public var track: Range<Int>
  /// Whether there is room for the numbers at the ends.
  public var isRoomy: Bool
  /// Where what is certain of the loss has room; nil for none.
  public var readout: Range<Int>?

  /// The columns of `  12.41 … 13.58 bits`.
  private static let readoutColumns = 20

  /// The parts of a slider in an area, with a readout where that is wanted and has room.
  public init(_ area: Area, hasReadout: Bool = false) {
    row = area.row
    isRoomy = area.columns >= 50
    let (before, usual) = isRoomy ? (7, 17) : (2, 10)
    let isRead = hasReadout && area.columns >= 70
    let after = usual + (isRead ? Self.readoutColumns - 4 : 0)
    let start = area.column + before
    track = start..<max(start + 2, area.column + area.columns - after)
    let end = area.column + area.columns
    readout = isRead ? end - Self.readoutColumns..<end : nil
  }

  /// The column of a temperature.
  public func column(of temperature: Temperature) -> Int {
    scaleColumn(of: temperature, in: track)
  }

  /// The temperature at a column, which may lie beyond the track's ends; exactly 1 at its tick.
  public func temperature(atColumn column: Int) -> Temperature {
    if column == self.column(of: .one) { return .one }
    let fraction = Double(column - track.lowerBound) / Double(track.count - 1)
    return .notch(atSliderFraction: min(max(fraction, 0), 1))
  }
}

/// The column of a temperature on a scale from 0.05 to 5. The column of 1 is for 1 alone, so that a mark
/// beside the tick is not read as 1; what is written as 1.00 counts as 1.
private func scaleColumn(of temperature: Temperature, in columns: Range<Int>) -> Int {
  func nearest(_ temperature: Temperature) -> Int {
    columns.lowerBound + Int(nearest: temperature.sliderFraction * Double(columns.count - 1))
  }
  let (column, one) = (nearest(temperature), nearest(.one))
  guard column == one, abs(temperature.value - 1) >= 0.005 else { return column }
  return min(
    max(temperature < .one ? one - 1 : one + 1, columns.lowerBound), columns.upperBound - 1)
}

/// Where the loss curve's plot is within its panel, whose axis shares the slider's scale.
public struct CurveGeometry: Equatable, Sendable {
  /// The cells of the plot, without axes and labels.
  public var plot: Area

  /// The plot of a panel; nil where it has no room.
  public init?(_ area: Area) {
    guard area.rows >= 5, area.columns >= 20 else { return nil }
    plot = Area(
      row: area.row + 1, column: area.column + 8, rows: area.rows - 3, columns: area.columns - 10)
  }

  /// The column of a temperature.
  public func column(of temperature: Temperature) -> Int {
    scaleColumn(of: temperature, in: plot.column..<plot.column + plot.columns)
  }

  /// The temperature at a column, which may lie beyond the plot; exactly 1 at its tick.
  public func temperature(atColumn column: Int) -> Temperature {
    if column == self.column(of: .one) { return .one }
    let fraction = Double(column - plot.column) / Double(plot.columns - 1)
    return .notch(atSliderFraction: min(max(fraction, 0), 1))
  }
}

/// Where the tokens are on the course of the mean surprise, in the place of the loss curve.
public struct CourseGeometry: Equatable, Sendable {
  /// The cells of the plot, without axes and labels.
  public var plot: Area
  /// The number of tokens that the width holds: a few at least, so that the first do not fill it.
  public var capacity: Int

  /// The plot of a panel for so many tokens; nil where it has no room.
  public init?(_ area: Area, tokens: Int) {
    guard let curve = CurveGeometry(area) else { return nil }
    plot = curve.plot
    capacity = max(tokens, 12)
  }

  /// The place of a token among so many parts of the width, from 0.
  public func place(of token: Int, among parts: Int) -> Int {
    token * max(parts - 1, 0) / (capacity - 1)
  }

  /// The token at a column, which may lie beyond the plot.
  public func token(atColumn column: Int) -> Int {
    let last = max(plot.columns - 1, 1)
    return ((column - plot.column) * (capacity - 1) + last / 2) / last
  }
}
