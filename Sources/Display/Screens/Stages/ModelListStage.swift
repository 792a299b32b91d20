import Exploration
import Scoring
import ShownText

/// The list of models over what is on the screen: a line each, and more of the one that is chosen.
struct ModelListStage: Widget {
  let explorer: Explorer
  let list: ModelList

  func draw(in area: Area, on frame: inout Frame) {
    let geometry = PaletteGeometry(ofModels: explorer)
    frame.clear(geometry.box)
    if geometry.isFramed {
      frame.drawFrame(around: geometry.box, title: list.isForComparison ? "compare with" : "models")
    }
    frame.draw(
      SearchLine(
        line: list.line, prompt: "model ",
        hint: list.isForComparison
          ? "type a part of its name, or a path" : "type a part of its name"),
      in: geometry.line)
    let found = explorer.foundModels
    guard !found.isEmpty else { return drawAbsence(in: geometry.list, on: &frame) }
    let chosen = explorer.chosenModel(of: found)
    let first = geometry.firstListed(chosen: chosen, of: found.count)
    let shown = found.enumerated().dropFirst(first).prefix(geometry.list.rows)
    let columns = Columns(shown.map(\.element), room: geometry.list.columns)
    for (index, model) in shown {
      let row = geometry.list.dropping(rows: index - first).cut(to: 1)
      draw(model, isChosen: index == chosen, columns, in: row, on: &frame)
    }
    if let area = geometry.sentence { draw(found[chosen], in: area, on: &frame) }
  }

  private func drawAbsence(in area: Area, on frame: inout Frame) {
    frame.write(
      absence, row: area.row, column: area.column + 2, as: .faint, limit: area.columns - 3)
  }

  /// Why nothing is listed.
  private var absence: String {
    guard explorer.isLookingForModels else { return "no model is called so" }
    return list.isAwaited
      ? "looking for models: the first that is called so will be used…" : "looking for models…"
  }

  /// Where it lies, and why it does not run.
  private func draw(_ model: ListedModel, in area: Area, on frame: inout Frame) {
    let path = model.path.map { visibleText($0) } ?? "it needs no file"
    frame.write(path, row: area.row, column: area.column, as: .faint, limit: area.columns)
    guard area.rows > 1 else { return }
    let said =
      model.reason.map { "does not run here: " + visibleText($0) }
      ?? (explorer.isAtHand(model) ? "the model at hand" : "")
    frame.draw(
      Paragraph(said, as: model.reason == nil ? .plain : .failure), in: area.dropping(rows: 1))
  }

  /// A line of the list: what it is called and what is known of it, or why it does not run.
  private func draw(
    _ model: ListedModel, isChosen: Bool, _ columns: Columns, in area: Area, on frame: inout Frame
  ) {
    if isChosen {
      frame.fill(" ", row: area.row, columns: area.allColumns, as: .focus)
      frame.write("▸", row: area.row, column: area.column, as: .focus)
    }
    func role(_ usual: Role) -> Role {
      isChosen ? .focus : model.reason == nil ? usual : .faint
    }
    if explorer.isAtHand(model) {
      frame.write("✓", row: area.row, column: area.column + 1, as: role(.strong))
    }
    let (name, size) = (visibleText(model.reference), Columns.size(model))
    var column = area.column + 3
    frame.write(name, row: area.row, column: column, as: role(.strong), limit: columns.name)
    column += columns.name + 2
    frame.write(
      size, row: area.row, column: column + columns.size - columnWidth(of: size),
      as: role(.plain))
    column += columns.size + 2
    let end = area.column + area.columns - 1
    if let reason = model.reason {
      frame.write(
        "no: " + visibleText(reason), row: area.row, column: column, as: role(.faint),
        limit: max(end - column, 0))
      return
    }
    for (text, width) in zip(Columns.further(model), columns.further)
    where column + width <= end {
      frame.write(text, row: area.row, column: column, as: role(.plain), limit: width)
      column += width + 2
    }
  }
}

/// How wide the columns of a list of models are.
private struct Columns {
  /// The widths of the reference and of the size.
  let name: Int, size: Int
  /// The widths of all else that is known.
  let further: [Int]

  init(_ models: [ListedModel], room: Int) {
    let widest = models.map { columnWidth(of: visibleText($0.reference)) }.max() ?? 0
    let size = models.map { columnWidth(of: Self.size($0)) }.max() ?? 0
    let rows = models.filter { $0.reason == nil }.map(Self.further)
    self.size = size
    further = (0..<4).map { place in rows.map { columnWidth(of: $0[place]) }.max() ?? 0 }
    name = min(widest, max(room - size - 8 - (room >= 70 ? 24 : 12), 8))
  }

  static func size(_ model: ListedModel) -> String {
    tableCell(model.byteCount.map { ShownText.size(ofBytes: $0) })
  }

  /// Architecture, format of the weights, parameters and context.
  static func further(_ model: ListedModel) -> [String] {
    [
      tableCell(model.architecture), tableCell(model.quantization),
      tableCell(model.parameters.map { parameterCount($0) }),
      tableCell(model.contextLength.map { "\(grouped($0)) tokens" }),
    ]
  }
}
