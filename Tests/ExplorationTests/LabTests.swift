import Exploration
import ExplorationFixtures
import InformationTheory
import Scoring
import Testing

@Suite struct `The training lab` {
  // MARK: Stopping early

  @Test func `stops at the turn, says so, and says so no more when it is told to go on`() throws {
    var explorer = Explorer.inLab(recipe: TrainingPreset.standard.recipe)
    explorer.type("E ")
    #expect(explorer.notice?.hasPrefix("stopped early") == true)
    let turn = try #require(explorer.lab?.course.steps)
    #expect(turn < 2_500)
    explorer.type(">")
    #expect(explorer.lab?.course.steps == turn + 100)
    #expect(explorer.notice?.hasPrefix("stopped early") != true)
    explorer.type(" ")
    #expect(explorer.lab?.course.steps == 2_500)
    #expect(explorer.notice?.hasPrefix("stopped early") != true)
  }

  @Test func `is told to stop at the turn while it learns, and not to`() {
    var explorer = Explorer.inLab(steps: 100)
    _ = explorer.update(.input(.key(.character(" "), [])))
    for stopsEarly in [true, false] {
      let effects = explorer.update(.input(.key(.character("E"), [])))
      guard case .train(let order, _, _)? = effects.last,
        case .run(until: nil, stopsEarly: let told) = order, told == stopsEarly
      else {
        Issue.record("\(effects)")
        return
      }
    }
  }

  // MARK: Beside the desk

  @Test func `brings the text back as it was, and goes on meanwhile`() throws {
    var explorer = Mode.reading()
    explorer.allowTraining()
    explorer.press(.up, times: 3)
    let before = explorer.marks
    explorer.type("T")
    #expect(explorer.isInLab)
    #expect(explorer.text == FakeTraining.unseen)
    explorer.press(.escape)
    #expect(explorer.marks == before)
    let run = try #require(explorer.lab)
    #expect(run.course.evaluations.count == 1)
    _ = explorer.update(.trained(.learnt([3, 2], speed: nil), run: 1))
    #expect(explorer.lab?.course.batches == [3, 2])
    #expect(explorer.marks == before)
    explorer.type("T")
    #expect(explorer.lab?.course.steps == 2)
  }

  @Test func `opens from a lesson, which is left, and the other way round`() {
    var explorer = Mode.reading()
    explorer.allowTraining()
    let text = explorer.string
    explorer.type("l")
    explorer.press(.enter)
    explorer.type("T")
    #expect(explorer.isInLab && explorer.lesson == nil)
    explorer.type("l")
    explorer.press(.enter)
    #expect(!explorer.isInLab && explorer.lesson != nil)
    explorer.press(.escape)
    #expect(explorer.string == text)
  }

  @Test func `is refused in a sentence where nothing can be trained`() {
    var explorer = Explorer.ready("the cat")
    explorer.type("T")
    #expect(!explorer.isInLab)
    #expect(explorer.notice == "no model can be trained here")
  }

  @Test(arguments: ["e", "G", "r", "x", "S[", "L", "P"])
  func `does nothing with the watched text but show it`(keys: String) {
    var explorer = Explorer.inLab(steps: 100)
    let seed = explorer.lab?.recipe.seed
    for key in keys.replacing("S", with: "") {
      explorer.type(String(key))
      #expect(explorer.text == FakeTraining.unseen && explorer.activityName == nil)
      #expect(explorer.board == .expectation && explorer.game == nil && !explorer.isEditing)
      #expect(explorer.notice?.isEmpty == false)
    }
    #expect(explorer.lab?.recipe.seed == seed)
  }

  // MARK: Learning

  @Test func `runs, holds, and takes one step or a hundred`() {
    var explorer = Explorer.inLab()
    #expect(explorer.lab?.phase == .held)
    explorer.type(".")
    #expect(explorer.lab?.course.steps == 1)
    explorer.type(">")
    #expect(explorer.lab?.course.steps == 101)
    #expect(explorer.lab?.course.evaluations.map(\.step) == [0, 25, 50, 75, 100])
    let effects = explorer.update(.input(.key(.character(" "), [])))
    #expect(explorer.lab?.phase == .running)
    guard case .train(.run, run: 1, let order)? = effects.last else {
      Issue.record("\(effects)")
      return
    }
    _ = explorer.update(.input(.key(.character(" "), [])))
    #expect(explorer.lab?.phase == .holding)
    _ = explorer.update(.trained(.rested(order: order), run: 1))
    #expect(explorer.lab?.phase == .holding, "what rests by an older order does not count")
    _ = explorer.update(.trained(.rested(order: order + 1), run: 1))
    #expect(explorer.lab?.phase == .held)
  }

