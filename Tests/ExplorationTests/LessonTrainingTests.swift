import Exploration
import ExplorationFixtures
import InformationTheory
import Lessons
import Testing

/// Its numbers are those of `FakeTraining`, a training that was recorded.
@Suite struct `A lesson in the training lab` {
  private static let file = """
    # Learning
    about: Three pages about a curve.

    ## Begun
    text: the cat sat on the mat.
    at: "sat"

    A text, as ever.

    ## Untrained
    train: 20k

    It has {validation loss}.

    task: Learn.
    done: steps >= 100

    ## Trained
    steps: 600
    watch: training
    chart: linear

    It is at {training loss} after {step} at {rate}.

    task: Go to the lowest, from {step}.
    done: step < 500

    ## Another
    steps: 1300
    checkpoint: lowest
    seed: 2
    watch: unseen
    chart: log

    The lowest is {lowest loss}.

    ## A text again
    train: none

    Words.
    """

  private let lesson: Lesson

  init() throws { lesson = try Lesson(name: "learning", bytes: Array(Self.file.utf8)) }

  /// At a page, from 1, its training where the page wants it.
  private func reading(page: Int, rows: Int = 24, columns: Int = 80) -> Explorer {
    var explorer = Explorer(text: Array("the cat ate".utf8), lessons: [lesson])
    explorer.allowTraining()
    _ = explorer.update(.resized(rows: rows, columns: columns))
    explorer.answer(explorer.update(.modelLoaded(FakeScorer.model, FakeScorer.vocabulary)))
    explorer.type("l\n" + String(repeating: "\n", count: page - 1))
    return explorer
  }

  private func number(_ measure: Measure, _ explorer: Explorer) -> Double? {
    if case .number(let number) = explorer.value(of: Quantity(measure)) { number } else { nil }
  }

  // MARK: What a page shows

  @Test func `begins a training at its first step, beside its page`() {
    let explorer = reading(page: 2)
    #expect(explorer.isInLab && explorer.lesson?.page == 1)
    #expect(explorer.screen.chart != nil && explorer.screen.page != nil)
    #expect(explorer.text == FakeTraining.unseen)
    #expect(explorer.value(of: Quantity(.validationLoss)) == .information(.nats(5.545)))
    #expect(explorer.lab?.recipe == TrainingPreset.standard.recipe)
  }

  @Test func `goes on with the same training to the step that the next page wants`() throws {
    let explorer = reading(page: 3)
    #expect(explorer.lab?.course.steps == 600 && explorer.lab?.kept.isEmpty == true)
    #expect(number(.step, explorer) == 600)
    #expect(explorer.text == FakeTraining.trained && explorer.lab?.scale == .linear)
    let area = try #require(explorer.screen.page)
    let words = LessonPage(explorer, in: area).lines.flatMap(\.pieces).map(\.text).joined()
    #expect(words.contains("after 600 at 0.002."), "\(words)")
  }

  @Test func `speaks of the checkpoint that it begins with, whatever is looked at`() throws {
    var explorer = reading(page: 3)
    let area = try #require(explorer.screen.page)
    let before = LessonPage(explorer, in: area).lines.first
    explorer.press(.home)
    #expect(number(.step, explorer) == 0)
    #expect(before != nil && LessonPage(explorer, in: area).lines.first == before)
  }

  @Test func `asks about the checkpoint that is looked at, also by a number that its text quotes`()
    throws
  {
    var explorer = reading(page: 3)
    let area = try #require(explorer.screen.page)
    func words() -> String {
      LessonPage(explorer, in: area).lines.flatMap(\.pieces).map(\.text).joined()
    }
    #expect(words().contains("after 600 at") && words().contains("lowest, from 600"))
    explorer.press(.left)
    #expect(words().contains("after 600 at") && words().contains("lowest, from 575"))
  }

  @Test func `has room in its chart for the steps of all pages, and for more once taken`() {
    var explorer = reading(page: 2)
    #expect(explorer.chartGeometry?.lastStep == 1_625)
    explorer.learn(1_700)
    #expect(explorer.chartGeometry?.lastStep == 1_700)
  }

