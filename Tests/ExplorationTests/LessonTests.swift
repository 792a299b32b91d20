import ShownText
import Exploration
import ExplorationFixtures
import InformationTheory
import Lessons
import Scoring
import Testing

/// In the fake model's vocabulary, words that come late are more surprising: see `FakeScorer`.
@Suite struct `A lesson in the explorer` {
  static let file = """
    # Cats
    about: Two pages about a cat.

    ## Where it sat
    text: the cat sat on the mat.
    at: "sat"
    lens: rank
    unit: nats

    The word has {surprise of "mat"} and {rank of "mat"}.

    task: Step to the mat.
    done: word is "mat"
    hint: Go right.
    hint: Three times.
    answer: Its rank is {rank of "mat"}.

    ## What it ate
    text: the mat ate
    temperature: 2
    panel: candidates

    Nothing to do here.
    """

  private let lesson: Lesson

  init() throws { lesson = try Lesson(name: "cats", bytes: Array(Self.file.utf8)) }

  private func reading(rows: Int = 24, columns: Int = 80) -> Explorer {
    var explorer = Explorer(text: Array("the cat ate".utf8), lessons: [lesson])
    _ = explorer.update(.resized(rows: rows, columns: columns))
    explorer.answer(explorer.update(.modelLoaded(FakeScorer.model, FakeScorer.vocabulary)))
    explorer.press(.character("l"))
    explorer.press(.enter)
    return explorer
  }

  @Test func `a page sets the text, the focus, the lens and the unit`() {
    let explorer = reading()
    #expect(explorer.string == "the cat sat on the mat.")
    #expect(explorer.focus == 2)
    #expect(explorer.lens == .rank && explorer.unit == .nats && explorer.temperature == .one)
  }

  @Test func `its quotations are computed from the text`() throws {
    let explorer = reading()
    let area = try #require(explorer.screen.page)
    let surprisal = try #require(explorer.surprisal(of: 5))
    let rank = try #require(explorer.rank(of: 5))
    let lines = LessonPage(explorer, in: area).lines
    let words = lines.map { $0.pieces.map(\.text).joined() }
    #expect(words.first == "The word has \(decimal(surprisal.nats, 2)) nats and \(rank).")
  }

  @Test func `a task is ticked off as soon as it is done, and stays so`() {
    var explorer = reading()
    #expect(explorer.lesson?.isDone == false)
    explorer.press(.right, times: 3)
    #expect(explorer.lesson?.isDone == true)
    explorer.press(.left)
    #expect(explorer.lesson?.isDone == true)
  }

  @Test func `keys are those in force`() throws {
    let file = "# T\n## P\ntext: the cat\n\nPress {key edit}, {key next-peak} or {key theme}.\n"
    let lesson = try Lesson(name: "keys", bytes: Array(file.utf8))
    var explorer = Explorer.ready("the mat")
    explorer.keys = try KeyTable([
      (command: "edit", keys: ["ctrl-e"]), (command: "theme", keys: []),
    ])
    explorer.answer(explorer.update(.lessonWanted(lesson)))
    let area = try #require(explorer.screen.page)
    let words = LessonPage(explorer, in: area).lines.map { $0.pieces.map(\.text).joined() }
    #expect(words == ["Press Ctrl-e, n or “theme” in the palette."])
  }

