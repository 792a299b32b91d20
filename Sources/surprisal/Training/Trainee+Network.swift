import Exploration
import InformationTheory
import Runtime
import Scoring
import Training
import World

extension Trainee {
  /// A network that learns what a recipe says: the one place where the lab meets a learner.
  ///
  /// - Parameters:
  ///   - own: A text of one's own, and its name.
  ///   - threads: The threads that compute.
  ///   - measure: How texts are measured by simpler models, when a checkpoint is explored with.
  init(
    _ recipe: TrainingRecipe, own: (text: [UInt8], name: String)?, threads: Int,
    measure: @escaping LoadedModel.Measure = { _, _, _, _, _, _ in }
  ) throws {
    let texts = try TrainingTexts(recipe, own: own)
    let run: Run
    do {
      run = try Run(
        Recipe(recipe), on: texts.training, threads: threads, instructionSet: wantedInstructionSet)
    } catch {
      throw CommandError(.badData, "\(error)")
    }
    let learner = Learner(run, texts, recipe)
    let name = recipe.name ?? recipe.fileName
    self.init(
      facts: learner.facts, learn: { learner.learn() }, evaluate: { learner.evaluate($0) },
      judge: texts.judge,
      snapshot: {
        let checkpoint = run.checkpoint.withoutMoments
        let file: @Sendable () -> [UInt8] = {
          checkpoint.modelFile(name: name, storage: recipe.isCompact ? .q8Zero : .f32)
        }
        return Snapshot(
          model: { try checkpoint.loadedModel(name, threads: threads, measure: measure) },
          file: file,
          write: { write(file(), as: recipe.fileName, step: checkpoint.stepCount) })
      })
  }
}

/// A run, and what it is evaluated by.
private final class Learner {
  let facts: TrainingFacts
  private let run: Run
  private let texts: TrainingTexts
  private let validation: WindowedText, training: WindowedText
  private let watched: [WindowedText]
  private let clock = ContinuousClock()
  private var time = Duration.zero

  init(_ run: Run, _ texts: TrainingTexts, _ recipe: TrainingRecipe) {
    self.run = run
    self.texts = texts
    func corpus(_ text: [UInt8]) -> WindowedText {
      WindowedText(text, windowLength: run.recipe.windowLength)
    }
    facts = texts.facts(weights: run.recipe.network.weightCount)
    validation = corpus(texts.validation)
    training = corpus(texts.measured)
    watched = facts.watched.map { corpus($0.bytes) }
  }

  /// Takes a step, and returns the loss of its batch.
  func learn() -> Float {
    let start = clock.now
    let step = run.step()
    time += clock.now - start
    return Float(step.loss.nats)
  }

  /// Says how well it does.
  func evaluate(_ step: Int) -> (Evaluation, CheckpointView) {
    let losses = run.byteLosses(of: validation)
    let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18
    let evaluation = Evaluation(
      step: step, epochs: run.epochs, rate: run.recipe.rate(ofStep: step),
      training: run.loss(of: training), validation: mean(losses), seconds: seconds)
    return (
      evaluation,
      CheckpointView(predictions: watched.map(run.predictions), gaps: gaps(losses))
    )
  }

  /// How far it is above the source for each kind of byte.
  private func gaps(_ losses: [Float]) -> [KnowledgeGap] {
    guard let floor = texts.floor else { return [] }
    return ByteKind.allCases.compactMap { kind in
      let places = losses.indices.filter { floor.kinds[$0] == kind }
      guard !places.isEmpty else { return nil }
      let sum = places.reduce(0.0) {
        $0 + Information.nats(Double(losses[$1])).bits - floor.bits[$1]
      }
      return KnowledgeGap(kind.name, .bits(sum / Double(places.count)))
    }
  }

  private func mean(_ losses: [Float]) -> Information {
    .nats(losses.reduce(0.0) { $0 + Double($1) } / Double(max(losses.count, 1)))
  }
}

extension Recipe {
  /// How a network learns, as the lab's recipe says.
  fileprivate init(_ recipe: TrainingRecipe) {
    switch recipe.network {
    case .table: self.init(.table)
    case .mlp: self.init(.perceptron())
    case .transformer: self.init(.transformer())
    case .large: self.init(.transformer(layers: 3, width: 96, feedForward: 256))
    }
    windowLength = recipe.window
    rate = recipe.rate
    seed = recipe.seed
    if recipe.optimizer == .sgd {
      // Nothing holds it back: so one sees what a rate that is too large does.
      (optimizer, decay, clip) = (.descent(), 0, .infinity)
    }
    if recipe.coolsDown {
      schedule = .cosine(from: min(300, recipe.steps / 8), until: recipe.steps, fraction: 0.02)
    }
  }
}

extension TrainingRecipe {
  /// A name for its files: `transformer-20kb-seed1`.
  fileprivate var fileName: String {
    let corpus = lastComponent(of: corpus.shortTitle).lowercased().replacing(" ", with: "")
    return "\(network.rawValue.replacing(" ", with: "-"))-\(corpus)-seed\(seed)"
  }
}

extension Checkpoint {
  fileprivate func loadedModel(
    _ name: String, threads: Int, measure: @escaping LoadedModel.Measure
  ) throws -> LoadedModel {
    let scorer = try TrainedModel(
      self, name: "\(name)-step\(stepCount)", threads: threads,
      instructionSet: wantedInstructionSet
    ).scorer
    let window = scorer.model.contextLength
    return LoadedModel(
      scorer: scorer,
      settings: ScoringSettings(
        startToken: scorer.boundaries.beginning, window: window, stride: max(window / 2, 1)),
      measure: measure)
  }
}

/// Writes a model under a free name, and says where or why not.
private func write(_ bytes: [UInt8], as name: String, step: Int) -> String {
  let file = firstFreeName { "\(name)-step\(step)\($0 == 1 ? "" : "-\($0)").gguf" }
  do {
    try writeNewFile(file, bytes)
    return "wrote \(file): --model opens it"
  } catch {
    return "\(error)"
  }
}