  @Test func `keeps the curve of the page before, and looks at the lowest loss of its own`() {
    let explorer = reading(page: 4)
    #expect(explorer.lab?.kept.map(\.course.steps) == [600])
    #expect(explorer.lab?.recipe.seed == 2 && explorer.lab?.course.steps == 1_300)
    #expect(number(.step, explorer) == 1_200)
    #expect(explorer.value(of: Quantity(.checkpoint)) == .word("lowest"))
  }

  @Test func `goes back to a text, and to the training as it was`() {
    var explorer = reading(page: 5)
    #expect(!explorer.isInLab && explorer.string == "the cat sat on the mat.")
    #expect(explorer.value(of: Quantity(.step)) == nil)
    explorer.press(.backspace)
    #expect(explorer.isInLab && explorer.lab?.course.steps == 1_300)
    explorer.press(.backspace)
    #expect(explorer.lab?.recipe.seed == 1 && number(.step, explorer) == 600)
  }

  @Test func `looks at the step of its page where more were taken`() {
    var explorer = reading(page: 3)
    explorer.type(">>")
    #expect(explorer.lab?.course.steps == 800)
    explorer.press(.backspace)
    #expect(number(.step, explorer) == 0)
    explorer.press(.enter)
    #expect(number(.step, explorer) == 600 && explorer.lab?.course.steps == 800)
  }

  // MARK: Waiting

  @Test func `says how far it is while it waits, and fills its numbers in when it is there`() throws
  {
    var explorer = reading(page: 2)
    let effects = explorer.update(.input(.key(.enter, [])))
    let area = try #require(explorer.screen.page)
    #expect(explorer.awaitedSteps.map { [$0.taken, $0.wanted] } == [0, 600])
    #expect(LessonPage(explorer, in: area).lines.first?.pieces.contains { $0.text == "…" } == true)
    #expect(effects.map(kind) == ["train", "train"], "lifts the pace, and learns")
    explorer.answer(effects)
    #expect(explorer.awaitedSteps == nil && number(.step, explorer) == 600)
  }

  @Test func `is held when a reader holds it, and complete once it is run on`() {
    var explorer = reading(page: 2)
    _ = explorer.update(.input(.key(.enter, [])))
    let held = explorer.update(.input(.key(.character(" "), [])))
    explorer.answer(held)
    #expect(explorer.lab?.phase == .held && explorer.awaitedSteps != nil)
    explorer.type(" ")
    #expect(explorer.awaitedSteps == nil && number(.step, explorer) == 600)
  }

  @Test func `waits no more where the reader trains something else`() {
    var explorer = reading(page: 2)
    _ = explorer.update(.input(.key(.enter, [])))
    explorer.type("R")
    #expect(explorer.awaitedSteps == nil && explorer.lab?.recipe.rate == 1e-2)
  }

  // MARK: Keys and tasks

  @Test func `ticks its task off when the chart shows that it is done`() {
    var explorer = reading(page: 2)
    #expect(explorer.lesson?.isDone == false)
    explorer.type(">")
    #expect(explorer.lesson?.isDone == true)
    explorer.press(.enter)
    #expect(explorer.lesson?.isDone == false)
    explorer.press(.left, times: 5)
    #expect(number(.step, explorer) == 475 && explorer.lesson?.isDone == true)
  }

