import Display
import Exploration
import Games
import Testing

/// What a class reads of a game at 120×40, where there is room for large letters, but for few of them.
@Suite struct `A game of large letters` {
  private func game(
    _ kind: GameRules.Kind, players: [String] = ["Ada", "Ben"]
  ) -> Explorer {
    let rules = GameRules(kind: kind, step: kind == .guess ? .letter : .word, players: players)
    return GameScene(rules: rules).explorer(rows: 40, columns: 120)
  }

  private func text(_ explorer: Explorer) -> String {
    render(explorer, rows: 40, columns: 120).text
  }

  @Test func `keeps the text of two rows to a dot, and the chance that the model gave`() {
    var explorer = game(.guess)
    explorer.press(" o")
    // The bar of “T”, five dots of two columns.
    #expect(text(explorer).contains("██████████"))
    #expect(text(explorer).contains("the model gave "))
    #expect(!text(explorer).contains("“o”"))
  }

  @Test func `says what was guessed wrong when it is looked at again`() throws {
    var explorer = game(.guess)
    explorer.press(" xo")
    explorer.press(.escape)
    var replay = Explorer(text: [])
    replay.replay(try #require(explorer.game?.game?.record))
    replay.press(.right)
    #expect(text(replay.resized(rows: 40, columns: 120)).contains("not x"))
  }

  @Test func `says whose bet it is, in ordinary letters where a name is too long`() {
    let long = String(repeating: "Hippopotamus", count: 3)
    for name in ["Ada", "Grizzlies", long] {
      let line = "\(name): your bet  "
      #expect(text(game(.bets, players: [name])).contains(line) == (name == long), "\(name)")
    }
  }

  @Test func `has every name of the scoreboard of bets large`() {
    var explorer = game(.bets)
    for _ in 0..<2 {
      explorer.press(.right, times: 8)
      for _ in 0..<3 { explorer.press(.enter) }
    }
    explorer.press(.escape)
    let frame = render(explorer, rows: 40, columns: 120)
    for name in ["Ada", "Ben", "model, exact"] { #expect(frame.shows(large: name), "\(name)") }
    let scores = text(explorer)
    #expect(scores.contains("1 became") && scores.contains("bits a question"))
    #expect(!scores.contains("Ada") && !scores.contains("model, exact"))
  }

  private func frame(_ explorer: Explorer) -> Frame { render(explorer, rows: 60, columns: 200) }

  @Test func `says large what wins and what to do before anything is answered`() {
    for (kind, aim) in [(GameRules.Kind.guess, "Few guesses win."), (.bets, "Few bits lost win.")] {
      let rules = GameRules(
        kind: kind, step: kind == .guess ? .letter : .word, players: ["Ada", "Ben"])
      let large = GameScene(rules: rules).explorer(rows: 60, columns: 200)
      #expect(frame(large).shows(large: aim, scale: 2))
    }
    let rules = GameRules(kind: .guess, step: .letter, players: ["Ada", "Ben"])
    var explorer = GameScene(rules: rules).explorer(rows: 60, columns: 200)
    #expect(frame(explorer).shows(large: "Ada: what comes next?", scale: 2))
    #expect(frame(explorer).shows(large: "Type the letter, sign or space."))
    explorer.press("x")
    #expect(frame(explorer).shows(large: "not", scale: 2))
    #expect(!frame(explorer).shows(large: "Type the letter, sign or space."))
  }

  @Test func `has the standings of bets large while a bet is made, the text in its place`() {
    let rules = GameRules(kind: .bets, step: .word, players: ["Ada", "Ben"])
    var explorer = GameScene(rules: rules).explorer(rows: 60, columns: 200)
    let text = frame(explorer).text.split(separator: "\n")[3...8]
    for _ in 0..<2 {
      explorer.press(.right, times: 8)
      explorer.press(.enter)
    }
    #expect(
      frame(explorer).text.split(separator: "\n")[3...8].map { $0.prefix(120) }
        == text.map { $0.prefix(120) })
    explorer.press(.enter)
    #expect(frame(explorer).text.contains("so far"))
    for name in ["Ben", "model, exact"] { #expect(frame(explorer).shows(large: name), "\(name)") }
  }
}
