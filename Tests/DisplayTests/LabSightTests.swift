import Display
import Exploration
import ExplorationFixtures
import InformationTheory
import Scoring
import Testing

/// What the lab promises to show, each by itself; the goldens hold how it looks.
@Suite struct `The training lab shows` {
  private func text(_ explorer: Explorer) -> String { frame(explorer).text }

  private func frame(_ explorer: Explorer) -> Frame {
    render(explorer, rows: explorer.rows, columns: explorer.columns)
  }

  private func lines(_ explorer: Explorer) -> [String] {
    text(explorer).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  // MARK: Lines that a checkpoint writes

  private func writing(_ rows: Int, _ columns: Int) -> Explorer {
    var explorer = Explorer.inLab(steps: 300, rows: rows, columns: columns)
    explorer.type("g")
    return explorer
  }

  @Test(arguments: [(24, 80), (16, 60), (60, 200)])
  func `lines that were drawn, each behind what is to be said of it`(rows: Int, columns: Int) {
    let shown = text(writing(rows, columns))
    #expect(shown.contains(" by heart The fox of Tom sleeps."))
    #expect(shown.contains(" false    Ida has a blue boat. The boat is red. → blue"))
    #expect(shown.contains(" new      Ida has a camel."))
  }

  @Test func `words of the training text underlined, and what is false in the world marked`() throws
  {
    let frame = frame(writing(24, 80))
    func roles(_ line: String) throws -> [Role] {
      let rows = frame.text.split(separator: "\n", omittingEmptySubsequences: false)
      let row = try #require(rows.firstIndex { $0.contains(line) })
      return (0..<line.count).map { frame.cells[row * frame.columns + 10 + $0].role }
    }
    let new = try roles("Ida has a camel.")
    let words = [0..<3, 4..<7, 8..<9]
    for place in new.indices {
      #expect((new[place] == .known) == words.contains { $0.contains(place) }, "\(place)")
    }
    #expect(
      try roles("Ida has a blue boat. The boat is red.")[33..<36] == [.failure, .failure, .failure])
    #expect(try roles("The fox of Tom sleeps.").allSatisfy { $0 == .known }, "by heart as a whole")
    for theme in ThemeName.allCases {
      #expect(Theme(theme).style(of: .known, colors: 256).underline, "\(theme)")
    }
  }

