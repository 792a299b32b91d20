import InformationTheory
import ShownText

/// What is known of a training before its first step.
public struct TrainingFacts: Sendable {
  /// The number of weights.
  public var weights: Int
  /// The texts that are watched: one that the model never sees, and one that it is trained on.
  public var watched: [WatchedText]
  /// What other models need for the validation text, a byte, the simplest first.
  public var marks: [LossMark]
  /// What the source itself needs for the validation text, a byte: no model can expect less of a text that
  /// it has not seen. Nil where nobody knows the source.
  public var floor: Information?
  /// The same of the training text, and its bytes.
  public var trainingFloor: Information?, trainingBytes: Int
  /// Losses are of the first so many bytes of each text; nil where they are of all.
  public var measuredBytes: Int?
  /// What there is to be said of the texts; nil for nothing.
  public var remark: String?

  /// Facts.
  public init(
    weights: Int, watched: [WatchedText], marks: [LossMark], floor: Information? = nil,
    trainingFloor: Information? = nil, trainingBytes: Int, measuredBytes: Int? = nil,
    remark: String? = nil
  ) {
    self.weights = weights
    self.watched = watched
    self.marks = marks
    self.floor = floor
    self.trainingFloor = trainingFloor
    self.trainingBytes = trainingBytes
    self.measuredBytes = measuredBytes
    self.remark = remark
  }
}

extension TrainingFacts {
  /// That a simpler model still needs less for the validation text than the network at its best, in a
  /// sentence; nil where none does.
  public func defeat(_ course: TrainingCourse) -> String? {
    guard let lowest = course.lowest?.validation, let best = marks.min(by: { $0.loss < $1.loss }),
      best.loss < lowest
    else { return nil }
    return
      "the network has not beaten \(best.name): \(decimal(lowest.bits, 2)) against "
      + "\(decimal(best.loss.bits, 2)) bits per byte at best"
  }
}

/// A text whose bytes are watched while they are learnt.
public struct WatchedText: Hashable, Sendable {
  /// The bytes.
  public var bytes: [UInt8]
  /// How surprising each is to the source itself, what no model can know; empty where nobody knows.
  public var source: [Information]

  /// A text.
  public init(bytes: [UInt8], source: [Information] = []) {
    self.bytes = bytes
    self.source = source
  }
}

/// What a model needs for the validation text, as a line across the chart.
public struct LossMark: Hashable, Sendable {
  /// The model, in a word or two.
  public var name: String
  /// Its loss a byte.
  public var loss: Information

  /// A mark.
  public init(_ name: String, _ loss: Information) {
    self.name = name
    self.loss = loss
  }

  /// A byte that nobody knows anything of.
  public static let nothingKnown = LossMark("untrained", .bits(8))
}

/// The losses of a model at one step, a byte, over whole texts.
public struct Evaluation: Hashable, Sendable {
  /// After how many steps.
  public var step: Int
  /// How often the training text was gone through.
  public var epochs: Double
  /// The rate of the step that comes.
  public var rate: Double
  /// Of the training text, and of one that the model has not seen.
  public var training: Information, validation: Information
  /// Seconds of training so far; nil where no clock is read.
  public var seconds: Double?

  /// An evaluation.
  public init(
    step: Int, epochs: Double, rate: Double, training: Information, validation: Information,
    seconds: Double? = nil
  ) {
    self.step = step
    self.epochs = epochs
    self.rate = rate
    self.training = training
    self.validation = validation
    self.seconds = seconds
  }
}

/// The losses of a training so far, never smoothed.
public struct TrainingCourse: Sendable {
  /// The loss of each step's batch before that step, in nats per byte: `[steps]`.
  public private(set) var batches: [Float] = []
  /// The evaluations, in order.
  public private(set) var evaluations: [Evaluation] = []
  /// The place of the evaluation with the lowest validation loss.
  public private(set) var lowestPlace: Int?
  /// The first step whose loss was not finite, or so great that what had been learnt was lost.
  public private(set) var divergedAt: Int?
  /// Whether a loss was infinite or not a number, so that nothing can be learnt any more.
  public private(set) var isBroken = false

  /// No step yet.
  public init() {}

  /// The steps that were taken.
  public var steps: Int { batches.count }
  /// The evaluation with the lowest validation loss.
  public var lowest: Evaluation? { lowestPlace.map { evaluations[$0] } }
  /// How many evaluations there were since the lowest one.
  public var sinceLowest: Int { lowestPlace.map { evaluations.count - 1 - $0 } ?? 0 }
  /// How many evaluations went up before the lowest one, for all that they are on the way down.
  public var risesBeforeLowest: Int {
    let before = evaluations.prefix((lowestPlace ?? -1) + 1)
    return zip(before, before.dropFirst()).count { $1.validation > $0.validation }
  }

  /// After how many evaluations without a lower one it is stopped early, where that is wanted.
  public static let patience = 5
  /// Whether the patience is spent.
  public var isPatienceSpent: Bool { sinceLowest >= Self.patience }

  /// The loss of a batch from which on a training has diverged: eight times that of who knows nothing, which
  /// no step leads to that is short enough for anything to be learnt.
  static let leastDiverged = Information.bits(64)

  /// The highest loss of any step's batch; infinite where one is no number. Nil before the first step.
  var highestBatch: Information? {
    batches.map { $0.isFinite ? Double($0) : .infinity }.max().map(Information.nats)
  }

  /// Where it diverged, and how, in a sentence; nil where it did not.
  public var divergence: String? {
    guard let step = divergedAt, let highest = highestBatch else { return nil }
    return "diverged at step \(grouped(step)): "
      + (isBroken
        ? "the loss is not a number any more"
        : "a batch cost \(threeDigits(highest.bits)) bits per byte")
  }

  /// Takes the loss of the next step's batch.
  public mutating func add(batch loss: Float) {
    isBroken = isBroken || !loss.isFinite
    if divergedAt == nil, !(Double(loss) < Self.leastDiverged.nats) {
      divergedAt = batches.count + 1
    }
    batches.append(loss)
  }

  /// Takes an evaluation.
  public mutating func add(_ evaluation: Evaluation) {
    let isFinite = evaluation.validation.nats.isFinite
    if isFinite, lowest.map({ evaluation.validation < $0.validation }) ?? true {
      lowestPlace = evaluations.count
    }
    evaluations.append(evaluation)
  }
}
