import Display
import Exploration
import Games
import InformationTheory
import Scoring
import Testing

@Suite struct `A game looks as it did` {
  private let guesses = GameScene(
    rules: GameRules(kind: .guess, step: .letter, players: ["Ada", "Ben"]))
  private static let sizes = [(16, 60), (24, 80), (40, 120), (60, 200)]
  private let bets = GameScene(
    rules: GameRules(kind: .bets, step: .word, players: ["Owls", "Bears"]))

  @Test(arguments: sizes)
  func `when it is chosen`(rows: Int, columns: Int) throws {
    var explorer = Scene.breakfast.explorer(rows: rows, columns: columns)
    explorer.hiddenSentences = [Array("A sentence.".utf8)]
    explorer.press("P")
    explorer.press(.right)
    explorer.press(.down, times: 4)
    explorer.press("Owls, Bears")
    try expectGolden(explorer, "game-setup-\(columns)x\(rows)")
  }

  @Test(arguments: sizes)
  func `while letters are guessed`(rows: Int, columns: Int) throws {
    var explorer = guesses.explorer(rows: rows, columns: columns)
    explorer.press(" et")
    explorer.press("of")
    explorer.press(.tab)
    explorer.press("aeio")
    try expectGolden(explorer, "game-guess-\(columns)x\(rows)")
  }

  @Test func `with what a player gave up in large letters`() {
    let rules = GameRules(kind: .guess, step: .letter, players: ["Grizzlies", "Owls"])
    var explorer = GameScene(rules: rules).explorer(rows: 60, columns: 200)
    explorer.press("xzqv")
    explorer.press(.tab)
    let text = render(explorer, rows: 60, columns: 200).text
    #expect(text.contains("so far"))
    #expect(!text.contains("gave up"))
  }

  @Test func `while a word is typed`() throws {
    var explorer = GameScene(rules: GameRules(step: .word)).explorer(rows: 24, columns: 80)
    explorer.press("city")
    explorer.press(.enter)
    explorer.press("of")
    explorer.press(.enter)
    explorer.press("Ger")
    try expectGolden(explorer, "game-word")
  }

  @Test(arguments: sizes)
  func `while a bet is made, and when it is answered`(rows: Int, columns: Int) throws {
    var explorer = bets.explorer(rows: rows, columns: columns)
    explorer.press(.right, times: 8)
    explorer.press(.down)
    explorer.press("+++")
    try expectGolden(explorer, "game-bet-\(columns)x\(rows)")
    explorer.press(.enter)
    explorer.press(.enter)
    try expectGolden(explorer, "game-answer-\(columns)x\(rows)")
  }

  @Test(arguments: sizes)
  func `at the scoreboard`(rows: Int, columns: Int) throws {
    var explorer = guesses.explorer(rows: rows, columns: columns)
    for letter in " of e" { explorer.press(String(letter)) }
    for _ in 0..<4 {
      explorer.press("xaeiou")
      explorer.press(.tab)
    }
    explorer.press(.escape)
    try expectGolden(explorer, "game-scores-\(columns)x\(rows)")
  }

