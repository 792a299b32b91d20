import Games
import InformationTheory

extension Explorer {
  /// Opens the explorer, before its model is there, on the page where a game is chosen. When the game is
  /// over, its text can be explored.
  ///
  /// - Parameter wishes: How it is to be played; nil for how it was played last.
  public mutating func chooseGame(_ wishes: GameWishes? = nil, on text: GameText) {
    var (bytes, hiddenFrom, sentence): ([UInt8], Int?, Int?) = ([], nil, nil)
    switch text {
    case .given(let given, let offset): (bytes, hiddenFrom) = (given, offset)
    case .sentence(let number, let shownWords):
      sentence = number
      games.shownWords = shownWords
      games.fillsDesk = true
    }
    games.fill()
    let setup = GameSetup(
      wishes ?? preferences.game, sentence: sentence, of: games.sentences.count,
      hiddenFrom: hiddenFrom, temperature: temperature)
    open(.setup(setup), on: bytes)
  }

  /// Opens the explorer, before its model is there, on a game that was played before.
  public mutating func replay(_ record: GameRecord) {
    open(.playing(Game(replaying: record)), on: record.text)
  }

  private mutating func open(_ state: GameState, on text: [UInt8]) {
    desk = Desk(text, width: layout.width, desk.settings)
    stage = .game(state)
  }

  /// The rows that the game fills: all between the header and the status line. Nothing of the text
  /// may be seen around it.
  package var gameArea: Area {
    let last = (screen.status ?? screen.footer)?.row ?? rows
    return Area(row: 1, column: 0, rows: max(last - 1, 0), columns: columns)
  }

  /// Does what a key asks for in the game.
  mutating func perform(_ command: GameCommand) -> [Effect] {
    guard command != .open else { return openGame() }
    switch game {
    case .setup(var setup):
      if command == .confirm { return begin(setup) }
      setup.perform(command)
      game = .setup(setup)
    case .playing(var playing):
      if command == .save { return save(playing.record) }
      let wasOver = playing.phase == .over
      playing.perform(command)
      return keep(playing, wasOver: wasOver)
    case nil:
      guard command == .save, let record = games.unsaved else { break }
      stage = nil
      return save(record)
    }
    return []
  }

  /// Types a character where the game takes any.
  mutating func typeInGame(_ character: Character) -> [Effect] {
    switch game {
    case .setup(var setup):
      setup.type(character)
      game = .setup(setup)
    case .playing(var playing):
      playing.type(character)
      return keep(playing, wasOver: false)
    case nil: break
    }
    return []
  }

  /// Leaves the game: from play to its scoreboard, from there to the text.
  mutating func leaveGame() -> [Effect] {
    if var playing = game?.game, playing.phase != .over, !playing.isReplay,
      !playing.record.rounds.isEmpty
    {
      playing.end()
      return keep(playing, wasOver: false)
    }
    if games.fillsDesk { return quit() }
    stage = nil
    requests.last += 1  // answers for the game come too late
    return [.stopScoring] + resumeScoring()
  }

  private mutating func openGame() -> [Effect] {
    games.fill()
    let offset = placeBehindFocus
    let setup = GameSetup(
      preferences.game, sentence: games.next, of: games.sentences.count,
      hiddenFrom: !tokens.isEmpty && offset < whole.bytes.count ? offset : nil,
      temperature: temperature)
    stage = .game(.setup(setup))
    return dropRequest()
  }

  private mutating func begin(_ setup: GameSetup) -> [Effect] {
    let rules = setup.finishedRules
    if let sentence = setup.sentence {
      games.next = sentence + 1
      let text = games.sentences[sentence]
      if games.fillsDesk { open(.setup(setup), on: text) }
      games.fillsDesk = false
      let offset = GameSetup.end(ofWords: games.shownWords, in: text)
      return begin(Game(rules, text: text, from: offset))
    }
    guard let offset = setup.hiddenFrom else {
      say("there is no text behind the focused token to play on: leave the game and write one")
      return []
    }
    return begin(Game(rules, text: whole.bytes, from: offset))
  }

  /// Where a game on this text begins: what is hidden stays so.
  private var placeBehindFocus: Int { focusedToken?.bytes.upperBound ?? text.count }

  /// Starts a game as soon as there is a model.
  private mutating func begin(_ new: Game) -> [Effect] {
    game = .playing(new)
    preferences.game = GameWishes(new.rules)
    say(nil)
    return askModel()
  }

  /// Asks the model to play, if a game waits for it.
  mutating func askModel() -> [Effect] {
    guard var playing = game?.game, playing.phase == .waiting else { return [] }
    switch model {
    case .loading: return []
    case .failed(let reason):
      playing.fail(reason)
      game = .playing(playing)
      return []
    case .ready:
      requests.last += 1
      return [.play(playing.record, request: requests.last)]
    }
  }

  /// Takes in what the model says about the current game.
  mutating func take(gameEvent event: Event) {
    guard var playing = game?.game else { return }
    switch event {
    case .asked(let questions, let shown, _):
      if case .ready(let description, _) = model {
        playing.begin(questions, shown: shown, model: description.name)
      }
    case .answered(let answer, _): playing.take(answer)
    case .failed(let reason, _):
      playing.fail(reason)
      say(Sentence(reason))
    default: break
    }
    game = .playing(playing)
  }

  private mutating func keep(_ playing: Game, wasOver: Bool) -> [Effect] {
    game = .playing(playing)
    guard playing.phase == .over, !wasOver, !playing.isReplay, !playing.record.rounds.isEmpty
    else { return [] }
    games.unsaved = playing.record
    return games.areSaved ? save(playing.record) : []
  }

  private mutating func save(_ record: GameRecord) -> [Effect] {
    guard !record.rounds.isEmpty else { return [] }
    games.unsaved = nil
    return [.save(record)]
  }
}

extension GameSetup {
  fileprivate mutating func perform(_ command: GameCommand) {
    switch command {
    case .row(let count): move(by: count)
    case .change(let count): change(by: count)
    case .erase: erase()
    default: break
    }
  }
}

extension Game {
  fileprivate mutating func perform(_ command: GameCommand) {
    switch command {
    case .confirm:
      if phase == .revealed { goOn() } else if rules.kind == .bets { bet() } else { guessEntry() }
    case .erase: erase()
    case .giveUp: giveUp()
    case .option(let count): moveOption(by: count)
    case .stake(let count): stake(count)
    case .replay(let count): goOn(by: count)
    case .open, .row, .change, .save: break
    }
  }
}
