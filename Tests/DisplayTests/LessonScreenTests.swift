import Display
import Exploration
import Lessons
import Testing

@Suite struct `A lesson on the screen looks as it did` {
  private static let file = """
    # What surprise is
    series: With the English model
    about: How a model guesses the next word.

    ## A model guesses
    text: The capital of France is Paris. The capital of Germany is Berlin. I ate a purple
      spreadsheet for breakfast.
    at: "Paris"

    A language model reads the beginning of a text and guesses what comes next. It gives *every*
    possible next piece a probability. Here “Paris” has {probability of "Paris"}, which is a
    *surprise* of {surprise of "Paris"}.

    task: Find a token of more than 12 bits.
    done: surprise > 12 bits
    hint: The key n goes to the next peak.
    answer: “spreadsheet” has {surprise of "spreadsheet"}.

    ## The end

    That is all.
    """

  private static let other =
    "# Another one\nseries: With coins\nabout: More of it.\n## P\nmodel: dice:2\ntext: 1\n"

  private func explorer(rows: Int, columns: Int) throws -> Explorer {
    let lesson = try Lesson(name: "surprise", bytes: Array(Self.file.utf8))
    let other = try Lesson(
      name: "other", bytes: Array(Self.other.utf8))
    var explorer = Scene.breakfast.explorer(
      rows: rows, columns: columns, lessons: [lesson, other])
    explorer.press("l")
    explorer.press(.enter)
    return explorer
  }

  @Test(arguments: [(24, 80), (40, 120), (60, 200), (16, 60), (12, 40), (6, 20)])
  func `at every size`(rows: Int, columns: Int) throws {
    try expectGolden(explorer(rows: rows, columns: columns), "lesson-\(columns)x\(rows)")
  }

  @Test func `with a hint`() throws {
    var explorer = try explorer(rows: 24, columns: 80)
    explorer.press("H")
    try expectGolden(explorer, "lesson-hint")
  }

  @Test(arguments: [(24, 80), (60, 200)])
  func `with its task done, and the answer`(rows: Int, columns: Int) throws {
    var explorer = try explorer(rows: rows, columns: columns)
    explorer.press("nnnn")
    try expectGolden(explorer, "lesson-done-\(columns)x\(rows)")
  }

  @Test(arguments: [(24, 80), (40, 120)])
  func `in the list`(rows: Int, columns: Int) throws {
    var explorer = try explorer(rows: rows, columns: columns)
    explorer.press("l")
    try expectGolden(explorer, "lessons-\(columns)x\(rows)")
  }

  @Test func `the list says which lessons need the model that is missing`() throws {
    var explorer = try explorer(rows: 24, columns: 80)
    explorer.press(.escape)
    explorer.doWithoutDefaultModel()
    explorer.press("l")
    let lines = render(explorer, rows: 24, columns: 80).text.split(separator: "\n")
    let coins = lines.firstIndex { $0.contains("1  Another one") && $0.contains("1 page, 0") }
    let words = lines.firstIndex {
      $0.contains("2  What surprise is") && $0.contains("needs the English model")
    }
    #expect(try #require(coins) < #require(words))
  }

  @Test func `the list says whole what a lesson is about, however many there are`() throws {
    // As long as a line about a lesson may be.
    let about = String(repeating: "a word, ", count: 8) + "and done"
    let lessons = try (1...12).map { number in
      try Lesson(
        name: "lesson\(number)",
        bytes: Array("# L\nabout: \(about)\n## P\ntext: a\n".utf8))
    }
    var explorer = Scene.breakfast.explorer(rows: 24, columns: 80, lessons: lessons)
    explorer.press("l")
    #expect(about.count == 72 && render(explorer, rows: 24, columns: 80).text.contains(about))
  }

  @Test func `the list says at which page a lesson goes on`() throws {
    var explorer = try explorer(rows: 24, columns: 80)
    explorer.press(.enter)
    explorer.press("l")
    let screen = render(explorer, rows: 24, columns: 80).text
    #expect(screen.contains("page 2 of 2, 0 of 1 tasks done"))
    #expect(screen.contains("1 page, 0 of 0 tasks done"))
  }

  @Test(arguments: [80, 100, 120])
  func `the name of a lesson gives way to that of the model`(columns: Int) throws {
    let title = "Tokens, and why perplexities mislead those who compare them"
    let lesson = try Lesson(
      name: "long", bytes: Array("# \(title)\n## P\ntext: a b\n".utf8))
    var explorer = Scene.breakfast.explorer(rows: 24, columns: columns, lessons: [lesson])
    explorer.press("l")
    explorer.press(.enter)
    let header = render(explorer, rows: 24, columns: columns).text.split(separator: "\n")[0]
    #expect(header.contains("SmolLM2 135M Instruct Q4_1"))
    #expect(header.contains("Tokens"))
  }
}
