import ExplorationFixtures
import Lessons
import Synchronization
import Testing

import Exploration

@Suite struct `The list of lessons` {
  /// A lesson on the default model, and two on dice.
  private static let lessons: [Lesson] = [
    ("english", "A", ""), ("coin", "B", "model: dice:2\n"), ("die", "B", "model: dice:6\n"),
  ].compactMap { name, series, model in
    let file = "# \(name)\nseries: \(series)\n\n## P\n\n\(model)text: 1 2\n\nRead it.\n"
    return try? Lesson(name: name, bytes: Array(file.utf8))
  }

  private func listing(rows: Int = 24) -> Explorer {
    var explorer = Explorer(text: Array("the cat ate".utf8), lessons: Self.lessons)
    _ = explorer.update(.resized(rows: rows, columns: 80))
    explorer.press(.character("l"))
    return explorer
  }

  private func selected(in explorer: Explorer) -> Int? {
    if case .lessons(let place) = explorer.stage { place } else { nil }
  }

  @Test func `it has a heading where other lessons begin, and a click on that does nothing`() {
    var explorer = listing()
    #expect(
      Array(LessonListLayout(explorer).visible) == [
        .series("A"), .title(0), .summary(0), .gap, .series("B"), .title(1), .summary(1),
        .title(2), .summary(2),
      ])
    let area = LessonListLayout(explorer).area
    for (row, selected) in zip(area.row..., [0, 0, 0, 0, 0, 1, 1, 2, 2, 2]) {
      _ = explorer.mouse(.pressed, row, area.column + 5)
      #expect(self.selected(in: explorer) == selected)
    }
  }

  @Test(arguments: [7, 8, 9, 10, 12, 24])
  func `the lesson that is selected is in view, and no row is beyond the screen`(rows: Int) {
    var explorer = listing(rows: rows)
    for (key, selected) in [(Key.down, 1), (.down, 2), (.up, 1), (.up, 0)] {
      explorer.press(key)
      let layout = LessonListLayout(explorer)
      #expect(layout.visible.contains(.title(selected)))
      #expect(layout.visible.count <= layout.area.rows)
    }
  }

  @Test(arguments: [false, true])
  func `large titles scroll whole, the next one in view, and a click selects one`(isASCII: Bool)
    throws
  {
    let lessons = try (0..<18).map { number in
      let file = "# T\nseries: \(number / 7)\n\n## P\n\ntext: a\n\nRead it.\n"
      return try Lesson(name: "lesson\(number)", bytes: Array(file.utf8))
    }
    var explorer = Explorer(text: Array("the cat ate".utf8), lessons: lessons)
    explorer.isASCII = isASCII
    _ = explorer.update(.resized(rows: 60, columns: 200))
    explorer.press(.character("l"))
    for (key, selected) in (0..<18).map({ (Key.down, $0) }) + (0..<18).reversed().map({ (.up, $0) })
    {
      let layout = LessonListLayout(explorer)
      let (visible, area) = (layout.visible, layout.area)
      #expect(visible.count <= area.rows && self.selected(in: explorer) == selected)
      #expect(
        [.title(min(selected, 17)), .title(min(selected + 1, 17))].allSatisfy(visible.contains))
      #expect(layout.style.scale == 1)
      for case .title(let place) in visible { #expect(visible.contains(.summary(place))) }
      for case .summary(let place) in visible { #expect(visible.contains(.title(place))) }
      var other = explorer
      guard case .summary(let last)? = visible.last else {
        Issue.record("the list ends within a lesson")
        continue
      }
      _ = other.mouse(.pressed, area.row + visible.count - 1, 20)
      #expect(self.selected(in: other) == last)
      if !(key == .down && selected == 17) { explorer.press(key) }
    }
  }

  @Test(arguments: ["l", "open", "palette"])
  func `lessons are read once, when they are first listed or opened`(way: String) {
    let count = Counter()
    var explorer = Explorer(text: Array("the cat ate".utf8))
    explorer.offerLessons {
      count.add()
      return Self.lessons
    }
    explorer.doWithoutDefaultModel()
    explorer.answer(explorer.update(.resized(rows: 24, columns: 80)))
    explorer.answer(explorer.update(.modelLoaded(FakeScorer.model, FakeScorer.vocabulary)))
    explorer.press(.right)
    #expect(count.value == 0)
    for _ in 0..<2 {
      switch way {
      case "l": explorer.type("l")
      case "open": _ = explorer.update(.lessonWanted(Self.lessons[1]))
      default: explorer.type(":")
      }
      explorer.press(.escape)
    }
    #expect(count.value == 1)
    #expect(explorer.shelf.lessons.map(\.name) == ["coin", "die", "english"])
  }

  /// What several closures count.
  private final class Counter: Sendable {
    private let count = Mutex(0)
    var value: Int { count.withLock { $0 } }
    func add() { count.withLock { $0 += 1 } }
  }

  @Test
  func `without the default model, lessons on others come first, and those on it are refused`() {
    var explorer = Explorer(text: Array("the cat ate".utf8), lessons: Self.lessons)
    explorer.doWithoutDefaultModel()
    #expect(explorer.shelf.lessons.map(\.name) == ["coin", "die", "english"])
    _ = explorer.update(.lessonWanted(Self.lessons[0]))
    #expect(explorer.lesson == nil && selected(in: explorer) == 2)
    #expect(explorer.notice?.contains("`surprisal models fetch`") == true)
    for key in [Key.enter, .character("b")] {
      explorer.press(key)
      #expect(
        explorer.lesson == nil && explorer.notice?.contains("`surprisal models fetch`") == true)
    }
    explorer.press(.up)
    explorer.press(.enter)
    #expect(explorer.lesson?.lesson.name == "die")
  }

  @Test func `a page for the default model says so where another one reads its text`() {
    let remark = "Written for the English model: with this one, some of it may be false."
    func page(_ lesson: Int, file: String, isOfProgram: Bool = true) -> [String] {
      var explorer = Explorer(text: [], lessons: isOfProgram ? Self.lessons : [])
      _ = explorer.update(.resized(rows: 24, columns: 80))
      explorer.lessonsAreWritten(forFile: "english.gguf")
      var model = FakeScorer.model
      model.file = file
      explorer.answer(explorer.update(.modelLoaded(model, FakeScorer.vocabulary)))
      _ = explorer.update(.lessonWanted(Self.lessons[lesson]))
      _ = explorer.update(.modelLoaded(model, FakeScorer.vocabulary))
      let lines = explorer.screen.page.map { LessonPage(explorer, in: $0).lines } ?? []
      return lines.map { $0.pieces.map(\.text).joined() }.filter { !$0.isEmpty }
    }
    #expect(page(0, file: "/models/other.gguf") == [remark, "Read it."])
    #expect(page(0, file: "/models/english.gguf") == ["Read it."])
    #expect(page(1, file: "/models/other.gguf") == ["Read it."])
    #expect(page(0, file: "/models/other.gguf", isOfProgram: false) == ["Read it."])
  }

  @Test func `a lesson of one's own is read with any model`() {
    var explorer = Explorer(text: [], lessons: Array(Self.lessons.dropFirst()))
    explorer.doWithoutDefaultModel()
    _ = explorer.update(.lessonWanted(Self.lessons[0]))
    #expect(explorer.lesson?.lesson.name == "english")
  }
}
