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
    explorer.update(.input(.key(.enter)))
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
    _ = explorer.update(.tookAway(.said("wrote surprisal.svg")))
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
    type("x", in: &explorer)
    explorer.press(.backspace)
    #expect(written(enter(&explorer))?.replaces == false)
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
    explorer.takeUp(.entropy, .nats, at: 4)
    let effects = explorer.update(.modelLoaded(FakeScorer.model, FakeScorer.vocabulary))
    explorer.answer(effects)
    #expect(explorer.lens == .entropy && explorer.unit == .nats)
    #expect(explorer.focusedToken?.bytes.contains(4) == true)
    #expect(explorer.leftText?.token == explorer.focus)
  }
}
