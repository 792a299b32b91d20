import ShownText
import Exploration
import ExplorationFixtures
import InformationTheory
import Scoring
import TestSupport
import Testing

@Suite struct `Editing a text` {
  /// An explorer in its editor, the cursor at the end.
  private func editor(_ text: String, columns: Int = 80) -> Explorer {
    var explorer = Explorer.ready(text, columns: columns)
    explorer.press(.character("e"))
    explorer.press(.end, .control)
    return explorer
  }

  @Test func `what is typed is scored at once, and what stands before keeps its scores`() {
    var explorer = editor("the cat")
    let effects = explorer.update(.input(.key(.character(" "), [])))
    guard case .score(let text, let kept, _)? = effects.first else {
      Issue.record("nothing was scored")
      return
    }
    #expect(text == Array("the cat ".utf8))
    #expect(kept?.tokens.count == 2)
    #expect(explorer.hasPrediction(1))
    explorer.answer(effects)
    #expect(explorer.scored?.isComplete == true)
    explorer.type("mat")
    #expect(explorer.tokens.map(\.id) == [0, 1, 5])
  }

  @Test func `scores vanish from the first changed token on`() {
    var explorer = Explorer.ready("the cat sat on")
    explorer.press(.character("e"))  // behind " cat"
    _ = explorer.update(.input(.key(.backspace, [])))
    #expect(explorer.tokens.count == 1)
    #expect(!explorer.hasPrediction(1))
  }

  @Test func `letters that are keys elsewhere are typed`() {
    var explorer = editor("")
    explorer.type("q?u\n=")
    #expect(explorer.string == "q?u\n=")
    #expect(explorer.stage == nil)
  }

  @Test func `the cursor steps over whole characters`() {
    var explorer = editor("a👩‍🚀e\u{301}")
    explorer.press(.left)
    #expect(explorer.cursor == 12)
    explorer.press(.left)
    #expect(explorer.cursor == 1)
    explorer.press(.right)
    #expect(explorer.cursor == 12)
    explorer.press(.delete)
    #expect(explorer.string == "a👩‍🚀")
    explorer.press(.backspace)
    #expect(explorer.string == "a")
  }

  @Test func `up and down keep the column over a short line`() {
    var explorer = editor("abcdef\nab\nabcdef")
    explorer.press(.left)  // column 5
    explorer.press(.up)
    #expect(explorer.cursor == 9)
    explorer.press(.up)
    #expect(explorer.cursor == 5)
    explorer.press(.down, times: 2)
    #expect(explorer.cursor == 15)
  }

  @Test func `words are jumped over and deleted`() {
    var explorer = editor("one two three")
    explorer.press(.left, .control)
    #expect(explorer.cursor == 8)
    explorer.press(.character("b"), .alt)
    #expect(explorer.cursor == 4)
    explorer.press(.character("f"), .alt)
    #expect(explorer.cursor == 7)
    explorer.press(.character("w"), .control)
    #expect(explorer.string == "one  three")
    explorer.press(.character("k"), .control)
    #expect(explorer.string == "one ")
    explorer.press(.character("u"), .control)
    #expect(explorer.string == "")
  }

  @Test func `a run of typing is undone word by word and redone`() {
    var explorer = editor("")
    explorer.type("one two")
    explorer.press(.character("u"), .alt)
    #expect(explorer.string == "one")
    explorer.press(.character("u"), .alt)
    #expect(explorer.string == "")
    explorer.press(.character("r"), .alt, times: 2)
    #expect(explorer.string == "one two")
  }

  @Test func `undo works after the editor was left`() {
    var explorer = editor("the cat")
    explorer.type(" ate")
    explorer.press(.escape)
    #expect(!explorer.isEditing)
    #expect(explorer.string == "the cat ate")
    explorer.press(.character("U"))
    #expect(explorer.string == "the cat")
  }

  @Test func `bytes of no encoding go in and come out as they are`() {
    var explorer = editor("a")
    let bytes: [UInt8] = [0xFF, 0xE4, 0xBD, 0x00, 0x1B]
    explorer.answer(explorer.update(.input(.paste(bytes))))
    #expect(explorer.text == [0x61] + bytes)
    explorer.press(.backspace, times: 3)
    #expect(explorer.text == [0x61, 0xFF, 0xE4])
  }

  @Test func `a click places the cursor`() throws {
    var explorer = editor("abc\ndef")
    let area = try #require(explorer.screen.text)
    _ = explorer.mouse(.pressed, area.row + 1, area.column + 2)
    #expect(explorer.cursor == 6)
    _ = explorer.mouse(.pressed, area.row + 5, area.column + 2)
    #expect(explorer.cursor == 7)
  }

  @Test func `deleting everything leaves nothing to score`() {
    var explorer = editor("the cat")
    explorer.press(.character("u"), .control)
    #expect(explorer.text.isEmpty)
    #expect(explorer.scored == nil)
    #expect(explorer.figures.scoredCount == 0)
    explorer.press(.backspace)
    explorer.type("the")
    #expect(explorer.tokens.count == 1)
  }

  @Test(arguments: 1...8)
  func `any sequence of keys leaves layout, text and scores in agreement`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var explorer = editor("the cat sat on the mat.\nthe cat ate", columns: 24)
    for _ in 0..<250 {
      explorer.press(Self.keys.randomElement(using: &random) ?? .left)
      if Int.random(in: 0..<12, using: &random) == 0 {
        explorer.press(.character("u"), .alt, times: Int.random(in: 1...4, using: &random))
      }
    }
    #expect(explorer.layout == TextLayout(explorer.text, width: explorer.layout.width))
    #expect(explorer.tokens.last?.bytes.upperBound ?? 0 == explorer.text.count)
    #expect(explorer.scored?.isComplete ?? true)
    #expect((0...explorer.text.count).contains(explorer.cursor ?? 0))
    let whole = explorer.scored.map {
      TextFigures($0.predictions, at: explorer.temperature)
    }
    #expect(explorer.figures.scoredCount == whole?.scoredCount ?? 0)
    #expect(abs(explorer.figures.total.nats - (whole?.total.nats ?? 0)) < 1e-3)
  }

  private static let keys: [Key] = [
    .left, .right, .up, .down, .home, .end, .pageUp, .pageDown, .backspace, .delete, .enter,
    .character("a"), .character(" "), .character("."), .character("你"), .character("\u{301}"),
    .character("👩‍🚀"), .character("e"), .character(" "),
  ]
}
