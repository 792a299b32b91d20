import InformationTheory

/// What a page sets on the screen. What is nil stays as the page before has it.
public struct Scene: Equatable, Sendable {
  /// The text.
  public var text: String?
  /// The token that is focused.
  public var focus: Place?
  /// The temperature.
  public var temperature: Heat?
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

  /// A setting that is one word: a row of this table is all that a new one needs in the format.
  public enum Choice: String, Hashable, Sendable, CaseIterable {
    /// The unit of information.
    case unit
    /// What the colours show.
    case lens
    /// The panel that holds the keyboard.
    case panel
    /// What the panels show.
    case board
    /// The model or measuring stick, by the reference that `--model` takes; `default` for the one
    /// that the program was started with.
    case model

    /// The words that it may be, the first where a lesson says nothing; nil for any word.
    public var words: [String]? {
      switch self {
      case .unit: ["bits", "nats"]
      case .lens: ["surprise", "probability", "rank", "entropy", "excess"]
      case .panel: ["text", "candidates", "curve"]
      case .board: ["expectation", "plane", "sum", "ladder"]
      case .model: nil
      }
    }

    /// What holds where a lesson says nothing.
    public var standard: String { words?.first ?? "default" }
  }

  /// What a choice is.
  public subscript(choice: Choice) -> String { choices[choice] ?? choice.standard }

  /// Whether what it shows depends on the default model.
  var needsDefaultModel: Bool { ["default", "uniform"].contains(self[.model]) }

  /// The scene after another page's settings. A new text is begun at its start, unless the page says
  /// where.
  func changed(by other: Scene) -> Scene {
    var result = self
    if let text = other.text, text != self.text { (result.text, result.focus) = (text, nil) }
    result.focus = other.focus ?? result.focus
    result.temperature = other.temperature ?? result.temperature
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
