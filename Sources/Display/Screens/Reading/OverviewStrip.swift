import Exploration

/// The whole text in a row: the loudest token of each piece as a bar between those of the quietest and of the
/// loudest piece, the piece with the focus marked.
struct OverviewStrip: Widget {
  let explorer: Explorer

  func draw(in area: Area, on frame: inout Frame) {
    let here = explorer.overviewPiece(columns: area.columns)
    let lens = explorer.lens
    let all = explorer.overview.peaks.compactMap { $0.map { lens.loudness($0.value) } }
    let (least, most) = (all.min() ?? 0, all.max() ?? 0)
    for (index, peak) in explorer.overview.peaks.prefix(area.columns).enumerated() {
      let cell = Area(row: area.row, column: area.column + index, rows: area.rows, columns: 1)
      if let peak {
        let share = most > least ? (lens.loudness(peak.value) - least) / (most - least) : 1
        let role: Role = index == here ? .focusBar : lens.barRole(of: peak.value)
        frame.draw(
          RisingBar(height: (1 + 7 * share) / 8, role: role, fillsColumn: index == here), in: cell)
      } else {
        frame.write("·", row: cell.row, column: cell.column, as: index == here ? .focusBar : .rule)
      }
    }
  }
}
