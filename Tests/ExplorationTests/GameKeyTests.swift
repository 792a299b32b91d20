import Exploration
import ExplorationFixtures
import Games
import InformationTheory
import Scoring
import Testing

@Suite struct `The guessing game in the explorer` {
  /// An explorer whose page for choosing a game is open.
  private func choosing(_ text: String = "the cat sat on the mat.") -> Explorer {
    var explorer = Explorer.ready(text)
    explorer.hiddenSentences = ["one two", "three four"].map { Array($0.utf8) }
    explorer.press(.character("P"))
    return explorer
  }

  /// What the model is asked to play.
  private func play(_ effects: [Explorer.Effect]) throws -> (game: GameRecord, request: Int) {
    for case .play(let game, let request) in effects { return (game, request) }
    throw Missing()
  }
  private struct Missing: Error {}

  /// A question for each letter of a text behind an offset, and an answer to it.
  private func begin(_ explorer: inout Explorer, _ game: GameRecord, _ request: Int) {
    let questions = (game.shown..<game.text.count).map { place in
      GameQuestion(
        bytes: place..<place + 1, answers: [String(Unicode.Scalar(game.text[place]))], place: 1)
    }
    _ = explorer.update(.asked(questions, shown: game.shown, request: request))
    for _ in questions {
      let answer = ModelAnswer(probabilities: [0.5, 0.5], actual: 0) { $0 == 0 ? "a" : "b" }
      _ = explorer.update(.answered(answer, request: request))
    }
  }

  @Test func `P offers a hidden sentence, and Enter begins with it`() throws {
    var explorer = choosing()
    let (game, request) = try play(explorer.press(.enter))
    // Everybody sees its first word.
    #expect(game.text == Array("one two".utf8) && game.shown == 3)
    begin(&explorer, game, request)
    #expect(explorer.game?.game?.phase == .asking)
    explorer.type(" tw")
    #expect(explorer.game?.game?.place == 3)
    explorer.press(.escape)
    #expect(explorer.game?.game?.phase == .over)
    // The next game proposes the next sentence.
    explorer.press(.character("P"))
    #expect(try play(explorer.press(.enter)).game.text == Array("three four".utf8))
  }

  @Test func `the text is hidden behind the focused token`() throws {
    var explorer = choosing()
    explorer.press(.down, times: 2)
    explorer.press(.left)
    let game = try play(explorer.press(.enter)).game
    #expect(game.text == explorer.text && game.shown == "the cat".utf8.count)
  }

  @Test func `a text without anything behind the focus is not offered`() throws {
    var explorer = choosing("the")
    explorer.press(.down, times: 2)
    explorer.press(.left)
    #expect(try play(explorer.press(.enter)).game.text == Array("three four".utf8))
    var alone = Explorer.ready("the")
    alone.press(.character("P"))
    #expect(alone.press(.enter).isEmpty)
    #expect(alone.notice?.contains("no text") == true)
  }

