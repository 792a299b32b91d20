import Exploration
import ShownText

/// The list of forms in which a text can be taken away, over what is on the screen: a line each.
struct TakeAwayStage: Widget {
  let explorer: Explorer
  let list: TakeAway

  func draw(in area: Area, on frame: inout Frame) {
    let geometry = PaletteGeometry(ofForms: explorer)
    frame.clear(geometry.box)
    if geometry.isFramed { frame.drawFrame(around: geometry.box, title: "take away") }
    frame.draw(
      SearchLine(line: list.line, prompt: "file ", hint: "type the name of the file"),
      in: geometry.line)
    let first = geometry.firstListed(chosen: list.choice, of: explorer.forms.count)
    let width = explorer.forms.map { columnWidth(of: $0.name) }.max() ?? 0
    for (index, form) in explorer.forms.enumerated().dropFirst(first).prefix(geometry.list.rows) {
      let row = geometry.list.dropping(rows: index - first).cut(to: 1)
      draw(form, isChosen: index == list.choice, width, in: row, on: &frame)
    }
  }

  private func draw(
    _ form: TakenForm, isChosen: Bool, _ width: Int, in area: Area, on frame: inout Frame
  ) {
    if isChosen {
      frame.fill(" ", row: area.row, columns: area.allColumns, as: .focus)
      frame.write("▸", row: area.row, column: area.column, as: .focus)
    }
    frame.write(
      form.name, row: area.row, column: area.column + 2, as: isChosen ? .focus : .strong,
      limit: width)
    let column = area.column + 4 + width
    frame.write(
      form.summary, row: area.row, column: column, as: isChosen ? .focus : .plain,
      limit: max(area.column + area.columns - 1 - column, 0))
  }
}
