/// How people like to play, whatever the text and the model: what a new game is proposed with.
public struct GameWishes: Hashable, Sendable {
  /// The game.
  public let kind: GameRules.Kind
  /// What a question asks for.
  public let step: GameRules.Step
  /// The names of the players or teams: 1 to ``GameRules/mostPlayers``, none twice.
  public let players: [String]
  /// The most questions that are asked, 1 to ``GameRules/mostQuestions``.
  public let questionLimit: Int

  /// Wishes, brought within their limits: names as a list of them is read, the first ones of too many,
  /// and ``GameRules/unnamed`` for none. O(*n*) in the names.
  public init(
    kind: GameRules.Kind = .guess, step: GameRules.Step = .letter,
    players: [String] = GameRules.unnamed, questionLimit: Int = 20
  ) {
    self.kind = kind
    self.step = step
    let names = GameSetup.players(players.joined(separator: ","))
    self.players = names.isEmpty ? GameRules.unnamed : Array(names.prefix(GameRules.mostPlayers))
    self.questionLimit = min(max(questionLimit, 1), GameRules.mostQuestions)
  }

  /// The wishes that some rules are made of.
  public init(_ rules: GameRules) {
    self.init(
      kind: rules.kind, step: rules.step, players: rules.players,
      questionLimit: rules.questionLimit)
  }
}