  @Test(arguments: [60, 80, 200])
  func `over its lines, at any width, what the underline says`(columns: Int) throws {
    let heading = try #require(
      lines(writing(columns == 200 ? 60 : columns == 80 ? 24 : 16, columns))
        .first { $0.contains("step 300 writes") })
    #expect(heading.contains("underlined ─") && !heading.contains("…"), "\(heading)")
  }

  // MARK: Curves that were kept

  @Test func `a curve that was kept in grey, where the new one has not come yet`() throws {
    var explorer = Explorer.inLab(steps: 1_500)
    explorer.type("S")
    let kept = try #require(explorer.lab?.kept.first)
    let chart = try #require(explorer.chartGeometry)
    let frame = frame(explorer)
    for evaluation in kept.course.evaluations where evaluation.step > 100 && evaluation.step < 1_400
    {
      let row = chart.row(of: evaluation.validation)
      let cell = frame.cells[row * frame.columns + chart.column(ofStep: evaluation.step)]
      let sign = cell.glyph.unicodeScalars.first?.value ?? 0
      #expect(cell.role == .rule && (0x2801...0x28FF).contains(sign), "step \(evaluation.step)")
    }
    explorer.type("K")
    #expect(!text(explorer).contains("⠶⠶ seed"))
  }

  @Test func `the names of kept curves, all that there is room for`() {
    var explorer = Explorer.inLab(steps: 300)
    for _ in 0..<2 {
      explorer.type("S")
      explorer.learn(300)
    }
    #expect(lines(explorer)[2].contains("⠶⠶ seed 2 · seed 1 "))
    explorer.type("M")
    explorer.learn(100)
    #expect(lines(explorer)[2].contains("⠶⠶ 3 kept "), "\(lines(explorer)[2])")
    _ = explorer.update(.resized(rows: 40, columns: 120))
    #expect(lines(explorer)[2].contains(" and 2 more "), "\(lines(explorer)[2])")
  }

  @Test(arguments: [("S", " first 10 KB ⠶⠶ seed 1 "), ("O", "training ⠶⠶ AdamW 0.002 ")])
  func `the name of a kept curve rather than how much of the texts is measured`(
    key: String, words: String
  ) {
    var facts = FakeTraining.facts
    facts.measuredBytes = 10_000
    var explorer = Explorer.inLab(steps: 100)
    explorer.type(key)
    _ = explorer.update(.trained(.prepared(facts), run: 2))
    #expect(lines(explorer)[2].contains(words), "\(lines(explorer)[2])")
  }

  // MARK: Figures

  @Test func `the loss as the floor and what is lacking, in either unit`() {
    var explorer = Explorer.inLab(steps: 2_500)
    explorer.type("b")
    #expect(text(explorer).contains("validation 0.63 = floor 0.35 + 0.28"))
    explorer.type("u")
    #expect(text(explorer).contains("validation 0.44 = floor 0.24 + 0.20"))
  }

  @Test func `by how much each kind of byte is above the source, longer bars for more`() throws {
    let shown = lines(Explorer.inLab(steps: 300, rows: 60, columns: 200))
    let kinds = ["choices", "spelling", "frame", "agreement", "facts", "copying", "sums"]
    let gaps = FakeTraining.checkpoint(at: 300).gaps
    var last = 0
    for (kind, gap) in zip(kinds, gaps) {
      let line = try #require(shown.first { $0.contains("│ \(kind) ") })
      let row = try #require(line.split(separator: "│ \(kind) ").last)
      #expect(row.contains(Unit.bits.format(gap.excess)) && gap.name == kind)
      let bar = row.count { "█▉▊▋▌▍▎▏".contains($0) }
      #expect(bar >= last)
      last = bar
    }
    #expect(last > 5)
  }

  @Test(arguments: [(24, 80), (16, 60), (60, 200)])
  func `the patience that is left, where it is to stop early`(rows: Int, columns: Int) {
    var explorer = Explorer.inLab(steps: 1_300, rows: rows, columns: columns)
    #expect(!text(explorer).contains("patience"))
    explorer.type("E")
    #expect(text(explorer).contains("patience 1 of 5"), "four evaluations since the lowest")
    explorer.type(".")
    explorer.learn(24)
    #expect(text(explorer).contains("patience 0 of 5"))
  }

  @Test func `how fast it learns, and what pace it keeps`() {
    var explorer = Explorer.inLab(steps: 100)
    _ = explorer.update(.input(.key(.character(" "), [])))
    _ = explorer.update(.trained(.learnt([2], speed: 59.7), run: 1))
    #expect(lines(explorer)[1].hasSuffix("60 steps/s ▶"))
    explorer.type("F")
    #expect(text(explorer).contains("as fast as this machine can"))
  }

  // MARK: What diverged

  @Test(arguments: [false, true])
  func `where it diverged, in the row of what is beyond the chart`(isBroken: Bool) throws {
    var explorer = Explorer.inLab(steps: 100)
    _ = explorer.update(.trained(.learnt([2, 3e9, isBroken ? .nan : 5], speed: nil), run: 1))
    let chart = try #require(explorer.chartGeometry)
    let line = lines(explorer)[chart.plot.row]
    let words =
      isBroken
      ? "✖ diverged at step 102: the loss is not a number any more "
      : "✖ diverged at step 102: a batch cost 4e9 bits per byte "
    #expect(line.contains(words), "\(line)")
  }

  // MARK: The header

  @Test func `a checkpoint that is explored with by its name, while it learns on`() {
    var explorer = Explorer.inLab(steps: 100)
    _ = explorer.update(.input(.key(.character(" "), [])))
    _ = explorer.update(.input(.key(.enter, [])))
    var model = FakeScorer.model
    model.name = "large-transformer-1mb-seed1-step2500"
    explorer.answer(explorer.update(.modelLoaded(model, FakeScorer.vocabulary, FakeScorer.starts)))
    let header = lines(explorer)[0]
    #expect(header.contains("  \(model.name) ") && header.contains("TRAINING"), "\(header)")
    explorer = Explorer.inLab(steps: 100)
    _ = explorer.update(.input(.key(.enter, [])))
    explorer.answer(
      explorer.update(.modelLoaded(FakeScorer.model, FakeScorer.vocabulary, FakeScorer.starts)))
    #expect(lines(explorer)[0].contains("unseen text"), "\(lines(explorer)[0])")
  }

  @Test
  func `in its header what is trained, whole, and how it learns where that stands nowhere else`() {
    for (rows, columns) in [(24, 80), (16, 60), (60, 200), (40, 120)] {
      var explorer = Explorer.inLab(steps: 1_300, rows: rows, columns: columns)
      for key in ["", "O", "R", "R", "O", "R", "M", "M", "M", "M"] {
        explorer.type(key)
        let shown = lines(explorer)
        let recipe = explorer.lab?.recipe ?? TrainingPreset.standard.recipe
        #expect(shown[0].contains("  \(recipe.network.rawValue)"))
        #expect(!shown[0].contains("…"), "\(shown[0])")
        #expect(shown[0...1].contains { $0.contains(" \(recipe.optimizerTitle)") }, "\(shown[0])")
      }
    }
  }
}
