import Exploration
import ExplorationFixtures
import Testing

@Suite struct `Keys by their names` {
  @Test func `are read as they are written, for every key of every table`() {
    let chords = Set(KeyMap.all.flatMap(\.bindings).flatMap(\.actions).flatMap(\.chords))
    for chord in chords { #expect(Chord(name: chord.name) == chord, "\(chord.name)") }
    #expect(Set(chords.map(\.name)).count == chords.count)
  }

  @Test(arguments: [
    ("n", Chord(.character("n"))), ("-", Chord(.character("-"))),
    ("ctrl-p", Chord(.character("p"), .control)), ("alt-u", Chord(.character("u"), .alt)),
    ("shift-up", Chord(.up, .shift)), ("ctrl-alt-x", Chord(.character("x"), [.control, .alt])),
    ("f1", Chord(.function(1))), ("space", Chord(.character(" "))), ("esc", Chord(.escape)),
    ("ctrl--", Chord(.character("-"), .control)),
  ])
  func `say their modifiers first`(name: String, chord: Chord) {
    #expect(Chord(name: name) == chord)
  }

  @Test(arguments: ["", "ctrl+n", "f13", "f0", "nn", "ctrl-", "Up", "meta-x"])
  func `are no keys where they are misspelt`(name: String) {
    #expect(Chord(name: name) == nil)
  }
}

@Suite struct `Keys that somebody wants` {
  private func table(_ wishes: (String, [String])...) throws -> KeyTable {
    try KeyTable(wishes.map { (command: $0.0, keys: $0.1) })
  }

  private func explorer(_ wishes: (String, [String])...) throws -> Explorer {
    var explorer = Explorer.ready("the cat sat on the mat.")
    explorer.keys = try KeyTable(wishes.map { (command: $0.0, keys: $0.1) })
    return explorer
  }

  @Test func `take the place of those that were`() throws {
    var explorer = try explorer(("temperature-up", ["]", "ctrl-up"]), ("more-context", []))
    explorer.press(.character("]"))
    #expect(explorer.temperature > .one)
    explorer.press(.character("="))
    explorer.press(.up, .control)
    #expect(explorer.temperature > .one)
    explorer.press(.character("="))
    explorer.press(.up)
    #expect(explorer.temperature == .one)
  }

  @Test func `are those that footer and help name`() throws {
    let explorer = try explorer(("temperature-up", ["f5"]), ("lessons", ["i", "f2"]))
    #expect(explorer.footerItems.contains { $0.label == "F5 ↓" && $0.text == "temperature" })
    #expect(explorer.footerItems.contains { $0.label == "i" && $0.text == "lessons" })
    let terms = explorer.helpPage.lines.map(\.term)
    #expect(terms.contains("i  F2") && terms.contains("F5 ↓") && !terms.contains("l"))
  }

  @Test func `leave letters to be typed where letters are typed`() throws {
    var explorer = try explorer(("undo", ["z"]), ("help", ["f1"]))
    explorer.press(.character("e"))
    explorer.type("z")
    #expect(explorer.string.contains("z"))
    explorer.press(.character("u"), .alt)
    #expect(!explorer.string.contains("z"))
    explorer.press(.escape)
    explorer.type("z")
    #expect(!explorer.string.contains("z"))
  }

  @Test func `never take away the keys that lead out`() throws {
    var explorer = try explorer(("leave", ["esc", "f4"]), ("branches", ["v"]))
    explorer.press(.character("r"))
    explorer.press(.function(4))
    #expect(explorer.reveal == nil)
    explorer.press(.character("r"))
    explorer.press(.escape)
    #expect(explorer.reveal == nil)
  }

  @Test func `may be many, as long as each is for one command`() throws {
    _ = try table(
      ("next-peak", ["f3"]), ("previous-peak", ["shift-f3"]), ("edit", ["n"]), ("draw", ["f5"]),
      ("pause", ["f5"]), ("quit", []))
  }

  @Test(arguments: [
    ("next-peek", ["n"], "“next-peek” is no command"),
    ("next-peak", ["ctrl+n"], "“ctrl+n” is no key for next-peak"),
    ("next-peak", ["e"], "e cannot be the key of next-peak, since it is that of edit"),
    ("next-peak", ["ctrl-l"], "since it is that of redraw"),
    ("next-peak", ["p"], "since it is that of plane"),
    ("next-peak", ["esc"], "esc cannot be the key of next-peak: it leads out of everything"),
    ("next-peak", ["ctrl-["], "it leads out of everything"),
    ("edit", ["ctrl-c"], "it leads out of everything"),
    ("leave", ["x"], "leave must keep esc"),
    ("quit-at-once", ["f9"], "quit-at-once must keep ctrl-c"),
    ("palette", [], "palette needs a key"),
    ("delete-word", ["w"], "delete-word needs a key that is no letter"),
  ])
  func `are refused in a sentence`(command: String, keys: [String], sentence: String) throws {
    let error = try #require(throws: KeyTableError.self) { try table((command, keys)) }
    #expect(error.description.contains(sentence), "\(error)")
  }

  @Test func `are refused where one is given twice`() throws {
    let error = try #require(throws: KeyTableError.self) {
      try table(("edit", ["f6"]), ("sum", ["f6"]))
    }
    #expect(error == .givenTwice(Chord(.function(6)), "edit", "sum"))
  }
}
