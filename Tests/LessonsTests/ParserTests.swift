import InformationTheory
import Lessons
import Testing

@Suite struct `A lesson's file is read` {
  static let small = """
    # A small lesson
    about: What a lesson looks like.

    ## The first page
    text: One two three.
    at: "two"
    temperature: 0.5
    lens: entropy
    expect: surprise of "two" > 1 bits

    A model *guesses*. Here the surprise
    is {surprise of "two" in nats}.

    A second paragraph.

    ## The second page
    temperature: best
    note: Nobody sees this.
    task: Find a word of more than ten bits
      and look at it.
    done: surprise > 10 bits and lens is entropy
    hint: Press n.
    hint: It is *three*.
    answer: Its surprise is {surprise of "three"}. The key is {key next-peak}.
    solution: n
    solution: right 2
    """

  private func read(_ text: String) throws(LessonError) -> Lesson {
    try Lesson(name: "small", bytes: Array(text.utf8))
  }

  @Test func `pages, paragraphs and pieces`() throws {
    let lesson = try read(Self.small)
    #expect(lesson.title == "A small lesson")
    #expect(lesson.summary == "What a lesson looks like.")
    #expect(lesson.pages.map(\.title) == ["The first page", "The second page"])
    #expect(lesson.pages.map(\.line) == [4, 16])
    let quantity = Quantity(.surprise, of: .words(Words("two")))
    #expect(
      lesson.pages[0].paragraphs == [
        Paragraph(pieces: [
          .text("A model "), .strong("guesses"), .text(". Here the surprise is "),
          .value(quantity, in: .nats), .text("."),
        ]),
        Paragraph(pieces: [.text("A second paragraph.")]),
      ])
  }

  @Test func `the series that it belongs to, and whether it needs the default model`() throws {
    let page = "## P\ntext: 1\n"
    #expect(try read("# T\nseries: With dice\n" + page).series == "With dice")
    #expect(try read("# T\n" + page).series == "")
    for (models, needs) in [
      ([""], true), (["model: dice:2\n"], false), (["model: source\n", "", ""], false),
      (["model: source\n", "model: default\n"], true), (["model: uniform\n"], true),
      (["train: 5k\n"], false), (["train: 5k\n", "train: none\n"], true),
    ] {
      let pages = models.map { page + $0 + "\n" }.joined()
      #expect(try read("# T\n" + pages).needsDefaultModel == needs, "\(models)")
    }
  }

  @Test func `a page begins with the settings of the pages before`() throws {
    let pages = try read(Self.small).pages
    #expect(pages[0].scene.text == "One two three.")
    #expect(pages[0].scene.temperature == Temperature(0.5).map(Scene.Heat.value))
    #expect(pages[1].scene.text == "One two three.")
    #expect(pages[1].scene.focus == .words(Words("two")))
    #expect(pages[1].scene.temperature == .best)
    #expect(pages[1].scene[.lens] == "entropy" && pages[1].scene[.unit] == "bits")
  }

  @Test func `a new text is begun afresh`() throws {
    let lesson = try read(
      "# T\n## 1\ntext: a b\nat: \"b\"\n## 2\ntext: c\\nd\n")
    #expect(lesson.pages[1].scene.text == "c\nd")
    #expect(lesson.pages[1].scene.focus == nil)
  }

  @Test func `a page that watches a training needs no text, and begins as the page before`() throws
  {
    let pages = try read(
      """
      # T
      ## 1
      train: 20k
      network: mlp
      rate: 0.01
      seed: 7
      steps: 300
      at: "sum"
      ## 2
      rate: usual
      checkpoint: lowest
      ## 3
      train: none
      text: a b
      """
    ).pages
    #expect(pages[0].scene.hasTraining && pages[0].scene[.train] == "20k")
    #expect(pages[0].scene.rate == .value(0.01) && pages[0].scene.seed == 7)
    #expect(pages[1].scene[.network] == "mlp" && pages[1].scene.steps == 300)
    #expect(pages[1].scene.rate == .usual && pages[1].scene[.checkpoint] == "lowest")
    #expect(!pages[2].scene.hasTraining && pages[2].scene.focus == nil)
  }

  @Test func `a task with its condition, hints and solution`() throws {
    let exercise = try #require(try read(Self.small).pages[1].exercise)
    #expect(
      exercise.request.pieces == [.text("Find a word of more than ten bits and look at it.")])
    #expect(
      exercise.condition.comparisons == [
        Comparison(
          quantity: Quantity(.surprise), relation: .more, other: .value(.information(.bits(10)))),
        Comparison(
          quantity: Quantity(.lens), relation: .same, other: .value(.word("entropy"))),
      ])
    #expect(exercise.hints.count == 2)
    #expect(exercise.solution.map(\.directive) == ["n", "right 2"])
    #expect(exercise.solution.map(\.line) == [25, 26])
    let quantity = Quantity(.surprise, of: .words(Words("three")))
    #expect(
      exercise.answer?.pieces == [
        .text("Its surprise is "), .value(quantity, in: nil), .text(". The key is "),
        .key("next-peak"), .text("."),
      ])
    #expect(try read(Self.small).pages[1].commands == ["next-peak"])
    #expect(try read(Self.small).pages[1].quotations == [quantity])
  }

  @Test func `claims keep their words and their line`() throws {
    let claims = try read(Self.small).pages[0].claims
    #expect(claims.map(\.source) == ["surprise of \"two\" > 1 bits"])
    #expect(claims.map(\.line) == [9])
  }

  @Test func `line ends of other systems are line ends`() throws {
    var text = Self.small
    text = text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
    #expect(try read(text) == read(Self.small))
  }

  /// A page on which one line is wrong.
  private func page(_ lines: String) -> String { "# T\n\n## P\ntext: a b\n" + lines }

  @Test(arguments: [
    ("", 1, "begins with a line like `# "),
    ("Hello.", 1, "begins with a line like `# "),
    ("# T\n", 1, "has no page"),
    ("# T\n\nHello.", 3, "has no page"),
    ("# T\n## P\nHello.", 2, "text: …"),
  ])
  func `what is missing is named`(text: String, line: Int, words: String) {
    expectError(text, line, words)
  }

  @Test(arguments: [
    ("temprature: 2", 5, "no setting `temprature:`"),
    ("temperature: warm", 5, "“warm” stands where a temperature"),
    ("temperature: -1", 5, "“-1” stands where a temperature"),
    ("lens: loss", 5, "`lens:` cannot be “loss”: it is surprise, probability, rank"),
    ("lens:", 5, "`lens:` has no value"),
    ("train: 7k", 5, "`train:` cannot be “7k”: it is none, 5k, 20k, 50k or 1m"),
    ("network: big", 5, "`network:` cannot be “big”: it is transformer, table, mlp or large"),
    ("rate: 0", 5, "“0” stands where a learning rate"),
    ("rate: inf", 5, "“inf” stands where a learning rate"),
    ("steps: 10001", 5, "“10001” stands where a whole number from 0 to 10000"),
    ("seed: -1", 5, "“-1” stands where a whole number from 1 to 1000000"),
    ("expect: gap > 1 bits", 5, "“>” stands where `of` and a kind of bytes"),
    ("expect: gap of sums > 1 bits", 5, "“sums” stands where `of` and a kind of bytes"),
    ("lens: rank\nlens: rank", 6, "`lens:` is given twice"),
    ("about: x", 5, "`about:` has no place here"),
    ("at: \"c\"", 3, "does not contain “c”"),
    ("at: \"a\" #2", 3, "does not contain “a”"),
    ("at: c", 5, "“c” stands where `first`, `last`, or words"),
    ("lens: rank\nand so on", 6, "“and so on” stands in a block of settings"),
    ("\nA *word", 6, "a `*` is never closed"),
    ("\nA {loss", 6, "a `{` is never closed"),
    ("\nA {lost}", 6, "“lost” stands where a quantity"),
    ("\nA {loss in}", 6, "`bits` or `nats`"),
    ("\nA {perplexity in bits}", 6, "“bits” stands where `bits` or `nats` of an amount"),
    ("expect: loss", 5, "`is`"),
    (
      "expect: loss < 3", 5,
      "loss is an amount in bits or nats and cannot be compared with a number"
    ),
    ("expect: loss < perplexity", 5, "cannot be compared with a number"),
    ("expect: loss is 3", 5, "stands where a sign"),
    ("expect: lens < 3", 5, "stands where `is`"),
    ("expect: loss < 3 bits or", 5, "“or” stands where the end"),
    ("expect: loss < 3 bits and", 5, "a quantity"),
    ("expect: probability of candidate 33 > 1%", 5, "a whole number from 1 to 32"),
    ("expect: word is \"a", 5, "a `\"` is never closed"),
    ("expect: loss at x < 1 bits", 5, "“x” stands where a temperature"),
    ("task: Do it.", 5, "a task needs `done:`"),
    ("done: loss < 1 bits", 3, "a task needs `task"),
    ("answer: Yes.", 3, "a task needs `task (for answer):` as well"),
    ("task: ?\ndone: loss < 1 bits\nanswer: a\nanswer: b", 8, "`answer:` is given twice"),
    ("task: ?\ndone: loss < 1 bits\nanswer: {lost}", 7, "“lost” stands where a quantity"),
  ])
  func `what is wrong is named, with its line`(lines: String, line: Int, words: String) {
    expectError(page(lines), line, words)
  }

  @Test(arguments: [
    ("", 199, "## P\ntext: a", "pages in the lesson"),
    ("text: a\n\n", 100, "{loss} ", "quantities in braces"),
    ("text: a\n", 99, "expect: loss < 1 bits", "lines `expect:`"),
    ("text: a\n", 16_000, "\n\na", "bytes on this page"),
  ])
  func `there is a limit to everything, and it is named`(
    start: String, count: Int, unit: String, name: String
  ) throws {
    func text(_ count: Int) -> String {
      "# T\n## P\n" + (start.isEmpty ? "text: a\n" : start)
        + Array(repeating: unit, count: count).joined(separator: "\n")
    }
    if name != "bytes on this page" { _ = try read(text(count)) }
    let error = #expect(throws: LessonError.self) { try read(text(count + 400)) }
    #expect(error?.description.contains(name) == true, "\(String(describing: error))")
  }

  @Test(arguments: [
    (
      "expect: " + String(repeating: "loss < 1 bits and ", count: 20) + "loss < 1 bits",
      "comparisons"
    ),
    ("at: \"" + String(repeating: "a", count: 257) + "\"", "bytes between quotation marks"),
  ])
  func `a line has its limits too`(line: String, name: String) {
    expectError(page(line), 5, name)
  }

  private func expectError(_ text: String, _ line: Int, _ words: String) {
    let error = #expect(throws: LessonError.self) { try read(text) }
    #expect(error?.line == line, "\(String(describing: error))")
    #expect(error?.description.contains(words) == true, "\(String(describing: error))")
  }

  @Test func `bytes that are no text are refused`() {
    let error = #expect(throws: LessonError.self) {
      try Lesson(name: "", bytes: [0x23, 0x20, 0xFF])
    }
    #expect(error?.cause == .notText)
  }

  @Test func `a file of any size and kind is refused or read, never a trap`() {
    let lines = Self.small.split(separator: "\n", omittingEmptySubsequences: false)
    let bytes = Array(Self.small.utf8)
    for place in lines.indices {
      var some = lines
      some.remove(at: place)
      _ = try? read(some.joined(separator: "\n"))
    }
    for place in bytes.indices {
      for byte: UInt8 in [0, 0x22, 0x23, 0x2A, 0x2D, 0x7B, 0x7D, 0x80] {
        var some = bytes
        some[place] = byte
        _ = try? Lesson(name: "", bytes: some)
      }
    }
    let large = [UInt8](repeating: 0x61, count: Lesson.sizeLimit + 1)
    #expect(throws: LessonError.self) { try Lesson(name: "", bytes: large) }
  }
}
