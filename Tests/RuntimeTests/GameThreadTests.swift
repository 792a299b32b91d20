import Exploration
import Games
import InformationTheory
import Runtime
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1))) struct `The model's part in a game` {
  private let record = GameRecord(
    rules: GameRules(), model: "", text: Array("a b".utf8), shown: 1)

  @Test func `is played away from the screen, question by question`() {
    let bench = Bench(FakeModel(block: 1))
    bench.thread.play(record, request: 4)
    // Every byte is a token, the likelier the larger: 32 is beaten by all 68 other signs of a
    // keyboard, capitals and small letters together.
    #expect(
      bench.takeUntilEnd().map(\.summary) == [
        "loaded", "asked 2 #4", "answered 69 #4", "answered 25 #4", "finished #4",
      ])
  }

  @Test func `fails with a sentence`() {
    let bench = Bench(FakeModel(block: 1))
    var empty = record
    empty.text = [0x61]
    bench.thread.play(empty, request: 4)
    let events = bench.takeUntilEnd()
    #expect(events.map(\.summary) == ["loaded", "failed #4"])
    guard case .failed(let reason, _)? = events.last else { return }
    #expect(reason.contains("no letter"))
  }

  @Test(arguments: GameRules.Step.allCases)
  func `is refused before the first question where a model does not give all logits`(
    step: GameRules.Step
  ) {
    let bench = Bench(FakeModel(block: 1, givesAllLogits: false))
    var game = record
    game.rules.step = step
    bench.thread.play(game, request: 4)
    let events = bench.takeUntilEnd()
    #expect(events.map(\.summary) == ["loaded", "failed #4"])
    guard case .failed(let reason, _)? = events.last else { return }
    #expect(reason.contains("gives only its likeliest tokens"))
  }

  @Test func `ends in a file when somebody saves it`() throws {
    let saved = Mutex<[GameRecord]>([])
    let engine = FakeModel(block: 1).engine
    let loop = ExplorationLoop(
      .init(
        load: { engine },
        saveGame: { game in
          saved.withLock { $0.append(game) }
          return "saved it"
        }))
    let screens = Mutex<[String]>([])
    let script = try KeyScript(
      "wait\nenter\nwait\ntype  b\nscreen scores\ns\nscreen saved\nesc\nwait\nscreen text")
    var surface = ScriptedSurface(script, rows: 24, columns: 80) { _, frame, _ in
      screens.withLock { $0.append(frame.text) }
    }
    var explorer = Explorer(text: [])
    explorer.chooseGame(on: .given(record.text, hiddenFrom: 1))
    _ = try loop.run(explorer, on: &surface)
    let frames = screens.withLock { $0 }
    #expect(frames[0].contains("scoreboard") && !frames[0].contains("saved it"))
    #expect(frames[1].contains("saved it"))
    #expect(frames[2].contains("loss"))
    let games = saved.withLock { $0 }
    #expect(games.count == 1)
    #expect(games[0].guessScore(of: nil).guessNumbers == [1, 1])
    #expect(games[0].guessScore(of: nil).modelGuessNumbers == [69, 25])
    #expect(games[0].fault == nil)
  }
}