  @Test(arguments: sizes)
  func `when it is looked at again`(rows: Int, columns: Int) throws {
    var explorer = guesses.explorer(rows: rows, columns: columns)
    explorer.press(" xofy")
    explorer.press(.tab)
    explorer.press(.escape)
    var replay = Explorer(text: [])
    replay.replay(try #require(explorer.game?.game?.record))
    replay.press(.right)
    try expectGolden(replay.resized(rows: rows, columns: columns), "game-replay-\(columns)x\(rows)")
  }

  @Test(arguments: sizes)
  func `when it is looked at again and the model had not answered`(rows: Int, columns: Int) throws {
    var explorer = guesses.explorer(rows: rows, columns: columns)
    explorer.press(" xofy")
    explorer.press(.tab)
    explorer.press(.escape)
    var record = try #require(explorer.game?.game?.record)
    for index in record.rounds.indices { record.rounds[index].model = nil }
    var replay = Explorer(text: [])
    replay.replay(record)
    let text = render(replay.resized(rows: rows, columns: columns), rows: rows, columns: columns)
      .text
    #expect(text.contains("the model did not answer this") || rows == 60)
    #expect(!text.contains("still reading"))
  }

  @Test func `from ASCII alone`() throws {
    var explorer = guesses.explorer(rows: 60, columns: 200)
    explorer.isASCII = true
    explorer.press(" xa")
    try expectGolden(explorer, "game-guess-ascii-200x60")
    #expect(!render(explorer, rows: 60, columns: 200).text.contains { "█▀▄".contains($0) })
  }

  @Test(arguments: GameRules.Kind.allCases, sizes)
  func `on each of its pages from ASCII alone`(kind: GameRules.Kind, size: (Int, Int)) throws {
    let rules = GameRules(kind: kind, step: .word, players: ["Bären", "Ενα"])
    let scene = GameScene(rules: rules, text: "Für “drei” Nächte – oder zwei", shown: 4)
    var explorer = scene.explorer(rows: size.0, columns: size.1)
    explorer.isASCII = true
    var pages = [explorer]
    for key in [Key.enter, .character("ö"), .enter, .enter, .escape, .character("P")] {
      _ = explorer.update(.input(.key(key, [])))
      pages.append(explorer)
    }
    #expect(Set(pages.map { $0.keyMaps.map(\.title).description }).count >= 3)
    for page in pages {
      let shown = render(page, rows: size.0, columns: size.1).shown.text
      #expect(shown.utf8.allSatisfy { $0 < 0x80 }, "\(shown)")
    }
  }

  @Test(arguments: GameRules.Kind.allCases, [(16, 60), (24, 80)])
  func `with the end of a long text in sight, and whose turn it is`(
    kind: GameRules.Kind, size: (Int, Int)
  ) {
    let shown = (1...300).map { "w\($0)" }.joined(separator: " ")
    let rules = GameRules(kind: kind, step: .word, players: ["Grizzlies", "Owls"])
    let scene = GameScene(rules: rules, text: shown + " hidden", shown: shown.utf8.count)
    let screen = render(
      scene.explorer(rows: size.0, columns: size.1), rows: size.0, columns: size.1
    ).text
    #expect(screen.contains("w299 w300") && !screen.contains("w1 "))
    #expect(screen.contains("Grizzlies: ") && !screen.contains("w300 hidden"))
  }

  @Test(arguments: [(60, 200), (40, 120)])
  func `with the end of a long text large, and what comes before it above in ordinary letters`(
    rows: Int, columns: Int
  ) throws {
    let words = (1...300).map { "w\($0)" }
    let text = words.joined(separator: " ")
    let hidden = " hidden"
    let scene = GameScene(
      rules: GameRules(step: .word), text: text + hidden, shown: text.utf8.count)
    let explorer = scene.explorer(rows: rows, columns: columns)
    let screen = render(explorer, rows: rows, columns: columns).text
    let small = words.filter { screen.contains($0 + " ") || screen.contains($0 + "\n") }
    let last = try #require(small.last.flatMap(words.firstIndex))
    // Whole words on end, up to where the large ones begin.
    #expect(small.count > 20 && small == Array(words[(last - small.count + 1)...last]))
    let large = words.count - 1 - last
    #expect((5...40).contains(large), "\(large) words are large")
    #expect(screen.contains("█") && screen.contains("▄"))
  }

  @Test func `with nothing said of a model that has not answered`() {
    var explorer = guesses.explorer(rows: 24, columns: 80, answers: 0)
    explorer.press(" o")
    explorer.press(.escape)
    let lines = render(explorer, rows: 24, columns: 80).text.split(separator: "\n")
    let model = lines.first { $0.hasPrefix("    model") }
    #expect(model?.split(separator: " ") == ["model", "—", "—", "—", "—"])
  }

  @Test func `at the scoreboard of a single answer, which shows no bounds`() throws {
    var explorer = guesses.explorer(rows: 24, columns: 80)
    explorer.press(" ")
    explorer.press(.escape)
    let text = render(explorer, rows: 24, columns: 80).text
    #expect(text.contains("one answer is too few"))
    #expect(!text.contains("0.00 …"))
  }

  @Test func `at the scoreboard of two answers, whose bounds would say nothing`() {
    let scene = GameScene(rules: GameRules(kind: .guess, step: .letter, players: ["Ada"]))
    var explorer = scene.explorer(rows: 24, columns: 80)
    explorer.press(" ")
    explorer.press("xo")
    explorer.press(.escape)
    let lines = render(explorer, rows: 24, columns: 80).text.split(separator: "\n")
    let line = lines.first {
      $0.hasPrefix("    Ada") || $0.hasPrefix("  Ada") || $0.contains(" Ada")
    }
    #expect(line?.contains("1.00 …") == false && line?.contains("—") == true, "\(line ?? "")")
  }

  @Test func `at the scoreboard of bets`() throws {
    var explorer = bets.explorer(rows: 24, columns: 80)
    for stake in 0..<6 {
      for _ in 0..<2 {
        explorer.press(.down, times: stake % 3)
        explorer.press(.right, times: 4 + stake)
        explorer.press(.enter)
      }
      explorer.press(.enter)
    }
    explorer.press(.escape)
    // What it would lose if it could divide its chips as finely as its probabilities.
    let scores = render(explorer, rows: 24, columns: 80).text
    #expect(scores.contains("model, exact") && scores.contains("1 became"))
    try expectGolden(explorer, "game-bet-scores")
  }
}

@Suite struct `Counts` {
  @Test(arguments: [("a", "1 byte"), ("ab", "2 bytes")])
  func `are said with the noun that belongs to them`(text: String, count: String) {
    var explorer = Explorer(text: Array(text.utf8))
    let header = render(explorer, rows: 24, columns: 80).text.split(separator: "\n")[0]
    #expect(header.hasSuffix(" \(count)"))
    explorer.press("Y")
    #expect(explorer.notice == "copied the text, \(count)")
  }
}

@Suite struct `Nothing leaks` {
  /// Two explorers in the same game, on texts that differ behind the first hidden letter.
  private func pair(
    _ rules: GameRules, rows: Int, columns: Int
  ) -> (Explorer, Explorer) {
    let texts = ["The capital of France is Paris.", "The capital of Xgrmny qs Zbrln!"]
    let scenes = texts.map { GameScene(rules: rules, text: $0) }
    return (
      scenes[0].explorer(rows: rows, columns: columns),
      scenes[1].explorer(rows: rows, columns: columns)
    )
  }

