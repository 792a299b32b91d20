import InformationTheory

/// What a player did with a question.
public struct GamePlay: Hashable, Sendable {
  /// Which player, by number from 0.
  public var player: Int
  /// What was guessed, the right answer last unless the player gave up.
  public var guesses: [String]
  /// Whether the player gave up.
  public var gaveUp: Bool
  /// The chips on each option; empty in the guessing game.
  public var chips: [Int]

  /// What a player did.
  public init(player: Int, guesses: [String] = [], gaveUp: Bool = false, chips: [Int] = []) {
    self.player = player
    self.guesses = guesses
    self.gaveUp = gaveUp
    self.chips = chips
  }

  /// The number of guesses that count: for a player who gave up, one for that, and then as if all
  /// had been tried in the order of ``GameQuestion/place``. That is a way of guessing too, so the
  /// bounds still hold.
  public func guessNumber(for question: GameQuestion) -> Int {
    guesses.count + (gaveUp ? 1 + question.place : 0)
  }
}

/// A question with all that was made of it.
public struct GameRound: Hashable, Sendable {
  /// The question.
  public var question: GameQuestion
  /// What the model made of it; nil until it has.
  public var model: ModelAnswer?
  /// What the players made of it, in the order of their turns.
  public var plays: [GamePlay]

  /// A question with all that was made of it.
  public init(question: GameQuestion, model: ModelAnswer? = nil, plays: [GamePlay] = []) {
    self.question = question
    self.model = model
    self.plays = plays
  }
}

/// A game as it was played: enough to see all of it again, and to reckon everything anew.
public struct GameRecord: Hashable, Sendable {
  /// The rules.
  public var rules: GameRules
  /// The name of the model that played.
  public var model: String
  /// The text, of any bytes.
  public var text: [UInt8]
  /// How many bytes of it everybody saw at the start.
  public var shown: Int
  /// The questions that were played, in the order of the text.
  public var rounds: [GameRound]

  /// A game.
  public init(
    rules: GameRules, model: String, text: [UInt8], shown: Int, rounds: [GameRound] = []
  ) {
    self.rules = rules
    self.model = model
    self.text = text
    self.shown = shown
    self.rounds = rounds
  }

  /// What is wrong with a record that claims to be a game; nil when nothing is. O(*n*).
  public var fault: String? {
    if rules.players.isEmpty || rules.players.count > GameRules.mostPlayers {
      return "it has \(rules.players.count) players: there must be 1 to \(GameRules.mostPlayers)"
    }
    guard (0...text.count).contains(shown) else { return "more is shown than the text has" }
    var end = shown
    for (index, round) in rounds.enumerated() {
      let number = index + 1
      let bytes = round.question.bytes
      guard bytes.lowerBound >= end, bytes.upperBound <= text.count, !bytes.isEmpty else {
        return "question \(number) lies outside the text or before an earlier one"
      }
      end = bytes.upperBound
      if round.question.answers.isEmpty { return "question \(number) has no answer" }
      guard (1...GameRules.mostAnswers).contains(round.question.place) else {
        return "question \(number) has an answer without a place"
      }
      if let fault = faultOfModel(round) ?? faultOfPlays(round) {
        return "question \(number) \(fault)"
      }
    }
    return nil
  }

  private func faultOfModel(_ round: GameRound) -> String? {
    guard let model = round.model else {
      return rules.kind == .bets ? "has no answer of the model" : nil
    }
    let isProbability = (model.options.map(\.probability) + [model.probability])
      .allSatisfy { (0...1).contains($0) }
    guard isProbability, model.options.contains(where: { $0.probability > 0 }) else {
      return "has a probability that is none"
    }
    guard (1...GameRules.mostAnswers).contains(model.guessNumber),
      model.options.indices.contains(model.outcome),
      model.options.count <= GameRules.candidateCount + 1
    else { return "has an answer of the model that is none" }
    return nil
  }

  private func faultOfPlays(_ round: GameRound) -> String? {
    for play in round.plays {
      guard rules.players.indices.contains(play.player) else { return "has an unknown player" }
      switch rules.kind {
      case .guess:
        guard play.guessNumber(for: round.question) >= 1 else {
          return "has a play without a guess"
        }
      case .bets:
        guard Chips.isComplete(play.chips, options: round.model?.options.count ?? 0) else {
          return "has a bet that is not \(Chips.count) chips with one on each option"
        }
      }
    }
    return nil
  }
}
