import Exploration
import Games
import ShownText

/// The page on which a game is chosen.
struct GameSetupPage: Widget {
  let explorer: Explorer
  let setup: GameSetup

  private var geometry: GameSetupGeometry { explorer.gameSetupGeometry }

  func draw(in area: Area, on frame: inout Frame) {
    frame.draw(Heading("the guessing game: people against the model"), in: area)
    let bottom = area.row + area.rows
    for row in GameSetup.Row.allCases where geometry.line(row).row < bottom {
      draw(row, in: geometry.line(row), on: &frame)
    }
    guard geometry.begin.row < bottom else { return }
    drawBegin(in: geometry.begin, on: &frame)
    let room = geometry.below.inset(columns: 2)
    frame.draw(
      Paragraph(explanation, as: .faint),
      in: Area(
        row: room.row, column: room.column, rows: room.rows, columns: min(room.columns, 92)))
  }

  private func draw(_ row: GameSetup.Row, in line: Area, on frame: inout Frame) {
    let isChosen = row == setup.row
    let middle = line.row + line.rows / 4
    if isChosen { frame.write("▸", row: middle, column: line.column + 1, as: .actual) }
    frame.write(
      row.title, row: middle, column: line.column + 3, as: isChosen ? .actual : .faint)
    let value = line.part(geometry.valueColumn - line.column, line.columns - 1)
    let role: Role = isChosen ? .strong : .plain
    guard row.hasArrows else {
      let end = write([(names, role)], in: value, on: &frame)
      if isChosen { frame.cursor = (middle, min(end, line.column + line.columns - 1)) }
      return
    }
    write(
      [("<", .key)], in: line.part(geometry.backColumn - line.column, line.columns - 1), on: &frame)
    let end = write([(self.value(of: row), role), (" >", .key)], in: value, on: &frame)
    guard row == .text, setup.sentence != nil else { return }
    frame.write(
      "nobody has seen it", row: middle, column: end + 2, as: .faint,
      limit: line.column + line.columns - end - 3)
  }

  /// Writes as large as the page is, and returns the column behind.
  @discardableResult
  private func write(_ pieces: StyledText, in area: Area, on frame: inout Frame) -> Int {
    let text = BigText(pieces).atMost(scale: geometry.scale)
    frame.draw(text, in: area)
    return area.column + text.size(scale: text.scale(in: area)).columns
  }

  private func drawBegin(in line: Area, on frame: inout Frame) {
    let key = explorer.shortLabel(of: [.game(.confirm)])
    write(
      [("[ ", .rule), (key, .key), (" begins", .strong), (" ]", .rule)],
      in: line.part(3, line.columns - 1), on: &frame)
  }

  private func value(of row: GameSetup.Row) -> String {
    switch row {
    case .kind: setup.rules.kind.title
    case .step: setup.rules.step.title
    case .text: text
    case .questions: "\(grouped(setup.rules.questionLimit)) at most"
    case .players: names
    }
  }

  private var names: String {
    setup.names.isEmpty && setup.row != .players
      ? setup.finishedRules.players.joined(separator: ", ") : setup.names
  }

  /// The text that is played on, and how much of it is known.
  private var text: String {
    if let sentence = setup.sentence {
      return "sentence \(sentence + 1) of \(setup.sentenceCount)"
    }
    let name = explorer.source.isEmpty ? "this text" : display(Array(explorer.source.utf8))
    guard let offset = setup.hiddenFrom, offset > 0 else { return name }
    let seen = display(Array(explorer.text[..<offset].suffix(200)))
    return "\(name), behind “\(lastWords(of: seen))”"
  }

  /// As many words at the end of a text as are read at a glance.
  private func lastWords(of text: String) -> String {
    guard text.count > 16 else { return text }
    let end = text.suffix(16)
    return "…" + (end.firstIndex(of: " ").map { end[$0...] } ?? end)
  }

  private var explanation: String {
    let rules = setup.rules
    let unit = rules.step == .letter ? "letter, sign or space" : "word (as the model cuts the text)"
    let model = explorer.isAtOne ? "The model" : "The model, at \(explorer.atTemperature),"
    switch rules.kind {
    case .guess:
      return "Players in turn guess the next \(unit), until it is right; each guess counts. "
        + "\(model) guesses in the order of its probabilities, knowing no more of the text. The "
        + "numbers of guesses bound the text's entropy (Shannon 1951)."
    case .bets:
      return "Each player spreads \(Chips.count) chips over \(GameRules.candidateCount) candidates "
        + "for the next \(unit), and something else. c chips on what comes lose log₂ "
        + "(\(Chips.count) ÷ c) bits; the smallest mean wins, and estimates the text's entropy "
        + "(Cover and King 1978). \(model) bets its probabilities."
    }
  }
}

extension GameSetup.Row {
  fileprivate var title: String {
    switch self {
    case .kind: "game"
    case .step: "asks"
    case .text: "text"
    case .questions: "questions"
    case .players: "players"
    }
  }

  /// Whether arrows change it; names are typed.
  fileprivate var hasArrows: Bool { self != .players }
}
