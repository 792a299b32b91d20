import Exploration
import ExplorationFixtures
import Lessons
import Scoring
import Testing

@Suite struct `The start token is switched from inside` {
  private func loaded(_ starts: StartTokens) -> Explorer {
    var explorer = Explorer(text: Array("the cat sat".utf8))
    explorer.answer(explorer.update(.modelLoaded(FakeScorer.model, FakeScorer.vocabulary, starts)))
    return explorer
  }

  /// What one press after the other asks for.
  private func starts(_ starts: StartTokens, presses: Int) -> [TextStart] {
    var explorer = loaded(starts)
    return (0..<presses).flatMap { _ in
      explorer.press(.character("S")).compactMap { effect in
        if case .startAfter(let start) = effect { start } else { nil }
      }
    }
  }

  @Test func `through those that the model has, and back to what the program was started with`() {
    let both = BoundaryTokens(beginning: 0, end: 6)
    #expect(starts(.init(both), presses: 4) == [.beginning, .end, .asStarted, .beginning])
    #expect(
      starts(.init(both, standard: 0), presses: 4) == [.nothing, .end, .asStarted, .nothing])
    #expect(
      starts(.init(both, standard: 3), presses: 5)
        == [.nothing, .beginning, .end, .asStarted, .nothing])
    let one = BoundaryTokens(beginning: 5, end: 5)
    #expect(starts(.init(one), presses: 2) == [.beginning, .asStarted])
  }

  @Test func `not where the model has none`() {
    var explorer = loaded(.init())
    #expect(explorer.press(.character("S")).isEmpty)
    #expect(explorer.notice?.contains("names no token") == true)
    var early = Explorer(text: [0x61])
    #expect(early.press(.character("S")).isEmpty)
    #expect(early.notice?.contains("not loaded") == true)
  }

  @Test func `what simpler models need for the text is forgotten, until it is scored again`() {
    var explorer = Explorer.ready("the cat sat")
    explorer.press(.character("L"))
    #expect(explorer.measurement != nil)
    let effects = explorer.update(.input(.key(.character("S"), [])))
    #expect(explorer.measurement == nil)
    explorer.answer(effects)
    #expect(explorer.measurement?.part == 0..<11)  // now the first token has a score too
  }

  @Test func `the text is scored again, with nothing of the old scores, and the token is said`() {
    var explorer = Explorer.ready("the cat sat")
    let effects = explorer.update(.input(.key(.character("S"), [])))
    #expect(effects.map(kind) == ["start", "score"])
    #expect(explorer.figures.scoredCount == 0)
    #expect(explorer.notice?.contains("start token the") == true)
    explorer.answer(effects)
    #expect(explorer.figures.scoredCount == 3 && explorer.startTokenName == "the")
    guard case .copy(let figures)? = explorer.press(.character("y")).first else {
      Issue.record("nothing was copied")
      return
    }
    #expect(String(decoding: figures, as: UTF8.self).hasSuffix("start token the"))
    explorer.press(.character("S"), times: 2)
    #expect(explorer.figures.scoredCount == 2 && explorer.startTokenName == nil)
  }

  @Test func `undo takes the text back, and the start token stays`() {
    var explorer = Explorer.ready("the cat sat")
    explorer.press(.character("S"))
    explorer.press(.character("e"))
    explorer.press(.backspace)
    explorer.press(.escape)
    explorer.press(.character("U"))
    #expect(explorer.string == "the cat sat" && explorer.start == .beginning)
    #expect(explorer.figures.scoredCount == 3)
  }

  @Test(arguments: [
    (["["], "whole context"), (["x"], "one of the two texts"), (["r"], "hidden text"),
    (["g"], "leave the generation"),
  ])
  func `not while something else is done with the text, which is said`(
    keys: [String], words: String
  ) {
    var explorer = Explorer.ready("the cat sat on the mat.")
    explorer.type(keys.joined())
    #expect(explorer.press(.character("S")).isEmpty)
    #expect(explorer.notice?.contains(words) == true, "\(explorer.notice ?? "")")
    #expect(explorer.start == .asStarted)
  }

  @Test func `a lesson is read as the program was started, and leaves the start token as it was`()
    throws
  {
    let lesson = try Lesson(
      name: "cats", bytes: Array("# Cats\n\n## A page\ntext: the cat sat\n\nNothing to do.\n".utf8))
    var explorer = Explorer(text: Array("the cat sat".utf8), lessons: [lesson])
    explorer.answer(
      explorer.update(.modelLoaded(FakeScorer.model, FakeScorer.vocabulary, FakeScorer.starts)))
    explorer.press(.character("S"))
    explorer.press(.character("l"))
    let opened = explorer.press(.enter)
    #expect(opened.map(kind).contains("start") && explorer.start == .asStarted)
    #expect(explorer.figures.scoredCount == 2)
    #expect(explorer.press(.character("S")).isEmpty)
    #expect(explorer.notice?.contains("lesson") == true)
    let left = explorer.press(.escape)
    #expect(left.map(kind).contains("start") && explorer.start == .beginning)
    #expect(explorer.figures.scoredCount == 3)
  }
}
