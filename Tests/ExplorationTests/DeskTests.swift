import Exploration
import ExplorationFixtures
import Games
import Lessons
import Scoring
import Testing

@Suite struct `The desk` {
  private let lesson: Lesson

  init() throws {
    let file = """
      # Cats

      ## One
      text: the cat sat on the mat.

      {rank of "mat"}

      ## Two
      text: the cat sat on the mat.

      {rank of "sat"}
      """
    lesson = try Lesson(name: "cats", bytes: Array(file.utf8))
  }

  /// What a person would miss, were it not brought back.
  private func marks(_ explorer: Explorer) -> [String] {
    [
      explorer.string, "\(explorer.focus)", "\(explorer.temperature.value)",
      explorer.unit.rawValue, explorer.lens.rawValue, explorer.board.rawValue,
      explorer.panel.rawValue, explorer.activityName?.full ?? "reading",
      "\(explorer.figures.total.nats)", "\(explorer.contextLimit ?? -1)",
      "\(explorer.comparison == nil)", "\(explorer.tokens.count)",
    ]
  }

  @Test(arguments: ["", "x", "[", "r ", "g 3", "p", "L", "uc", "[p"])
  func `is exactly as it was after a lesson and after a game`(keys: String) {
    var explorer = Explorer.ready("the cat sat on the mat")
    explorer.press(.right)
    explorer.press(.up, times: 2)
    explorer.type(keys)
    let before = marks(explorer)

    explorer.answer(explorer.update(.lessonWanted(lesson)))
    explorer.press(.enter)
    explorer.press(.up)
    while explorer.lesson != nil { explorer.press(.escape) }
    #expect(marks(explorer) == before)

    explorer.press(.character("P"))
    #expect(explorer.game != nil)
    explorer.press(.escape)
    #expect(explorer.game == nil && marks(explorer) == before)
  }

  @Test
  func `takes back what was generated, then what was typed, after a lesson with another model`()
    throws
  {
    let file = "# Dice\n\n## One\ntext: the cat\nmodel: dice:6\n\nWords.\n"
    let dice = try Lesson(name: "dice", bytes: Array(file.utf8))
    var explorer = Explorer.ready("the cat")
    explorer.press(.end)
    explorer.type("e sat on the mat")
    explorer.press(.escape)
    explorer.press(.home)
    explorer.type("g1")
    // Nothing stands any more where typing is to be undone.
    #expect(explorer.string == "thethe")
    explorer.answer(explorer.update(.lessonWanted(dice)))
    explorer.answer(explorer.update(.modelLoaded(FakeScorer.model, FakeScorer.vocabulary)))
    while explorer.lesson != nil { explorer.press(.escape) }
    explorer.answer(explorer.update(.modelLoaded(FakeScorer.model, FakeScorer.vocabulary)))
    #expect(explorer.string == "thethe" && explorer.generation != nil)
    explorer.press(.escape)
    explorer.press(.character("U"))
    #expect(explorer.string == "the cat sat on the mat")
    explorer.press(.character("U"), times: 5)
    #expect(explorer.string == "the cat" && explorer.brokenInvariants.isEmpty)
  }

  @Test func `a short context is told again to the model after a lesson`() {
    var explorer = Explorer.ready("the cat sat on the mat")
    explorer.press(.character("["))
    let effects = explorer.update(.lessonWanted(lesson))
    #expect(effects.map(kind).contains("limit"))
    explorer.answer(effects)
    guard case .limitContext(4)? = explorer.update(.input(.key(.escape, []))).last else {
      Issue.record("the model reads the whole context")
      return
    }
  }

  @Test func `a page is about the whole context, whatever the page before was read with`() {
    var explorer = Explorer.ready("the cat")
    explorer.answer(explorer.update(.lessonWanted(lesson)))
    explorer.press(.character("["))
    #expect(explorer.contextLimit != nil)
    let effects = explorer.press(.enter)
    #expect(effects.map(kind).first == "limit")
    #expect(explorer.lesson?.page == 1 && explorer.contextLimit == nil)
    #expect(explorer.comparison == nil && explorer.scored?.isComplete == true)
  }

  @Test func `a game proposes no sentence again that was played before a lesson`() {
    func proposed(_ explorer: inout Explorer) -> [UInt8] {
      explorer.press(.character("P"))
      for case .play(let game, _) in explorer.press(.enter) { return game.text }
      return []
    }
    var explorer = Explorer.ready("the cat")
    explorer.hiddenSentences = ["one two", "three four"].map { Array($0.utf8) }
    #expect(proposed(&explorer) == Array("one two".utf8))
    explorer.press(.escape, times: 2)
    explorer.answer(explorer.update(.lessonWanted(lesson)))
    explorer.press(.escape)
    #expect(explorer.lesson == nil)
    #expect(proposed(&explorer) == Array("three four".utf8))
  }

  @Test func `a sentence that was played in a lesson is not proposed after it`() {
    var explorer = Explorer.ready("the cat")
    explorer.hiddenSentences = ["one two", "three four"].map { Array($0.utf8) }
    explorer.answer(explorer.update(.lessonWanted(lesson)))
    explorer.press(.character("P"))
    explorer.press(.enter)
    explorer.press(.escape, times: 2)
    #expect(explorer.lesson == nil)
    explorer.press(.character("P"))
    guard case .play(let game, _)? = explorer.press(.enter).first else {
      Issue.record("nothing is played")
      return
    }
    #expect(game.text == Array("three four".utf8))
  }

