import Exploration
import Synchronization

/// Trainings that are wanted more than once, each taken as far as anybody needs it and no further: equal
/// recipes give equal curves, so who comes later is told what was learnt before.
final class Rehearsal: Sendable {
  private let train: @Sendable (TrainingRecipe) throws -> Trainee
  private let recordings = Mutex<[TrainingRecipe: Recording]>([:])

  init(_ train: @escaping @Sendable (TrainingRecipe) throws -> Trainee) { self.train = train }

  /// Somebody who learns by a recipe from its first step.
  func trainee(for recipe: TrainingRecipe) throws -> Trainee {
    let recording = try recordings.withLock { all in
      if let known = all[recipe] { return known }
      let new = Recording(try train(recipe))
      all[recipe] = new
      return new
    }
    return recording.played()
  }
}

/// What one training told, in order.
///
/// It is used by one thread after the other: a walk through a lesson visits page after page.
private final class Recording: @unchecked Sendable {
  private let trainee: Trainee
  private var losses: [Float] = []
  private var evaluations: [Int: (Evaluation, CheckpointView)] = [:]
  private var snapshots: [Int: Trainee.Snapshot] = [:]

  init(_ trainee: Trainee) { self.trainee = trainee }

  /// A learner who repeats what was told, and goes on from its end.
  func played() -> Trainee {
    var step = 0
    return Trainee(
      facts: trainee.facts,
      learn: { [self] in
        if step == losses.count { losses.append(try trainee.learn()) }
        step += 1
        return losses[step - 1]
      },
      evaluate: { [self] at in
        if let known = evaluations[at] { return known }
        let new = try trainee.evaluate(at)
        evaluations[at] = new
        return new
      },
      judge: trainee.judge,
      snapshot: { [self] in
        if let known = snapshots[step] { return known }
        let new = try trainee.snapshot()
        snapshots[step] = new
        return new
      })
  }
}
