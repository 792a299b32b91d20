import Exploration
import Games
import ShownText

/// The game in the place of everything else.
struct GameStage: Widget {
  let explorer: Explorer
  let state: GameState

  func draw(in area: Area, on frame: inout Frame) {
    frame.clear(area)
    frame.cursor = nil
    guard area.rows > 1 else { return }
    switch state {
    case .setup(let setup): frame.draw(GameSetupPage(setup: setup, model: model), in: area)
    case .playing(let game) where game.phase == .over:
      frame.draw(GameScores(record: game.record), in: area)
    case .playing(let game): frame.draw(GameQuestionPage(game: game, waiting: waiting), in: area)
    }
  }

  private var model: String {
    explorer.isAtOne ? "The model" : "The model, at \(explorer.atTemperature),"
  }

  private var waiting: String {
    if case .ready = explorer.model { return "The model is preparing the game." }
    return "The model is being loaded."
  }
}

extension Explorer {
  /// What the header says in place of a text's figures.
  var gameDescription: StyledText {
    guard let game = game?.game else { return [("a game", .faint)] }
    let name = "\(game.rules.kind.title), \(game.rules.step.title)"
    return game.isReplay ? [(" REPLAY ", .notice), ("  \(name)", .faint)] : [(name, .faint)]
  }
}

/// The page on which a game is chosen.
private struct GameSetupPage: Widget {
  let setup: GameSetup
  /// The model as the subject of a sentence.
  let model: String

  func draw(in area: Area, on frame: inout Frame) {
    frame.draw(Heading("the guessing game: people against the model"), in: area)
    var row = area.row + 2
    for line in GameSetup.Row.allCases where row < area.row + area.rows {
      let isChosen = line == setup.row
      if isChosen { frame.write("▸", row: row, column: area.column + 1, as: .actual) }
      frame.write(
        line.title, row: row, column: area.column + 3, as: isChosen ? .actual : .faint)
      let value = line.value(in: setup)
      let end = frame.write(
        value, row: row, column: area.column + 14, as: isChosen ? .strong : .plain,
        limit: area.columns - 15)
      if isChosen, line == .players { frame.cursor = (row, min(end, area.columns - 1)) }
      row += 1
    }
    frame.draw(
      Paragraph(explanation(setup.rules), as: .faint),
      in: Area(
        row: row + 1, column: area.column + 2, rows: max(area.row + area.rows - row - 1, 0),
        columns: min(area.columns - 4, 92)))
  }

  private func explanation(_ rules: GameRules) -> String {
    let unit = rules.step == .letter ? "letter, sign or space" : "word, as the model cuts the text"
    switch rules.kind {
    case .guess:
      return "One after the other, players guess the next \(unit) until it is right; the number of "
        + "guesses counts. \(model) guesses in the order of its probabilities, knowing no more "
        + "of the text. From how often 1, 2, 3 … guesses were needed follow a lower and an upper "
        + "bound on the text's entropy (Shannon 1951)."
    case .bets:
      return "Each player spreads \(Chips.count) chips over what may come next: "
        + "\(GameRules.candidateCount) candidates and something else, at least one chip on "
        + "each. With c chips on what comes, the bet loses log₂ (\(Chips.count) ÷ c) bits. "
        + "\(model) bets its probabilities. The mean loss estimates the entropy of what was asked "
        + "(Cover and King 1978); the smallest wins."
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

  fileprivate func value(in setup: GameSetup) -> String {
    switch self {
    case .kind: setup.rules.kind.title
    case .step: setup.rules.step.title
    case .text:
      setup.sentence.map { "sentence \($0 + 1) of \(setup.sentenceCount), which nobody has seen" }
        ?? "this text, behind the focused token"
    case .questions: "\(setup.rules.questionLimit) at most"
    case .players:
      setup.names.isEmpty && setup.row != .players
        ? setup.finishedRules.players.joined(separator: ", ") : setup.names
    }
  }
}