  @Test func `the ladder measures each text that is drawn`() {
    var explorer = Explorer.ready("the cat sat")
    explorer.press(.end)
    explorer.type("gL")
    for _ in 0..<3 {
      var effects = explorer.update(.input(.key(.character(" "), [])))
      guard case .generate(let question, let request)? = effects.first else {
        Issue.record("nothing is drawn")
        return
      }
      effects = explorer.update(.generated(FakeScorer.answer(to: question), request: request))
      guard case .measure(_, let text, _, _, _)? = effects.last else {
        Issue.record("nothing is measured")
        return
      }
      #expect(text == explorer.text && explorer.measurement?.rungs.isEmpty == true)
    }
  }

  @Test func `an edit just before a game is scored after it`() {
    var explorer = Explorer.ready("the cat")
    explorer.press(.character("e"))
    _ = explorer.update(.input(.key(.backspace, [])))  // nobody answers yet
    _ = explorer.update(.input(.key(.escape, [])))
    _ = explorer.update(.input(.key(.character("P"), [])))
    explorer.press(.escape)
    #expect(explorer.scored?.text == explorer.text && explorer.scored?.isComplete == true)
  }

  @Test func `an answer for another beginning is not taken`() {
    var explorer = Explorer.ready("the cat sat")
    explorer.press(.end)
    explorer.press(.character("g"))
    // What comes behind " sat" is asked for, then " sat" gives way to another token.
    let effects = explorer.update(.input(.key(.character(" "), [])))
    guard case .generate(let question, let request)? = effects.last else {
      Issue.record("nothing is asked for")
      return
    }
    _ = explorer.update(.input(.key(.left, [])))
    _ = explorer.update(.input(.key(.character("5"), [])))
    #expect(explorer.string == "the cat the")
    _ = explorer.update(.generated(FakeScorer.answer(to: question), request: request))
    #expect(explorer.string == "the cat the")
  }

  @Test func `a paste into a wholly hidden text asks first`() {
    var explorer = Explorer.ready("the cat sat")
    explorer.press(.home)
    explorer.press(.character("r"))
    #expect(explorer.string.isEmpty)
    _ = explorer.update(.input(.paste(Array("x".utf8))))
    guard case .pasted? = explorer.stage else {
      Issue.record("nothing is asked")
      return
    }
    explorer.press(.enter)
    explorer.press(.enter)
    #expect(explorer.string == "x")
  }
}

@Suite struct `A key that refuses` {
  private func footer(_ explorer: Explorer) -> [String] { explorer.footerItems.map(\.text) }

  @Test func `is not offered, and says why when it is pressed all the same`() {
    var explorer = Explorer.ready("the cat sat", columns: 200)
    #expect(Set(footer(explorer)).isSuperset(of: ["edit", "what if", "generate", "reveal"]))
    explorer.press(.character("r"))
    #expect(Set(footer(explorer)).isDisjoint(with: ["edit", "what if", "generate"]))
    for key: Character in ["e", "x", "g", "G", "["] {
      explorer.press(key == "[" ? .character("[") : .character(key))
      #expect(explorer.notice == "hidden text cannot be changed: Esc shows all of it")
    }
    #expect(explorer.reveal != nil && !explorer.isEditing)
  }

  @Test func `keeps a pinned original, and the whole context's figures`() {
    var explorer = Explorer.ready("the cat sat", columns: 200)
    explorer.press(.character("x"))
    explorer.press(.character("["))
    #expect(explorer.notice == "first keep one of the two texts: X")
    #expect(explorer.comparison?.subject == .original && explorer.contextLimit == nil)
    explorer.press(.character("X"))
    explorer.press(.character("["))
    #expect(explorer.contextLimit != nil)
    #expect(Set(footer(explorer)).isDisjoint(with: ["what if", "generate", "reveal"]))
    explorer.press(.character("g"))
    #expect(explorer.notice == "first let the model read the whole context again: Esc")
  }

  @Test func `has nothing to do before there is a text`() {
    var explorer = Explorer.ready("", columns: 200)
    #expect(Set(footer(explorer)).isDisjoint(with: ["what if", "generate", "reveal"]))
    explorer.press(.character("g"))
    #expect(explorer.notice == "there is nothing to go on from: e lets you write a word")
    explorer.press(.character("U"))
    #expect(explorer.notice == "nothing to undo")
  }

  @Test func `is left out of the help where something must be left first`() {
    var explorer = Explorer.ready("the cat sat", columns: 200)
    func says(_ words: String) -> Bool {
      explorer.helpPage.lines.contains { $0.text.hasPrefix(words) }
    }
    #expect(says("Edit the text") && says("Undo."))
    explorer.press(.character("r"))
    #expect(!says("Edit the text") && says("Undo."))
  }
}

@Suite struct `What was entered last` {
  @Test func `is left first, and has the keys`() {
    var explorer = Explorer.ready("the cat sat")
    explorer.press(.character("x"))
    explorer.press(.character("p"))
    explorer.press(.tab)
    explorer.press(.character("?"))
    var left: [String] = []
    for _ in 0..<4 {
      explorer.press(.escape)
      left.append(
        explorer.stage != nil
          ? "help"
          : explorer.panel != .text
            ? "panel"
            : explorer.board != .expectation
              ? "board" : explorer.comparison != nil ? "comparison" : "text")
    }
    #expect(left == ["panel", "board", "comparison", "text"])
  }

  @Test func `help over a game leads back to the game`() {
    var explorer = Explorer.ready("the cat sat")
    explorer.press(.character("P"))
    explorer.press(.function(1))
    guard case .help? = explorer.stage else {
      Issue.record("no help")
      return
    }
    #expect(explorer.game != nil)
    explorer.press(.escape)
    guard case .game? = explorer.stage else {
      Issue.record("no game")
      return
    }
  }
}
