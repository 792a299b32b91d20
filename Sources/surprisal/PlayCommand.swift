import ArgumentParser
import Exploration
import Games

/// Opens the explorer on the guessing game.
struct PlayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "play",
    abstract: "Guess what comes next in a hidden text, against the model.",
    usage: "surprisal play [<options>] [<text> | --file <file> | -]",
    discussion: """
      People and the model play on the same hidden text, by the same rules. The first page shows \
      what is to be played; it begins with what the options say, and else with how it was played \
      last. With no text, a sentence that nobody has seen is chosen by --seed, or by chance.

      GAMES
        guess   guess till right, letter by letter or word by word; the numbers of
                guesses give bounds on the text's entropy (Shannon 1951)
        bets    spread 100 chips over five candidates and something else; the
                mean loss in bits estimates the entropy (Cover and King 1978)

      EXAMPLES
        surprisal play
        surprisal play -f story.txt --by word --players "Owls,Bears"
        surprisal play --game bets --seed 3 --save monday.json
        surprisal play --replay monday.json
      """)

  @OptionGroup var source: TextOptions
  @Option(help: "The game: guess (at first) or bets.")
  var game: GameRules.Kind?
  @Option(help: "What is asked for: letter (at first) or word.")
  var by: GameRules.Step?
  @Option(
    help: ArgumentHelp(
      "The names of players or teams, at most \(GameRules.mostPlayers), with commas.",
      valueName: "names"))
  var players: String?
  @Option(
    help: ArgumentHelp("The most questions that are asked; 20 at first.", valueName: "count"))
  var questions: Int?
  @Option(help: ArgumentHelp("How many words everybody sees at the start.", valueName: "count"))
  var shown = 1
  @Option(help: ArgumentHelp("Which of the hidden sentences is played.", valueName: "number"))
  var seed: UInt64?
  @Option(help: ArgumentHelp("Write the game into a file when it ends.", valueName: "file"))
  var save: String?
  @Option(help: ArgumentHelp("Look at a saved game again.", valueName: "file"))
  var replay: String?
  @OptionGroup(title: "Model") var options: ScoringOptions
  @OptionGroup(title: "Screen") var screen: ScreenOptions
  @Flag(help: "Print the JSON Schema of saved games and exit.")
  var schema = false

  func validate() throws {
    let playerCount = players.map { GameSetup.players($0).count } ?? 1
    guard (1...GameRules.mostPlayers).contains(playerCount) else {
      throw ValidationError(
        "--players \(players ?? "") names \(playerCount) players: it must be 1 to "
          + "\(GameRules.mostPlayers).")
    }
    if let questions, !(1...GameRules.mostQuestions).contains(questions) {
      throw ValidationError(
        "--questions \(questions) is out of range: it must be 1 to \(GameRules.mostQuestions).")
    }
    if shown < 0 {
      throw ValidationError("--shown \(shown) is out of range: it must be 0 or more.")
    }
    if replay != nil, save != nil || source.text != nil || source.file != nil {
      throw ValidationError("--replay FILE needs neither a text nor --save.")
    }
  }

  func run() throws {
    if schema {
      var output = StandardOutput()
      try output.write(String(decoding: Assets.gameSchema, as: UTF8.self))
      return try output.flush()
    }
    if let save { try checkNewFile(save, option: "--save") }
    try startExplorer(
      Exploring(
        text: [], source: source.file ?? "", options: options, training: try screen.trainingText(),
        screen: screen, game: try opening(), savedGame: save))
  }

  private func opening() throws -> Exploring.Game {
    if let replay { return .replay(try GameFiles.read(replay)) }
    let (kind, step, limit) = (game, by, questions)
    let names = players.map(GameSetup.players)
    return .play(try text()) {
      GameWishes(
        kind: kind ?? $0.kind, step: step ?? $0.step, players: names ?? $0.players,
        questionLimit: limit ?? $0.questionLimit)
    }
  }

  /// A script runs the same with anything on standard input, so it reads that only when asked to.
  private func text() throws -> GameText {
    let isNamed = source.text != nil || source.file != nil
    if isNamed || screen.script == nil, let bytes = try source.bytes() {
      return .given(bytes, hiddenFrom: GameSetup.end(ofWords: shown, in: bytes))
    }
    let seed = seed ?? UInt64.random(in: 0 ... .max)
    return .sentence(Int(clamping: seed), shownWords: shown)
  }
}

extension GameRules.Kind: ExpressibleByArgument {}

extension GameRules.Step: ExpressibleByArgument {}
