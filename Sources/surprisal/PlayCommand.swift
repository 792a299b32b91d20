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
      People and the model play on the same hidden text, by the same rules. With no text, a sentence \
      that nobody has seen is chosen by --seed, or by chance.

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
  @Option(help: "The game: guess or bets.")
  var game = GameRules.Kind.guess
  @Option(help: "What is asked for: letter or word.")
  var by = GameRules.Step.letter
  @Option(
    help: ArgumentHelp(
      "The names of players or teams, at most \(GameRules.mostPlayers), with commas.",
      valueName: "names"))
  var players = "class"
  @Option(help: ArgumentHelp("The most questions that are asked.", valueName: "count"))
  var questions = 20
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
    let names = GameSetup.players(players)
    guard !names.isEmpty, names.count <= GameRules.mostPlayers else {
      throw ValidationError(
        "--players \(players) names \(names.count) players: it must be 1 to "
          + "\(GameRules.mostPlayers).")
    }
    guard (1...GameRules.mostQuestions).contains(questions) else {
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
    if let save { try GameFiles.checkNew(save) }
    try startExplorer(
      Exploring(
        text: [], source: "", options: options, training: try screen.trainingText(),
        screen: screen, game: try opening(), savedGame: save))
  }

  private func opening() throws -> Exploring.Game {
    if let replay { return .replay(try GameFiles.read(replay)) }
    var rules = GameRules(
      kind: game, step: by, players: GameSetup.players(players), questionLimit: questions)
    rules.temperature = options.temperature
    let text = try text()
    return .play(rules, text: text, shown: endOfWords(shown, in: text))
  }

  /// A script runs the same with anything on standard input, so it reads that only when asked to.
  private func text() throws -> [UInt8] {
    let isNamed = source.text != nil || source.file != nil
    if isNamed || screen.script == nil, let bytes = try source.bytes() { return bytes }
    let sentences = Assets.sentences
    let seed = seed ?? UInt64.random(in: 0 ... .max)
    return sentences[Int(seed % UInt64(sentences.count))]
  }

  /// Where so many words end; the space behind them is the first to be guessed.
  private func endOfWords(_ count: Int, in text: [UInt8]) -> Int {
    var (place, left) = (0, count)
    while left > 0, place < text.count {
      place = text[place...].firstIndex { $0 > 0x20 } ?? text.count
      place = text[place...].firstIndex { $0 <= 0x20 } ?? text.count
      left -= 1
    }
    return place
  }
}

extension GameRules.Kind: ExpressibleByArgument {}

extension GameRules.Step: ExpressibleByArgument {}