  @Test func `hints come one after the other`() throws {
    var explorer = reading()
    func text() throws -> String {
      LessonPage(explorer, in: try #require(explorer.screen.page)).lines
        .flatMap { $0.pieces.map(\.text) }.joined(separator: " ")
    }
    #expect(try !text().contains("Go right."))
    explorer.press(.character("H"))
    #expect(try text().contains("Go right.") && !text().contains("Three times."))
    explorer.press(.character("H"))
    #expect(try text().contains("Three times."))
    explorer.press(.character("H"))
    #expect(explorer.notice == "there is no other hint")
  }

  @Test func `a short context leaves the quotations, and is gone on the next page and behind it`()
    throws
  {
    var explorer = reading()
    let area = try #require(explorer.screen.page)
    let before = LessonPage(explorer, in: area).lines
    explorer.press(.character("["))
    #expect(explorer.contextLimit != nil && explorer.scored?.isComplete == true)
    #expect(LessonPage(explorer, in: area).lines == before)
    explorer.press(.pageDown)
    #expect(explorer.contextLimit == nil && explorer.string == "the mat ate")
    explorer.press(.character("["))
    #expect(explorer.contextLimit != nil)
    while explorer.lesson != nil { explorer.press(.escape) }
    #expect(explorer.contextLimit == nil && explorer.string == "the cat ate")
    #expect(explorer.scored?.isComplete == true)
  }

  @Test func `the answer stands in place of the hints once the task is done, and stays`() throws {
    var explorer = reading(rows: 22)
    let area = try #require(explorer.screen.page)
    func lines() -> [String] {
      LessonPage(explorer, in: area).lines.map { $0.pieces.map(\.text).joined() }
    }
    let answer = "  Its rank is \(try #require(explorer.rank(of: 5)))."
    explorer.press(.character("H"))
    #expect(lines().contains("  Go right.") && !lines().contains(answer))
    explorer.press(.right, times: 3)
    #expect(!lines().contains("  Go right.") && lines().contains(answer))
    explorer.press(.left)
    #expect(lines().contains(answer))
    explorer.press(.character("H"))
    #expect(explorer.notice == "this task is done: Enter goes on")
  }

  @Test func `an answer is scrolled to, where the page has no room for it`() throws {
    var explorer = reading(rows: 8, columns: 24)
    let area = try #require(explorer.screen.page)
    let rows = area.rows - 1
    #expect(LessonPage(explorer, in: area).lines.count > rows && explorer.lesson?.topLine == 0)
    explorer.press(.right, times: 3)
    let count = LessonPage(explorer, in: area).lines.count
    #expect(explorer.lesson?.isDone == true && explorer.lesson?.topLine == count - rows)
  }

  @Test func `a page says by which keys there is more of it, and Enter what it comes to`() {
    func onEnter(_ explorer: Explorer) -> String? {
      explorer.footerItems.first { $0.label == "Enter" }?.text
    }
    var explorer = reading(rows: 8, columns: 24)
    #expect(explorer.words(of: .pageAbove) == nil)
    #expect(explorer.words(of: .pageBelow) == "Enter ↓" && onEnter(explorer) == "more")
    explorer.press(.right, times: 3)  // the task is done, and its answer is scrolled to
    #expect(explorer.words(of: .pageAbove) == "Backspace ↑")
    #expect(explorer.words(of: .pageBelow) == nil && onEnter(explorer) == "next page")
    explorer.press(.backspace, times: 9)
    #expect(explorer.words(of: .pageAbove) == nil && explorer.lesson?.topLine == 0)

    explorer = reading()
    #expect(explorer.words(of: .pageBelow) == nil && onEnter(explorer) == "next page")
    explorer.press(.enter)
    explorer.press(.escape)  // out of the candidates, to which the page leads
    #expect(onEnter(explorer) == "finish")
    explorer.press(.enter)
    #expect(explorer.lesson == nil)
  }

  @Test func `Enter turns a page of which all is seen since the screen has grown`() {
    var explorer = reading(rows: 8, columns: 24)
    explorer.press(.enter)
    #expect(explorer.lesson?.topLine != 0 && explorer.lesson?.page == 0)
    _ = explorer.update(.resized(rows: 40, columns: 120))
    #expect(explorer.words(of: .pageAbove) == nil)
    explorer.press(.enter)
    #expect(explorer.lesson?.page == 1)
  }

  @Test func `the next page changes only what it says, and back is as it was`() {
    var explorer = reading()
    explorer.press(.character("c"))
    explorer.press(.enter)
    #expect(explorer.string == "the mat ate")
    #expect(explorer.temperature.value == 2 && explorer.lens == .rank)
    #expect(explorer.panel == .candidates && explorer.focus == 1)
    explorer.press(.tab, times: 2)
    explorer.press(.backspace)
    #expect(explorer.string == "the cat sat on the mat." && explorer.temperature == .one)
    #expect(explorer.focus == 2)
  }

  @Test func `an edit is scored, leaves the quotations, and is gone on the next page`() throws {
    var explorer = reading()
    let area = try #require(explorer.screen.page)
    let before = LessonPage(explorer, in: area).lines
    explorer.press(.end)
    explorer.press(.character("e"))
    explorer.press(.character("w"), .control)
    explorer.press(.escape)
    #expect(explorer.string == "the cat sat on the ")
    #expect(explorer.scored?.isComplete == true)
    #expect(LessonPage(explorer, in: area).lines == before)
    explorer.press(.pageDown)
    #expect(explorer.string == "the mat ate")
  }

  @Test func `Esc leaves it, and brings back the text, its scores and the settings`() {
    var explorer = reading()
    explorer.press(.up, times: 3)
    explorer.press(.escape)
    #expect(explorer.lesson == nil && explorer.string == "the cat ate")
    #expect(explorer.scored?.isComplete == true && explorer.tokens.count == 3)
    #expect(explorer.lens == .surprise && explorer.unit == .bits && explorer.temperature == .one)
  }

  @Test func `the theme and the size outlive it`() {
    var explorer = reading()
    explorer.press(.character("t"))
    let theme = explorer.theme
    _ = explorer.update(.resized(rows: 30, columns: 100))
    explorer.press(.escape)
    #expect(explorer.theme == theme && explorer.rows == 30 && explorer.columns == 100)
    #expect(explorer.screen.page == nil)
  }

  @Test func `opened again it goes on where it was left, with its ticks`() {
    var explorer = reading()
    explorer.press(.right, times: 3)
    explorer.press(.enter)
    explorer.press(.escape, times: 2)
    #expect(explorer.lesson == nil && explorer.doneCount(in: lesson) == 1)
    explorer.press(.character("l"))
    explorer.press(.enter)
    #expect(explorer.lesson?.page == 1 && explorer.lesson?.done == [0])
  }

  @Test func `b in the list begins it again, and what was read to its end stays so`() {
    var explorer = reading()
    explorer.press(.right, times: 3)
    explorer.press(.enter)
    #expect(explorer.lesson?.page == 1 && explorer.lesson?.done == [0])
    explorer.press(.character("l"))
    #expect(explorer.pageLeft(in: lesson) == 2)
    explorer.press(.character("b"))
    #expect(explorer.lesson?.page == 0 && explorer.lesson?.done == [])
    explorer.press(.escape, times: 2)
    #expect(explorer.pageLeft(in: lesson) == nil && !explorer.shelf.isFinished(lesson))
    explorer.press(.character("l"))
    explorer.press(.enter, times: 2)
    explorer.press(.escape)
    explorer.press(.enter)
    #expect(explorer.lesson == nil && explorer.shelf.isFinished(lesson))
    explorer.press(.character("l"))
    explorer.press(.character("b"))
    #expect(explorer.lesson?.page == 0 && explorer.bookmarks["cats"]?.isFinished == true)
  }

  @Test func `another run goes on where it was left, as if it were the same`() {
    var explorer = reading()
    explorer.press(.right, times: 3)
    explorer.press(.enter)
    let mark = explorer.bookmarks["cats"]
    #expect(mark?.page == 1 && mark?.done == [0] && mark?.isFinished == false)
    var next = Explorer(text: [], lessons: [lesson], bookmarks: explorer.bookmarks)
    #expect(next.doneCount(in: lesson) == 1)
    _ = next.update(.lessonWanted(lesson))
    #expect(next.lesson?.page == 1 && next.lesson?.done == [0])
  }

  @Test func `a bookmark in a lesson that has other pages now is none`() throws {
    var explorer = reading()
    explorer.press(.right, times: 3)
    explorer.press(.enter)
    for (old, new, holds) in [
      ("Go right.", "Go to the right.", true), ("## What it ate", "## What it drank", false),
      (
        "task: Step to the mat.\ndone: word is \"mat\"\nhint: Go right.\nhint: Three times.\n"
          + "answer: Its rank is {rank of \"mat\"}.\n", "",
        false
      ),
      ("## What it ate", "## Between\n\nWords.\n\n## What it ate", false),
    ] {
      let file = Self.file.replacing(old, with: new)
      let edited = try Lesson(name: "cats", bytes: Array(file.utf8))
      #expect(edited != lesson)
      var next = Explorer(text: [], lessons: [edited], bookmarks: explorer.bookmarks)
      #expect(next.doneCount(in: edited) == (holds ? 1 : 0), "\(new)")
      _ = next.update(.lessonWanted(edited))
      #expect(next.lesson?.page == (holds ? 1 : 0), "\(new)")
    }
  }

  @Test(arguments: [-1, 2, Int.max, Int.min])
  func `a bookmark at a page that there is not is none`(page: Int) throws {
    var mark = try #require(reading().bookmarks["cats"])
    mark.page = page
    var explorer = Explorer(text: [], lessons: [lesson], bookmarks: ["cats": mark])
    _ = explorer.update(.lessonWanted(lesson))
    #expect(explorer.lesson?.page == 0)
    mark.page = 1
    mark.done = [page]
    #expect(
      Explorer(text: [], lessons: [lesson], bookmarks: ["cats": mark]).doneCount(in: lesson) == 0)
  }

