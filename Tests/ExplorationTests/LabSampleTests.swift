import Exploration
import ExplorationFixtures
import InformationTheory
import Testing

@Suite struct `Lines that a checkpoint writes` {
  @Test func `stand in the place of the watched text until that is wanted back`() throws {
    var explorer = Explorer.inLab(steps: 300)
    #expect(explorer.screen.sample == nil)
    explorer.type("g")
    let area = try #require(explorer.screen.sample)
    #expect(explorer.isTextCovered && area.row == explorer.screen.text?.row)
    let sample = try #require(explorer.lab?.sample)
    #expect(sample.wish.step == 300 && sample.wish.temperature == .one)
    #expect(sample.lines.count == area.rows - 1 && sample.isComplete)
    explorer.type("v")
    #expect(!explorer.isTextCovered && explorer.text == FakeTraining.unseen)
    explorer.type("g")
    explorer.press(.tab)
    #expect(!explorer.isTextCovered && explorer.panel == .text)
    explorer.type("g")
    #expect(explorer.isTextCovered && explorer.panel == .chart)
  }

  @Test func `are others at each further press`() throws {
    var explorer = Explorer.inLab(steps: 300)
    explorer.type("g")
    let first = try #require(explorer.lab?.sample)
    explorer.type("g")
    let second = try #require(explorer.lab?.sample)
    #expect(first.wish.seed != second.wish.seed && first.lines != second.lines)
  }

  @Test func `stand beside the text on wide screens, and need no key`() throws {
    let explorer = Explorer.inLab(steps: 300, rows: 60, columns: 200)
    let area = try #require(explorer.screen.sample)
    let text = try #require(explorer.screen.text)
    #expect(!explorer.isTextCovered && area.row == text.row + text.rows)
    #expect(explorer.lab?.sample?.lines.count == area.rows - 1)
  }

  @Test
  func `are asked for anew when the checkpoint, the temperature or the room changes, else not`() {
    var explorer = Explorer.inLab(steps: 300)
    #expect(!draws(explorer.press(.left)), "nobody sees them")
    explorer.type("g")
    #expect(!draws(explorer.press(.character("u"))))
    #expect(draws(explorer.press(.up)) && explorer.lab?.sample?.wish.temperature != .one)
    #expect(draws(explorer.press(.home)) && explorer.lab?.sample?.wish.step == 0)
    let effects = explorer.update(.resized(rows: 60, columns: 200))
    #expect(draws(effects))
    explorer.answer(effects)
    #expect(explorer.lab?.sample?.lines.count == (explorer.screen.sample?.rows ?? 0) - 1)
    #expect(explorer.lab?.awaitsLines == false)
  }

  @Test func `are of the nearest step whose weights are kept`() {
    var explorer = Explorer.inLab(steps: 1_300)
    explorer.type("g")
    explorer.press(.left, times: 4)
    #expect(explorer.lab?.evaluation?.step == 1_200)
    #expect(explorer.lab?.sample?.wish.step == 1_200)
    explorer.press(.left, times: 6)
    #expect(explorer.lab?.evaluation?.step == 1_050 && explorer.lab?.sample?.wish.step == 1_000)
  }

  @Test func `come too late when others are wanted by then`() throws {
    var explorer = Explorer.inLab(steps: 300)
    explorer.type("g")
    let old = try #require(explorer.lab?.sample)
    _ = explorer.update(.input(.key(.character("g"), [])))
    #expect(explorer.lab?.awaitsLines == true)
    _ = explorer.update(.trained(.drew(old), run: 1))
    #expect(explorer.lab?.awaitsLines == true)
    explorer.type("A")
    #expect(explorer.lab?.sample?.wish.step == 0, "another training writes anew")
  }

  @Test func `are refused in a sentence where they have no room`() {
    var explorer = Explorer.inLab(steps: 300, rows: 10, columns: 40)
    explorer.type("g")
    #expect(explorer.screen.sample == nil && explorer.notice?.contains("no room") == true)
  }

  private func draws(_ effects: [Explorer.Effect]) -> Bool {
    effects.contains { if case .train(.draw, _, _) = $0 { true } else { false } }
  }
}
