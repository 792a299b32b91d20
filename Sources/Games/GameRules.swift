import InformationTheory

/// What is played, in which steps, and by whom.
public struct GameRules: Hashable, Sendable {
  /// The two games.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Guess what comes next until it is right (Shannon 1951).
    case guess
    /// Spread chips over what may come next (Cover and King 1978).
    case bets

    /// The name that players see.
    public var title: String { self == .guess ? "guess till right" : "bets" }
  }

  /// What a question asks for.
  public enum Step: String, Hashable, Sendable, CaseIterable {
    /// The next letter, sign or space; capitals count as small letters.
    case letter
    /// The next word, or part of a word, as the model cuts the text into tokens.
    case word

    /// The name that players see.
    public var title: String { self == .letter ? "letter by letter" : "word by word" }
  }

  /// The game.
  public var kind: Kind
  /// What a question asks for.
  public var step: Step
  /// The names of the players or teams, at least one.
  public var players: [String]
  /// The most questions that are asked.
  public var questionLimit: Int
  /// The temperature at which the model plays.
  public var temperature: Temperature

  /// The players where nobody gave a name.
  public static let unnamed = ["class"]
  /// The most players of a game.
  public static let mostPlayers = 8
  /// The most questions of a game.
  public static let mostQuestions = 500
  /// More answers than any question has: no place or number of guesses is beyond it.
  public static let mostAnswers = 1 << 24
  /// The number of candidates to bet on, beside "something else".
  public static let candidateCount = 5

  /// Rules for a game.
  public init(
    kind: Kind = .guess, step: Step = .letter, players: [String] = unnamed,
    questionLimit: Int = 20, temperature: Temperature = .one
  ) {
    self.kind = kind
    self.step = step
    self.players = players
    self.questionLimit = questionLimit
    self.temperature = temperature
  }

  /// Rules as people wish them, for a model at a temperature.
  public init(_ wishes: GameWishes, temperature: Temperature = .one) {
    self.init(
      kind: wishes.kind, step: wishes.step, players: wishes.players,
      questionLimit: wishes.questionLimit, temperature: temperature)
  }
}
