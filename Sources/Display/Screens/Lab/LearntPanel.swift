import Exploration
import InformationTheory
import ShownText

/// How far the model is above the source for each kind of byte, and the trainings so far.
struct LearntPanel: Widget {
  let explorer: Explorer

  func draw(in area: Area, on frame: inout Frame) {
    guard let lab = explorer.lab else { return }
    let gaps = lab.lookedAt.map { lab.checkpoints[$0].gaps } ?? []
    let gapRows = gaps.isEmpty ? 0 : min(gaps.count + 1, area.rows - 3)
    if gapRows > 0 { draw(gaps, in: area, on: &frame) }
    let below = area.dropping(rows: gapRows)
    guard below.rows >= 2 else { return }
    drawRuns(lab, in: below, on: &frame)
  }

  private func draw(_ gaps: [KnowledgeGap], in area: Area, on frame: inout Frame) {
    frame.draw(Heading("\(explorer.unit.rawValue) per byte above the source, by kind"), in: area)
    for (index, gap) in gaps.prefix(area.rows - 1).enumerated() {
      let row = area.row + 1 + index
      frame.write(gap.name, row: row, column: area.column + 2, as: .plain, limit: 10)
      let amount = max(gap.excess.bits, 0)
      frame.write(
        padded(explorer.unit.format(gap.excess), 6), row: row, column: area.column + 12,
        as: .strong)
      frame.write(
        lyingBar(amount / 8, width: max(area.columns - 22, 4)), row: row,
        column: area.column + 20, as: .bar)
    }
  }

  private func drawRuns(_ lab: Lab, in area: Area, on frame: inout Frame) {
    frame.draw(Heading("trainings"), in: area)
    let all = lab.kept.map { ($0.recipe, $0.course) } + [(lab.recipe, lab.course)]
    let head: StyledText = ["", "data", "network", "rate", "seed", "lowest", "at step"].map {
      ($0, .faint)
    }
    let lines = all.suffix(max(area.rows - 2, 1)).reversed().enumerated().map { index, run in
      self.line(run.0, run.1, isPresent: index == 0)
    }
    frame.draw(Table(lines: [head] + lines, firstWidth: 1), in: area.dropping(rows: 1))
  }

  private func line(
    _ recipe: TrainingRecipe, _ course: TrainingCourse, isPresent: Bool
  ) -> StyledText {
    let lowest = course.lowest
    let role: Role = isPresent ? .plain : .faint
    return [
      (isPresent ? "▸" : " ", .knob), (recipe.corpus.shortTitle, role),
      (recipe.network.rawValue, role), (recipe.optimizerTitle, role), ("\(recipe.seed)", role),
      (lowest.map { explorer.unit.format($0.validation) } ?? "—", isPresent ? .strong : .faint),
      (lowest.map { grouped($0.step) } ?? "—", role),
    ]
  }
}
