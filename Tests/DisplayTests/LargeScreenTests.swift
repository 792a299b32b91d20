import Display
import Exploration
import Games
import Lessons
import Testing

@Suite struct `A large screen` {
  /// The share of a screen on which nothing stands: of its rows, each cut into four, those parts that
  /// hold neither letters nor bars, but only lines between panels at most.
  static func emptyShare(of frame: Frame) -> Double {
    let width = frame.columns / 4
    let parts = (0..<frame.rows * 4).filter { part in
      let start = part / 4 * frame.columns + part % 4 * width
      return frame.cells[start..<start + width].allSatisfy {
        ($0.glyph == " " || $0.glyph.isEmpty || $0.role == .rule) && $0.role != .focus
      }
    }
    return Double(parts.count) / Double(frame.rows * 4)
  }

  private static let lesson = """
    # What surprise is
    about: How a model guesses the next word, and how bad guesses are measured.

    ## A model guesses
    text: The capital of France is Paris. The capital of Germany is Berlin. I ate a purple
      spreadsheet for breakfast.
    at: "Paris"

    A language model reads the beginning of a text and guesses what comes next. It gives *every*
    possible next piece of text a probability. After “… France is”, it gives “Paris” {probability of
    "Paris"}, which is a *surprise* of {surprise of "Paris"}.

    Such a piece is called a *token*: often a word with the space before it, which the list writes
    as ␣.

    task: Find a token of more than 12 bits.
    done: surprise > 12 bits

    ## The end

    That is all.
    """

  /// A text of so many tokens, more than fit above bars.
  private static let longScene = Scene(
    (0..<220).map { place in
      let word = Scene.breakfast.tokens[place % Scene.breakfast.tokens.count]
      let text = String(decoding: word.text, as: UTF8.self)
      return ((place > 0 && text == "The" ? " " : "") + text, word.bits)
    })

  private static func reading(_ rows: Int, _ columns: Int) throws -> Explorer {
    let titles = [
      "From surprise to loss", "Loss and perplexity", "Temperature", "Confident and wrong",
      "Loss is not quality", "Tokens, and why perplexities mislead", "What training makes small",
    ]
    let others = try titles.enumerated().map { index, title in
      try Lesson(
        name: "other\(index)",
        bytes: Array("# \(title)\nabout: One number for a whole text.\n## P\ntext: a\n".utf8))
    }
    let first = try Lesson(name: "surprise", bytes: Array(lesson.utf8))
    var explorer = Scene.breakfast.explorer(
      rows: rows, columns: columns, lessons: [first] + others)
    explorer.press(.right, times: 8)
    return explorer
  }

  static func screens(rows: Int, columns: Int) throws -> [(name: String, explorer: Explorer)] {
    func reading(_ press: (inout Explorer) -> Void) throws -> Explorer {
      var explorer = try Self.reading(rows, columns)
      press(&explorer)
      return explorer
    }
    func game(_ kind: GameRules.Kind, _ press: (inout Explorer) -> Void) -> Explorer {
      let rules = GameRules(
        kind: kind, step: kind == .guess ? .letter : .word, players: ["Ada", "Ben"])
      var explorer = GameScene(rules: rules).explorer(rows: rows, columns: columns)
      press(&explorer)
      return explorer
    }
    var long = Self.longScene.explorer(rows: rows, columns: columns)
    long.press("n")
    return [
      ("side-by-side", try reading { $0.press("gG") }),
      (
        "branches",
        try reading {
          $0.press("g  2")
          $0.press(.left)
          $0.press("14")
          $0.press(.left, times: 3)
          $0.press("5v")
        }
      ),
      (
        "few-branches",
        try reading {
          $0.press("g  ")
          $0.press("v")
        }
      ),
      ("lessons", try reading { $0.press("l") }),
      (
        "lesson",
        try reading {
          $0.press("l")
          $0.press(.enter)
        }
      ),
      ("game-guess", game(.guess) { _ in }),
      ("game-bet", game(.bets) { $0.press(.right, times: 8) }),
      (
        "game-answer",
        game(.guess) {
          $0.press(" ")
          $0.press("x")
          $0.press("o")
        }
      ),
      (
        "game-bets-answer",
        game(.bets) {
          $0.press(.right, times: 8)
          $0.press(.enter)
          $0.press(.enter)
          $0.press(.enter)
        }
      ),
      (
        "game-scores",
        game(.guess) {
          for letter in " of e" { $0.press(String(letter)) }
          $0.press("xaeiou")
          $0.press(.tab)
          $0.press(.escape)
        }
      ),
      (
        "bet-scores",
        game(.bets) {
          for _ in 0..<3 {
            $0.press(.right, times: 8)
            $0.press(.enter)
            $0.press(.enter)
            $0.press(.enter)
          }
          $0.press(.escape)
        }
      ),
      ("long-text", long),
      ("main", try reading { _ in }),
    ]
  }

  /// How much of each screen may be empty at most, by its columns.
  private static let limits: [Int: [String: Double]] = [
    200: [
      "side-by-side": 0.28, "branches": 0.34, "few-branches": 0.3, "lessons": 0.6, "lesson": 0.24,
      "game-guess": 0.6, "game-bet": 0.54, "long-text": 0.2, "main": 0.23,
    ],
    120: [
      "side-by-side": 0.26, "lessons": 0.62, "game-guess": 0.68, "game-bet": 0.55,
      "game-scores": 0.48,
    ],
  ]

