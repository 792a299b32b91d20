import Basics
import Exploration
import Games
import InformationTheory
import ShownText

/// The bets of a player on what may come, or everybody's when it is known.
struct BetsPanel: Widget {
  let game: Game
  let waiting: String

  func draw(in area: Area, on frame: inout Frame) {
    guard let model = game.round?.model else {
      let sentence = game.phase == .waiting ? waiting : "The model is still reading…"
      frame.write(sentence, row: area.row, column: area.column + 1, as: .faint)
      return
    }
    if game.phase == .revealed { return drawAnswer(model, in: area, on: &frame) }
    let hand = "\(game.chipsInHand) of \(Chips.count) chips in the hand"
    frame.write(
      [("\(game.playerName) bets  ", .strong), (hand, .faint)], row: area.row,
      column: area.column + 1, limit: area.columns - 2)
    for (index, option) in model.options.enumerated() where index + 1 < area.rows {
      let row = area.row + 1 + index
      let isChosen = index == game.option
      let role: Role = isChosen ? .actual : .plain
      if isChosen {
        frame.write("▸", row: row, column: area.column, as: .actual)
        frame.cursor = (row, area.column)
      }
      frame.write(name(of: option), row: row, column: area.column + 2, as: role, limit: 16)
      let chips = game.chips.indices.contains(index) ? game.chips[index] : 0
      frame.write(
        padded("\(chips)", 4), row: row, column: area.column + 19, as: isChosen ? .actual : .strong)
      let width = (area.columns - 26).clamped(to: 0...Chips.count / 2)
      frame.write(
        lyingBar(Double(chips) / Double(Chips.count), width: width), row: row,
        column: area.column + 24, as: isChosen ? .actual : .bar)
    }
  }

  /// What came, the chips of everybody on everything, and what each bet lost.
  private func drawAnswer(_ model: ModelAnswer, in area: Area, on frame: inout Frame) {
    guard let round = game.round else { return }
    let came = visibleSpaces(Array(game.record.text[round.question.bytes]))
    let isNamed = model.options[model.outcome].text != nil
    frame.write(
      [("“\(came)”", .actual), (isNamed ? " it was" : " it was: something else", .faint)],
      row: area.row, column: area.column + 1, limit: area.columns - 2)
    let names = model.options.map(name) + ["bits lost"]
    for (index, name) in names.enumerated() where index + 2 < area.rows {
      let row = area.row + 2 + index
      let isOutcome = index == model.outcome
      if isOutcome { frame.write("▸", row: row, column: area.column, as: .actual) }
      let role: Role = isOutcome ? .actual : index < model.options.count ? .plain : .faint
      frame.write(name, row: row, column: area.column + 2, as: role, limit: 16)
    }
    let bets =
      round.plays.map { (game.rules.players[$0.player], $0.chips) } + [("model", model.chips)]
    let width = ((area.columns - 20) / bets.count).clamped(to: 6...14)
    for (place, bet) in bets.enumerated() {
      let column = Area(
        row: area.row + 1, column: area.column + 19 + place * width, rows: area.rows - 1,
        columns: width - 1)
      if column.column + width <= area.column + area.columns {
        draw(bet.1, of: bet.0, outcome: model.outcome, in: column, on: &frame)
      }
    }
    let row = area.row + 2 + names.count
    guard row < area.row + area.rows else { return }
    let percent = percentage(probability: model.options[model.outcome].probability)
    frame.write(
      "The model gave \(percent) to this: \(decimal(model.surprisal.bits, 2)) bits without chips.",
      row: row, column: area.column + 2, as: .faint, limit: area.columns - 3)
  }

  /// A column of the table of bets: a name, the chips on each option, the bits lost.
  private func draw(
    _ chips: [Int], of name: String, outcome: Int, in area: Area, on frame: inout Frame
  ) {
    let lost = gamblingEstimate(shares: [Double(chips[outcome]) / Double(Chips.count)])
    let lines: StyledText =
      [(name, .heading)]
      + chips.enumerated().map { ("\($1)", $0 == outcome ? .actual : .plain) }
      + [(lost.map { decimal($0.bits, 2) } ?? "—", .strong)]
    for (index, line) in lines.enumerated() where index < area.rows {
      frame.write(
        index == 0 ? line.0 : padded(line.0, min(area.columns, 5)), row: area.row + index,
        column: area.column, as: line.1, limit: area.columns)
    }
  }

  private func name(of option: ModelAnswer.Option) -> String {
    option.text.map { $0 == " " ? "␣ (a space)" : $0 } ?? "something else"
  }
}
