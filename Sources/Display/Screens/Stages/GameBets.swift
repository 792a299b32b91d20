import Basics
import Exploration
import Games
import InformationTheory
import ShownText

/// The bets of a player on what may come, or everybody's when it is known.
struct BetsPanel: Widget {
  let game: Game
  let waiting: String
  let scales: GameScales

  func draw(in area: Area, on frame: inout Frame) {
    guard let model = game.round?.model else {
      let sentence = game.phase == .waiting ? waiting : "The model is still reading…"
      frame.write(large: [(sentence, .faint)], scale: scales.ask, in: area.inset(columns: 1))
      return
    }
    if game.phase == .revealed { return drawAnswer(model, in: area, on: &frame) }
    let title = area.inset(columns: 1)
    frame.write(large: question(columns: title.columns), scale: scales.ask, in: title)
    let room = area.dropping(rows: BigLetters.line(scale: scales.ask, isASCII: frame.isASCII))
    let rows = BigLetters.line(scale: scales.options, isASCII: frame.isASCII)
    let lines = (model.options.count + scales.optionColumns - 1) / scales.optionColumns
    let width = room.columns / scales.optionColumns
    for (index, option) in model.options.enumerated() {
      let column = index / max(lines, 1) * width
      let place = room.dropping(rows: index % max(lines, 1) * rows).part(column, column + width)
      if place.rows > 0 { draw(option, index, in: place, on: &frame) }
    }
  }

  /// Whose bet it is and what is left for it, in fewer words where those of large letters have no room.
  private func question(columns: Int) -> StyledText {
    let (name, hand) = (game.playerName, game.chipsInHand)
    let versions = [
      (": your bet  ", "\(hand) of \(Chips.count) chips in the hand"),
      (": ", "\(hand) chips left"), (": ", "\(hand) left"),
    ].map { [(name + $0, Role.strong), ($1, .faint)] }
    guard scales.ask > 0 else { return versions[0] }
    return versions.first { BigText($0).size(scale: scales.ask).columns <= columns } ?? versions[0]
  }

  /// An option, the chips that are on it, and how much of all chips that is.
  private func draw(
    _ option: ModelAnswer.Option, _ index: Int, in room: Area, on frame: inout Frame
  ) {
    let scale = scales.options
    let rows = BigLetters.line(scale: scale, isASCII: frame.isASCII)
    let line = Area(
      row: room.row, column: room.column, rows: min(rows, room.rows), columns: room.columns)
    let isChosen = index == game.option
    let middle = line.row + line.rows / 4
    if isChosen {
      frame.write("▸", row: middle, column: line.column, as: .actual)
      frame.cursor = (middle, line.column)
    }
    let chips = game.chips.indices.contains(index) ? game.chips[index] : 0
    let isNarrow = scale > 0 && line.columns < 120
    let places = scale == 0 ? [2, 19, 24] : isNarrow ? [2, 38, 56] : [2, 72, 92]
    let name =
      scale == 0
      ? cut(self.name(of: option), 16) : isNarrow ? shortName(of: option) : self.name(of: option)
    frame.write(
      large: [(name, isChosen ? .actual : .plain)], scale: scale,
      in: line.part(places[0], places[1] - 1))
    let number = BigText("\(chips)", as: isChosen ? .actual : .strong).atMost(scale: scale)
    let indent = places[2] - 1 - 2 * scale - number.size(scale: scale).columns
    frame.draw(number, in: line.part(max(indent, places[1]), places[2]))
    let width = (line.columns - places[2] - 2).clamped(to: 0...Chips.count)
    guard width >= 10 || !isNarrow else { return }
    let bar = lyingBar(
      Double(chips) / Double(Chips.count), width: scale == 0 ? min(width, 50) : width)
    for row in line.row..<line.row + max(min(rows - 1, line.rows), 1) {
      frame.write(bar, row: row, column: line.column + places[2], as: isChosen ? .actual : .bar)
    }
  }

  /// What came, the chips of everybody on everything, and what each bet lost.
  private func drawAnswer(_ model: ModelAnswer, in area: Area, on frame: inout Frame) {
    guard let round = game.round else { return }
    let came = visibleSpaces(Array(game.record.text[round.question.bytes]))
    let isNamed = model.options[model.outcome].text != nil
    let title = frame.write(
      large: [("“\(came)”", .actual), (isNamed ? " it was" : " it was: something else", .faint)],
      scale: scales.ask, in: area.inset(columns: 1))
    let room = area.dropping(rows: title.rows)
    var table = Table(lines: lines(model, round))
    let isFull = { (table: Table) in table.columnCount(in: room.columns) == table.lines[0].count }
    table.scale = scales.options
    if !isFull(table) || table.rowCount(isASCII: frame.isASCII) > room.rows { table.scale = 0 }
    frame.draw(table, in: room)
    let percent = percentage(probability: model.options[model.outcome].probability)
    let rest = room.dropping(rows: table.rowCount(isASCII: frame.isASCII))
    guard rest.rows > 0 else { return }
    frame.write(
      "The model gave \(percent) to this: \(decimal(model.surprisal.bits, 2)) bits without chips.",
      row: rest.row, column: rest.column + 2, as: .faint, limit: rest.columns - 3)
  }

  /// The table of bets: a line an option, a column a player and the model, the bits lost below.
  private func lines(_ model: ModelAnswer, _ round: GameRound) -> [StyledText] {
    let bets =
      round.plays.map { (game.rules.players[$0.player], $0.chips) } + [("model", model.chips)]
    let header: StyledText = [("", .faint)] + bets.map { (cut($0.0, 12), .heading) }
    let options = model.options.enumerated().map { index, option -> StyledText in
      let isOutcome = index == model.outcome
      let role: Role = isOutcome ? .actual : .plain
      let name = cut(self.name(of: option), 16)
      return [((isOutcome ? "▸ " : "  ") + name, role)] + bets.map { ("\($0.1[index])", role) }
    }
    let lost = bets.map { bet in
      gamblingEstimate(shares: [Double(bet.1[model.outcome]) / Double(Chips.count)])
    }
    return [header] + options
      + [[("  bits lost", .faint)] + lost.map { ($0.map { decimal($0.bits, 2) } ?? "—", .strong) }]
  }

  private func cut(_ text: String, _ columns: Int) -> String {
    let text = display(text)
    return columnWidth(of: text) > columns ? fitted(text, columns).map(\.text).joined() : text
  }

  private func shortName(of option: ModelAnswer.Option) -> String {
    option.text.map { $0 == " " ? "␣" : $0 } ?? "else"
  }

  private func name(of option: ModelAnswer.Option) -> String {
    option.text.map { $0 == " " ? "␣ (a space)" : $0 } ?? "something else"
  }
}
