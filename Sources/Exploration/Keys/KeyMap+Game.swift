extension KeyMap {
  /// Every table of the guessing game, in the order of the help.
  static let gameMaps = [
    firstGame, gameSetup, guessingLetters, guessingWords, betting, gameAnswer, scoreboard,
    gameReplay,
  ]

  /// How to begin a game; a part of the reading table.
  static let openGame = Binding(
    "Play: guess what comes next, against the model.", footer: .init("play", rank: 10),
    [Action("play", .game(.open), .letter("P"))])

  private static let gameHelp = Binding(
    "Show this help.", footer: .init("help", rank: 2), [Action("help", .help, .key(.function(1)))])

  private static func leave(_ help: Sentence, _ text: String) -> Binding {
    Binding(help, footer: .init(text, rank: 0), [Action("leave", .leave, .key(.escape))])
  }

  private static let eraseLetter = Binding(
    "Delete the last letter.", [Action("erase", .game(.erase), .key(.backspace))])

  /// While a game is chosen for which the program was opened: there is no text to go back to.
  static let firstGame = KeyMap(
    title: "Choosing the first game of `surprisal play`", takesLetters: true,
    bindings: [leave("Quit: there is no text yet.", "quit")])

  /// While a game is chosen.
  public static let gameSetup = KeyMap(
    title: "Choosing a game (\(key: .game(.open)))", takesLetters: true,
    bindings: [
      Binding(
        "Go to another line.", footer: .init("line", rank: 1),
        [
          Action("previous-line", .game(.row(-1)), .key(.up)),
          Action("next-line", .game(.row(1)), .key(.down), .key(.tab)),
        ]),
      Binding(
        "Change what is chosen in the line. Names of players are typed, with commas.",
        footer: .init("change", rank: 1),
        [
          Action("previous-choice", .game(.change(-1)), .key(.left)),
          Action("next-choice", .game(.change(1)), .key(.right)),
        ]),
      Binding(
        "Begin.", footer: .init("begin", rank: 0),
        [Action("begin", .game(.confirm), .key(.enter))]),
      eraseLetter,
      leave("Back to the text.", "back"),
      gameHelp,
    ])

  /// While a letter is guessed.
  public static let guessingLetters = KeyMap(
    title: "Guessing letters (type what comes next)", takesLetters: true,
    bindings: [
      Binding(
        "Give up: costs a guess, and then counts as if letters were tried as common in English.",
        footer: .init("give up", rank: 1), [Action("give-up", .game(.giveUp), .key(.tab))]),
      leave("End the game and see the scores.", "end"),
      gameHelp,
    ])

  /// While a word is guessed.
  public static let guessingWords = KeyMap(
    title: "Guessing words (type what comes next)", takesLetters: true,
    bindings: [
      Binding(
        "Guess the word that was typed, until it is right.", footer: .init("guess", rank: 0),
        [Action("guess", .game(.confirm), .key(.enter))]),
      eraseLetter,
      Binding(
        "Give up: costs a guess, and then counts as if words were tried as in the vocabulary.",
        footer: .init("give up", rank: 1), [Action("give-up", .game(.giveUp), .key(.tab))]),
      leave("End the game and see the scores.", "end"),
      gameHelp,
    ])

  /// While a bet is made.
  public static let betting = KeyMap(
    title: "Betting",
    bindings: [
      Binding(
        "Go to another thing to bet on.", footer: .init("choose", rank: 1),
        [
          Action("previous-option", .game(.option(-1)), .key(.up)),
          Action("next-option", .game(.option(1)), .key(.down)),
        ]),
      Binding(
        "Take five chips away, or put five on.", footer: .init("5 chips", rank: 1),
        [
          Action("five-chips-fewer", .game(.stake(-5)), .key(.left)),
          Action("five-chips-more", .game(.stake(5)), .key(.right)),
        ]),
      Binding(
        "Take one chip away, or put one on.", footer: .init("1 chip", rank: 3),
        [
          Action("one-chip-fewer", .game(.stake(-1)), .letter("-")),
          Action("one-chip-more", .game(.stake(1)), .letter("+"), .letter("=")),
        ]),
      Binding(
        "Bet; what is still in the hand is spread evenly.", footer: .init("bet", rank: 0),
        [Action("bet", .game(.confirm), .key(.enter))]),
      leave("End the game and see the scores.", "end"),
      gameHelp, openModels,
    ])

  /// While the answer to a bet is to be seen.
  public static let gameAnswer = KeyMap(
    title: "After the bets",
    bindings: [
      Binding(
        "Go on to the next question.", footer: .init("next", rank: 0),
        [Action("next-question", .game(.confirm), .key(.enter), .letter(" "))]),
      leave("End the game and see the scores.", "end"),
      gameHelp, openModels,
    ])

  /// At the scoreboard.
  public static let scoreboard = KeyMap(
    title: "At the scoreboard",
    bindings: [
      Binding(
        "Save the game; `surprisal play --replay FILE` shows it again.",
        footer: .init("save", rank: 1), [Action("save-game", .game(.save), .letter("s"))]),
      Binding(
        "Play again.", footer: .init("play again", rank: 1),
        [Action("play", .game(.open), .letter("P"))]),
      leave("Back to the text.", "back to the text"),
      gameHelp, openModels,
    ])

  /// While a game is looked at again.
  public static let gameReplay = KeyMap(
    title: "Looking at a game again",
    bindings: [
      Binding(
        "Go back, or on, by one question.", footer: .init("step", rank: 0),
        [
          Action("replay-back", .game(.replay(-1)), .key(.left)),
          Action("replay-on", .game(.replay(1)), .key(.right), .key(.enter), .letter(" ")),
        ]),
      Binding(
        "Go to the scoreboard.", footer: .init("scores", rank: 1),
        [Action("scores", .game(.replay(GameCommand.toTheEnd)), .key(.end))]),
      leave("Back to the text.", "back to the text"),
      gameHelp, openModels,
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
