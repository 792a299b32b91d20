extension KeyMap {
  /// Every table of the guessing game, in the order of the help.
  static let gameMaps = [
    gameSetup, guessingLetters, guessingWords, betting, gameAnswer, scoreboard, gameReplay,
  ]

  /// How to begin a game; a part of the reading table.
  static let openGame = Binding(
    "P", "Play: guess what comes next, against the model.", footer: .init("P", "play", rank: 4),
    [(.letter("P"), .game(.open))])

  private static let gameHelp = Binding(
    "F1", "Show this help.", footer: .init("F1", "help", rank: 2), [(.key(.function(1)), .help)])

  private static func leave(_ help: String, _ text: String) -> Binding {
    Binding("Esc", help, footer: .init("Esc", text, rank: 0), [(.key(.escape), .leave)])
  }

  /// While a game is chosen.
  public static let gameSetup = KeyMap(
    title: "Choosing a game (P)",
    bindings: [
      Binding(
        "↑ ↓", "Go to another line.", footer: .init("↑↓", "line", rank: 1),
        [(.key(.up), .game(.row(-1))), (.key(.down), .game(.row(1))), (.key(.tab), .game(.row(1)))]),
      Binding(
        "← →", "Change what is chosen in the line. Names of players are typed, with commas.",
        footer: .init("←→", "change", rank: 1),
        [(.key(.left), .game(.change(-1))), (.key(.right), .game(.change(1)))]),
      Binding(
        "Enter", "Begin.", footer: .init("Enter", "begin", rank: 0),
        [(.key(.enter), .game(.confirm))]),
      Binding(
        "Backspace", "Delete the last letter of the names.", [(.key(.backspace), .game(.erase))]),
      leave("Back to the text.", "back"),
      gameHelp,
    ])

  /// While a letter is guessed.
  public static let guessingLetters = KeyMap(
    title: "Guessing letters (type what comes next)",
    bindings: [
      Binding(
        "Tab",
        "Give up: costs a guess, and then counts as if letters were tried as common in English.",
        footer: .init("Tab", "give up", rank: 1), [(.key(.tab), .game(.giveUp))]),
      leave("End the game and see the scores.", "end"),
      gameHelp,
    ])

  /// While a word is guessed.
  public static let guessingWords = KeyMap(
    title: "Guessing words",
    bindings: [
      Binding(
        "letters, Enter", "Type a word and guess it, until it is right.",
        footer: .init("Enter", "guess", rank: 0), [(.key(.enter), .game(.confirm))]),
      Binding("Backspace", "Delete the last letter.", [(.key(.backspace), .game(.erase))]),
      Binding(
        "Tab",
        "Give up: costs a guess, and then counts as if words were tried as in the vocabulary.",
        footer: .init("Tab", "give up", rank: 1), [(.key(.tab), .game(.giveUp))]),
      leave("End the game and see the scores.", "end"),
      gameHelp,
    ])

  /// While a bet is made.
  public static let betting = KeyMap(
    title: "Betting",
    bindings: [
      Binding(
        "↑ ↓", "Go to another thing to bet on.", footer: .init("↑↓", "choose", rank: 1),
        [(.key(.up), .game(.option(-1))), (.key(.down), .game(.option(1)))]),
      Binding(
        "← →", "Take five chips away, or put five on.", footer: .init("←→", "5 chips", rank: 1),
        [(.key(.left), .game(.stake(-5))), (.key(.right), .game(.stake(5)))]),
      Binding(
        "- +", "Take one chip away, or put one on.", footer: .init("-+", "1 chip", rank: 3),
        [
          (.letter("-"), .game(.stake(-1))), (.letter("="), .game(.stake(1))),
          (.letter("+"), .game(.stake(1))),
        ]),
      Binding(
        "Enter", "Bet; what is still in the hand is spread evenly.",
        footer: .init("Enter", "bet", rank: 0), [(.key(.enter), .game(.confirm))]),
      leave("End the game and see the scores.", "end"),
      gameHelp,
    ])

  /// While the answer to a bet is to be seen.
  public static let gameAnswer = KeyMap(
    title: "After the bets",
    bindings: [
      Binding(
        "Enter  Space", "Go on to the next question.", footer: .init("Enter", "next", rank: 0),
        [(.letter(" "), .game(.confirm)), (.key(.enter), .game(.confirm))]),
      leave("End the game and see the scores.", "end"),
      gameHelp,
    ])

  /// At the scoreboard.
  public static let scoreboard = KeyMap(
    title: "At the scoreboard",
    bindings: [
      Binding(
        "s", "Save the game; `surprisal play --replay FILE` shows it again.",
        footer: .init("s", "save", rank: 1), [(.letter("s"), .game(.save))]),
      Binding(
        "P", "Play again.", footer: .init("P", "play again", rank: 1),
        [(.letter("P"), .game(.open))]),
      leave("Back to the text.", "back to the text"),
      gameHelp,
      Binding("q", "Quit.", footer: .init("q", "quit", rank: 2), [(.letter("q"), .quit)]),
    ])

  /// While a game is looked at again.
  public static let gameReplay = KeyMap(
    title: "Looking at a game again",
    bindings: [
      Binding(
        "← →", "Go back, or on, by one question.", footer: .init("←→", "step", rank: 0),
        [
          (.key(.left), .game(.replay(-1))), (.key(.right), .game(.replay(1))),
          (.letter(" "), .game(.replay(1))), (.key(.enter), .game(.replay(1))),
        ]),
      Binding(
        "End", "Go to the scoreboard.", footer: .init("End", "scores", rank: 1),
        [(.key(.end), .game(.replay(GameCommand.toTheEnd)))]),
      leave("Back to the text.", "back to the text"),
      gameHelp,
      Binding("q", "Quit.", footer: .init("q", "quit", rank: 2), [(.letter("q"), .quit)]),
    ])
}

extension GameCommand {
  /// More questions than a game has.
  static let toTheEnd = 1_000_000
}

extension GameState {
  /// The keys that apply now.
  var keyMaps: [KeyMap] {
    guard case .playing(let game) = self else { return [.gameSetup] }
    switch game.phase {
    case .revealed where game.isReplay: return [.gameReplay]
    case .over where game.isReplay: return [.gameReplay, .scoreboard]
    case .over: return [.scoreboard]
    case .revealed: return [.gameAnswer]
    case .waiting, .failed, .asking:
      if game.rules.kind == .bets { return [.betting] }
      return [game.rules.step == .letter ? .guessingLetters : .guessingWords]
    }
  }
}
