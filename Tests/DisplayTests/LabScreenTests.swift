import Display
import Exploration
import ExplorationFixtures
import Testing

@Suite struct `The training lab on the screen looks as it did` {
  /// At the lowest validation loss of a training that has ended.
  private func ended(_ rows: Int, _ columns: Int) -> Explorer {
    var explorer = Explorer.inLab(steps: 2_500, rows: rows, columns: columns)
    _ = explorer.update(.input(.key(.character("b"), [])))
    _ = explorer.update(.input(.key(.tab, [])))
    _ = explorer.update(.input(.key(.backTab, [])))
    return explorer
  }

  @Test(arguments: [(24, 80), (40, 120), (60, 200), (16, 60), (10, 40), (6, 20)])
  func `at every size`(rows: Int, columns: Int) throws {
    try expectGolden(ended(rows, columns), "lab-\(columns)x\(rows)")
  }

  @Test(arguments: [(24, 80), (40, 120), (60, 200), (16, 60)])
  func `with lines that a checkpoint wrote`(rows: Int, columns: Int) throws {
    var explorer = ended(rows, columns)
    explorer.type("g")
    try expectGolden(explorer, "lab-lines-\(columns)x\(rows)")
  }

  @Test func `before its first step, and in the midst of it`() throws {
    try expectGolden(Explorer.inLab(), "lab-begin")
    try expectGolden(Explorer.inLab(steps: 625), "lab-midst")
  }

  @Test func `in nats, each bit as high as another, beside a curve that was kept`() throws {
    var explorer = Explorer.inLab(steps: 1_500)
    explorer.type("S")
    explorer.learn(1_000)
    explorer.type("su")
    try expectGolden(explorer, "lab-kept")
  }

  @Test func `in a picture whose curves are drawn, dot by dot, since many fonts have no dots`() {
    let frame = render(Explorer.inLab(steps: 625), rows: 24, columns: 80)
    let patterns = frame.text.unicodeScalars.filter { (0x2800...0x28FF).contains($0.value) }
    let dots = patterns.reduce(0) { $0 + ($1.value & 0xFF).nonzeroBitCount }
    let picture = frame.svg(theme: Theme(.light))
    #expect(dots > 100 && picture.split(separator: "h3v3h-3z").count - 1 == dots)
    #expect(!picture.unicodeScalars.contains { (0x2800...0x28FF).contains($0.value) })
  }

  @Test(arguments: [1_300, 2_500])
  func `with each line's name whole, and moved only off the places that it would hide`(steps: Int) {
    var recipe = TrainingPreset.standard.recipe
    recipe.steps = steps
    var explorer = Explorer.inLab(steps: steps, recipe: recipe)
    for _ in 0..<40 {
      let chart = render(explorer, rows: 24, columns: 80).text.split(separator: "\n")
      for name in ["untrained 8.00", "pairs 2.97", "5-grams 0.82", "floor 0.35"] {
        let line = chart.first { $0.contains(name) }
        let behind = line?.split(separator: " ").last?.drop { $0.isNumber || $0 == "." } ?? "hidden"
        #expect(behind.isEmpty || "●◆".contains(behind.first ?? " "), "\(name): \(behind)")
        // Two places can stand in its row, and it is moved off each by less than its width.
        #expect(behind.count < 2 * name.count, "\(name) has room at the right")
      }
      _ = explorer.update(.input(.key(.left, [])))
    }
  }

  @Test func `with how much of the texts is measured, where that is not all`() {
    var explorer = Explorer.inLab()
    #expect(!render(explorer, rows: 24, columns: 80).text.contains("first"))
    var facts = FakeTraining.facts
    facts.measuredBytes = 10_000
    _ = explorer.update(.trained(.prepared(facts), run: 1))
    #expect(render(explorer, rows: 24, columns: 80).text.contains("training · first 10 KB"))
  }

  @Test func `when the loss is no number any more`() throws {
    var explorer = Explorer.inLab(steps: 400)
    explorer.type("ORRR ")
    try expectGolden(explorer, "lab-diverged")
  }
}