  @Test(arguments: [(60, 200), (40, 120)])
  func `has few parts that stay empty`(rows: Int, columns: Int) throws {
    for (name, explorer) in try Self.screens(rows: rows, columns: columns) {
      guard let limit = Self.limits[columns]?[name] else { continue }
      let share = Self.emptyShare(of: render(explorer, rows: rows, columns: columns))
      #expect(share <= limit, "\(name)")
    }
  }

  @Test(arguments: [(60, 200), (40, 120)])
  func `looks as it did`(rows: Int, columns: Int) throws {
    for (name, explorer) in try Self.screens(rows: rows, columns: columns) where name != "main" {
      try expectGolden(explorer, "large-\(name)-\(columns)x\(rows)")
    }
  }

  /// As many lessons as the program has, in series.
  private static func shelf() throws -> [Lesson] {
    try (1...18).map { number in
      let series = ["With text", "With a world", "Training"][number / 7]
      let file = "# Lesson \(number)\nseries: \(series)\nabout: A.\n## P\ntext: a\n"
      return try Lesson(name: "lesson\(number)", bytes: Array(file.utf8))
    }
  }

  @Test(arguments: [false, true])
  func `lists every lesson that is selected in large letters, and says which are seen`(
    isASCII: Bool
  ) throws {
    var explorer = Scene.breakfast.explorer(rows: 60, columns: 200, lessons: try Self.shelf())
    explorer.isASCII = isASCII
    explorer.press("l")
    for number in 1...18 {
      let frame = render(explorer, rows: 60, columns: 200)
      #expect(frame.shows(large: "Lesson \(number)"))
      if number < 18 { #expect(frame.shows(large: "Lesson \(number + 1)")) }
      #expect(frame.text.contains(" of 18 ──"))
      explorer.press(.down)
    }
  }

  @Test func `has the title and the task of a lesson large, from ASCII rather the task`() throws {
    for isASCII in [false, true] {
      var explorer = try Self.reading(60, 200)
      explorer.isASCII = isASCII
      explorer.press("l")
      let list = render(explorer, rows: 60, columns: 200)
      #expect(list.shows(large: "What surprise is") && list.shows(large: "From surprise to loss"))
      explorer.press(.enter)
      let page = render(explorer, rows: 60, columns: 200)
      #expect(page.shows(large: "Find a token of"))
      #expect(page.shows(large: "A model guesses") != isASCII)
      try expectGolden(explorer, isASCII ? "large-lesson-ascii-200x60" : "large-lesson-200x60")
    }
  }

  @Test func `has the details below branches that are few`() throws {
    let few = try #require(
      Self.screens(rows: 60, columns: 200).first { $0.name == "few-branches" })
    let text = render(few.explorer, rows: 60, columns: 200).text
    #expect(text.contains("─ branches ─") && text.contains("─ this token ─"))
  }

  @Test(arguments: [40, 60])
  func `has bars of the rows that short texts side by side do not need`(rows: Int) throws {
    var explorer = Scene.breakfast.explorer(rows: rows, columns: 120)
    func heading() throws -> Int {
      let lines = render(explorer, rows: rows, columns: 120).text.split(separator: "\n")
      return try #require(lines.firstIndex { $0.contains("a bar a token") })
    }
    explorer.press("g")
    _ = explorer.update(.input(.key(.character("G"), [])))
    let (begun, share) = (try heading(), Double(rows - 3))
    // Between two fifths of the rows below the header and a quarter of them.
    #expect(abs(share - Double(begun) - share * 0.4) < 3)
    explorer.press(.escape)
    explorer.press("G")
    #expect(try heading() > begun)
  }

  @Test(arguments: [(40, 2), (60, 4)])
  func `has the lines of texts side by side apart, where all have room`(
    rows: Int, distance: Int
  ) throws {
    var explorer = Scene.breakfast.explorer(rows: rows, columns: 120)
    explorer.press("gG")
    let lines = render(explorer, rows: rows, columns: 120).text.split(separator: "\n")
    // The likeliest token after token, which comes to the same words again.
    let places = lines.indices.filter { lines[$0].hasPrefix("  iny city known") }
    #expect(places.count >= 4)
    #expect(zip(places.dropLast(2), places.dropFirst()).allSatisfy { $1 - $0 == distance })
  }
}

@Suite struct `The details` {
  @Test func `say how small a chance is, whole, where there is no room for more`() {
    let scene = Scene((0..<12).map { ("w\($0) ", $0 == 8 ? 26.9 : 3) })
    var explorer = scene.explorer(rows: 40, columns: 120)
    explorer.press(.home)
    explorer.press(.right, times: 8)
    let text = render(explorer, rows: 40, columns: 120).text
    #expect(text.contains("1 in 125 million"))
  }

  @Test func `are bars too, where there is room`() throws {
    var explorer = Scene.breakfast.explorer(rows: 60, columns: 200)
    explorer.press(.home)
    explorer.press(.right, times: 5)
    let lines = render(explorer, rows: 60, columns: 200).text.split(separator: "\n")
    func bar(_ name: String) throws -> Int {
      try #require(lines.first { $0.contains(name) }).count { $0 == "█" }
    }
    // “Paris” has 40.6%, as the first of the list.
    let (token, best) = (try bar("this token  "), try bar("the likeliest"))
    #expect(token == best && token > 8)
    #expect(try abs(bar("the 32 likeliest") * 406 / 1000 - token) <= 1)
  }
}
