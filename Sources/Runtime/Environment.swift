import Exploration
import Games
import Scoring

extension ExplorationLoop {
  /// What the loop reaches besides its surface: models, a clock, files.
  public struct Environment: Sendable {
    /// Loads the model; runs on the thread that will score. The description of an error that it throws
    /// is a sentence for the user.
    public var load: @Sendable () throws -> LoadedModel
    /// Loads the model of a reference, where a lesson wants another one, or somebody chooses one for the text;
    /// runs on the thread that scores, or on one of its own.
    public var loadOther: @Sendable (String) throws -> LoadedModel
    /// Loads the model of a reference beside another one, nil for that of `load`, which stays; runs on a thread of
    /// its own.
    public var loadBeside: @Sendable (_ reference: String, _ base: String?) throws -> LoadedModel
    /// Says which models there are; runs on a thread of its own.
    public var listModels: @Sendable () -> ModelListing
    /// Called with the state whenever it is drawn.
    public var watched: @Sendable (Explorer) -> Void
    /// A clock that never goes back, for the time that scoring takes.
    public var seconds: @Sendable () -> Double
    /// Called once, when the first frame has been drawn.
    public var begun: @Sendable () -> Void
    /// Called on the thread that loads and scores, before it does: a terminal gives it a stack for
    /// signal handlers.
    public var prepareThread: @Sendable () -> Void
    /// Prepares what the lab trains; runs on the thread that will train. The description of an error that
    /// it throws is a sentence for the user.
    public var train: @Sendable (TrainingRecipe) throws -> Trainee
    /// Is told once how a sentence comes to be said, such as what is waited for.
    public var remarks: @Sendable (_ say: @escaping @Sendable (String) -> Void) -> Void
    /// Writes a text in a form into a file, over one that is there if it may; runs on a thread of its own.
    public var takeAway:
      @Sendable (_ text: TakenText, _ form: String, _ file: String, _ replaces: Bool) -> TakenAway
    /// Saves a game in a file, and returns a sentence that says where, or why it could not.
    public var saveGame: @Sendable (GameRecord) -> String

    /// An environment with one model at least.
    public init(
      load: @escaping @Sendable () throws -> LoadedModel,
      loadOther: @escaping @Sendable (String) throws -> LoadedModel = { throw NoOtherModel($0) },
      loadBeside: @escaping @Sendable (String, String?) throws -> LoadedModel = { reference, _ in
        throw NoOtherModel(reference)
      },
      listModels: @escaping @Sendable () -> ModelListing = { ModelListing() },
      watched: @escaping @Sendable (Explorer) -> Void = { _ in },
      seconds: @escaping @Sendable () -> Double = { 0 },
      begun: @escaping @Sendable () -> Void = {},
      prepareThread: @escaping @Sendable () -> Void = {},
      remarks: @escaping @Sendable (@escaping @Sendable (String) -> Void) -> Void = { _ in },
      saveGame: @escaping @Sendable (GameRecord) -> String = { _ in "games cannot be saved here" },
      takeAway: @escaping @Sendable (TakenText, String, String, Bool) -> TakenAway = { _, _, _, _ in
        .failed("nothing can be written here")
      },
      train: @escaping @Sendable (TrainingRecipe) throws -> Trainee = { _ in throw NoTraining() }
    ) {
      self.load = load
      self.loadOther = loadOther
      self.loadBeside = loadBeside
      self.listModels = listModels
      self.watched = watched
      self.seconds = seconds
      self.begun = begun
      self.prepareThread = prepareThread
      self.remarks = remarks
      self.saveGame = saveGame
      self.takeAway = takeAway
      self.train = train
    }
  }
}

/// There is nothing to train with.
public struct NoTraining: Error, CustomStringConvertible {
  /// The sentence for the user.
  public let description = "no model can be trained here"

  /// The error.
  public init() {}
}

/// There is no model but the one that the program was started with.
public struct NoOtherModel: Error, CustomStringConvertible {
  /// The sentence for the user.
  public let description: String

  /// The error for a reference.
  public init(_ reference: String) { description = "the model \(reference) cannot be used here" }
}
