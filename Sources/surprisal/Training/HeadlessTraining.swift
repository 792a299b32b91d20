import Basics
import Exploration
import InformationTheory
import Runtime
import ShownText

/// A training without a screen, which tells on standard error how it goes.
struct HeadlessTraining {
  var recipe: TrainingRecipe
  var own: (text: [UInt8], name: String)?
  var threads: Int

  /// Trains to the last step, or until Ctrl-C, and writes what is wanted.
  func run(curve: String?, out: String?) throws {
    watchForInterrupts()
    let trainee = try Trainee(recipe, own: own, threads: threads)
    noteOnStandardError(
      "training: \(recipe.network.rawValue), \(recipe.corpus.title), \(recipe.optimizerTitle), seed \(recipe.seed)"
    )
    noteOnStandardError(standards(trainee.facts))
    var training = TrainingRun(trainee, steps: recipe.steps)
    var last = try evaluate(&training)
    while !training.isOver, !wasInterrupted() {
      _ = try training.learn()
      if training.isEvaluationDue { last = try evaluate(&training) }
    }
    try write(training, last, curve: curve, out: out)
    if let divergence = training.course.divergence {
      noteOnStandardError(divergence + "; try a smaller --rate")
    }
    if let defeat = trainee.facts.defeat(training.course) { noteOnStandardError(defeat) }
    if wasInterrupted() { throw CommandError.interrupted(afterStep: training.course.steps) }
  }

  /// What there is to beat on the validation text, and how much of each text is measured.
  private func standards(_ facts: TrainingFacts) -> String {
    let marks = facts.marks.map { "\($0.name) \(decimal($0.loss.bits, 3))" }
    let part = facts.measuredBytes.map { ", on its first \($0 / 1_000) KB" } ?? ""
    return "the validation text costs \(marks.joined(separator: ", ")) bits per byte\(part)"
  }

  private func evaluate(_ training: inout TrainingRun) throws -> CheckpointView {
    let (evaluation, checkpoint) = try training.evaluate()
    let isTold = evaluation.step % (4 * Lab.evaluationInterval) == 0 || training.isOver
    if isTold { noteOnStandardError(line(evaluation, training)) }
    return checkpoint
  }

  private func line(_ evaluation: Evaluation, _ training: TrainingRun) -> String {
    let floor = training.trainee.facts.floor.map { "  floor \(decimal($0.bits, 3))" } ?? ""
    let isLowest = training.course.lowest?.step == evaluation.step
    return
      "step \(evaluation.step) of \(recipe.steps)  training \(decimal(evaluation.training.bits, 3))  "
      + "validation \(decimal(evaluation.validation.bits, 3))\(floor) bits per byte"
      + (isLowest ? "  lowest" : "")
  }

  /// Writes the model, which took longest, and the curve, one even where the other cannot be written.
  private func write(
    _ training: TrainingRun, _ last: CheckpointView, curve: String?, out: String?
  ) throws {
    let model = Result { try out.map { try writeModel(training, $0) } }
    if let curve { try writeCurve(training, last, curve) }
    try model.get()
  }

  private func writeModel(_ training: TrainingRun, _ out: String) throws {
    guard let lowest = training.course.lowest?.step, let snapshot = training.snapshots[lowest]
    else { return }
    try writeNewFile(out, snapshot.file())
    noteOnStandardError("wrote \(out): the model of step \(lowest), the lowest validation loss")
  }

  private func writeCurve(_ training: TrainingRun, _ last: CheckpointView, _ curve: String) throws {
    let facts = training.trainee.facts
    let text =
      curve.hasSuffix(".svg")
      ? curvePicture(recipe, facts, training.course, last)
      : curveTable(training.course, floor: facts.floor)
    try writeNewFile(curve, Array(text.utf8))
  }
}

/// The threads that learn: those that are asked for, or one for each core.
func trainingThreads(_ wanted: Int?) -> Int {
  wanted ?? max(Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))), 1)
}
