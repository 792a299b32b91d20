import InformationTheory
import Lessons

extension Explorer {
  /// What a quantity of a training is now; nil while it is unknown, and outside the lab.
  func trainingValue(of quantity: Quantity) -> Value? {
    guard isInLab, let lab else { return nil }
    switch quantity.measure.kind {
    case .word: return lab.word(of: quantity.measure).map(Value.word)
    case .information: return lab.amount(of: quantity).map(Value.information)
    case .number, .share: return lab.number(of: quantity.measure).map(Value.number)
    }
  }
}

extension Lab {
  fileprivate func amount(of quantity: Quantity) -> Information? {
    switch quantity.measure {
    case .trainingLoss: return evaluation?.training
    case .validationLoss: return evaluation?.validation
    case .lowestLoss: return course.lowest?.validation
    case .highestBatchLoss: return course.highestBatch
    case .floor: return facts?.floor
    case .countedLoss: return facts?.marks.map(\.loss).min()
    case .byHeart: return evaluation.flatMap(knownByHeart)?.saved
    case .gap:
      guard case .words(let kind) = quantity.subject, let place = lookedAt else { return nil }
      return checkpoints[place].gaps.first { $0.name == kind.text }?.excess
    default: return nil
    }
  }

  fileprivate func number(of measure: Measure) -> Double? {
    if measure == .rate { return recipe.rate }
    let count: Int? =
      switch measure {
      case .step: evaluation?.step
      case .steps: course.steps
      case .weights: facts?.weights
      case .seed: Int(exactly: recipe.seed)
      case .lowestStep: course.lowest?.step
      case .rises: course.risesBeforeLowest
      case .divergedStep: course.divergedAt
      default: nil
      }
    return count.map(Double.init)
  }

  fileprivate func word(of measure: Measure) -> String? {
    switch measure {
    case .train: recipe.presetName ?? recipe.corpus.shortTitle
    case .network: recipe.network.name
    case .optimizer: recipe.optimizer.name
    case .chart: scale.rawValue
    case .watch: watched.name
    case .checkpoint: lookedAt.map(checkpointName)
    default: nil
    }
  }

  private func checkpointName(_ place: Int) -> String {
    if place == course.lowestPlace { return "lowest" }
    return place == 0 ? "first" : place == course.evaluations.count - 1 ? "latest" : "another"
  }

  /// The bits that training saves below the floor of its own text, and the most that the chance can be of
  /// that for a text that was not learnt from, for any of all checkpoints. Nil where it may well be chance, or
  /// nobody knows the floor.
  public func knownByHeart(_ evaluation: Evaluation) -> LearntByHeart? {
    guard let facts, let floor = facts.trainingFloor, evaluation.training.nats.isFinite else {
      return nil
    }
    let bytes = Double(facts.trainingBytes)
    let found = LearntByHeart(
      model: .nats(evaluation.training.nats * bytes), source: .nats(floor.nats * bytes),
      bestOf: course.evaluations.count)
    return found.log2OfChance <= -1 ? found : nil
  }
}
