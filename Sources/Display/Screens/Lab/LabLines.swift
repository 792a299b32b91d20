import Basics
import Exploration
import InformationTheory
import ShownText

/// What is trained, on what and how, and how fast.
struct RecipeLine: Widget {
  let explorer: Explorer

  func draw(in area: Area, on frame: inout Frame) {
    guard let lab = explorer.lab else { return }
    let weights = lab.facts.map { ", \(grouped($0.weights)) weights" } ?? ""
    let corpus = lab.recipe.corpus
    let lines = [
      line(lab.recipe, corpus.title, weights), line(lab.recipe, corpus.title),
      line(lab.recipe, corpus.shortTitle),
    ]
    let right = pace(lab)
    let room = area.columns - 2 - (right.width == 0 ? 0 : right.width + 2)
    let line = lines.first { $0.width <= room } ?? lines[2]
    frame.write(line, row: area.row, column: 1, limit: area.columns - 2)
    guard line.width <= room else { return }
    frame.write(
      right, row: area.row, column: area.columns - right.width - 1, limit: right.width)
  }

  private func line(
    _ recipe: TrainingRecipe, _ corpus: String, _ weights: String = ""
  ) -> StyledText {
    let parts: [StyledText] = [
      [(corpus, .strong)], [(recipe.network.rawValue, .strong), (weights, .plain)],
      [(recipe.optimizerTitle, .strong)], [("seed \(recipe.seed)", .plain)],
    ]
    return parts.enumerated().flatMap { $0 == 0 ? $1 : [(" · ", .faint)] + $1 }
  }

  private func pace(_ lab: Lab) -> StyledText {
    let speed = lab.speed.map { "\(decimal($0, 0)) steps/s" }
    let words = [lab.patienceLeft, speed].compactMap { $0 }.joined(separator: "  ")
    return [(words, .faint), (lab.phase == .running ? " ▶" : "", .knob)]
  }
}

/// What is known of the checkpoint that is looked at.
struct CheckpointLine: Widget {
  let explorer: Explorer

  func draw(in area: Area, on frame: inout Frame) {
    guard let lab = explorer.lab, let evaluation = lab.evaluation else { return }
    var line: StyledText = [("◂ step \(grouped(evaluation.step)) ▸", .knob)]
    // What is left out first, where there is no room, has the highest rank.
    let groups: [(rank: Int, text: StyledText)] = [
      (4, [("  \(place(of: evaluation, lab))", .best)].filter { $0.0 != "  " }),
      (0, amount("validation", evaluation.validation)),
      (5, parts(of: evaluation, lab)),
      (1, patience(lab)), (2, amount("training", evaluation.training)),
      (3, byHeart(evaluation, lab)),
      (6, [("  epoch ", .faint), (decimal(evaluation.epochs, 1), .plain)]),
    ]
    var room = area.columns - 2 - line.width
    var kept: Set<Int> = []
    for index in groups.indices.sorted(by: { groups[$0].rank < groups[$1].rank })
    where groups[index].text.width <= room {
      room -= groups[index].text.width
      kept.insert(index)
    }
    for index in groups.indices where kept.contains(index) { line += groups[index].text }
    frame.write(line, row: area.row, column: 1, limit: area.columns - 2)
  }

  private func place(of evaluation: Evaluation, _ lab: Lab) -> String {
    let isLowest = lab.course.lowest?.step == evaluation.step && lab.course.evaluations.count > 2
    return isLowest ? "◆ lowest" : lab.followsLatest ? "latest" : ""
  }

  /// The patience that is left, where there is no line for the recipe, which says it.
  private func patience(_ lab: Lab) -> StyledText {
    guard explorer.screen.summary == nil, let left = lab.patienceLeft else { return [] }
    return [("  \(left)", .faint)]
  }

  private func amount(_ name: String, _ amount: Information) -> StyledText {
    [("  \(name) ", .faint), (explorer.unit.format(amount), .strong)]
  }

  /// The loss as what nobody can know and what the model lacks.
  private func parts(of evaluation: Evaluation, _ lab: Lab) -> StyledText {
    guard let floor = lab.facts?.floor else { return [] }
    return [
      (" = floor ", .faint), (explorer.unit.format(floor), .plain), (" + ", .faint),
      (explorer.unit.format(evaluation.validation - floor), .strong),
    ]
  }

  /// The bits that training saves below the floor of its own text, and the most that the chance of that can
  /// be.
  private func byHeart(_ evaluation: Evaluation, _ lab: Lab) -> StyledText {
    guard let known = lab.knownByHeart(evaluation) else { return [] }
    let bits = grouped(Int(nearest: known.saved.bits))
    let chance = grouped(Int(nearest: -known.log2OfChance.rounded(.up)))
    return [
      ("  by heart ", .faint), ("\(bits) bits", .best), (", p 2^-", .faint), (chance, .strong),
    ]
  }
}

extension Lab {
  /// How many more evaluations without a lower loss it takes before it stops early; nil where it does not.
  fileprivate var patienceLeft: String? {
    let patience = TrainingCourse.patience
    return stopsEarly ? "patience \(max(patience - course.sinceLowest, 0)) of \(patience)" : nil
  }
}

extension Explorer {
  /// What a training does, for the header: in the lab, and elsewhere while it learns.
  var trainingName: (full: String, short: String)? {
    guard let lab, isInLab || lab.phase == .running else { return nil }
    switch lab.phase {
    case .preparing: return ("PREPARING", "PREPARE")
    case .running: return ("TRAINING", "TRAIN")
    case .held, .holding: return ("HELD", "HELD")
    case .ended where lab.course.divergedAt != nil: return ("DIVERGED", "DIVERGED")
    case .ended: return ("TRAINED", "TRAINED")
    case .failed: return ("FAILED", "FAILED")
    }
  }

  /// Which text is watched.
  var watchedName: String {
    lab?.watched == .training ? "training text" : "unseen text"
  }

  /// Why nothing can be trained; nil when it can.
  var trainingFailure: String? {
    if case .failed(let reason) = lab?.phase { reason } else { nil }
  }
}
