/// A game being played, or looked at again: what is asked, what was answered, whose turn it is.
///
/// Nothing of it shows more than ``visibleEnd`` bytes of the text.
public struct Game: Sendable {
  /// What was played so far.
  public private(set) var record: GameRecord
  /// All questions, with the model's answers as far as they have come.
  public private(set) var rounds: [GameRound] = []
  /// Which question is at hand.
  public private(set) var place = 0
  /// Whose turn it is, by number: who guesses this question, or whose bet is awaited.
  public private(set) var player = 0
  /// Where the game is.
  public private(set) var phase = Phase.waiting
  /// What was guessed wrong at this question.
  public private(set) var guesses: [String] = []
  /// The word that is being typed.
  public private(set) var entry = ""
  /// The chips on each option, of the bet that is being made.
  public private(set) var chips: [Int] = []
  /// The option that chips are moved to and from.
  public private(set) var option = 0
  /// Whether this is a game that was played before.
  public let isReplay: Bool

  /// Where a game is.
  public enum Phase: Hashable, Sendable {
    /// The questions are not known yet.
    case waiting
    /// An answer is awaited.
    case asking
    /// All have bet, or a replay goes on: the answer is to be seen.
    case revealed
    /// It has ended.
    case over
    /// It cannot be played: a sentence.
    case failed(String)
  }

  /// A game on a text, behind an offset, whose questions are yet to come.
  public init(_ rules: GameRules, text: [UInt8], from offset: Int, model: String = "") {
    record = GameRecord(rules: rules, model: model, text: text, shown: min(offset, text.count))
    isReplay = false
  }

  /// A game that was played before, to be seen question by question.
  public init(replaying record: GameRecord) {
    self.record = record
    rounds = record.rounds
    isReplay = true
    phase = rounds.isEmpty ? .over : .revealed
  }

  /// The rules.
  public var rules: GameRules { record.rules }
  /// The question at hand.
  public var round: GameRound? { rounds.indices.contains(place) ? rounds[place] : nil }
  /// The answered question before the one at hand.
  public var lastRound: GameRound? { place > 0 ? rounds[place - 1] : nil }
  /// The name of the player whose turn it is.
  public var playerName: String { rules.players[player] }
  /// The chips that are not on any option yet.
  public var chipsInHand: Int { chips.isEmpty ? 0 : Chips.count - chips.reduce(0, +) }

  /// The game up to the answers that everybody has seen: bets on an open question are not in it.
  public var standings: GameRecord {
    var seen = record
    seen.rounds = Array(record.rounds.prefix(phase == .asking ? place : place + 1))
    return seen
  }

  /// Where what may be seen of the text ends.
  public var visibleEnd: Int {
    switch phase {
    case .waiting, .failed: record.shown
    case .asking: round?.question.bytes.lowerBound ?? record.shown
    case .revealed: round?.question.bytes.upperBound ?? record.shown
    case .over: record.text.count
    }
  }

  /// What may be bet on now; empty while the model has not answered.
  public var options: [ModelAnswer.Option] { round?.model?.options ?? [] }

  // MARK: What comes from outside

  /// Takes the questions, of which the first is asked, and whose model plays.
  public mutating func begin(_ questions: [GameQuestion], shown: Int, model: String) {
    guard phase == .waiting else { return }
    record.shown = shown
    record.model = model
    rounds = questions.map { GameRound(question: $0) }
    ask(0)
  }

  /// Takes the model's answer to the first question that lacks one.
  public mutating func take(_ answer: ModelAnswer) {
    guard !isReplay, let index = rounds.firstIndex(where: { $0.model == nil }) else { return }
    rounds[index].model = answer
    if record.rounds.indices.contains(index) { record.rounds[index].model = answer }
    if index == place, phase == .asking { startBet() }
  }

  /// Stops a game that cannot be played without the model. Guessing goes on without it.
  public mutating func fail(_ sentence: String) {
    if phase == .waiting || phase == .asking && options.isEmpty && rules.kind == .bets {
      phase = .failed(sentence)
    }
  }

  // MARK: What players do

  /// Types a character: a guess at once where letters are asked for.
  public mutating func type(_ character: Character) {
    guard phase == .asking, rules.kind == .guess else { return }
    switch rules.step {
    case .letter:
      guard let byte = character.asciiValue, let letter = Answers.letter(byte) else { return }
      guess(String(Unicode.Scalar(letter)))
    case .word: if entry.count < 40 { entry.append(character) }
    }
  }

  /// Deletes the last character of the word that is being typed.
  public mutating func erase() { if !entry.isEmpty { entry.removeLast() } }

  /// Guesses the word that was typed.
  public mutating func guessEntry() {
    guard phase == .asking, rules.kind == .guess, rules.step == .word else { return }
    let word = Answers.word(Array(entry.utf8))
    entry = ""
    if !word.isEmpty { guess(word) }
  }

  private mutating func guess(_ answer: String) {
    guard let round, !guesses.contains(answer) else { return }
    guesses.append(answer)
    if round.question.answers.contains(answer) { close(gaveUp: false) }
  }

  /// Gives up the question at hand.
  public mutating func giveUp() {
    if phase == .asking, rules.kind == .guess { close(gaveUp: true) }
  }

  private mutating func close(gaveUp: Bool) {
    keep(GamePlay(player: player, guesses: guesses, gaveUp: gaveUp))
    ask(place + 1)
  }

  /// Goes to another option, stopping at the ends.
  public mutating func moveOption(by count: Int) {
    option = min(max(option + count, 0), max(options.count - 1, 0))
  }

  /// Puts chips on the option, or takes some away, as far as there are any.
  public mutating func stake(_ count: Int) {
    guard phase == .asking, chips.indices.contains(option) else { return }
    chips[option] += min(max(count, Chips.least - chips[option]), chipsInHand)
  }

  /// Makes the bet; chips still in the hand are spread evenly.
  public mutating func bet() {
    guard phase == .asking, rules.kind == .bets, !chips.isEmpty else { return }
    keep(GamePlay(player: player, chips: Chips.spreadingRest(of: chips)))
    if player + 1 < rules.players.count {
      player += 1
      startBet()
    } else {
      phase = .revealed
    }
  }

  /// Goes on from an answer that is shown to the next question, or back in a replay.
  public mutating func goOn(by count: Int = 1) {
    guard phase == .revealed || isReplay && phase == .over else { return }
    if !isReplay { return ask(place + 1) }
    let next = (phase == .over ? rounds.count : place) + count
    phase = next < rounds.count ? .revealed : .over
    place = min(max(next, 0), max(rounds.count - 1, 0))
  }

  /// Ends the game; what was not bet or guessed to the end does not count.
  public mutating func end() {
    let needed = rules.kind == .guess ? 1 : rules.players.count
    record.rounds.removeAll { $0.plays.count < needed }
    phase = .over
  }

  private mutating func keep(_ play: GamePlay) {
    rounds[place].plays.append(play)
    if record.rounds.count > place {
      record.rounds[place] = rounds[place]
    } else {
      record.rounds.append(rounds[place])
    }
  }

  private mutating func ask(_ next: Int) {
    place = next
    guesses = []
    entry = ""
    guard next < rounds.count else { return end() }
    phase = .asking
    player = rules.kind == .guess ? next % rules.players.count : 0
    startBet()
  }

  private mutating func startBet() {
    option = 0
    chips = rules.kind == .bets ? Chips.start(options: options.count) : []
  }
}
