import Games
import InformationTheory
import Testing

/// A text of letters, its questions, and a model that gives ½ to the first option, and so on.
enum Sample {
  static let text = Array("ab cd".utf8)

  static let questions = (1..<5).map { place in
    GameQuestion(
      bytes: place..<place + 1, answers: [String(Unicode.Scalar(text[place]))], place: place)
  }

  static func answer(_ guessNumber: Int, outcome: Int) -> ModelAnswer {
    let probabilities = [0.5, 0.25, 0.125, 0.125]
    return ModelAnswer(
      guessNumber: guessNumber, probability: probabilities[outcome],
      options: zip(["x", "y", "z", nil], probabilities).map { .init(text: $0, probability: $1) },
      outcome: outcome)
  }

  static func game(
    _ kind: GameRules.Kind, _ step: GameRules.Step = .letter, players: [String] = ["Ada", "Ben"]
  ) -> Game {
    var game = Game(GameRules(kind: kind, step: step, players: players), text: text, from: 1)
    game.begin(questions, shown: 1, model: "M")
    for (index, outcome) in [0, 1, 3, 0].enumerated() {
      game.take(answer(index + 1, outcome: outcome))
    }
    return game
  }
}

@Suite struct `A game of guesses` {
  @Test func `goes on until it is right, players in turn`() {
    var game = Sample.game(.guess)
    #expect(game.playerName == "Ada" && game.visibleEnd == 1)
    for letter in "xBb".lowercased() { game.type(letter) }
    // The second b was typed at the next question.
    #expect(game.record.rounds[0].plays == [GamePlay(player: 0, guesses: ["x", "b"])])
    #expect(game.place == 1 && game.playerName == "Ben" && game.guesses == ["b"])
    game.type(" ")
    #expect(game.place == 2 && game.playerName == "Ada")
  }

  @Test func `takes a wrong guess once`() {
    var game = Sample.game(.guess)
    for letter in "xxé\u{7}X" { game.type(letter) }
    #expect(game.guesses == ["x"])
  }

  @Test func `counts the rest in the common order for who gives up`() {
    var game = Sample.game(.guess)
    game.type("b")
    game.type("x")
    game.type("y")
    game.giveUp()
    // Two guesses, one for giving up, and the second place in the common order.
    #expect(game.record.guessScore(of: 1).guessNumbers == [5])
    #expect(game.record.guessScore(of: 1).modelGuessNumbers == [2])
  }

  @Test func `ends behind the last question, and shows the text`() {
    var game = Sample.game(.guess)
    for letter in "b cd" { game.type(letter) }
    #expect(game.phase == .over && game.visibleEnd == 5)
    #expect(game.record.rounds.count == 4)
    #expect(game.record.guessScore(of: nil).guessNumbers == [1, 1, 1, 1])
    #expect(game.record.modelGuessScore.guessNumbers == [1, 2, 3, 4])
    #expect(game.record.fault == nil)
  }

  @Test func `takes words with Enter, with or without capitals and signs`() {
    var game = Sample.game(.guess, .word)
    for letter in "no" { game.type(letter) }
    game.guessEntry()
    for letter in "Bx" { game.type(letter) }
    game.erase()
    game.type("!")
    game.guessEntry()
    game.guessEntry()
    #expect(game.record.rounds[0].plays == [GamePlay(player: 0, guesses: ["no", "b"])])
    #expect(game.place == 1)
  }

  @Test func `goes on when the model fails, and takes its answers when they come`() {
    var game = Game(GameRules(), text: Sample.text, from: 1)
    game.begin(Sample.questions, shown: 1, model: "M")
    game.fail("out of order")
    #expect(game.phase == .asking)
    game.type("b")
    #expect(game.record.rounds[0].model == nil)
    game.take(Sample.answer(3, outcome: 0))
    #expect(game.record.rounds[0].model?.guessNumber == 3)
  }
}

@Suite struct `A game of bets` {
  @Test func `has a hundred chips, one of them on everything`() {
    var game = Sample.game(.bets)
    #expect(game.chips == [1, 1, 1, 1] && game.chipsInHand == 96)
    game.stake(40)
    game.moveOption(by: 9)
    game.stake(500)
    #expect(game.chips == [41, 1, 1, 57] && game.chipsInHand == 0)
    game.stake(-500)
    #expect(game.chips == [41, 1, 1, 1])
  }

  @Test func `spreads what is left evenly, and asks everybody before it answers`() {
    var game = Sample.game(.bets)
    game.stake(41)
    game.bet()
    // 55 chips in the hand: 13 on each, and one more on the first three.
    #expect(game.record.rounds[0].plays == [GamePlay(player: 0, chips: [56, 15, 15, 14])])
    #expect(game.phase == .asking && game.playerName == "Ben" && game.visibleEnd == 1)
    #expect(game.standings.rounds.isEmpty)
    game.bet()
    #expect(game.phase == .revealed && game.visibleEnd == 2)
    #expect(game.record.betScore(of: 0).shares == [0.56])
    #expect(game.record.betScore(of: 1).shares == [0.25])
    #expect(game.standings.rounds.count == 1)
    game.goOn()
    #expect(game.place == 1 && game.phase == .asking)
  }

