import InformationTheory

/// One question of a game: what comes next?
public struct GameQuestion: Hashable, Sendable {
  /// The bytes of the text that are asked for.
  public var bytes: Range<Int>
  /// What counts as right, as ``Answers`` writes it; the first is the shortest.
  public var answers: [String]
  /// The place of the answer in the order in which the rest is tried when a player gives up, 1 for
  /// the first: letters as common in English, or words as they stand in the vocabulary.
  public var place: Int

  /// A question.
  public init(bytes: Range<Int>, answers: [String], place: Int) {
    self.bytes = bytes
    self.answers = answers
    self.place = place
  }
}

/// What the model makes of a question, by the same rules as everybody.
public struct ModelAnswer: Hashable, Sendable {
  /// How many guesses it takes, since it guesses in the order of its probabilities.
  public var guessNumber: Int
  /// The probability that it gives to what comes.
  public var probability: Double
  /// What can be bet on, in the order of the alphabet, "something else" at the end.
  public var options: [Option]
  /// Which of the options comes true.
  public var outcome: Int

  /// Something to bet on.
  public struct Option: Hashable, Sendable {
    /// The letter or the word; nil for "something else".
    public var text: String?
    /// The probability that the model gives to it.
    public var probability: Double

    /// Something to bet on.
    public init(text: String?, probability: Double) {
      self.text = text
      self.probability = probability
    }
  }

  /// An answer.
  public init(guessNumber: Int, probability: Double, options: [Option], outcome: Int) {
    self.guessNumber = guessNumber
    self.probability = probability
    self.options = options
    self.outcome = outcome
  }

  /// The answer of somebody who gives these probabilities to everything that can be guessed.
  ///
  /// - Parameters:
  ///   - probabilities: Of each thing that can be guessed; what is missing to 1 is something else.
  ///   - actual: What comes, as a place among them.
  ///   - name: What a place is called.
  /// - Complexity: O(*n*) in the number of things.
  public init(probabilities: [Double], actual: Int, name: (Int) -> String) {
    var best: [Int] = []
    for (place, probability) in probabilities.enumerated() where probability > 0 {
      guard
        best.count < GameRules.candidateCount
          || probability > probabilities[best[best.count - 1]]
      else { continue }
      let rank = best.firstIndex { probabilities[$0] < probability } ?? best.count
      best.insert(place, at: rank)
      if best.count > GameRules.candidateCount { best.removeLast() }
    }
    best.sort { name($0) < name($1) }
    let rest = 1 - best.reduce(0) { $0 + probabilities[$1] }
    self.init(
      guessNumber: 1 + probabilities.count { $0 > probabilities[actual] },
      probability: probabilities[actual],
      options: best.map { Option(text: name($0), probability: probabilities[$0]) }
        + [Option(text: nil, probability: max(rest, 0))],
      outcome: best.firstIndex(of: actual) ?? best.count)
  }

  /// The chips that the model bets: its probabilities in whole chips, by the rules.
  public var chips: [Int] { Chips.rounding(options.map(\.probability)) }

  /// What its bet loses, without rounding to chips: −log₂ of the probability of the outcome.
  public var surprisal: Information {
    gamblingEstimate(shares: [options[outcome].probability]) ?? .zero
  }
}
