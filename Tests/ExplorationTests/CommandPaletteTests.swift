import Exploration
import ExplorationFixtures
import InformationTheory
import Lessons
import Testing

@Suite struct `The command palette` {
  private let sentence = "the cat sat on the mat."

  private func opened(_ typed: String = "") -> Explorer {
    var explorer = Explorer.ready(sentence)
    explorer.press(.character(":"))
    explorer.type(typed)
    return explorer
  }

  @Test(arguments: [
    ("next peak", "next peak"), ("peak", "next peak"), ("NEXT-PEAK", "next peak"),
    ("pe", "next peak"), ("temp", "temperature up"), ("temperature best", "best temperature"),
    ("perplexity", nil), ("nxtpk", "next peak"), ("nats", "unit"), ("ladder", "ladder"),
    ("simpler models", "ladder"), ("quit", "quit"),
  ])
  func `finds commands by their names, by words of them and by letters`(
    typed: String, first: String?
  ) {
    #expect(opened(typed).found.first?.name == first)
  }

  @Test func `puts whole names before beginnings, names before sentences, words before letters`() {
    let found = opened("sum").found.map(\.name)
    #expect(found.first == "sum")
    // “Resume” holds the word, and the sentence of no other command begins a word with it.
    let best = opened("best").found.map(\.name)
    #expect(best.first == "best temperature")
    #expect(opened("te").found.map(\.name).prefix(2) == ["temperature up", "temperature down"])
    #expect(opened("up").found.first?.name == "temperature up")
  }

  @Test func `lists what applies, each once, with the key that asks for it`() throws {
    let explorer = opened()
    let found = explorer.found
    #expect(Set(found.map(\.name)).count == found.count)
    #expect(try #require(found.first { $0.name == "next peak" }).key == "n")
    #expect(try #require(found.first { $0.name == "sum" }).key == "m")
    #expect(!found.contains { $0.name == "palette" || $0.name == "cursor left" })
    #expect(found.first?.name == "previous token")
  }

  @Test func `knows no key where another command has it first`() throws {
    var explorer = Explorer.ready(sentence)
    explorer.press(.character("p"))
    explorer.press(.character(":"))
    #expect(try #require(explorer.found.first { $0.name == "next in corner" }).key == "n")
    #expect(try #require(explorer.found.first { $0.name == "next peak" }).key == nil)
  }

  @Test func `says at the end what cannot be done now, and why`() throws {
    let found = opened().found
    let firstRefused = try #require(found.firstIndex { $0.refusal != nil })
    #expect(found[firstRefused...].allSatisfy { $0.refusal != nil })
    #expect(found.first { $0.name == "undo" }?.refusal == "nothing to undo")
    var explorer = opened("undo")
    explorer.press(.enter)
    #expect(explorer.stage == nil && explorer.notice == "nothing to undo")
  }

  @Test func `does what is chosen exactly as its key would`() {
    var byName = opened("next peak")
    byName.press(.enter)
    var byKey = Explorer.ready(sentence)
    byKey.press(.character("n"))
    #expect(byName.stage == nil)
    #expect(byName.focus == byKey.focus && byName.notice == byKey.notice)
    var quitting = opened("quit at once")
    #expect(quitting.press(.enter).map(kind) == ["quit"])
  }

  @Test func `chooses with arrows, Control and the wheel, and stops at the ends`() throws {
    var explorer = opened("temp")
    explorer.press(.up)
    #expect(explorer.chosen == 0)
    explorer.press(.character("n"), .control)
    #expect(explorer.chosen == 1)
    explorer.press(.character("p"), .control)
    #expect(explorer.chosen == 0)
    _ = explorer.mouse(.wheelDown, 5, 5)
    #expect(explorer.chosen == 1)
    explorer.press(.pageDown, times: 9)
    #expect(explorer.chosen == explorer.found.count - 1)
    explorer.type("e")
    #expect(explorer.chosen == 0)
    explorer.press(.down)
    explorer.press(.enter)
    #expect(explorer.temperature < .one)
  }

  @Test func `takes a click on a command, and is closed by one beside it`() {
    var explorer = opened("temp")
    let geometry = PaletteGeometry(explorer)
    _ = explorer.mouse(.pressed, geometry.list.row + 1, geometry.list.column + 3)
    #expect(explorer.stage == nil && explorer.temperature < .one)
    explorer.press(.character(":"))
    _ = explorer.mouse(.pressed, 0, 0)
    #expect(explorer.stage == nil)
  }

