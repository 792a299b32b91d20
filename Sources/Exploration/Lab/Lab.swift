import InformationTheory
import Scoring

/// The training lab: a model that learns while one watches, its losses as curves, and a text that cools.
///
/// It lies beside a desk, as a lesson does: what one watches is on the desk in the place of one's own text,
/// scored by the checkpoint that is looked at. Training goes on wherever one looks, and when the lab is left.
public struct Lab: Sendable {
  /// What is trained, on what, and how.
  public internal(set) var recipe = TrainingPreset.standard.recipe
  /// What is known of it before the first step; nil until that is prepared.
  public internal(set) var facts: TrainingFacts?
  /// Its losses so far.
  public internal(set) var course = TrainingCourse()
  /// What each evaluation's model expects of the watched texts: `[course.evaluations]`.
  public internal(set) var checkpoints: [CheckpointView] = []
  /// What it does.
  public internal(set) var phase = Phase.preparing
  /// Steps a second of late; nil where nothing runs, or no clock is read.
  public internal(set) var speed: Double?
  /// The curves that were kept, the last one last.
  public internal(set) var kept: [KeptCourse] = []
  /// The evaluation that is looked at; nil for the latest, whichever that is.
  var chosen: Int?
  /// Which of the watched texts is on the desk.
  public internal(set) var watched = Watched.unseen
  /// How losses are spread over the chart's height.
  public internal(set) var scale = ChartScale.logarithmic
  /// Whether it takes no more than so many steps a second, to tell the same story on any machine.
  public internal(set) var isPaced = true
  /// Whether it stops by itself when the validation loss has not fallen for so many evaluations.
  public internal(set) var stopsEarly = false
  /// The lines that a checkpoint wrote last, which were asked for, and which of all lines are wanted.
  public internal(set) var sample: DrawnSample?
  var sampleAsked: DrawnSample.Wish?, sampleSeed: UInt64 = 1
  /// Whether they stand in the place of the watched text where there is no other for them.
  var coversText = false
  /// A text of one's own that may be trained on, by its name.
  var ownText: String?
  /// Where one is.
  var place = Place.left
  /// The steps that the chart has room for before there are more; nil for all of the recipe.
  var shownSteps: Int?
  /// The step behind which it is to hold; nil for the last.
  var goal: Int?
  /// The numbers of the training and of the order that were given last.
  var run = 0, order = 0
  /// The number that any training was given last, a lesson's included.
  var lastRun = 0

  /// The most steps a second while it is paced.
  public static let pace = 60.0
  /// The most steps a second; nil where it takes as many as this machine can.
  var wantedPace: Double? { isPaced ? Self.pace : nil }
  /// Steps from one evaluation to the next.
  public static let evaluationInterval = 25
  /// Steps from one kept checkpoint to the next: fewer at first, when most is learnt.
  static func keptInterval(at step: Int) -> Int {
    step <= 250 ? evaluationInterval : step <= 500 ? 50 : step <= 1_000 ? 100 : 250
  }
  /// The most curves that are kept.
  static let mostKept = 4

  /// What a training does.
  public enum Phase: Hashable, Sendable {
    /// Texts are drawn and scored by their source.
    case preparing
    /// It waits for a key.
    case held
    /// It learns, and will stop when told so.
    case running, holding
    /// All steps are taken, or its loss is not a number any more.
    case ended
    /// It cannot go on, and why.
    case failed(String)
  }

  /// Which of the watched texts is looked at.
  public enum Watched: Int, Hashable, Sendable, CaseIterable {
    /// The one that the model never sees, and the one that it is trained on.
    case unseen, training

    /// Its name, as a lesson has it.
    var name: String { self == .unseen ? "unseen" : "training" }
  }

  /// Where one is; in a box of its own, as desks are large.
  indirect enum Place: Sendable {
    /// Elsewhere.
    case left
    /// In the lab; the desk as it was before.
    case watching(before: Desk)
    /// At a text with a checkpoint as its model; the desk as it was before, and that of the lab.
    case using(step: Int, before: Desk, lab: Desk)
  }

