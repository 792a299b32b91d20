import InformationTheory

/// What somebody reached in the guessing game, beside what the model reached on the same questions.
public struct GuessScore: Equatable, Sendable {
  /// The player, or the class.
  public var name: String
  /// How many guesses each question took.
  public var guessNumbers: [Int]
  /// How many the model took for the same questions, as far as it has answered.
  public var modelGuessNumbers: [Int]
  /// The length of all that was asked, in characters.
  public var characters: Int

  /// How many were right with the first guess.
  public var rightAtOnce: Int { guessNumbers.count { $0 == 1 } }
  /// The mean number of guesses; nil for none.
  public var meanGuesses: Double? {
    guessNumbers.isEmpty
      ? nil : Double(guessNumbers.reduce(0, +)) / Double(guessNumbers.count)
  }
  /// Bounds on the entropy of a question.
  public var bounds: ShannonBounds? { ShannonBounds(guessNumbers: guessNumbers) }
  /// The same for the model.
  public var modelBounds: ShannonBounds? { ShannonBounds(guessNumbers: modelGuessNumbers) }
  /// The mean number of characters of a question: what bounds are divided by to be per character.
  public var charactersPerQuestion: Double {
    guessNumbers.isEmpty ? 1 : Double(characters) / Double(guessNumbers.count)
  }
}

/// What somebody reached by betting.
public struct BetScore: Equatable, Sendable {
  /// The player, the class, or the model.
  public var name: String
  /// The share of each stake that was on the outcome.
  public var shares: [Double]
  /// How many options each question had.
  public var outcomes: [Int]

  /// The mean log score of a question: the gambling estimate of what was asked.
  public var mean: Information? { gamblingEstimate(shares: shares) }
  /// What a capital of 1 has become.
  public var capital: Double { gamblingCapital(shares: shares, outcomes: outcomes) }
}

extension GameRecord {
  /// The number of characters of a question; what is no UTF-8 counts by bytes.
  private func characters(of question: GameQuestion) -> Int {
    let bytes = text[question.bytes]
    return String(validating: bytes, as: UTF8.self)?.count ?? bytes.count
  }

  /// The guesses of one player, or of all together for nil. O(*n*).
  public func guessScore(of player: Int?) -> GuessScore {
    let name = player.map { rules.players[$0] } ?? "all together"
    var score = GuessScore(name: name, guessNumbers: [], modelGuessNumbers: [], characters: 0)
    for round in rounds {
      for play in round.plays where player == nil || play.player == player {
        score.guessNumbers.append(play.guessNumber(for: round.question))
        if let model = round.model { score.modelGuessNumbers.append(model.guessNumber) }
        score.characters += characters(of: round.question)
      }
    }
    return score
  }

  /// The model's guesses at the questions that were played, as far as it has answered. O(*n*).
  public var modelGuessScore: GuessScore {
    let people = guessScore(of: nil)
    return GuessScore(
      name: "model", guessNumbers: people.modelGuessNumbers, modelGuessNumbers: [],
      characters: people.characters)
  }

  /// The bets of one player, or of all together for nil. O(*n*).
  public func betScore(of player: Int?) -> BetScore {
    let name = player.map { rules.players[$0] } ?? "all together"
    var score = BetScore(name: name, shares: [], outcomes: [])
    for round in rounds {
      guard let model = round.model else { continue }
      for play in round.plays where player == nil || play.player == player {
        score.shares.append(Double(play.chips[model.outcome]) / Double(Chips.count))
        score.outcomes.append(model.options.count)
      }
    }
    return score
  }

  /// The model's bets on the questions that were played. O(*n*).
  ///
  /// - Parameter inChips: Whether its probabilities are rounded to chips, as the rules ask.
  public func modelBetScore(inChips: Bool) -> BetScore {
    var score = BetScore(name: inChips ? "model" : "model, exact", shares: [], outcomes: [])
    for case let (model?, plays) in rounds.map({ ($0.model, $0.plays) }) where !plays.isEmpty {
      score.shares.append(
        inChips
          ? Double(model.chips[model.outcome]) / Double(Chips.count)
          : model.options[model.outcome].probability)
      score.outcomes.append(model.options.count)
    }
    return score
  }
}

/// How often something fell between certain limits.
public struct Histogram: Equatable, Sendable {
  /// The names of the classes.
  public let labels: [String]
  /// How many are in each: `[labels]`.
  public private(set) var counts: [Int]

  /// Numbers of guesses: 1, 2, 3, 4, 5, 6 … 10, 11 … 27 (the letters and the space), more. O(*n*).
  public init(guessNumbers: [Int]) {
    labels = ["1", "2", "3", "4", "5", "6–10", "11–27", "28+"]
    counts = Array(repeating: 0, count: labels.count)
    for number in guessNumbers {
      counts[[2, 3, 4, 5, 6, 11, 28].count { number >= $0 }] += 1
    }
  }

  /// Bits lost by bets: below ½, 1, 2, 3, 4, 5, and more. O(*n*).
  public init(shares: [Double]) {
    labels = ["0–½", "½–1", "1–2", "2–3", "3–4", "4–5", "5+"]
    counts = Array(repeating: 0, count: labels.count)
    for bits in shares.map({ gamblingEstimate(shares: [$0])?.bits ?? .infinity }) {
      counts[[0.5, 1, 2, 3, 4, 5].count { bits >= $0 }] += 1
    }
  }
}
