import Exploration
import ExplorationFixtures
import Testing

@Suite struct `A sentence` {
  private func mode(_ name: String, _ wishes: [(String, [String])] = []) throws -> Explorer {
    let mode = try #require(Mode.all.first { $0.name == name })
    var explorer = mode.explorer()
    explorer.keys = try KeyTable(wishes.map { (command: $0.0, keys: $0.1) })
    return explorer
  }

  @Test func `names the key that does what it says`() throws {
    var explorer = try mode("a changed text")
    explorer.press(.character("S"))
    #expect(explorer.notice == "first keep one of the two texts: X")
  }

  @Test func `names another key where that does it`() throws {
    var explorer = try mode("a changed text", [("keep-text", ["f5", "X"])])
    explorer.press(.character("S"))
    #expect(explorer.notice == "first keep one of the two texts: F5")
  }

  @Test func `names the command where no key does it`() throws {
    var explorer = try mode("a changed text", [("keep-text", [])])
    explorer.press(.character("S"))
    #expect(explorer.notice == "first keep one of the two texts: “keep text” in the palette")
  }

  @Test func `names the command where its keys do something else now`() throws {
    var explorer = try mode("the sum")
    explorer.press(.character("x"))
    #expect(explorer.notice == "this is the original: e edits the text")
    explorer.press(.character("m"))
    explorer.press(.character("X"))
    explorer.press(.character("x"))
    #expect(
      explorer.notice
        == "this is the original: e edits the text, Tab leads to the candidates")
  }

  @Test(arguments: [
    ("a reveal", "Esc", 1), ("the candidates in a reveal", "Esc twice", 2),
  ])
  func `says how often Esc is pressed to be where it promises`(
    name: String, keys: String, count: Int
  ) throws {
    var explorer = try mode(name)
    explorer.press(.character("e"))
    #expect(explorer.notice == "hidden text cannot be changed: \(keys) shows all of it")
    explorer.press(.escape, times: count - 1)
    #expect(explorer.reveal != nil)
    explorer.press(.escape)
    #expect(explorer.reveal == nil)
  }

  @Test func `of the help names the keys in force`() throws {
    let explorer = try mode(
      "reading",
      [
        ("undo", ["f7"]), ("next-panel", []), ("sum", ["f6"]),
        ("next-number", ["tab"]),
      ])
    let lines = explorer.helpPage.lines
    let text = lines.flatMap { $0.text.split(separator: " ") }.joined(separator: " ")
    #expect(text.contains("and F7 takes it back."))
    #expect(lines.contains { $0.term == "In the candidates (“next panel” in the palette)" })
    #expect(lines.contains { $0.term == "In the sum (F6)" })
    #expect(!text.contains("U takes it back"))
  }
}
