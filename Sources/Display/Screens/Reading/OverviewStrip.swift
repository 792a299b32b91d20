import Exploration

/// The whole text in a row: the loudest token of each piece as a bar, the piece with the focus marked.
struct OverviewStrip: Widget {
  let explorer: Explorer

  func draw(in area: Area, on frame: inout Frame) {
    let here = explorer.overviewPiece(columns: area.columns)
    for (index, peak) in explorer.overview.peaks.prefix(area.columns).enumerated() {
      let cell = Area(row: area.row, column: area.column + index, rows: area.rows, columns: 1)
      if let peak {
        var bar = TokenBar(peak.value, lens: explorer.lens)
        bar.isFocused = index == here
        frame.draw(bar, in: cell)
      } else {
        frame.write("·", row: cell.row, column: cell.column, as: index == here ? .focusBar : .rule)
      }
    }
  }
}
