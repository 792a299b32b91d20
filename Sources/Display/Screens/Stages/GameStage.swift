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
    case .setup(let setup): frame.draw(GameSetupPage(explorer: explorer, setup: setup), in: area)
    case .playing(let game) where game.phase == .over:
      frame.draw(GameScores(record: game.record), in: area)
    case .playing(let game): frame.draw(GameQuestionPage(game: game, waiting: waiting), in: area)
    }
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