  @Test func `adds what is asked for while it learns to what was asked for before`() {
    var explorer = Explorer.inLab(steps: 50)
    var goals: [Int?] = []
    for _ in 0..<3 {
      let effects = explorer.update(.input(.key(.character(">"), [])))
      if case .train(.run(let goal, _), _, _)? = effects.last { goals.append(goal) }
    }
    #expect(goals == [150, 250, 350])
  }

  @Test func `has the same curve however it was held, and whatever was looked at`() throws {
    var straight = Explorer.inLab()
    straight.type(" ")
    var halting = Explorer.inLab()
    for _ in 0..<30 {
      halting.type(".>v")
      halting.press(.left, times: 3)
      halting.press(.end)
    }
    halting.type(" ")
    let (a, b) = (try #require(straight.lab?.course), try #require(halting.lab?.course))
    #expect(a.batches == b.batches && a.evaluations == b.evaluations)
    #expect(straight.lab?.phase == .ended && a.steps == 2_500)
    straight.type(" ")
    #expect(straight.notice?.hasPrefix("all steps are taken") == true)
  }

  @Test func `stops early when its patience is spent, and then goes on when told`() throws {
    var explorer = Explorer.inLab()
    explorer.type("E ")
    let course = try #require(explorer.lab?.course)
    let lowest = try #require(course.lowest)
    #expect(course.sinceLowest == TrainingCourse.patience)
    #expect(course.steps == lowest.step + TrainingCourse.patience * Lab.evaluationInterval)
    #expect(explorer.lab?.phase == .held)
    explorer.type(" ")
    #expect(explorer.lab?.phase == .ended)
  }

  @Test func `says at which step it diverged, and learns no more`() {
    var explorer = Explorer.inLab()
    explorer.type("ORRR ")
    #expect(explorer.lab?.recipe.optimizer == .sgd && explorer.lab?.recipe.rate == 8)
    #expect(explorer.lab?.course.divergedAt == 20)
    #expect(explorer.notice?.hasPrefix("diverged at step 20") == true)
    #expect(explorer.lab?.phase == .ended)
    explorer.type(" ")
    #expect(explorer.notice?.hasPrefix("the loss is not a number any more") == true)
  }

  @Test func `says at once where a batch lost all that was learnt, though it can learn on`() throws
  {
    var explorer = Explorer.inLab(steps: 100)
    _ = explorer.update(.trained(.learnt([40], speed: nil), run: 1))
    #expect(explorer.lab?.course.divergedAt == nil, "58 bits are lost again in a few steps")
    _ = explorer.update(.trained(.learnt([2, 60], speed: nil), run: 1))
    #expect(explorer.notice == "diverged at step 103: a batch cost 86.6 bits per byte")
    _ = explorer.update(.trained(.learnt([3e9], speed: nil), run: 1))
    let course = try #require(explorer.lab?.course)
    #expect(course.divergedAt == 103 && !course.isBroken)
    #expect(course.divergence == "diverged at step 103: a batch cost 4e9 bits per byte")
    explorer.type(".")
    #expect(explorer.lab?.course.steps == 105 && explorer.notice?.contains("no number") != true)
  }

  @Test(arguments: [
    ("R", "AdamW 0.01"), ("D", "50 KB"), ("M", "large transformer, AdamW 0.003"), ("S", "seed 2"),
    ("O", "SGD 0.1"), ("A", "the same again"),
  ])
  func `says with what it begins again`(key: String, change: String) {
    var explorer = Explorer.inLab(steps: 100)
    explorer.type(key)
    #expect(explorer.notice == "begun again: \(change)")
  }

  @Test func `takes no more than so many steps a second, until a key lifts that`() {
    var explorer = Explorer(text: Array("abc".utf8))
    explorer.allowTraining()
    let begun = paces(explorer.openLab(with: TrainingPreset.standard.recipe))
    #expect(begun == [60])
    let lifted = explorer.update(.input(.key(.character("F"), [])))
    #expect(paces(lifted) == [nil] && explorer.notice == "as fast as this machine can")
    let back = explorer.update(.input(.key(.character("F"), [])))
    #expect(paces(back) == [60] && explorer.notice?.hasPrefix("at most 60 steps a second") == true)
  }

  private func paces(_ effects: [Explorer.Effect]) -> [Double?] {
    effects.flatMap { effect -> [Double?] in
      if case .train(.pace(let pace), _, _) = effect { [pace] } else { [] }
    }
  }

  @Test func `says at the end where a simpler model was not beaten, and only there`() {
    var explorer = Explorer.inLab()
    var facts = FakeTraining.facts
    facts.marks.append(LossMark("7-grams", .bits(0.5)))
    _ = explorer.update(.trained(.prepared(facts), run: 1))
    explorer.type(" ")
    #expect(
      explorer.notice
        == "the network has not beaten 7-grams: 0.63 against 0.50 bits per byte at best")
    var other = Explorer.inLab()
    other.type(" ")
    #expect(other.lab?.phase == .ended && other.notice == nil)
  }