  @Test func `bookmarks of lessons that are not on the shelf are kept`() {
    let mark = Bookmark(page: 3, done: [1], isFinished: true, outline: 7)
    var explorer = Explorer(text: [], lessons: [lesson], bookmarks: ["dogs": mark])
    _ = explorer.update(.lessonWanted(lesson))
    #expect(explorer.bookmarks["dogs"] == mark && explorer.bookmarks["cats"] != nil)
  }

  @Test func `a unit that a page sets or that is chosen in it is not the preferred one`() {
    var explorer = reading()
    #expect(explorer.unit == .nats && explorer.preferences.unit == .bits)
    explorer.press(.character("u"))
    explorer.press(.character("u"))
    #expect(explorer.preferences.unit == .bits)
    explorer.press(.escape)
    explorer.press(.character("u"))
    #expect(explorer.unit == .nats && explorer.preferences.unit == .nats)
  }

  @Test func `after the last page it is finished`() {
    var explorer = reading()
    explorer.press(.enter)
    explorer.press(.escape)
    explorer.press(.enter)
    #expect(explorer.lesson == nil && explorer.shelf.isFinished(lesson))
    #expect(explorer.string == "the cat ate")
  }

  @Test func `what runs is stopped when a lesson is opened, and can go on afterwards`() {
    var explorer = Explorer(text: Array("the cat ate".utf8), lessons: [lesson])
    _ = explorer.update(.modelLoaded(FakeScorer.model, FakeScorer.vocabulary))
    #expect(explorer.phase.isRunning)
    _ = explorer.update(.lessonWanted(lesson))
    _ = explorer.update(.input(.key(.escape, [])))
    #expect(explorer.phase == .tokenizing || explorer.phase == .stopped)
    while explorer.lesson != nil { explorer.answer(explorer.update(.input(.key(.escape, [])))) }
    explorer.press(.enter)
    #expect(explorer.string == "the cat ate" && explorer.scored?.isComplete == true)
  }

