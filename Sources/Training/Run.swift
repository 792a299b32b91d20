import CKernels
import Computing
import InformationTheory
import Scoring

/// A network that learns from a text, step by step.
///
/// It has no clock, and draws by number: what a step does follows from the recipe, the text, the weights
/// and the number of the step. It belongs to one thread at a time.
public final class Run {
  /// How it learns.
  public let recipe: Recipe
  /// What it learns from.
  public let text: WindowedText
  /// The steps that were taken.
  public private(set) var stepCount = 0

  private let learner: Learner
  private let moments: [Buffer]  // first and second, or momentum and nothing

  /// What a step came to.
  public struct Step: Hashable, Sendable {
    /// Its number, from 1.
    public var number: Int
    /// The learning rate.
    public var rate: Double
    /// The mean loss of the bytes of its windows, before the weights changed. Not finite where the
    /// network diverged.
    public var loss: Information
    /// The norm of the gradient, before it was clipped.
    public var gradientNorm: Double
  }

  /// A recipe that cannot be.
  public struct Unusable: Error, Hashable, CustomStringConvertible {
    /// The sentence for the user.
    public let description: String
  }

  /// A network that has not learnt yet.
  ///
  /// - Parameters:
  ///   - threads: The threads that compute; more than six have no work.
  ///   - instructionSet: The kernels, by name; by default the best.
  public convenience init(
    _ recipe: Recipe, on text: [UInt8], threads: Int = 1, instructionSet: String? = nil
  ) throws {
    let weights = recipe.network.layout.initialWeights(seed: recipe.seed)
    let start = Checkpoint(recipe: recipe, stepCount: 0, weights: weights, moments: [])
    try self.init(resuming: start, on: text, threads: threads, instructionSet: instructionSet)
  }

  /// Goes on from a checkpoint of a run on the same text, to the same bits.
  public init(
    resuming checkpoint: Checkpoint, on text: [UInt8], threads: Int = 1,
    instructionSet: String? = nil
  ) throws {
    recipe = checkpoint.recipe
    try Self.check(recipe, text)
    self.text = WindowedText(text, windowLength: recipe.windowLength)
    stepCount = checkpoint.stepCount
    learner = try Learner(
      recipe.network, windowLength: recipe.windowLength, threads: threads,
      .learning(instructionSet))
    learner.weights.fill(checkpoint.weights)
    let count = checkpoint.weights.count
    moments = try (0..<2).map { _ in try Buffer(count: count) }
    for (buffer, values) in zip(moments, checkpoint.moments) {
      unsafe buffer.start.update(from: values, count: count)
    }
  }

  private static func check(_ recipe: Recipe, _ text: [UInt8]) throws(Unusable) {
    if let fault = recipe.network.fault { throw Unusable(description: fault) }
    guard recipe.windowLength >= 32, recipe.windowLength % 32 == 0, recipe.windowCount > 0 else {
      throw Unusable(
        description: "a step reads one window or more, of a length that is a multiple of 32")
    }
    guard text.count > 1 else {
      throw Unusable(description: "there is nothing to learn in a text of \(text.count) bytes")
    }
  }

  /// What there is to go on from.
  public var checkpoint: Checkpoint {
    Checkpoint(
      recipe: recipe, stepCount: stepCount, weights: learner.weights.copy,
      moments: moments.map { unsafe Array(UnsafeBufferPointer(start: $0.start, count: $0.count)) })
  }

  /// How often the whole text was read.
  public var epochs: Double {
    Double(stepCount * recipe.windowCount * recipe.windowLength) / Double(text.byteCount)
  }

  /// Learns from a batch of windows.
  public func step() -> Step {
    let first = stepCount * recipe.windowCount
    let batch = (first..<first + recipe.windowCount).map { place in
      // Another sequence than that of the first weights.
      var random = SplitMix64(seed: ~recipe.seed, place: place)
      return text.excerpt(random.next())
    }
    return step(on: batch)
  }

  /// Learns from windows.
  package func step(on batch: [Excerpt]) -> Step {
    let (loss, norm) = learner.differentiate(batch)
    let rate = recipe.rate(ofStep: stepCount)
    stepCount += 1
    update(rate: rate, scale: norm > recipe.clip ? recipe.clip / norm : 1)
    return Step(number: stepCount, rate: rate, loss: .nats(loss), gradientNorm: norm)
  }

  /// The mean loss of a text's bytes.
  public func loss(of text: WindowedText) -> Information {
    let losses = learner.losses(of: text.passages)
    let sums = losses.map { $0.reduce(0.0) { $0 + Double($1) } }
    return .nats(sums.reduce(0, +) / Double(max(text.byteCount, 1)))
  }

  /// The loss of each byte of a text, in nats.
  public func byteLosses(of text: WindowedText) -> [Float] {
    let passages = text.passages
    return zip(passages, learner.losses(of: passages)).flatMap { passage, losses in
      zip(passage.targets, losses).compactMap { $0 >= 0 ? $1 : nil }
    }
  }

  /// What is expected before each byte of a text, as the loss of it is computed; unscored where the
  /// network diverged.
  public func predictions(of text: WindowedText) -> Predictions {
    let passages = text.passages
    var predictions = Predictions(vocabularySize: Network.vocabulary)
    for (passage, logits) in zip(passages, learner.logits(of: passages)) {
      for (target, logits) in zip(passage.targets, logits) where target >= 0 {
        predictions.append(
          logits.allSatisfy(\.isFinite)
            ? Prediction(
              foldingLogits: logits.map(Double.init), actual: Int(target), boundaries: .bytes)
            : .unscored)
      }
    }
    return predictions
  }

  private func update(rate: Double, scale: Double) {
    let step = recipe.step(number: stepCount, rate: rate, scale: scale)
    let learning = unsafe learner.instructions.kernels.pointee.learning
    let values = unsafe learner.weights.values
    learner.update { [self] stripe in
      var step = step
      if stripe.span.kind == .vector { step.decay = 0 }
      let (start, count) = (stripe.start, stripe.count)
      let gradient = unsafe learner.gradient.start + start
      let (first, second) = unsafe (moments[0].start + start, moments[1].start + start)
      switch recipe.optimizer {
      case .adamw:
        unsafe learning.adamw(&step, gradient, count, values + start, first, second)
      case .descent: unsafe learning.descend(&step, gradient, count, values + start, first)
      }
    }
  }
}

extension Recipe {
  /// The numbers of a step, counted from 1.
  fileprivate func step(number: Int, rate: Double, scale: Double) -> kernels_step {
    var step = kernels_step()
    step.scale = Float(scale)
    step.rate = Float(rate)
    step.decay = Float(decay)
    switch optimizer {
    case .adamw(let beta1, let beta2, let epsilon):
      (step.beta1, step.beta2, step.epsilon) = (Float(beta1), Float(beta2), Float(epsilon))
      step.unbias1 = Float(1 / (1 - power(beta1, number)))
      step.unbias2 = Float(1 / (1 - power(beta2, number)))
    case .descent(let momentum): step.beta1 = Float(momentum)
    }
    return step
  }
}

/// A power by squaring, which is the same on every machine.
private func power(_ base: Double, _ exponent: Int) -> Double {
  guard exponent > 0 else { return 1 }
  let root = power(base, exponent / 2)
  return exponent % 2 == 0 ? root * root : root * root * base
}
