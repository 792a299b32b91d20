import Display
import Exploration
import ExplorationFixtures
import Lessons
import Testing

@Suite struct `A lesson in the training lab looks as it did` {
  private static let file = """
    # When to stop
    about: Two curves fall together, and part.

    ## The turn
    train: 20k
    steps: 1800

    Two curves fell together, and parted. On the text that it learns from, the model is at
    {training loss}; on a text that it has not seen, at {validation loss}, and it was better
    before. It goes on learning, but no more about the world. This is *overfitting*.

    task: Go to the checkpoint that does best on the unseen text, with {key lowest-validation}.
    done: checkpoint is lowest
    hint: Press {key lowest-validation}.
    answer: Step {lowest step}, at {lowest loss}.

    ## Again
    seed: 2
    steps: 600

    Another seed, another noise.
    """

  private func explorer(rows: Int, columns: Int) throws -> Explorer {
    let lesson = try Lesson(name: "turn", bytes: Array(Self.file.utf8))
    var explorer = Explorer.ready("the cat sat on the mat.", rows: rows, columns: columns)
    explorer.allowTraining()
    explorer.answer(explorer.update(.lessonWanted(lesson)))
    return explorer
  }

  @Test(arguments: [(24, 80), (40, 120), (60, 200), (16, 60), (10, 40), (6, 20)])
  func `at every size`(rows: Int, columns: Int) throws {
    try expectGolden(explorer(rows: rows, columns: columns), "lesson-lab-\(columns)x\(rows)")
  }

  @Test(arguments: [(24, 80), (60, 200)])
  func `with its task done, and beside the curve of the page before`(
    rows: Int, columns: Int
  ) throws {
    var explorer = try explorer(rows: rows, columns: columns)
    explorer.type("b")
    try expectGolden(explorer, "lesson-lab-done-\(columns)x\(rows)")
    while explorer.lesson?.page == 0 { explorer.type("\n") }
    try expectGolden(explorer, "lesson-lab-kept-\(columns)x\(rows)")
  }

  @Test func `while it waits for its training`() throws {
    var explorer = try explorer(rows: 24, columns: 80)
    var effects: [Explorer.Effect] = []
    while explorer.lesson?.page == 0 { effects = explorer.update(.input(.key(.enter, []))) }
    let isBegin: (Explorer.Effect) -> Bool = {
      if case .train(.begin, _, _) = $0 { true } else { false }
    }
    #expect(effects.contains(where: isBegin))
    let first = FakeTraining.evaluation(
      0, of: explorer.lab?.recipe ?? TrainingPreset.standard.recipe)
    _ = explorer.update(.trained(.prepared(FakeTraining.facts), run: 2))
    _ = explorer.update(.trained(.evaluated(first, FakeTraining.checkpoint(at: 0)), run: 2))
    for _ in 0..<2 {
      _ = explorer.update(.trained(.learnt(Array(repeating: 2, count: 60), speed: 48), run: 2))
    }
    try expectGolden(explorer, "lesson-lab-waiting")
  }
}