  @Test func `rules are chosen with arrows and names are typed`() throws {
    var explorer = choosing()
    explorer.press(.right)
    explorer.press(.down)
    explorer.press(.right)
    explorer.press(.down, times: 2)
    explorer.press(.left)
    explorer.press(.down)
    explorer.type("Ada, q?x")
    explorer.press(.backspace)
    let rules = try play(explorer.press(.enter)).game.rules
    #expect(
      rules
        == GameRules(kind: .bets, step: .word, players: ["Ada", "q?"], questionLimit: 15))
  }

  @Test func `the next game is proposed as the last one was played`() throws {
    var explorer = choosing()
    for key in [Key.right, .down, .right, .down, .down, .right, .down] { explorer.press(key) }
    explorer.type("Owls, Bears")
    let (game, request) = try play(explorer.press(.enter))
    let wishes = GameWishes(
      kind: .bets, step: .word, players: ["Owls", "Bears"], questionLimit: 25)
    #expect(explorer.preferences.game == wishes)
    begin(&explorer, game, request)
    explorer.press(.escape)
    explorer.press(.character("P"))
    guard case .setup(let setup)? = explorer.game else { throw Missing() }
    #expect(GameWishes(setup.finishedRules) == wishes)
    // What is changed and not played is not remembered.
    explorer.press(.right)
    explorer.press(.escape)
    #expect(explorer.preferences.game == wishes)
  }

  @Test func `Esc leaves the page, then the game, then nothing`() throws {
    var explorer = choosing()
    explorer.press(.escape)
    #expect(explorer.game == nil)
    explorer.press(.character("P"))
    let (game, request) = try play(explorer.press(.enter))
    begin(&explorer, game, request)
    explorer.type(" ")
    explorer.press(.escape)
    #expect(explorer.game?.game?.phase == .over)
    explorer.press(.escape)
    #expect(explorer.game == nil && explorer.string == "the cat sat on the mat.")
    #expect(explorer.figures.scoredCount > 0)
  }

  @Test func `a game in which nothing was answered is left at once`() throws {
    var explorer = choosing()
    let (game, request) = try play(explorer.press(.enter))
    begin(&explorer, game, request)
    explorer.press(.escape)
    #expect(explorer.game == nil)
  }

  @Test func `letters are guesses, not commands, and nothing edits or copies the text`() throws {
    var explorer = choosing()
    let (game, request) = try play(explorer.press(.enter))
    begin(&explorer, game, request)
    for key in "qyYetucP?=n" { #expect(explorer.press(.character(key)).isEmpty) }
    #expect(explorer.game?.game?.phase == .asking)
    #expect(explorer.game?.game?.guesses.count == 10)
    #expect(explorer.update(.input(.paste(Array("one".utf8)))).isEmpty)
    #expect(explorer.notice?.contains("game") == true && explorer.game?.game?.phase == .asking)
    for row in 0..<23 { #expect(explorer.mouse(.pressed, row, 5).isEmpty) }
    #expect(explorer.mouse(.wheelUp, 10, 5).isEmpty)
    #expect(explorer.game?.game?.guesses.count == 10)
  }

  @Test func `an answer for a game that was left is not taken`() throws {
    var explorer = choosing()
    let (game, request) = try play(explorer.press(.enter))
    explorer.press(.escape)
    begin(&explorer, game, request)
    #expect(explorer.game == nil)
    #expect(explorer.scored?.isComplete == true)
  }

  @Test func `scoring pauses for a game and goes on behind it`() {
    var explorer = Explorer(text: Array("the cat sat".utf8))
    _ = explorer.update(.modelLoaded(FakeScorer.model, FakeScorer.vocabulary))
    #expect(explorer.update(.input(.key(.character("P"), []))).map(kind) == ["stop"])
    let tokens = FakeScorer.tokenize(explorer.text)
    _ = explorer.update(.tokenized(tokens, FakeScorer.settings, request: 1))
    #expect(explorer.scored == nil)
    #expect(explorer.press(.escape).map(kind) == ["stop", "score"])
    #expect(explorer.scored?.isComplete == true)
  }

  @Test func `a game that opens the program is chosen first, and waits for the model`() throws {
    var explorer = Explorer(text: [])
    let wishes = GameWishes(kind: .guess, step: .word, players: ["Owls"], questionLimit: 7)
    explorer.chooseGame(wishes, on: .given(Array("one two".utf8), hiddenFrom: 3))
    guard case .setup(let setup)? = explorer.game else { throw Missing() }
    #expect(GameWishes(setup.finishedRules) == wishes && setup.sentence == nil)
    explorer.press(.down)
    explorer.press(.left)
    explorer.press(.enter)
    #expect(explorer.game?.game?.phase == .waiting)
    let effects = explorer.update(.modelLoaded(FakeScorer.model, FakeScorer.vocabulary))
    #expect(effects.map(kind) == ["play"])
    let (game, request) = try play(effects)
    begin(&explorer, game, request)
    #expect(explorer.game?.game?.record.model == "Fake")
    #expect(explorer.game?.game?.record.rules.step == .letter)
    explorer.type(" two")
    #expect(explorer.game?.game?.phase == .over)
    // Left, the text is there to be explored.
    #expect(explorer.press(.escape).map(kind) == ["stop", "score"])
    #expect(explorer.string == "one two")
  }

  @Test func `a game that opens the program without wishes is proposed as the last one`() throws {
    var preferences = Preferences()
    preferences.game = GameWishes(kind: .bets, players: ["Owls", "Bears"])
    var explorer = Explorer(text: [], preferences: preferences)
    explorer.chooseGame(on: .given(Array("one two".utf8), hiddenFrom: 3))
    guard case .setup(let setup)? = explorer.game else { throw Missing() }
    #expect(GameWishes(setup.finishedRules) == preferences.game)
  }

  @Test func `a sentence that opens the program is the text at hand once it is played`() throws {
    var explorer = Explorer(text: [])
    explorer.hiddenSentences = ["one two", "three four five"].map { Array($0.utf8) }
    explorer.chooseGame(on: .sentence(1, shownWords: 2))
    _ = explorer.update(.modelLoaded(FakeScorer.model, FakeScorer.vocabulary))
    #expect(explorer.string.isEmpty)
    let (game, request) = try play(explorer.press(.enter))
    #expect(game.text == Array("three four five".utf8) && game.shown == 10)
    begin(&explorer, game, request)
    explorer.type(" five")
    explorer.press(.escape)
    #expect(explorer.string == "three four five" && explorer.scored?.isComplete == true)
    // A text of one's own is not taken away by the next game.
    explorer.press(.character("P"))
    explorer.press(.enter)
    explorer.press(.escape)
    #expect(explorer.string == "three four five")
  }

  @Test func `a page that lies over a text leaves the text at hand alone`() throws {
    var explorer = Explorer.ready("a b")
    explorer.hiddenSentences = [Array("one two".utf8)]
    explorer.press(.character("P"))
    explorer.press(.escape)
    #expect(explorer.game == nil && explorer.string == "a b")
    explorer.press(.character("P"))
    _ = try play(explorer.press(.enter))
    #expect(explorer.string == "a b")
  }

  @Test(arguments: [(16, 60), (24, 80), (40, 120), (60, 200)])
  func `the mouse chooses and begins`(rows: Int, columns: Int) throws {
    var explorer = choosing()
    _ = explorer.update(.resized(rows: rows, columns: columns))
    let geometry = explorer.gameSetupGeometry
    func setup() throws -> GameSetup {
      guard case .setup(let setup)? = explorer.game else { throw Missing() }
      return setup
    }
    func click(_ line: GameSetup.Row, column: Int) {
      let area = geometry.line(line)
      _ = explorer.mouse(.pressed, area.row + area.rows - 1, column)
    }
    let value = geometry.valueColumn
    for line in GameSetup.Row.allCases.reversed() {
      let before = try setup()
      click(line, column: 4)
      #expect(try setup().row == line && setup().rules == before.rules)
    }
    click(.kind, column: value)
    click(.step, column: value + 9)
    click(.questions, column: value - 2)
    click(.questions, column: value - 2)
    click(.questions, column: value)
    click(.players, column: value + 3)
    explorer.type("Ada")
    #expect(
      try GameWishes(setup().finishedRules)
        == GameWishes(kind: .bets, step: .word, players: ["Ada"], questionLimit: 15))
    click(.text, column: value)
    #expect(try setup().sentence == 1)
    click(.text, column: value - 1)
    #expect(try setup().sentence == 0)
    let begin = explorer.mouse(.pressed, geometry.begin.row, 8)
    #expect(try play(begin).game.rules.kind == .bets)
  }

  @Test(arguments: [(16, 60), (24, 80), (40, 120), (60, 200)])
  func `a click beside what can be chosen does nothing`(rows: Int, columns: Int) throws {
    var explorer = choosing()
    _ = explorer.update(.resized(rows: rows, columns: columns))
    let before = explorer.marks
    for row in [0, 1, explorer.gameSetupGeometry.below.row - 1] {
      #expect(explorer.mouse(.pressed, row, 30).isEmpty)
    }
    guard case .setup(let setup)? = explorer.game else { throw Missing() }
    #expect(setup.rules == GameRules() && setup.row == .kind && explorer.marks == before)
  }

  @Test func `s saves at the scoreboard; a game to be saved is saved when it ends`() throws {
    var explorer = choosing()
    explorer.savesGames = true
    let (game, request) = try play(explorer.press(.enter))
    begin(&explorer, game, request)
    explorer.type(" t")
    #expect(explorer.press(.escape).map(kind) == ["save"])
    let effects = explorer.press(.character("s"))
    guard case .save(let record)? = effects.first else {
      Issue.record("nothing was saved")
      return
    }
    #expect(record.fault == nil && record.rounds.count == 2)
  }

  @Test func `a replay needs no model and saves nothing by itself`() {
    let question = GameQuestion(bytes: 3..<4, answers: [" "], place: 1)
    let round = GameRound(question: question, plays: [GamePlay(player: 0, guesses: [" "])])
    var explorer = Explorer(text: [])
    explorer.savesGames = true
    explorer.replay(
      GameRecord(
        rules: GameRules(), model: "M", text: Array("one two".utf8), shown: 3, rounds: [round]))
    #expect(explorer.update(.modelFailed("no such file")).isEmpty)
    #expect(explorer.game?.game?.phase == .revealed)
    #expect(explorer.press(.right).isEmpty)
    #expect(explorer.game?.game?.phase == .over)
    explorer.press(.left)
    #expect(explorer.game?.game?.phase == .revealed)
  }
}