  private static let sizes = [(6, 20), (16, 60), (24, 80), (40, 120), (60, 200)]

  @Test(arguments: GameRules.Kind.allCases, sizes)
  func `two texts look the same until they differ in what was answered`(
    kind: GameRules.Kind, size: (rows: Int, columns: Int)
  ) {
    let rules = GameRules(kind: kind, step: .letter, players: ["Ada", "Ben"])
    var (one, other) = pair(rules, rows: size.rows, columns: size.columns)
    func isSame() -> Bool {
      render(one, rows: size.rows, columns: size.columns)
        == render(other, rows: size.rows, columns: size.columns)
    }
    func press(_ key: Key) {
      one.press(key)
      other.press(key)
    }
    #expect(isSame())
    // The four letters " of " are the same in both texts.
    let keys: [Key] =
      kind == .guess
      ? "x of ".map { .character($0) } + [.backspace, .function(1), .escape]
      : [.right, .enter, .down, .right, .enter, .enter, .enter, .up, .enter, .enter]
    for key in keys {
      press(key)
      #expect(isSame(), "after \(key)")
    }
    for key: Key in [.pageUp, .end, .home, .insert, .backTab] {
      press(key)
      #expect(isSame(), "after \(key)")
    }
    one.press(.escape, times: 2)
    other.press(.escape, times: 2)
    #expect(!isSame())
  }

  @Test(arguments: sizes)
  func `a word is nowhere on the screen before it is answered`(
    size: (rows: Int, columns: Int)
  ) {
    let scene = GameScene(
      rules: GameRules(step: .word), text: "Once upon a zyzzyva quixotically", shown: 4)
    var explorer = scene.explorer(rows: size.rows, columns: size.columns)
    for word in ["upon", "a", "x", "y"] {
      let screen = render(explorer, rows: size.rows, columns: size.columns).text
      #expect(!screen.contains("zyz") && !screen.contains("quixo"))
      explorer.press(word)
      explorer.press(.enter)
    }
    explorer.press(.tab)
    #expect(explorer.game?.game?.place == 3)
    let screen = render(explorer, rows: size.rows, columns: size.columns).text
    #expect(!screen.contains("quixo"))
  }

  @Test func `the second player does not see what the first has bet`() {
    let rules = GameRules(kind: .bets, step: .letter, players: ["Ada", "Ben"])
    var (one, other) = pair(rules, rows: 24, columns: 80)
    one.press(.right, times: 9)
    one.press(.enter)
    other.press(.enter)
    #expect(render(one, rows: 24, columns: 80) == render(other, rows: 24, columns: 80))
  }

  @Test func `a game has every size without a trap`() {
    for kind in GameRules.Kind.allCases {
      var explorer = GameScene(rules: GameRules(kind: kind)).explorer(rows: 24, columns: 80)
      var states = [explorer]
      explorer.press(.enter)
      explorer.press(" ")
      states.append(explorer)
      explorer.press(.escape)
      states.append(explorer)
      explorer.press("P")
      states.append(explorer)
      for state in states {
        for (rows, columns) in [(60, 200), (49, 180), (33, 100), (34, 101), (80, 110), (40, 300)] {
          for isASCII in [false, true] {
            var state = state
            state.isASCII = isASCII
            #expect(render(state, rows: rows, columns: columns).cells.count == rows * columns)
          }
        }
        for rows in 0...30 {
          for columns in stride(from: 0, to: 100, by: rows % 3 + 1) {
            let frame = render(state, rows: rows, columns: columns)
            #expect(frame.cells.count == rows * columns)
          }
        }
      }
    }
  }
}
