import Exploration
import Lessons
import Runtime
import Synchronization
import Testing

/// Walks with a model of bytes in which every byte has the same rank everywhere.
@Suite(.timeLimit(.minutes(1))) struct `A walk through a lesson` {
  private func findings(_ lines: String) throws -> [LessonWalk.Finding] {
    let file = "# T\n\n## P\ntext: abcabc\nat: \"b\"\n\(lines)\n"
    let walk = LessonWalk(
      load: { FakeModel(block: 2).engine }, loadOther: { throw NoOtherModel($0) })
    return try walk.findings(in: Lesson(name: "t", bytes: Array(file.utf8)))
  }

  @Test func `trains once what several pages want, as far as each wants it`() throws {
    let file = """
      # T
      ## 1
      train: 20k
      steps: 50
      expect: step = 50 and validation loss < 6 bits
      task: Learn.
      done: steps >= 200
      solution: > 2

      ## 2
      steps: 100
      expect: step = 100 and steps = 100

      ## 3
      seed: 2
      expect: step = 100 and validation loss > 8 bits
      """
    let begun = Mutex<[UInt64]>([])
    let walk = LessonWalk(
      load: { FakeModel(block: 2).engine }, loadOther: { throw NoOtherModel($0) },
      train: { recipe in
        begun.withLock { $0.append(recipe.seed) }
        return fakeTrainee(recipe)
      })
    let found = try walk.findings(in: Lesson(name: "t", bytes: Array(file.utf8)))
    #expect(found.map(\.line) == [16], "\(found)")
    #expect(begun.withLock { $0 } == [1, 2])
  }

  @Test func `finds that nothing can be trained`() throws {
    let found = try findings("train: 5k")
    #expect(found.map(\.sentence) == ["the page cannot be shown: no model can be trained here"])
  }

  @Test func `finds nothing where all holds`() throws {
    let found = try findings(
      "expect: tokens = 6 and word is b\ntask: And now?\ndone: word is c\nanswer: c\nsolution: right"
    )
    #expect(found == [])
  }

  @Test func `finds a claim that does not hold, and says what is`() throws {
    let found = try findings("expect: tokens = 7")
    #expect(found.map(\.line) == [6])
    #expect(found.first?.sentence.contains("“tokens = 7” does not hold: tokens is 6") == true)
  }

  @Test func `finds a quotation of words that are not there`() throws {
    let found = try findings("\nIt has {surprise of \"x\"}.")
    #expect(found.map(\.line) == [3])
  }

  @Test func `counts the keys of all pages, and says where they are too many`() throws {
    let page = "task: Go on.\ndone: word is c\nsolution: right\nsolution: up 999\n"
    #expect(try findings(page + "\n## Q\n" + page) == [])
    let found = try findings(page + "\n## Q\n" + page + "\n## R\n" + page)
    #expect(found.map(\.line) == [18] && found[0].sentence.contains("2000 keys"), "\(found)")
  }

  @Test(arguments: [
    ("task: Go on.\ndone: word is c", 6, "no solution"),
    ("task: Go on.\ndone: word is b\nsolution: right", 6, "before it is begun"),
    ("task: Go on.\ndone: word is c\nsolution: left", 6, "not done by its solution"),
    ("task: Go on.\ndone: word is c\nsolution: leap", 8, "no script of keys"),
    ("task: Go on.\ndone: word is c\nsolution: right\nsolution: up 2000", 6, "more than 2000 keys"),
    ("task: Go on.\ndone: word is c\nsolution: resize 9 9", 6, "leave out `resize`"),
    ("task: And now?\ndone: word is c\nsolution: right", 6, "asks a question: add its `answer:`"),
    ("task: Go.\ndone: word is c\nanswer: {rank of \"x\"}\nsolution: right", 3, "is unknown"),
    ("\nPress {key leap}.", 3, "no command “leap”"),
    ("model: dice:6", 3, "dice:6 cannot be used"),
  ])
  func `finds a task that cannot be done so`(lines: String, line: Int, words: String) throws {
    let found = try findings(lines)
    #expect(found.map(\.line) == [line])
    #expect(found.first?.sentence.contains(words) == true, "\(found)")
  }
}