  @Test func `leaves out a question on which not all have bet`() {
    var game = Sample.game(.bets)
    game.bet()
    game.bet()
    game.goOn()
    game.bet()
    game.end()
    #expect(game.record.rounds.count == 1 && game.record.fault == nil)
  }

  @Test func `scores by hand`() {
    var game = Sample.game(.bets, players: ["Ada"])
    for _ in 0..<3 {
      game.stake(500)  // 97 on the first, 1 on each other
      game.bet()
      game.goOn()
    }
    game.end()
    // What came: the first, the second, the fourth.
    let score = game.record.betScore(of: 0)
    #expect(score.shares == [0.97, 0.01, 0.01])
    #expect(abs(score.capital - 4 * 0.97 * 4 * 0.01 * 4 * 0.01) < 1e-12)
    // ½, ¼ and ⅛: (1 + 2 + 3) / 3 bits.
    #expect(abs((game.record.modelBetScore(inChips: false).mean?.bits ?? 0) - 2) < 1e-12)
    // 96 chips in those shares, and one on each.
    #expect(game.record.modelBetScore(inChips: true).shares == [0.49, 0.25, 0.13])
  }

  @Test func `waits for the model, and cannot go on without it`() {
    var game = Game(GameRules(kind: .bets), text: Sample.text, from: 1)
    game.begin(Sample.questions, shown: 1, model: "M")
    game.bet()
    game.stake(5)
    #expect(game.record.rounds.isEmpty && game.options.isEmpty)
    game.fail("out of order")
    #expect(game.phase == .failed("out of order"))
  }
}

@Suite struct `A bet in chips` {
  @Test func `follow probabilities by largest remainders`() {
    // 94 free chips: 47, 31.02…, 15.98 and nothing; the largest remainder gets the one that is left.
    #expect(Chips.rounding([0.5, 0.33, 0.17, 0, 0, 0]) == [48, 32, 17, 1, 1, 1])
    #expect(Chips.rounding([1, 0]) == [99, 1])
    #expect(Chips.rounding([0.2, 0.2, 0.2, 0.2, 0.1, 0.1]).reduce(0, +) == 100)
  }

  @Test func `make a bet only when there are a hundred, with one on everything`() {
    #expect(Chips.isComplete([50, 49, 1], options: 3))
    #expect(!Chips.isComplete([50, 50, 0], options: 3))
    #expect(!Chips.isComplete([50, 50], options: 3))
    #expect(!Chips.isComplete([50, 49], options: 2))
  }
}

@Suite struct `A game that was played` {
  @Test func `is seen again question by question, forward and back`() {
    var played = Sample.game(.guess)
    for letter in "xb c" { played.type(letter) }
    played.end()
    var replay = Game(replaying: played.record)
    #expect(replay.phase == .revealed && replay.visibleEnd == 2)
    replay.goOn()
    #expect(replay.visibleEnd == 3)
    replay.goOn(by: 99)
    #expect(replay.phase == .over)
    replay.goOn(by: -1)
    #expect(replay.phase == .revealed && replay.place == 2)
    replay.goOn(by: -99)
    #expect(replay.place == 0)
    #expect(replay.record == played.record)
  }

  @Test func `has its faults named`() throws {
    var game = Sample.game(.bets, players: ["Ada"])
    game.bet()
    game.end()
    let good = game.record
    func fault(_ change: (inout GameRecord) -> Void) -> String? {
      var record = good
      change(&record)
      return record.fault
    }
    // Whose guesses are more than anybody can make, or that a sum of them cannot hold.
    for place in [0, GameRules.mostAnswers + 1, .max] {
      #expect(fault { $0.rounds[0].question.place = place }?.contains("without a place") == true)
      #expect(fault { $0.rounds[0].model?.guessNumber = place } != nil)
    }
    #expect(fault { _ in } == nil)
    #expect(fault { $0.rules.players = [] }?.contains("0 players") == true)
    #expect(fault { $0.shown = 9 }?.contains("shown") == true)
    #expect(fault { $0.rounds[0].question.bytes = 0..<1 }?.contains("question 1") == true)
    #expect(fault { $0.rounds[0].question.bytes = 4..<9 }?.contains("outside") == true)
    #expect(fault { $0.rounds += $0.rounds }?.contains("question 2") == true)
    #expect(fault { $0.rounds[0].question.answers = [] }?.contains("no answer") == true)
    #expect(fault { $0.rounds[0].question.place = 0 }?.contains("place") == true)
    #expect(fault { $0.rounds[0].model = nil }?.contains("model") == true)
    #expect(fault { $0.rounds[0].model?.probability = 2 }?.contains("probability") == true)
    #expect(fault { $0.rounds[0].model?.outcome = 4 }?.contains("model") == true)
    #expect(fault { $0.rounds[0].plays[0].player = 1 }?.contains("player") == true)
    #expect(fault { $0.rounds[0].plays[0].chips[0] += 1 }?.contains("chips") == true)
    #expect(fault { $0.rules.kind = .guess }?.contains("guess") == true)
  }

