import Basics
import Exploration
import InformationTheory
import Scoring
import ShownText

/// What the model would say after each layer: how much the token that came costs, its rank and the first guess; and the
/// candidates after one layer.
struct LayersBoard: Widget {
  let explorer: Explorer

  func draw(in area: Area, on frame: inout Frame) {
    let count = explorer.layerCount
    let geometry = LayersGeometry(area, count: count, chosen: explorer.chosenLayer)
    frame.draw(Heading(heading(geometry.shown.count, of: count)), in: area)
    guard count > 0 else {
      let (sentence, role) = explorer.insightObstacle ?? ("looking into the layers…", .faint)
      return frame.draw(Paragraph(sentence, as: role), in: area.belowHeading)
    }
    drawCaption(in: geometry.caption, on: &frame)
    for (index, layer) in geometry.shown.enumerated() {
      if let line = explorer.layerLine(layer) {
        draw(line, row: geometry.rows.row + index, in: geometry.rows, on: &frame)
      }
    }
    drawCandidates(in: geometry.candidates, on: &frame)
  }

  private func heading(_ shown: Int, of count: Int) -> String {
    let name = explorer.focusedToken.map { " of “\(visibleSpaces(explorer.bytes(of: $0)))”" } ?? ""
    let part = shown < count ? " · \(shown) of \(count) rows" : ""
    return "layer by layer\(name)\(part)\(explorer.temperatureSuffix)"
  }

  private func drawCaption(in area: Area, on frame: inout Frame) {
    let unit = explorer.unit.rawValue
    frame.write(
      "layer \(padded(unit, 7))    rank  first guess", row: area.row, column: area.column,
      as: .faint, limit: area.columns)
  }

  private func draw(_ line: LayerLine, row: Int, in area: Area, on frame: inout Frame) {
    let isChosen = line.layer == explorer.chosenLayer
    let isFirst = line.rank == 1
    let name = line.layer == 0 ? "input" : padded("\(line.layer)", 5)
    frame.write(
      name, row: row, column: area.column, as: isChosen ? .selection : .faint, limit: 5)
    let surprisal = Lens.surprise.barRole(of: line.surprisal.bits)
    frame.write(
      padded(explorer.unit.format(line.surprisal), 8), row: row, column: area.column + 5,
      as: isFirst ? .actual : surprisal)
    frame.write(
      padded(rankText(line.rank), 8), row: row, column: area.column + 13,
      as: isFirst ? .actual : .plain)
    let width = min(max(area.columns - 31, 4), 24)
    let guess = visibleSpaces(explorer.bytes(ofEntry: line.best.id))
    frame.write(
      fitted(guess, width), row: row, column: area.column + 23, as: isFirst ? .actual : .plain)
    frame.write(
      padded(percentage(logProbability: line.best.logProbability), 6), row: row,
      column: area.column + 24 + width, as: .strong,
      limit: max(area.columns - 24 - width, 0))
  }

  private func drawCandidates(in area: Area?, on frame: inout Frame) {
    guard let area, area.rows > 1 else { return }
    let layer = explorer.chosenLayer
    let title =
      layer == 0 ? "before the first layer" : "after layer \(layer) of \(explorer.layerCount - 1)"
    frame.write(title, row: area.row, column: area.column + 1, as: .faint, limit: area.columns)
    for (index, line) in explorer.layerCandidates(area.rows - 1).enumerated() {
      let row = Area(
        row: area.row + 1 + index, column: area.column - 3, rows: 1, columns: area.columns + 3)
      frame.draw(
        CandidateRow(line: line, bytes: explorer.bytes(ofEntry: line.id), isSelected: false),
        in: row)
    }
  }
}

extension Explorer {
  /// Why nothing of the engine's inside is shown; nil while it is still to come.
  var insightObstacle: (String, Role)? {
    if let failure = inspection?.failure { return (failure, .strong) }
    if isInLab {
      return ("This is shown of a model that reads the text, not of one that learns.", .faint)
    }
    if let obstacle { return obstacle }
    return phase.isRunning ? ("This follows when the text is scored.", .faint) : nil
  }
}
