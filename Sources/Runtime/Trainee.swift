import Exploration

/// A model that learns: the socket of the lab, made and used on one thread.
///
/// Its functions may take long.
public struct Trainee {
  /// What is known before the first step.
  public var facts: TrainingFacts
  /// Takes a step, and returns the loss of its batch before it, in nats per byte.
  public var learn: () throws -> Float
  /// Says how well it does after so many steps.
  public var evaluate: (_ step: Int) throws -> (Evaluation, CheckpointView)
  /// Says of a line that it wrote what stands in its training text, and what is false.
  public var judge: (_ line: [UInt8]) -> DrawnLine
  /// Its weights as they are now.
  public var snapshot: () throws -> Snapshot

  /// A model that learns.
  public init(
    facts: TrainingFacts, learn: @escaping () throws -> Float,
    evaluate: @escaping (_ step: Int) throws -> (Evaluation, CheckpointView),
    judge: @escaping (_ line: [UInt8]) -> DrawnLine = {
      DrawnLine(bytes: $0, known: [], verdict: nil)
    },
    snapshot: @escaping () throws -> Snapshot
  ) {
    self.facts = facts
    self.learn = learn
    self.evaluate = evaluate
    self.judge = judge
    self.snapshot = snapshot
  }

  /// The weights of one step.
  public struct Snapshot: Sendable {
    /// The model that they make.
    public var model: @Sendable () throws -> LoadedModel
    /// The model file that they make.
    public var file: @Sendable () -> [UInt8]
    /// Writes them into a file with a free name, and returns a sentence that says where, or why it could
    /// not.
    public var write: @Sendable () -> String

    /// Weights.
    public init(
      model: @escaping @Sendable () throws -> LoadedModel, file: @escaping @Sendable () -> [UInt8],
      write: @escaping @Sendable () -> String
    ) {
      self.model = model
      self.file = file
      self.write = write
    }
  }
}

/// A training, step by step, whoever drives it: what it comes to depends on the recipe alone.
public struct TrainingRun {
  /// What learns.
  public let trainee: Trainee
  /// Its losses so far.
  public private(set) var course = TrainingCourse()
  /// The steps whose weights are kept: as few as the course says.
  public private(set) var snapshots: [Int: Trainee.Snapshot] = [:]
  private let lastStep: Int

  /// A training before its first step.
  public init(_ trainee: Trainee, steps: Int) {
    self.trainee = trainee
    lastStep = steps
  }

  /// Whether no step is left, or none would change anything.
  public var isOver: Bool { course.steps >= lastStep || course.isBroken }

  /// Whether the model is to be evaluated as it is.
  public var isEvaluationDue: Bool {
    (course.steps % Lab.evaluationInterval == 0 || isOver)
      && course.evaluations.last?.step != course.steps
  }

  /// Takes a step, and returns the loss of its batch.
  public mutating func learn() throws -> Float {
    let loss = try trainee.learn()
    course.add(batch: loss)
    return loss
  }

  /// Evaluates the model as it is.
  public mutating func evaluate() throws -> (Evaluation, CheckpointView) {
    let (evaluation, checkpoint) = try trainee.evaluate(course.steps)
    course.add(evaluation)
    snapshots = snapshots.filter { course.keepsWeights(ofStep: $0.key) }
    if course.keepsWeights(ofStep: evaluation.step) {
      snapshots[evaluation.step] = try trainee.snapshot()
    }
    return (evaluation, checkpoint)
  }
}
