import InformationTheory

/// What a page sets on the screen. What is nil stays as the page before has it.
public struct Scene: Equatable, Sendable {
  /// The text.
  public var text: String?
  /// The token that is focused.
  public var focus: Place?
  /// The temperature.
  public var temperature: Heat?
  /// How fast a model of the lab learns.
  public var rate: Rate?
  /// Which of all trainings of its kind.
  public var seed: UInt64?
  /// After how many steps of it the page is complete.
  public var steps: Int?
  /// The settings that are one word out of several.
  public var choices: [Choice: String] = [:]

  /// A scene that sets nothing.
  public init() {}

  /// A token of the text.
  public enum Place: Equatable, Sendable {
    /// The first token, or the last.
    case first, last
    /// The first token of some words of the text.
    case words(Words)
  }

  /// A temperature.
  public enum Heat: Equatable, Sendable {
    /// This one.
    case value(Temperature)
    /// The one at which the text has its smallest loss.
    case best
  }

  /// A learning rate.
  public enum Rate: Equatable, Sendable {
    /// This one.
    case value(Double)
    /// The one that suits network and optimizer.
    case usual
  }

  /// The steps after which a page may be complete: so few that this is within minutes.
  public static let stepCounts = 0...10_000
  /// The seeds of trainings.
  public static let seeds = 1...1_000_000

  /// Whether a training of the lab is watched, rather than a text.
  public var hasTraining: Bool { self[.train] != Choice.train.standard }

  /// A setting that is one word: a row of this table is all that a new one needs in the format.
  public enum Choice: String, Hashable, Sendable, CaseIterable {
    /// The unit of information.
    case unit
    /// What the colours show.
    case lens
    /// What the text is read by.
    case by
    /// The panel that holds the keyboard.
    case panel
    /// What the panels show.
    case board
    /// The model or measuring stick, by the reference that `--model` takes; `default` for the one
    /// that the program was started with.
    case model
    /// What a model of the lab learns from, by the name of a preset.
    case train
    /// What learns there.
    case network
    /// How its weights are changed.
    case optimizer
    /// How losses are spread over the height of the chart.
    case chart
    /// Which text is watched: one that is never learnt from, or one that is.
    case watch
    /// The checkpoint that is looked at.
    case checkpoint

    /// The words that it may be, the first where a lesson says nothing; nil for any word.
    public var words: [String]? {
      switch self {
      case .unit: ["bits", "nats"]
      case .lens: ["surprise", "probability", "rank", "entropy", "excess"]
      case .by: ["token", "word", "line", "sentence"]
      case .panel: ["text", "candidates", "curve"]
      case .board: ["expectation", "plane", "sum", "ladder", "layers", "bought"]
      case .model: nil
      case .train: ["none", "5k", "20k", "50k", "1m"]
      case .network: ["transformer", "table", "mlp", "large"]
      case .optimizer: ["adamw", "sgd"]
      case .chart: ["log", "linear"]
      case .watch: ["unseen", "training"]
      case .checkpoint: ["latest", "lowest", "first"]
      }
    }

    /// What holds where a lesson says nothing.
    public var standard: String { words?.first ?? "default" }
  }

  /// What a choice is.
  public subscript(choice: Choice) -> String { choices[choice] ?? choice.standard }

  /// Whether its text is read with the default model.
  package var isReadWithDefaultModel: Bool {
    !hasTraining && self[.model] == Choice.model.standard
  }

  /// Whether what it shows depends on the default model.
  var needsDefaultModel: Bool {
    !hasTraining && ["default", "uniform"].contains(self[.model])
  }

  /// The scene after another page's settings. A new text is begun at its start, unless the page says
  /// where.
  func changed(by other: Scene) -> Scene {
    var result = self
    if let text = other.text, text != self.text { (result.text, result.focus) = (text, nil) }
    if let train = other.choices[.train], train != self[.train] { result.focus = nil }
    result.focus = other.focus ?? result.focus
    result.temperature = other.temperature ?? result.temperature
    result.rate = other.rate ?? result.rate
    result.seed = other.seed ?? result.seed
    result.steps = other.steps ?? result.steps
    result.choices.merge(other.choices) { $1 }
    return result
  }
}

/// Some words of a text, and which of their occurrences is meant, from 1.
public struct Words: Hashable, Sendable {
  /// The words.
  public var text: String
  /// The occurrence.
  public var occurrence: Int

  /// Some words of a text.
  public init(_ text: String, occurrence: Int = 1) {
    self.text = text
    self.occurrence = occurrence
  }
}