  @Test func `has histograms of guesses and of bits`() {
    #expect(
      Histogram(guessNumbers: [1, 1, 5, 6, 10, 11, 27, 28]).counts == [2, 0, 0, 0, 1, 2, 2, 1])
    #expect(Histogram(shares: [1, 0.5, 0.25, 0.2, 0.01, 0]).counts == [1, 0, 1, 2, 0, 0, 2])
  }
}

@Suite struct `The page on which a game is chosen` {
  @Test func `offers the text first where there is one, and all sentences`() {
    var setup = GameSetup(sentence: 3, of: 2, hiddenFrom: 4, temperature: .one)
    setup.move(by: 2)
    #expect(setup.row == .text && setup.sentence == 1)
    setup.change(by: 1)
    #expect(setup.sentence == nil)
    setup.change(by: -1)
    #expect(setup.sentence == 1)
    let alone = GameSetup(sentence: 0, of: 0, hiddenFrom: nil, temperature: .one)
    #expect(alone.sentence == nil)
  }

  @Test func `proposes the text where that was asked for, and the sentences after it`() {
    var setup = GameSetup(sentence: nil, of: 2, hiddenFrom: 4, temperature: .one)
    #expect(setup.sentence == nil)
    setup.select(.text)
    setup.change(by: 1)
    #expect(setup.sentence == 0)
  }

  @Test(arguments: [
    ("The cat sat", 0, 0), ("The cat sat", 1, 3), (" \nThe  cat", 2, 10), ("The", 1, 3),
    ("The cat", 9, 7), ("", 1, 0),
  ])
  func `shows whole words`(text: String, count: Int, end: Int) {
    #expect(GameSetup.end(ofWords: count, in: Array(text.utf8)) == end)
  }

  @Test func `takes the players apart by commas`() {
    var setup = GameSetup(sentence: 0, of: 1, hiddenFrom: nil, temperature: .one)
    setup.type("x")
    setup.move(by: 9)
    for letter in " Red  owls,Ben ,,Ben,o" { setup.type(letter) }
    setup.erase()
    #expect(setup.finishedRules.players == ["Red owls", "Ben"])
    #expect(GameSetup.players(" , ").isEmpty)
  }

  @Test func `begins with what was wished last, whose names can be edited`() {
    let wishes = GameWishes(
      kind: .bets, step: .word, players: ["Owls", "Bears"], questionLimit: 35)
    var setup = GameSetup(wishes, sentence: 0, of: 1, hiddenFrom: nil, temperature: .one)
    #expect(GameWishes(setup.finishedRules) == wishes)
    setup.move(by: 9)
    for _ in "ears" { setup.erase() }
    for letter in "ees" { setup.type(letter) }
    #expect(setup.finishedRules.players == ["Owls", "Bees"])
  }

  @Test func `has nobody's name to delete before the first is typed`() {
    var setup = GameSetup(sentence: 0, of: 1, hiddenFrom: nil, temperature: .one)
    #expect(setup.finishedRules.players == GameRules.unnamed)
    setup.move(by: 9)
    for letter in "Ada" { setup.type(letter) }
    #expect(setup.finishedRules.players == ["Ada"])
  }

  @Test func `wishes are brought within the limits of a game`() {
    let wishes = GameWishes(
      players: [" Ada ", "", "Ada", "Ben, Cleo"] + (1...9).map { "P\($0)" }, questionLimit: 9_999)
    #expect(wishes.players == ["Ada", "Ben", "Cleo", "P1", "P2", "P3", "P4", "P5"])
    #expect(wishes.questionLimit == GameRules.mostQuestions)
    let none = GameWishes(players: [" "], questionLimit: -3)
    #expect(none.players == GameRules.unnamed && none.questionLimit == 1)
  }

  @Test func `keeps its numbers in their limits`() {
    var setup = GameSetup(sentence: 0, of: 1, hiddenFrom: nil, temperature: .one)
    setup.move(by: 3)
    setup.change(by: -99)
    #expect(setup.rules.questionLimit == 5)
    setup.change(by: 999)
    #expect(setup.rules.questionLimit == GameRules.mostQuestions)
  }

  @Test(arguments: [(7, 1, 10), (7, -1, 5), (10, -1, 5), (10, 1, 15), (3, -1, 5)])
  func `counts questions in fives`(from: Int, by: Int, to: Int) {
    let wishes = GameWishes(questionLimit: from)
    var setup = GameSetup(wishes, sentence: 0, of: 1, hiddenFrom: nil, temperature: .one)
    setup.move(by: 3)
    setup.change(by: by)
    #expect(setup.rules.questionLimit == to)
  }
}