  @Test func `counts the lowest validation loss, and the rises before it, from all evaluations`() {
    var course = TrainingCourse()
    for (index, loss) in [8.0, 3, 3.5, 2, 2.5, 2, .nan, 1.5, 9].enumerated() {
      course.add(
        Evaluation(
          step: index, epochs: 0, rate: 1, training: .bits(1), validation: .bits(loss)))
    }
    #expect(course.lowestPlace == 7)
    #expect(course.risesBeforeLowest == 2)
    #expect(course.sinceLowest == 1)
  }

  // MARK: Checkpoints

  @Test func `shows on the desk what the checkpoint knew that is looked at`() throws {
    var explorer = Explorer.inLab(steps: 1_000)
    func losses() throws -> Double { try #require(explorer.figures.crossEntropy).bits }
    let latest = try losses()
    #expect(explorer.lab?.followsLatest == true)
    explorer.press(.home)
    #expect(explorer.lab?.evaluation?.step == 0)
    let first = try losses()
    #expect(first > 2 * latest)
    explorer.press(.right)
    #expect(explorer.lab?.evaluation?.step == 25)
    #expect(try losses() < first)
    explorer.press(.left, times: 9)
    #expect(explorer.lab?.evaluation?.step == 0)
    explorer.press(.end)
    #expect(try losses() == latest)
    explorer.type(">")
    #expect(explorer.lab?.evaluation?.step == 1_100, "the latest is followed")
    explorer.press(.left)
    explorer.type(">")
    #expect(explorer.lab?.evaluation?.step == 1_075, "what is looked at stays")
  }

  @Test func `goes to the lowest validation loss, and says it in the unit at hand`() throws {
    var explorer = Explorer.inLab()
    explorer.type(" ub")
    let lowest = try #require(explorer.lab?.course.lowest)
    #expect(explorer.lab?.evaluation == lowest)
    #expect(explorer.notice?.contains("0.44 nats per byte at step 1200") == true)
  }

  @Test func `watches a text that it is trained on as well`() {
    var explorer = Explorer.inLab(steps: 100)
    explorer.type("v")
    #expect(explorer.text == FakeTraining.trained)
    explorer.type("v")
    #expect(explorer.text == FakeTraining.unseen)
  }

  @Test func `keeps the weights of the lowest loss, the last step, and ever fewer later`() throws {
    var explorer = Explorer.inLab()
    explorer.type(" ")
    let course = try #require(explorer.lab?.course)
    let kept = course.evaluations.map(\.step).filter(course.keepsWeights(ofStep:))
    let regular =
      [(0, 250, 25), (250, 500, 50), (500, 1_000, 100), (1_000, 2_500, 250)].flatMap {
        Array(stride(from: $0.0, through: $0.1, by: $0.2))
      }
    #expect(Set(kept) == Set(regular + [1_200]))
    #expect(course.keptStep(near: 1_190) == 1_200)
    #expect(course.keptStep(near: 1_300) == 1_250)
  }

  @Test func `explores with a checkpoint as with any model, and comes back`() throws {
    var explorer = Explorer.inLab(steps: 300)
    explorer.press(.home)
    let effects = explorer.update(.input(.key(.enter, [])))
    guard case .useModel("checkpoint:1:0")? = effects.last else {
      Issue.record("\(effects)")
      return
    }
    explorer.answer(
      explorer.update(.modelLoaded(FakeScorer.model, FakeScorer.vocabulary, FakeScorer.starts)))
    #expect(!explorer.isInLab && explorer.text == FakeTraining.unseen)
    explorer.type("e")
    #expect(explorer.isEditing)
    explorer.press(.escape)
    let back = explorer.update(.input(.key(.escape, [])))
    #expect(explorer.isInLab && explorer.lab?.evaluation?.step == 0)
    #expect(back.map(kind).contains("use model"))
    explorer.answer(
      explorer.update(.modelLoaded(FakeScorer.model, FakeScorer.vocabulary, FakeScorer.starts)))
    explorer.press(.escape)
    #expect(explorer.string == "the cat sat on the mat." && explorer.figures.scoredCount > 0)
  }

  @Test func `says when the weights that are looked at are not kept`() {
    var explorer = Explorer.inLab(steps: 600)
    explorer.press(.left, times: 3)
    #expect(explorer.lab?.evaluation?.step == 525)
    _ = explorer.update(.input(.key(.enter, [])))
    #expect(explorer.notice == "step 500, the nearest one whose weights are kept")
  }

  // MARK: Other trainings

  @Test func `keeps the curve in grey and begins another, one thing changed`() throws {
    var explorer = Explorer.inLab(steps: 200)
    explorer.type("D")
    let lab = try #require(explorer.lab)
    #expect(lab.kept.count == 1 && lab.kept.first?.course.steps == 200)
    #expect(lab.course.steps == 0 && lab.recipe.corpus == .world(bytes: 50_000))
    #expect(lab.kept.first?.recipe.difference(from: lab.recipe) == "20 KB")
    explorer.type("K")
    #expect(explorer.lab?.kept.isEmpty == true)
  }

  @Test func `takes no news of a training that was left`() {
    var explorer = Explorer.inLab(steps: 100)
    explorer.type("A")
    _ = explorer.update(.trained(.learnt([1], speed: nil), run: 1))
    #expect(explorer.lab?.course.batches.isEmpty == true)
  }

  @Test func `goes through the data, networks, rates, optimizers and seeds, and back to the first`()
  {
    for (key, count) in [("D", 4), ("M", 4), ("R", 5), ("O", 2), ("S", 9)] {
      var explorer = Explorer.inLab()
      var seen: Set<TrainingRecipe> = []
      for _ in 0..<count {
        explorer.type(key)
        if let recipe = explorer.lab?.recipe { seen.insert(recipe) }
      }
      #expect(seen.count == count, "\(key)")
      #expect(explorer.lab?.recipe == TrainingPreset.standard.recipe, "\(key)")
    }
  }

  // MARK: The chart

  @Test func `looks at the checkpoint under the pointer, and follows it`() throws {
    var explorer = Explorer.inLab(steps: 2_500)
    let chart = try #require(explorer.chartGeometry)
    for step in [0, 600, 1_200, 2_500] {
      let column = chart.column(ofStep: step)
      _ = explorer.mouse(.pressed, chart.plot.row + 1, column)
      let found = try #require(explorer.lab?.evaluation?.step)
      #expect(abs(found - step) <= 25)
    }
    _ = explorer.mouse(.pressed, chart.plot.row, chart.column(ofStep: 2_000))
    _ = explorer.mouse(.dragged, chart.plot.row, chart.plot.column - 9)
    #expect(explorer.lab?.evaluation?.step == 0)
    _ = explorer.mouse(.wheelDown, chart.plot.row, chart.plot.column)
    #expect(explorer.lab?.evaluation?.step == 25)
  }

  @Test(arguments: [(24, 80), (16, 60), (40, 120), (60, 200)])
  func `spreads 8 bits to less than the least over its height`(rows: Int, columns: Int) throws {
    var explorer = Explorer.inLab(steps: 2_500, rows: rows, columns: columns)
    for _ in 0..<2 {
      let chart = try #require(explorer.chartGeometry)
      #expect(chart.row(of: .bits(8)) == chart.plot.row)
      #expect(chart.height(.bits(8)) == 1)
      let losses = try #require(explorer.lab?.course.evaluations).map(\.training)
      #expect(losses.allSatisfy { (0...1).contains(chart.height($0)) })
      let steps = [0, 1_000, 2_500].map(chart.x(ofStep:))
      #expect(steps[0] == 0 && steps[1] < steps[2] && steps[2] == chart.plot.columns * 2 - 1)
      #expect(chart.dot(step: 5, .nats(.nan)).y == 0 && chart.dot(step: 5, .bits(1e6)).y == 0)
      explorer.type("s")
    }
  }

  @Test func `gives the place of a small chart to the candidates and to boards, and takes it back`()
  {
    var explorer = Explorer.inLab(steps: 100)
    #expect(explorer.panel == .chart && explorer.screen.chart != nil)
    explorer.press(.tab)
    #expect(explorer.panel == .text && explorer.screen.chart != nil)
    explorer.press(.tab)
    #expect(explorer.panel == .candidates && explorer.screen.chart == nil)
    explorer.press(.tab)
    #expect(explorer.panel == .curve && explorer.screen.chart == nil)
    explorer.press(.tab)
    #expect(explorer.panel == .chart && explorer.screen.chart != nil)
    explorer.type("p")
    #expect(
      explorer.board == .plane && explorer.screen.board != nil && explorer.screen.chart == nil)
    explorer.press(.escape)
    #expect(explorer.panel == .chart && explorer.screen.chart != nil)
    explorer.press(.escape)
    #expect(!explorer.isInLab)
  }
}
