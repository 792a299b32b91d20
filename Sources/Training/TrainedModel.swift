import Computing
import InformationTheory
import Scoring
import Synchronization

/// What a network has learnt by some step, ready to score texts: any of the three, without a file between.
public final class TrainedModel: Sendable {
  /// What it is.
  public let model: ModelDescription
  private let windowLength: Int
  private let learner: Mutex<Learner>

  /// A model of a checkpoint.
  ///
  /// - Parameter instructionSet: The kernels, by name; by default the best.
  public convenience init(
    _ checkpoint: Checkpoint, name: String, threads: Int = 1, instructionSet: String? = nil
  ) throws {
    try self.init(
      checkpoint.recipe.network, checkpoint.weights, windowLength: checkpoint.recipe.windowLength,
      name: name, threads: threads, .learning(instructionSet))
  }

  init(
    _ network: Network, _ weights: [Float], windowLength: Int, name: String, file: String = "",
    quantization: String = "F32", threads: Int, _ instructions: InstructionSet
  ) throws {
    self.windowLength = windowLength
    model = ModelDescription(
      name: name, file: file, architecture: network.name, quantization: quantization,
      vocabularySize: Network.vocabulary, contextLength: windowLength)
    let learner = try Learner(
      network, windowLength: windowLength, threads: threads, instructions)
    learner.weights.fill(weights)
    self.learner = Mutex(learner)
  }

  /// The model behind the seam that everything else knows.
  public var scorer: Scorer {
    Scorer(
      model: model,
      vocabulary: .bytes,
      boundaries: BoundaryTokens(beginning: Int(WindowedText.newline), isBeginningAdded: true),
      tokenize: { text, _, _ in Token.each(byteOf: text) },
      score: { [self] in try score($0, $1, from: $2, $3) },
      expectation: { [self] context, _ in try expectation(after: context) })
  }

  private func score(
    _ tokens: [Token], _ settings: ScoringSettings, from first: Int,
    _ report: (Predictions) -> Bool
  ) throws {
    let settings = settings.fitted(toContext: windowLength)
    let ids = tokens.map { Int32($0.id) }
    let start = settings.startToken.map { [Int32($0)] } ?? []
    for window in settings.windows(of: tokens.count) where window.scored.upperBound > first {
      let read = start + ids[window.tokens]
      let logits = try logits(after: read)
      var predictions = Predictions(vocabularySize: Network.vocabulary)
      for place in max(window.scored.lowerBound, first)..<window.scored.upperBound {
        let before = place - window.tokens.lowerBound + start.count - 1
        predictions.append(
          before < 0
            ? .unscored
            : Prediction(
              foldingLogits: logits[before].map(Double.init), actual: Int(ids[place]),
              boundaries: .bytes))
      }
      guard report(predictions) else { return }
    }
  }

  private func expectation(after context: Context) throws -> Expectation {
    let read = context.tokens.suffix(windowLength).map { Int32($0) }
    return Expectation(
      logits: try logits(after: read)[max(read.count - 1, 0)], boundaries: .bytes)
  }

  /// The logits after each of some bytes, at most as many as a window has. Throws where they are no
  /// numbers.
  private func logits(after read: [Int32]) throws(Damaged) -> [[Float]] {
    let logits = learner.withLock {
      $0.logits(of: [Excerpt(read, targets: [], length: windowLength)])[0]
    }
    let known = logits.prefix(read.count)
    guard let place = known.firstIndex(where: { !$0.allSatisfy(\.isFinite) }) else { return logits }
    throw Damaged(
      description: """
        what comes after byte \(place + 1) of a window is no number: the weights are damaged, or what \
        they learnt diverged
        """)
  }
}
