import Exploration
import ShownText

/// The command palette over what is on the screen.
struct PaletteStage: Widget {
  let explorer: Explorer
  let palette: CommandPalette

  func draw(in area: Area, on frame: inout Frame) {
    let geometry = PaletteGeometry(explorer)
    frame.clear(geometry.box)
    if geometry.isFramed { frame.drawFrame(around: geometry.box, title: "commands") }
    frame.draw(
      SearchLine(line: palette.line, prompt: ": ", hint: "type what is to be done"),
      in: geometry.line)
    let found = explorer.found
    guard !found.isEmpty else {
      frame.write(
        "no command is called so", row: geometry.list.row, column: geometry.list.column + 2,
        as: .faint, limit: geometry.list.columns - 3)
      return
    }
    let chosen = explorer.chosen(of: found.count)
    let first = geometry.firstListed(chosen: chosen, of: found.count)
    for (index, entry) in found.enumerated().dropFirst(first).prefix(geometry.list.rows) {
      draw(
        entry, isChosen: index == chosen,
        in: Area(
          row: geometry.list.row + index - first, column: geometry.list.column, rows: 1,
          columns: geometry.list.columns), on: &frame)
    }
    if let area = geometry.sentence, found.indices.contains(chosen) {
      frame.draw(Paragraph(sentence(of: found[chosen]), as: .plain), in: area)
    }
  }

  /// What a command does, or why it cannot be done.
  private func sentence(of entry: PaletteEntry) -> String {
    entry.refusal.map { "not now: \($0)" } ?? entry.help
  }

  /// Name, key, and what it does or why it cannot be done, as far as there is room.
  private func draw(
    _ entry: PaletteEntry, isChosen: Bool, in area: Area, on frame: inout Frame
  ) {
    let isRefused = entry.refusal != nil
    if isChosen {
      frame.fill(" ", row: area.row, columns: area.allColumns, as: .focus)
      frame.write("▸", row: area.row, column: area.column, as: .focus)
    }
    func role(_ usual: Role) -> Role { isChosen ? .focus : isRefused ? .faint : usual }
    let key = entry.key ?? ""
    let hasHelp = area.columns >= 56
    let names = hasHelp ? 24 : area.columns - columnWidth(of: key) - 4
    let isLong = hasHelp && columnWidth(of: entry.name) > names
    let end = frame.write(
      entry.name, row: area.row, column: area.column + 2, as: role(.strong),
      limit: isLong ? area.columns - 4 : names)
    guard !isLong else {
      return drawHelp(entry, column: end + 2, in: area, as: role(.faint), on: &frame)
    }
    let column = hasHelp ? area.column + 28 : area.column + area.columns - columnWidth(of: key) - 1
    frame.write(key, row: area.row, column: column, as: role(.key))
    if hasHelp {
      drawHelp(entry, column: area.column + 40, in: area, as: role(.plain), on: &frame)
    }
  }

  private func drawHelp(
    _ entry: PaletteEntry, column: Int, in area: Area, as role: Role, on frame: inout Frame
  ) {
    frame.write(
      sentence(of: entry), row: area.row, column: column, as: role,
      limit: area.column + area.columns - column - 1)
  }
}
