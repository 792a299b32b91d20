import FoundationEssentials
import Testing

/// The lessons that come with the program, and those that a teacher writes.
@Suite(.serialized, .timeLimit(.minutes(3))) struct LessonTests {
  private static let names: [String] = {
    let folder = Project.root.appending(path: "Assets/lessons")
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return files.filter { $0.hasSuffix(".lesson") }.map { String($0.dropLast(7)) }.sorted()
  }()

  @Test func `every lesson of the project is in the program`() throws {
    let run = try ProgramRun(["lesson", "--list"])
    let listed = run.lines.filter { !$0.hasPrefix(" ") }.compactMap {
      $0.split(separator: " ").first
    }
    #expect(run.status == 0)
    #expect(listed.map(String.init).sorted() == Self.names && Self.names.count >= 8)
  }

  @Test(arguments: names)
  func `what a lesson is about has room in the list at 80 columns`(name: String) throws {
    let lines = try Project.text("Assets/lessons/\(name).lesson").split(separator: "\n")
    let about = try #require(lines.first { $0.hasPrefix("about: ") })
    #expect(about.dropFirst(7).count <= 72, "\(about)")
  }

  /// Themes have colours of their own, and one has none: what is true of all is in the legend.
  @Test(arguments: names)
  func `no lesson names a colour, and none asks without an answer`(name: String) throws {
    let text = try Project.text("Assets/lessons/\(name).lesson")
    let words = text.lowercased().split { !$0.isLetter }
    for word in words {
      for banned in ["colour", "color", "bright", "yellow", "orange", "grey", "darker", "paler"] {
        #expect(!word.hasPrefix(banned), "\(word)")
      }
    }
    // A key is named by what it does: a reader may have another. Esc is everybody's.
    for line in text.split(separator: "\n") where !line.hasPrefix("solution: ") {
      #expect(!line.contains("Ctrl-") && !line.contains("←") && !line.contains("→"), "\(line)")
      for phrase in ["ress ", "he key ", "with the key "] {
        for rest in line.split(separator: phrase, omittingEmptySubsequences: false).dropFirst() {
          let word = rest.prefix { $0.isLetter }
          #expect(word.count != 1, "\(line)")
        }
      }
    }
    for page in text.split(separator: "\n## ") {
      let task = page.split(separator: "\n").first { $0.hasPrefix("task: ") }
      #expect(task?.contains("?") != true || page.contains("\nanswer: "), "\(task ?? "")")
    }
  }

  /// What readers stumbled over: claims that are not so, and words and signs that a beginner does not know.
  @Test(arguments: names)
  func `no lesson says again what was wrong or doubtful in it`(name: String) throws {
    let text = try Project.text("Assets/lessons/\(name).lesson")
    let words = text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for phrase in [
      "correct and dull", "billions of times", "top to bottom", "dearer", "is dear", "bits a byte",
    ] {
      #expect(!words.contains(phrase), "\(phrase)")
    }
    // A number of a calculator, as 8e-7, is no number to a beginner.
    let pieces = words.split(separator: "e-", omittingEmptySubsequences: false)
    for (before, after) in zip(pieces, pieces.dropFirst()) {
      #expect(!(before.last?.isNumber == true && after.first?.isNumber == true), "\(before)e-")
    }
    // The sign for a space is explained in the lesson that shows it first.
    #expect(!text.contains("␣") || text.contains("the space before it"))
  }

  /// Whether a lesson watches trainings, which need no model: they are made for real, and only once.
  private static func isInLab(_ name: String) -> Bool {
    (try? Project.text("Assets/lessons/\(name).lesson"))?.contains("\ntrain: ") == true
  }

  @Test(
    .enabled(if: !TestModel.isAbsent, TestModel.advice), arguments: names.filter { !isInLab($0) })
  func `every claim holds with the model, and every task can be done`(name: String) throws {
    let run = try ProgramRun(
      ["lesson", name, "--check"], environment: TestModel.environment)
    #expect(run.status == 0, "\(run.text)")
    #expect(run.text.hasSuffix(" 0 faults\n"), "\(run.text)")
  }

  @Test(.enabled(if: !TestModel.isAbsent, TestModel.advice))
  func `a check counts one page as one`() throws {
    let folder = try TemporaryFolder()
    try folder.write(Array("# One\n\n## Only\ntext: a cat\n\nRead it.\n".utf8), to: "one.lesson")
    let run = try ProgramRun(
      ["lesson", folder.path("one.lesson"), "--check"], environment: TestModel.environment)
    #expect(
      run.text.hasSuffix(": 1 page, 0 claims, 0 tasks, 0 faults\n"), "\(run.text) \(run.errors)")
  }

  @Test(.enabled(if: !TestModel.isAbsent, TestModel.advice), arguments: names)
  func `every page fits on a screen of 24 by 80`(name: String) throws {
    let folder = try TemporaryFolder()
    // What a page of the lab says is as long before its training as after.
    let wait = Self.isInLab(name) ? "" : "wait\n"
    let pages = (0..<9).map { "\(wait)screen page\($0)\npagedown\n" }.joined()
    try folder.write(Array(pages.utf8), to: "keys")
    let run = try ProgramRun(
      [
        "lesson", name, "--script", folder.path("keys"), "--screens", folder.path("screens"),
      ], environment: TestModel.environment)
    #expect(run.status == 0, "\(run.errors)")
    for page in 0..<9 {
      let screen = String(
        decoding: try folder.read("screens/page\(page).txt"), as: UTF8.self)
      #expect(!screen.contains(" more: ") && !screen.contains("…  bits"), "\(screen)")
    }
  }

  /// Where no model was ever fetched.
  private static let bare = ["XDG_DATA_HOME": "/nonexistent"]

  /// All at once, as what several of them train is trained once.
  @Test func `lessons in the small world and its lab hold with nothing but the program`() throws {
    let run = try ProgramRun(["lesson", "--check"], environment: Self.bare)
    #expect(run.status == 0, "\(run.text) \(run.errors)")
    for name in Self.names where name.hasPrefix("world-") || Self.isInLab(name) {
      let line = try #require(run.lines.first { $0.hasPrefix("\(name): ") }, "\(name)")
      #expect(line.contains(" claims, ") && line.hasSuffix(" 0 faults"), "\(line)")
      #expect(!line.contains(" 0 tasks"), "\(line)")
    }
  }

  @Test func `what lessons say of the world's rules is so`() throws {
    let rules = try Project.text("Assets/world.grammar")
    for rule in [
      "ACT = 4: wait | 2: jump | 1: dream | 1: dance", "whale > ocean", "whale > plankton",
      "bear > cave", "bear > honey", "DIGIT = 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9", "MANY = - | s",
    ] {
      #expect(rules.contains(rule), "\(rule)")
    }
    let names = rules.split(separator: "PERSON = ")[1].split(separator: "COLOUR =")[0]
      .split { "|:\n ".contains($0) }.filter { Int($0) == nil }
    #expect(names.count == 30 && names.count { $0.hasPrefix("V") } == 1)
    #expect(Set(names.compactMap(\.first)).count == 23)
    let beasts = rules.split(separator: "BEAST = ")[1].split(separator: "DAY =")[0]
      .split { "|:\n ".contains($0) }.filter { Int($0) == nil }
    #expect(beasts.filter { $0.hasPrefix("w") } == ["whale"])
  }

  @Test
  func `without the default model, a lesson about it says what it needs, and others are read`()
    throws
  {
    let terminal = try Program.inTerminal(
      ["lesson", "surprise"],
      environment: ["XDG_DATA_HOME": "/nonexistent", "SURPRISAL_MODEL": nil as String?])
    #expect(terminal.sees("needs the English model") && terminal.sees("`surprisal models fetch`"))
    terminal.send("\r")
    #expect(terminal.sees("`surprisal models fetch`"))
    #expect(!terminal.screen.text.contains("1 of 6"))
    terminal.send(String(repeating: "\u{1B}[A", count: 20) + "\r")
    #expect(terminal.sees("1 of 7  A model guesses letters") && terminal.sees("plankton is what"))
    terminal.send("Q")
    #expect(terminal.exitStatus() == 0)
  }

  @Test func `a file that is wrong is named with its line`() throws {
    let folder = try TemporaryFolder()
    try folder.write(Array("# T\n\n## P\ntext: a\ntemprature: 2\n".utf8), to: "mine.lesson")
    let run = try ProgramRun(["lesson", folder.path("mine.lesson")])
    #expect(run.status == 65)
    #expect(run.errors.contains("mine.lesson, line 5: there is no setting `temprature:`"))
  }

  @Test func `nothing in a file acts on the terminal`() throws {
    let folder = try TemporaryFolder()
    let text = "# T\u{1B}[31m\nabout: x\u{1B}]0;hi\u{7}\n## P\ntext: a\n\u{1B}[2J\n"
    try folder.write(Array(text.utf8), to: "mine.lesson")
    let refused = try ProgramRun(["lesson", folder.path("mine.lesson"), "--list"])
    #expect(refused.status == 65 && refused.errors.contains("\\u{1b}[2J"), "\(refused.errors)")
    try folder.write(Array(text.replacing("\n\u{1B}[2J", with: "").utf8), to: "mine.lesson")
    let listed = try ProgramRun(["lesson", folder.path("mine.lesson"), "--list"])
    #expect(listed.status == 0 && listed.text.contains("T\\u{1b}[31m"), "\(listed.text)")
    for run in [refused, listed] {
      #expect(!run.text.contains("\u{1B}") && !run.errors.contains("\u{1B}"))
    }
  }

  @Test func `a check shows what a lesson claims, asks for and is called, and none of it acts`()
    throws
  {
    let (escape, shown) = ("\u{1B}]0;hi\u{7}", #"\u{1b}]0;hi\u{7}"#)
    let text = """
      # T
      ## P
      text: the dog
      model: world
      expect: word is "\(escape)"

      ## Q
      task: Go.
      done: word is "dog"
      solution: \(escape)
      """
    let folder = try TemporaryFolder()
    try folder.write(Array(text.utf8), to: "\(escape).lesson")
    let run = try ProgramRun(
      ["lesson", folder.path("\(escape).lesson"), "--check"], environment: Self.bare)
    #expect(run.status == 65)
    #expect(run.text.hasPrefix("\(shown), line 5: “word is \"\(shown)\"” does not hold: word is “"))
    #expect(run.text.contains("\n\(shown), line 10: the solution is no script of keys: “\(shown)”"))
    #expect(!(run.text + run.errors).contains { "\u{1B}\u{7}".contains($0) })
  }

  @Test func `a lesson that there is not is named, and those that there are`() throws {
    let run = try ProgramRun(["lesson", "geometry"])
    #expect(run.status == 66)
    #expect(run.errors.contains("geometry") && run.errors.contains("surprise, loss, perplexity"))
  }

  @Test(.enabled(if: !TestModel.isAbsent, TestModel.advice))
  func `a claim that is wrong is found, with its line`() throws {
    let folder = try TemporaryFolder()
    let text =
      "# T\n\n## P\ntext: The capital of France is Paris.\nexpect: loss < 1 bits\n\nHello.\n"
    try folder.write(Array(text.utf8), to: "mine.lesson")
    let run = try ProgramRun(
      ["lesson", folder.path("mine.lesson"), "--check"], environment: TestModel.environment)
    #expect(run.status == 65)
    #expect(run.text.contains("mine, line 5: “loss < 1 bits” does not hold"))
  }

  @Test func `the guide's example is a lesson`() throws {
    let guide = try Project.text("Assets/guides/lessons.md")
    let lines = guide.split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex(of: "    # A small lesson"))
    let block = lines[start...].prefix { $0.isEmpty || $0.hasPrefix("    ") }
    let example = block.map { $0.dropFirst(4) }.joined(separator: "\n")
    let folder = try TemporaryFolder()
    try folder.write(Array(example.utf8), to: "small.lesson")
    let run = try ProgramRun(["lesson", folder.path("small.lesson"), "--list"])
    #expect(run.status == 0 && run.text.hasPrefix("small  A small lesson"), "\(run.errors)")
  }

  @Test(.enabled(if: !TestModel.isAbsent, TestModel.advice))
  func `a whole lesson can be taken at a keyboard`() throws {
    let terminal = try Program.inTerminal(
      ["lesson", "surprise"], environment: ["SURPRISAL_MODEL": TestModel.path])
    func isDone() -> Bool { terminal.sees("✓") }
    #expect(terminal.sees("1 of 6") && terminal.sees("68.3%"))
    terminal.send(String(repeating: "\u{1B}[C", count: 8))
    #expect(isDone())
    terminal.send("\r")
    #expect(terminal.sees("2 of 6") && terminal.sees("A bad guess"))
    terminal.send("\u{1B}[D")
    #expect(isDone())
    terminal.send("\r")
    #expect(terminal.sees("3 of 6") && terminal.sees("a fair die of 2 faces"))
    terminal.send("\r")
    #expect(terminal.sees("4 of 6") && terminal.sees("20.69 bits"))
    terminal.send("H")
    #expect(terminal.sees("A peak is the most"))
    terminal.send("n")
    #expect(isDone())
    terminal.send("\r")
    #expect(terminal.sees("5 of 6") && terminal.sees("0.02 bits"))
    terminal.send("NNN")
    #expect(isDone())
    terminal.send("\r")
    #expect(terminal.sees("6 of 6"))
    terminal.send("\r")
    #expect(terminal.sees("You have read “What surprise is” to its end."))
    #expect(terminal.sees("4 of 4 tasks done") && terminal.sees("From surprise to loss"))
    terminal.send("\u{1B}")
    #expect(terminal.sees("The capital of France is Paris"))
    terminal.send("q")
    #expect(terminal.exitStatus() == 0)
    #expect(terminal.isRestored, "\(terminal.screen.leftovers) \(terminal.screen.faults)")
  }
}