  @Test func `has a line that is typed into, pasted into and emptied`() {
    var explorer = opened("sumq")
    #expect(explorer.palette?.line.text == "sumq")
    explorer.press(.backspace)
    #expect(explorer.palette?.line.text == "sum")
    explorer.press(.character("u"), .control)
    #expect(explorer.palette?.line.text == "")
    _ = explorer.update(.input(.paste(Array("lad\r\nder".utf8) + [0xFF])))
    #expect(explorer.palette?.line.text.hasPrefix("ladder") == true)
    explorer.type(String(repeating: "x", count: 1_100))
    #expect(explorer.palette?.line.text.count == 1_000)
    #expect(explorer.found.isEmpty && explorer.press(.enter).isEmpty && explorer.palette != nil)
    #expect(explorer.string == sentence)
  }

  @Test func `leaves everything as it was when it is closed`() {
    var explorer = Explorer.ready(sentence)
    explorer.press(.character("e"))
    explorer.type("a")
    let (text, cursor) = (explorer.string, explorer.cursor)
    explorer.type(":")  // a letter here
    explorer.press(.backspace)
    explorer.press(.character("p"), .control)
    explorer.type("delete word")
    explorer.press(.escape)
    #expect(explorer.string == text && explorer.cursor == cursor && explorer.stage == nil)
    explorer.press(.character("p"), .control)
    explorer.type("delete word")
    explorer.press(.enter)
    #expect(explorer.isEditing && explorer.string.count < text.count)
  }

  @Test func `opens over a game and over the help, and leads back there`() {
    var explorer = Explorer.ready(sentence)
    explorer.press(.character("P"))
    explorer.press(.character("p"), .control)
    #expect(explorer.game != nil && explorer.palette != nil)
    explorer.press(.escape)
    #expect(explorer.game != nil && explorer.palette == nil)
    explorer.press(.escape)
    explorer.press(.character("?"))
    explorer.press(.character(":"))
    explorer.type("scroll down")
    explorer.press(.enter)
    guard case .help(let top, _) = explorer.stage else {
      Issue.record("the help is gone")
      return
    }
    #expect(top == 1)
  }

  @Test func `opens in every mode in which no letters are typed`() {
    var modes: Set<String> = []
    let broken = exploreAtRandom(seed: 90, events: 12_000) { explorer in
      guard explorer.palette == nil else { return }
      var opened = explorer
      _ = opened.update(.input(.key(.character("p"), .control)))
      let titles = explorer.keyMaps.map { explorer.keys.written($0.title) }.joined(separator: ", ")
      #expect(opened.palette != nil, "\(titles)")
      #expect(!opened.found.isEmpty)
      if !explorer.typesLetters {
        var byLetter = explorer
        _ = byLetter.update(.input(.key(.character(":"), [])))
        #expect(byLetter.palette != nil, "\(titles)")
      }
      _ = opened.update(.input(.key(.escape, [])))
      #expect(
        opened.text == explorer.text && opened.keyMaps.map(\.title) == explorer.keyMaps.map(\.title)
      )
      modes.insert(titles)
    }
    #expect(broken == nil, "\(broken?.description ?? "")")
    #expect(modes.count > 20)
  }

  @Test func `opens a lesson by its title`() {
    var explorer = Explorer(text: Array(sentence.utf8), lessons: RandomEvents.lessons)
    _ = explorer.update(.modelLoaded(FakeScorer.model, FakeScorer.vocabulary))
    explorer.press(.character(":"))
    explorer.type("lesson: a")
    explorer.press(.down)
    explorer.press(.enter)
    #expect(explorer.lesson?.lesson.name == "two")
  }

  @Test(arguments: [(6, 20), (16, 60), (24, 80), (60, 200), (1, 1), (0, 0), (3, 90)])
  func `has its parts inside the screen, whatever the size`(rows: Int, columns: Int) {
    var explorer = opened()
    _ = explorer.update(.resized(rows: rows, columns: columns))
    let geometry = PaletteGeometry(explorer)
    for area in [geometry.box, geometry.list] {
      #expect(area.row >= 0 && area.column >= 0 && area.rows >= 0 && area.columns >= 0)
      #expect(area.rows == 0 || area.row + area.rows <= rows)
      #expect(area.column + area.columns <= columns)
    }
    if rows >= 6 { #expect(geometry.list.rows >= 3) }
  }
}
