import Exploration
import ExplorationFixtures
import InformationTheory
import Scoring
import Testing

/// A text that is taken away from the explorer.
@Suite struct `Taking a text away` {
  /// An explorer whose list of forms is open.
  private func opened(_ text: String = "the cat sat.", rows: Int = 24) -> Explorer {
    var explorer = Explorer.ready(text, rows: rows)
    explorer.press(.character("E"))
    return explorer
  }

  private func written(_ effects: [Explorer.Effect]) -> (
    text: TakenText, form: String, file: String, replaces: Bool
  )? {
    for case .takeAway(let text, let form, let file, let replaces) in effects {
      return (text, form, file, replaces)
    }
    return nil
  }

  /// What Enter asks for, of which nothing has come yet.
  private func enter(_ explorer: inout Explorer) -> [Explorer.Effect] {
    explorer.update(.input(.key(.enter, [])))
  }

  private func type(_ text: String, in explorer: inout Explorer) {
    for character in text { explorer.press(.character(character)) }
  }

  @Test func `writes what stands on the screen, in the form that is chosen`() throws {
    var explorer = Explorer.ready("the cat sat.")
    for key in ["c", "u"] as [Character] { explorer.press(.character(key)) }
    explorer.press(.up)
    explorer.press(.character("E"))
    #expect(explorer.takeAway?.line.text == "surprisal.html")
    explorer.press(.down)
    #expect(explorer.takeAway?.line.text == "surprisal.svg")
    let asked = try #require(written(enter(&explorer)))
    #expect(asked.form == "svg" && asked.file == "surprisal.svg" && !asked.replaces)
    #expect(
      asked.text.scored.text == explorer.text && asked.text.temperature == explorer.temperature)
    #expect(
      asked.text.lens == explorer.lens && asked.text.unit == .nats
        && asked.text.token == explorer.focus)
    _ = explorer.update(.tookAway(.written("wrote surprisal.svg")))
    #expect(explorer.takeAway == nil && explorer.notice == "wrote surprisal.svg")
  }

  @Test func `chooses the form that a typed name ends in, and keeps the name for another form`()
    throws
  {
    var explorer = opened()
    explorer.press(.character("u"), .control)
    #expect(explorer.press(.enter).isEmpty && explorer.notice == "the file needs a name")
    type("my essay.surprisal", in: &explorer)
    #expect(explorer.takeAway?.choice == 2)
    explorer.press(.up)
    #expect(explorer.takeAway?.line.text == "my essay.svg")
    #expect(written(enter(&explorer))?.form == "svg")
  }

  @Test func `asks before it writes over a file, and forgets the answer with the name`() throws {
    var explorer = opened()
    #expect(written(enter(&explorer))?.replaces == false)
    _ = explorer.update(.tookAway(.exists("surprisal.html")))
    #expect(explorer.notice?.hasPrefix("surprisal.html exists already: ") == true)
    #expect(written(enter(&explorer))?.replaces == true)
    _ = explorer.update(.tookAway(.exists("surprisal.html")))
    #expect(explorer.notice?.hasPrefix("surprisal.html exists already") == true)
    type("x", in: &explorer)
    explorer.press(.backspace)
    #expect(written(enter(&explorer))?.replaces == false)
  }

  @Test func `stays open, with what was typed, where the file cannot be written`() throws {
    var explorer = opened()
    explorer.press(.character("u"), .control)
    type("/no/folder/essay.svg", in: &explorer)
    #expect(written(enter(&explorer)) != nil)
    _ = explorer.update(.tookAway(.failed("cannot write it: no such folder")))
    #expect(explorer.notice == "cannot write it: no such folder")
    #expect(explorer.takeAway?.line.text == "/no/folder/essay.svg")
    #expect(explorer.quittingQuestion == nil, "nothing is being written")
    explorer.press(.character("u"), .control)
    type("essay.svg", in: &explorer)
    #expect(written(enter(&explorer))?.file == "essay.svg")
    explorer.press(.escape)
    _ = explorer.update(.tookAway(.failed("there is no room")))
    #expect(explorer.takeAway == nil && explorer.notice == "there is no room")
  }

  @Test(arguments: ["f", "a", "D"] as [Character])
  func `keeps the colours that were chosen, and not those of a board or of two models`(
    key: Character
  ) {
    var explorer = Explorer.ready("the cat sat.")
    explorer.press(.character("c"), times: 2)
    let lens = explorer.lens
    explorer.press(.character(key))
    if key == "D" { explorer.compare(with: "second") }
    #expect(lens != .surprise && explorer.takenText?.lens == lens)
    explorer.press(.escape)
    explorer.press(.character("x"))
    for _ in Lens.allCases {
      explorer.press(.character("c"))
      #expect(explorer.takenText?.lens.isSigned == false)
    }
  }

  @Test func `is refused where there is nothing to write`() {
    var empty = Explorer.ready("")
    empty.press(.character("E"))
    #expect(
      empty.takeAway == nil && empty.notice?.hasPrefix("there is nothing to take away") == true)
    var hidden = Explorer.ready("the cat sat.")
    hidden.press(.character("r"))
    hidden.press(.character("E"))
    #expect(hidden.takeAway == nil)
  }

  @Test func `is refused in the lab, which shows its own texts`() {
    var explorer = Explorer.ready("the cat sat.", rows: 24)
    explorer.allowTraining()
    explorer.press(.character("T"))
    #expect(explorer.isInLab)
    explorer.press(.character("p"), .control)
    type("take away", in: &explorer)
    #expect(explorer.palette?.line.text == "take away")
    explorer.press(.enter)
    #expect(explorer.takeAway == nil && explorer.notice?.hasPrefix("the lab shows its own") == true)
  }

  @Test func `is written once, however often Enter is pressed, and quitting asks meanwhile`() {
    var explorer = opened()
    #expect(written(enter(&explorer)) != nil && written(enter(&explorer)) == nil)
    #expect(explorer.quittingQuestion?.contains("written") == true)
    _ = explorer.update(.tookAway(.written("wrote surprisal.html")))
    #expect(explorer.quittingQuestion == nil)
  }

  @Test func `is left by Esc, and by a click beside it`() {
    var explorer = opened(rows: 40)
    explorer.press(.escape)
    #expect(explorer.takeAway == nil)
    explorer.press(.character("E"))
    _ = explorer.update(.input(.mouse(.pressed, row: 0, column: 0)))
    #expect(explorer.takeAway == nil)
  }

  @Test func `goes on with a text as it was looked at`() {
    var explorer = Explorer(text: Array("the cat sat.".utf8))
    explorer.takeUp(.entropy, .nats, by: .word, at: 4)
    let effects = explorer.update(.modelLoaded(FakeScorer.model, FakeScorer.vocabulary))
    explorer.answer(effects)
    #expect(explorer.lens == .entropy && explorer.unit == .nats && explorer.textUnit == .word)
    #expect(explorer.focusedToken?.bytes.contains(4) == true)
    #expect(explorer.leftText?.token == explorer.focus && explorer.leftText?.textUnit == .word)
  }
}