  @Test func `has the keys of the lab, but turns the page with Enter and does not explore`() {
    var explorer = reading(page: 3)
    for key in ["v", "s", "b", "D", "M", "R", "O", "S", "A", "K", "E", "F", " ", "w"] {
      let before = explorer
      explorer.type(key)
      #expect(explorer.lesson?.page == 2 && explorer.isInLab)
      #expect(
        explorer.notice?.contains("does nothing here") != true, "\(key) \(before.notice ?? "")")
      #expect(explorer.brokenInvariants == [], "\(key)")
    }
    _ = explorer.update(.input(.key(.character("p"), [.control])))
    explorer.type("use checkpoint\n")
    #expect(explorer.isInLab && explorer.notice?.hasPrefix("a lesson only looks") == true)
    explorer.press(.pageDown)
    #expect(explorer.lesson?.page == 3)
  }

  // MARK: What was there before

  @Test func `brings back text and lab as they were`() {
    var explorer = reading(page: 1)
    explorer.press(.escape)
    explorer.type("TS")
    explorer.learn(300)
    explorer.press(.escape)
    let marks = explorer.marks
    for page in 1...5 {
      explorer.type("lb" + String(repeating: "\n", count: page - 1))
      explorer.press(.escape)
      #expect(explorer.marks == marks && explorer.lesson == nil && !explorer.isInLab)
      #expect(explorer.lab?.recipe.seed == 2 && explorer.lab?.course.steps == 300)
      #expect(explorer.lab?.phase == .held)
    }
    explorer.type("T>")
    #expect(explorer.lab?.course.steps == 400)
    var recipe = TrainingPreset.standard.recipe
    recipe.seed = 2
    #expect(explorer.lab?.course.evaluations.last == FakeTraining.evaluation(400, of: recipe))
  }

  @Test func `a training that ran goes on where it was, and no news of it is lost`() throws {
    var explorer = reading(page: 1)
    explorer.press(.escape)
    explorer.type("T")
    _ = explorer.update(.input(.key(.character(" "), [])))
    let run = 1
    _ = explorer.update(.trained(.learnt([5, 4], speed: nil), run: run))
    var effects = explorer.update(.input(.key(.character("l"), [])))
    effects += explorer.update(.input(.key(.enter, [])))
    let needsLab = effects.contains { $0.isOfTraining }
    #expect(!needsLab, "a text needs no lab")
    effects = explorer.update(.input(.key(.enter, [])))
    let isOfTraining = effects.filter(\.isOfTraining)
    guard case .train(.putAside, run, let order)? = isOfTraining.first else {
      Issue.record("\(effects)")
      return
    }
    _ = explorer.update(.trained(.learnt([3], speed: nil), run: run))
    _ = explorer.update(.trained(.rested(order: order), run: run))
    #expect(explorer.lab?.course.steps == 0)
    let back = explorer.update(.input(.key(.escape, [])))
    let orders = back.compactMap { effect -> TrainingOrder? in
      if case .train(let order, run: run, _) = effect { order } else { nil }
    }
    guard case .bringBack? = orders.first, case .run(until: nil, stopsEarly: false)? = orders.last
    else {
      Issue.record("\(back)")
      return
    }
    #expect(explorer.lab?.course.batches == [5, 4, 3] && explorer.lab?.phase == .running)
  }

  @Test func `begins its trainings by numbers that no other has`() throws {
    var explorer = reading(page: 4)
    explorer.press(.escape)
    explorer.type("T")
    let effects = explorer.update(.input(.key(.character("S"), [])))
    let runs = effects.compactMap { if case .train(.begin, let run, _) = $0 { run } else { nil } }
    #expect(runs == [4], "two of the lesson, and one before")
  }

  @Test func `says in a sentence that nothing can be trained`() {
    var explorer = Explorer.ready("the cat")
    explorer.answer(explorer.update(.lessonWanted(lesson)))
    explorer.press(.enter)
    #expect(explorer.notice == "no model can be trained here" && explorer.lesson?.page == 1)
  }

  @Test func `every quantity of a training has a value`() {
    let explorer = reading(page: 3)
    let unknown: Set<Measure> = [.byHeart, .divergedStep, .gap]
    for measure in Measure.allCases where measure.isOfTraining {
      let value = explorer.value(of: Quantity(measure))
      #expect(unknown.contains(measure) || value?.kind == measure.kind, "\(measure)")
    }
    let gap = explorer.value(of: Quantity(.gap, of: .words(Words("sums"))))
    #expect(gap?.kind == .information)
  }

  @Test(arguments: [(24, 80), (16, 60), (40, 120), (60, 200), (10, 40)])
  func `shows chart, text and page together`(rows: Int, columns: Int) {
    let screen = reading(page: 3, rows: rows, columns: columns).screen
    let areas = [screen.chart, screen.text, screen.page, screen.footer].compactMap { $0 }
    #expect(areas.count == 4 || rows < 16)
    #expect((screen.page?.rows ?? 0) >= 3 && (screen.text?.rows ?? 0) >= 1)
    if rows >= 24 { #expect(screen.chart?.rows ?? 0 >= 8 && screen.page?.rows ?? 0 >= 8) }
    for (index, area) in areas.enumerated() {
      for other in areas.dropFirst(index + 1) {
        let isApart =
          area.row + area.rows <= other.row || other.row + other.rows <= area.row
          || area.column + area.columns <= other.column
          || other.column + other.columns <= area.column
        #expect(isApart, "\(area) \(other)")
      }
    }
  }
}