  @Test func `a lesson can be wanted before the model is there`() {
    var explorer = Explorer(text: Array("x".utf8), lessons: [lesson])
    #expect(explorer.update(.lessonWanted(lesson)).isEmpty)
    explorer.answer(explorer.update(.modelLoaded(FakeScorer.model, FakeScorer.vocabulary)))
    #expect(explorer.focus == 2 && explorer.scored?.isComplete == true)
  }

  @Test func `a page can want another model, and the first one comes back after it`() throws {
    let file = "# T\n## P\ntext: the cat\nmodel: dice:6\n\nWords.\n## Q\nmodel: default\n\nWords.\n"
    let lesson = try Lesson(name: "dice", bytes: Array(file.utf8))
    var explorer = Explorer.ready("the mat")
    #expect(explorer.update(.lessonWanted(lesson)).map(kind).contains("use model"))
    #expect(explorer.scored == nil)
    explorer.answer(explorer.update(.modelLoaded(FakeScorer.model, FakeScorer.vocabulary)))
    #expect(explorer.string == "the cat" && explorer.scored?.isComplete == true)
    let effects = explorer.update(.input(.key(.enter, [])))
    #expect(effects.map(kind) == ["use model"])
    explorer.answer(explorer.update(.modelLoaded(FakeScorer.model, FakeScorer.vocabulary)))
    #expect(explorer.update(.input(.key(.escape, []))).map(kind) == [])
    #expect(explorer.string == "the mat" && explorer.scored?.isComplete == true)
  }

