import Basics
import Exploration

/// Returns a bar over a share of a width, in eighths of a cell; at least a hair.
func lyingBar(_ share: Double, width: Int) -> String {
  let bars = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]
  let eighths = max(Int(nearest: share.clamped(to: 0...1) * Double(width * 8)), 1)
  return String(repeating: "█", count: eighths / 8) + bars[eighths % 8]
}

/// A bar to the least that a share may be, and from there a whisker to the most.
struct OpenBar: Widget {
  let share: ClosedRange<Double>
  let role: Role

  func draw(in area: Area, on frame: inout Frame) {
    guard area.columns > 0 else { return }
    let bar = lyingBar(share.lowerBound, width: area.columns)
    frame.write(bar, row: area.row, column: area.column, as: role, limit: area.columns)
    let end = Int(nearest: share.upperBound.clamped(to: 0...1) * Double(area.columns))
    let whisker = bar.count..<max(end, bar.count)
    guard share.lowerBound < share.upperBound, !whisker.isEmpty else { return }
    let columns = area.column + whisker.lowerBound..<area.column + whisker.upperBound
    frame.fill("─", row: area.row, columns: columns, as: role)
    frame.write("┤", row: area.row, column: columns.upperBound - 1, as: role)
  }
}

/// Returns a bar of so many cells, of which a share is full.
func progressBar(_ share: Double, width: Int) -> String {
  let filled = Int(nearest: share * Double(width)).clamped(to: 0...width)
  return String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
}

/// Bars of an eighth to eight eighths of a cell, growing upwards.
private let risingBars = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

/// A bar that stands on the bottom of an area, in eighths of a cell; at least a hair.
struct RisingBar: Widget {
  /// Its height, 0 … 1.
  let height: Double
  let role: Role
  /// Whether the cells above it have its role too.
  let fillsColumn: Bool

  func draw(in area: Area, on frame: inout Frame) {
    var eighths = max(Int(nearest: height * Double(area.rows * 8)), 1)
    for row in (area.row..<area.row + area.rows).reversed() where eighths > 0 || fillsColumn {
      frame.fill(risingBars[min(eighths, 8)], row: row, columns: area.allColumns, as: role)
      eighths = max(eighths - 8, 0)
    }
  }
}

/// A bar that hangs from the top of an area, in halves of a cell; never down to the bottom, where
/// rising bars begin.
struct HangingBar: Widget {
  /// Its length, 0 … 1.
  let length: Double
  let role: Role

  func draw(in area: Area, on frame: inout Frame) {
    var halves = Int(nearest: length * Double(area.rows * 2 - 1))
    guard halves > 0 else {
      frame.fill("▔", row: area.row, columns: area.allColumns, as: role)
      return
    }
    for row in area.row..<area.row + area.rows where halves > 0 {
      frame.fill(halves > 1 ? "█" : "▀", row: row, columns: area.allColumns, as: role)
      halves -= 2
    }
  }
}