  /// Whether it is to stop at the turn: one that was passed already stops nothing.
  var awaitsTurn: Bool { stopsEarly && !course.isPatienceSpent }
  /// Whether it learns, or is about to.
  public var isBusy: Bool { phase == .preparing || phase == .running || phase == .holding }
  /// Whether a training was begun.
  public var isBegun: Bool { run > 0 }
  /// Whether it is looked at.
  public var isWatched: Bool { if case .watching = place { true } else { false } }
  /// Whether one of its checkpoints is explored with.
  public var isExploredWith: Bool { if case .using = place { true } else { false } }

  /// The place of the evaluation that is looked at; nil before the first.
  public var lookedAt: Int? {
    course.evaluations.isEmpty ? nil : min(chosen ?? .max, course.evaluations.count - 1)
  }
  /// The evaluation that is looked at.
  public var evaluation: Evaluation? { lookedAt.map { course.evaluations[$0] } }
  /// Whether the latest is looked at, whichever that is.
  public var followsLatest: Bool { chosen == nil }
  /// The text that is watched.
  public var watchedText: WatchedText? { facts?.watched[watched.rawValue] }
}

/// What a model expects at one step of its training.
public struct CheckpointView: Sendable {
  /// Its predictions of each watched text.
  public var predictions: [Predictions]
  /// What it lacks of the source, a byte, by what bytes are there for; empty where nobody knows the source.
  public var gaps: [KnowledgeGap]

  /// A checkpoint.
  public init(predictions: [Predictions], gaps: [KnowledgeGap] = []) {
    self.predictions = predictions
    self.gaps = gaps
  }
}

/// How far a model is above the source for bytes of one kind.
public struct KnowledgeGap: Hashable, Sendable {
  /// What such bytes are there for.
  public var name: String
  /// The mean loss above that of the source.
  public var excess: Information

  /// A gap.
  public init(_ name: String, _ excess: Information) {
    self.name = name
    self.excess = excess
  }
}

/// A curve that is kept in grey beside a new one.
public struct KeptCourse: Sendable {
  /// How it came about.
  public let recipe: TrainingRecipe
  /// Its losses.
  public let course: TrainingCourse
}

/// How losses are spread over the height of a chart.
public enum ChartScale: String, Hashable, Sendable, CaseIterable {
  /// Each halving as high as another: the fall and the turn are both seen.
  case logarithmic = "log"
  /// Each bit as high as another.
  case linear
}

// MARK: What is asked for, and what comes

/// What a training is told to do.
public enum TrainingOrder: Sendable {
  /// Prepare another one, and leave the one before.
  case begin(TrainingRecipe)
  /// Hold, and keep the training for later; then go on with that.
  case putAside, bringBack
  /// Learn: up to a step, or as many as there are.
  case run(until: Int?, stopsEarly: Bool)
  /// Stop behind the present step.
  case hold
  /// Take no more than so many steps a second; nil: as many as this machine can.
  case pace(Double?)
  /// Let the model of a step write some lines.
  case draw(DrawnSample.Wish)
  /// Write the model of a step into a file.
  case write(step: Int)
}

/// What a training tells.
public enum TrainingNews: Sendable {
  /// It is prepared.
  case prepared(TrainingFacts)
  /// The losses of the next steps' batches, in nats per byte, and steps a second of late.
  case learnt([Float], speed: Double?)
  /// How well it does after the last step that was told of.
  case evaluated(Evaluation, CheckpointView)
  /// The lines that a model wrote so far.
  case drew(DrawnSample)
  /// It rests, as an order wanted.
  case rested(order: Int)
  /// It cannot go on: a sentence.
  case failed(String)
}

extension TrainingCourse {
  /// The step nearest to another whose weights are kept: that of the lowest validation loss, the last, and
  /// one in every so many.
  public func keptStep(near step: Int) -> Int? {
    evaluations.indices.filter(isKept).map { evaluations[$0].step }
      .min { abs($0 - step) < abs($1 - step) }
  }

  private func isKept(_ place: Int) -> Bool {
    place == lowestPlace || place == evaluations.count - 1
      || evaluations[place].step % Lab.keptInterval(at: evaluations[place].step) == 0
  }

  /// Whether the weights of the evaluation of a step are to be kept.
  public func keepsWeights(ofStep step: Int) -> Bool {
    evaluations.lastIndex { $0.step == step }.map(isKept) ?? false
  }
}