  @Test func `a model that is wanted while another is loaded is loaded next`() throws {
    let file = "# T\n## P\ntext: the cat\nmodel: dice:6\n\nWords.\n"
    let lesson = try Lesson(name: "dice", bytes: Array(file.utf8))
    var explorer = Explorer(text: [])
    #expect(explorer.update(.lessonWanted(lesson)).isEmpty)
    let effects = explorer.update(.modelLoaded(FakeScorer.model, FakeScorer.vocabulary))
    #expect(effects.map(kind) == ["use model"])
  }

  @Test func `every word that the format allows is known to the explorer`() {
    for word in Scene.Choice.unit.words ?? [] { #expect(Unit(rawValue: word) != nil) }
    for word in Scene.Choice.lens.words ?? [] { #expect(Lens(rawValue: word) != nil) }
    for word in Scene.Choice.panel.words ?? [] { #expect(Panel(rawValue: word) != nil) }
    for word in Scene.Choice.board.words ?? [] { #expect(Board(rawValue: word) != nil) }
    for word in Scene.Choice.chart.words ?? [] { #expect(ChartScale(rawValue: word) != nil) }
    for word in Scene.Choice.network.words ?? [] {
      #expect(TrainingRecipe.Network(named: word) != nil)
    }
    for word in Scene.Choice.optimizer.words ?? [] {
      #expect(TrainingRecipe.Optimizer(named: word) != nil)
    }
    for word in Scene.Choice.train.words?.dropFirst() ?? [] {
      #expect(TrainingPreset.all.contains { $0.name == word })
    }
  }

  @Test func `every quantity of the inside has a value while its board shows the token`() {
    var explorer = Explorer.ready("the cat sat.")
    explorer.press(.character("S"))
    explorer.press(.home)  // the likeliest token, behind a start token
    for measure in [Measure.layer, .layerSurprise, .layerRank, .settledLayer] {
      #expect(explorer.value(of: Quantity(measure)) == nil, "\(measure)")
      explorer.press(.character("a"))
      #expect(explorer.value(of: Quantity(measure))?.kind == measure.kind, "\(measure)")
      explorer.press(.escape)
    }
    explorer.press(.end)
    explorer.press(.character("f"))
    let bought = explorer.value(of: Quantity(.bought, of: .words(Words("cat"))))
    #expect(bought == explorer.bought(by: 1).map(Value.information) && bought != nil)
  }

  @Test func `every quantity has a value on a scored text`() {
    let explorer = reading()
    for measure in Measure.allCases
    where measure != .bestLoss && measure != .bestTemperature && !measure.isOfTraining
      && !measure.isOfInsight
    {
      let value = explorer.value(of: Quantity(measure))
      #expect(value?.kind == measure.kind, "\(measure)")
    }
  }

  @Test func `the surprises of words of several tokens are added`() throws {
    let explorer = reading()
    let parts = try (1...2).map { try #require(explorer.surprisal(of: $0)) }
    let both = explorer.value(of: Quantity(.surprise, of: .words(Words("cat sat"))))
    #expect(both == .information(parts[0] + parts[1]))
    #expect(explorer.value(of: Quantity(.surprise, of: .words(Words("dog")))) == nil)
  }

  @Test func `candidates are those before the words that are given`() {
    let explorer = reading()
    let first = Quantity(.word, of: .candidate(1, before: Words("mat")))
    #expect(explorer.value(of: first) == .word("the"))
    let share = Quantity(.probability, of: .candidate(1, before: Words("mat")))
    let weights = FakeScorer.logits.map { Information.nats($0).perplexity }
    guard case .share(let found) = explorer.value(of: share) else {
      Issue.record("no share")
      return
    }
    #expect(abs(found - 1 / weights.reduce(0, +)) < 1e-4)
  }

  @Test(arguments: [(1, 1), (6, 20), (10, 30), (16, 60), (24, 80), (40, 120), (60, 200)])
  func `any size of screen is survived`(rows: Int, columns: Int) {
    var explorer = reading(rows: rows, columns: columns)
    for key: Key in [.enter, .pageUp, .character("H"), .character("l"), .down, .escape] {
      explorer.press(key)
    }
    for _ in 0..<3 { explorer.press(.escape) }
    #expect(explorer.string == "the cat ate")
  }

  @Test(arguments: Array(22...60))
  func `the legend has a row of its own, at the text whose colours it explains`(rows: Int) throws {
    for board in Board.allCases {
      for (words, columns) in [(true, 80), (false, 80), (true, 200), (false, 200)] {
        let screen = ScreenLayout(
          rows: rows, columns: columns, .init(board: board, hasPage: true, words: words))
        let (text, page) = (try #require(screen.text), try #require(screen.page))
        let legend = try #require(screen.legend, "\(columns)×\(rows) \(board)")
        #expect(legend.row >= text.row + text.rows && legend.row != page.row)
        #expect(!(page.row..<page.row + page.rows).contains(legend.row))
        #expect(page.rows >= 3 && text.rows >= 2)
        if rows < 34, columns < 150 {
          #expect(legend.row == text.row + text.rows && page.row == legend.row + 1)
          #expect(screen.panels.map { page.row + page.rows == $0.row } != false)
        }
        if rows >= 24, columns < 150, board == .expectation { #expect(page.rows >= 8) }
        if rows >= 24, words { #expect(text.rows >= 3) }
      }
    }
  }

  @Test func `a click in the list selects a lesson, and a double click opens it`() throws {
    let second = try Lesson(name: "dogs", bytes: Array(Self.file.utf8))
    var explorer = Explorer(text: [], lessons: [lesson, second])
    _ = explorer.update(.resized(rows: 24, columns: 80))
    explorer.press(.character("l"))
    let area = LessonListLayout(explorer).area
    let (first, other) = ((area.row, area.column + 5), (area.row + 2, area.column + 5))
    func selected() -> Int? { if case .lessons(let place) = explorer.stage { place } else { nil } }
    for place in [first, other, other, other] {
      _ = explorer.mouse(.pressed, place.0, place.1)
      _ = explorer.mouse(.released, place.0, place.1)
      #expect(selected() == (place == first ? 0 : 1))
    }
    _ = explorer.mouse(.pressedTwice, first.0, first.1)
    #expect(selected() == 0, "the first press was on another lesson")
    _ = explorer.mouse(.pressedTwice, first.0, first.1)
    #expect(explorer.stage == nil && explorer.lesson?.lesson.name == "cats")
  }

  @Test func `nothing is listed where there are no lessons`() {
    var explorer = Explorer.ready("the cat ate")
    explorer.press(.character("l"))
    #expect(explorer.stage == nil && explorer.notice == "there are no lessons")
  }
}
