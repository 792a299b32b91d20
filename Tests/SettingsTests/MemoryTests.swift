import Exploration
import Games
import Lessons
import Testing

import Settings

/// What is remembered between runs.
@Suite struct MemoryTests {
  private let lesson = "# A\n\n## One\ntext: a b\n\nWords.\n\n## Two\ntext: a b\n\nWords.\n"

  private func memory(_ text: String) throws -> Memory { try Memory(Array(text.utf8)) }

  private func explorer(_ memory: Memory, over choices: Choices = .init()) throws -> Explorer {
    let lesson = try Lesson(name: "a", bytes: Array(lesson.utf8))
    return Explorer(
      text: Array("a b".utf8), preferences: Preferences(choices.over(memory.choices)),
      lessons: [lesson],
      bookmarks: memory.bookmarks)
  }

  private var nothing: Explorer.Keepsakes { Explorer(text: []).keepsakes }

  private func press(_ names: String..., on explorer: inout Explorer) throws {
    for name in names {
      let chord = try #require(Chord(name: name))
      _ = explorer.update(.input(.key(chord.key, chord.modifiers)))
    }
  }

  @Test func `what a key changed is there in the next run`() throws {
    var explorer = try explorer(Memory())
    let beginning = explorer.keepsakes
    try press("t", "u", on: &explorer)
    let after = explorer.preferences
    #expect(after.theme != beginning.preferences.theme)
    #expect(after.unit != beginning.preferences.unit)
    var memory = Memory()
    memory.take(explorer.keepsakes, since: beginning)
    let next = try Memory(Array(memory.text.utf8))
    #expect(next == memory)
    #expect(try self.explorer(next).preferences == after)
  }

  @Test func `a lesson that is being read is remembered, with its file where it is one's own`()
    throws
  {
    var lesson = try Lesson(name: "a", bytes: Array(lesson.utf8))
    for file in [nil, LessonFile(path: "/home/\"me\"/a.lesson", sha256: "00ff")] {
      lesson.file = file
      var explorer = Explorer(text: Array("a b".utf8), lessons: [])
      let beginning = explorer.keepsakes
      _ = explorer.update(.lessonWanted(lesson))
      var memory = Memory()
      memory.take(explorer.keepsakes, since: beginning)
      let next = try Memory(Array(memory.text.utf8))
      #expect(next == memory && next.lesson == "a" && next.lessonFile == file)
      _ = explorer.update(.input(.key(.escape, [])))
      memory.take(explorer.keepsakes, since: beginning)
      #expect(memory.lesson == nil && memory.lessonFile == nil)
    }
  }

  @Test func `every preference is remembered and comes back`() throws {
    var wanted = Preferences()
    wanted.theme = .monochrome
    wanted.unit = .nats
    wanted.view = .running
    wanted.bigFigures = .off
    wanted.game = GameWishes(
      kind: .bets, step: .word, players: ["Eulen \"1\"", "Bären"], questionLimit: 7)
    var memory = Memory()
    memory.take(Explorer(text: [], preferences: wanted).keepsakes, since: nothing)
    #expect(Preferences(try Memory(Array(memory.text.utf8)).choices) == wanted)
  }

  @Test func `what only the command line or the configuration said is not remembered`() throws {
    var said = Choices()
    said[.theme] = .string("light")
    said[.unit] = .string("nats")
    let remembered = try memory("theme = \"mono\"")
    var explorer = try explorer(remembered, over: said)
    #expect(explorer.theme == .light && explorer.unit == .nats)
    let beginning = explorer.keepsakes
    var next = remembered
    next.take(explorer.keepsakes, since: beginning)
    #expect(next.choices == remembered.choices)
    try press("u", on: &explorer)
    next.take(explorer.keepsakes, since: beginning)
    #expect(next.choices[.theme] == .string("mono") && next.choices[.unit] == .string("bits"))
  }

  @Test func `what another run has changed meanwhile stays`() throws {
    var explorer = try explorer(Memory())
    let beginning = explorer.keepsakes
    try press("u", on: &explorer)
    var other = try memory(
      "theme = \"mono\"\n[lessons.b]\npage = 2\ndone = []\nfinished = false\noutline = \"1\"")
    other.take(explorer.keepsakes, since: beginning)
    #expect(other.choices[.theme] == .string("mono") && other.choices[.unit] == .string("nats"))
    #expect(other.bookmarks["b"]?.page == 1)
  }

  @Test func `a lesson goes on in the next run where it was left`() throws {
    var explorer = try explorer(Memory())
    try press("l", "enter", "enter", on: &explorer)
    #expect(explorer.lesson?.page == 1)
    var memory = Memory()
    memory.take(explorer.keepsakes, since: nothing)
    var next = try self.explorer(try Memory(Array(memory.text.utf8)))
    try press("l", "enter", on: &next)
    #expect(next.lesson?.page == 1)
  }

  @Test func `bookmarks come back as they were`() throws {
    let marks = [
      "surprise": Bookmark(page: 2, done: [0, 4], isFinished: true, outline: .max),
      "a \"b\"\u{1B}.é": Bookmark(page: 0, done: [], isFinished: false, outline: 0),
    ]
    var memory = Memory()
    memory.take(Explorer(text: [], bookmarks: marks).keepsakes, since: nothing)
    #expect(memory.text.contains("[lessons.surprise]\npage = 3\ndone = [1, 5]\n"))
    #expect(try Memory(Array(memory.text.utf8)).bookmarks == marks)
  }

  @Test(arguments: [
    "theme = 7\nunit = \"ells\"\nelse = true\n[lessons]\na = 1",
    "[lessons.a]\npage = 0\ndone = []\nfinished = false\noutline = \"1\"",
    "[lessons.a]\npage = 1\ndone = []\nfinished = false\noutline = \"x\"",
    "[lessons.a]\npage = 1\ndone = 1\nfinished = false\noutline = \"1\"",
    "lessons = 1\nmodel = \"dice:6\"\n[keys]\nhelp = \"x\"",
  ])
  func `what is no memory is left out`(text: String) throws {
    #expect(try memory(text) == Memory())
  }

  @Test func `one wrong value does not spoil the others`() throws {
    let memory = try memory(
      """
      theme = "pink"
      unit = "nats"
      [lessons.a]
      page = -9223372036854775808
      [lessons.b]
      page = 9223372036854775807
      done = [0, -1, 2, "x", 9223372036854775807]
      finished = false
      outline = "ff"
      """)
    #expect(memory.choices[.theme] == nil && memory.choices[.unit] == .string("nats"))
    #expect(memory.bookmarks.keys.sorted() == ["b"])
    #expect(memory.bookmarks["b"]?.done == [1, .max - 1])
  }

  @Test func `a lesson of the same name that is another one begins at its first page`() throws {
    let memory = try memory(
      "[lessons.a]\npage = 2\ndone = []\nfinished = false\noutline = \"1\"")
    var explorer = try explorer(memory)
    try press("l", "enter", on: &explorer)
    #expect(explorer.lesson?.page == 0)
  }

  @Test func `what is damaged is refused, and what grows stays readable`() throws {
    #expect(throws: SettingsFault.self) { try self.memory("theme = ") }
    let mark = Bookmark(page: 1, done: [], isFinished: false, outline: 1)
    let marks = Dictionary(uniqueKeysWithValues: (0..<2_000).map { ("lesson-\($0)", mark) })
    var memory = Memory()
    memory.take(Explorer(text: [], bookmarks: marks).keepsakes, since: nothing)
    #expect(memory.text.utf8.count <= largestSettings)
    #expect(try Memory(Array(memory.text.utf8)).bookmarks.count > 200)
  }
}
