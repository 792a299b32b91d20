import InformationTheory

/// The page on which a game is chosen.
public struct GameSetup: Hashable, Sendable {
  /// What can be chosen, from the top down.
  public enum Row: Hashable, Sendable, CaseIterable {
    /// The game, and what it asks for.
    case kind, step
    /// The text.
    case text
    /// How many questions.
    case questions
    /// Who plays, separated by commas.
    case players
  }

  /// The rules so far.
  public private(set) var rules: GameRules
  /// The row that keys change.
  public private(set) var row = Row.kind
  /// Which of the hidden sentences is played; nil for the text that is explored, from the focus on.
  public private(set) var sentence: Int?
  /// The names of the players as they are typed.
  public private(set) var names = ""
  /// How many hidden sentences there are.
  public let sentenceCount: Int
  /// Behind which byte the text at hand is hidden; nil where that cannot be played on.
  public let hiddenFrom: Int?

  /// A choice between the text at hand and some sentences.
  ///
  /// - Parameters:
  ///   - wishes: How it was played last; names that were given then can be edited.
  ///   - sentence: The sentence that is proposed, counted round and round; nil for the text at hand.
  ///   - sentenceCount: How many there are.
  ///   - hiddenFrom: Behind which byte the text at hand is hidden; nil where it cannot be played on.
  public init(
    _ wishes: GameWishes = .init(), sentence: Int?, of sentenceCount: Int, hiddenFrom: Int?,
    temperature: Temperature
  ) {
    self.sentenceCount = sentenceCount
    self.hiddenFrom = hiddenFrom
    self.sentence = sentence.flatMap { sentenceCount > 0 ? $0 % sentenceCount : nil }
    rules = GameRules(wishes, temperature: temperature)
    if wishes.players != GameRules.unnamed { names = wishes.players.joined(separator: ", ") }
  }

  /// Goes to another row, stopping at the ends.
  public mutating func move(by count: Int) {
    let all = Row.allCases
    let place = (all.firstIndex(of: row) ?? 0) + count
    row = all[min(max(place, 0), all.count - 1)]
  }

  /// Goes to a row.
  public mutating func select(_ wanted: Row) { row = wanted }

  /// Chooses the next or the previous of what the row offers.
  public mutating func change(by count: Int) {
    switch row {
    case .kind: rules.kind = rules.kind == .guess ? .bets : .guess
    case .step: rules.step = rules.step == .letter ? .word : .letter
    case .text: changeText(by: count)
    case .questions: changeQuestions(by: count)
    case .players: break
    }
  }

  /// The next or the previous multiple of five, from any number.
  private mutating func changeQuestions(by count: Int) {
    let fives = (rules.questionLimit + (count < 0 ? 4 : 0)) / 5 + count
    rules.questionLimit = min(max(5 * fives, 5), GameRules.mostQuestions)
  }

  /// The text first, where there is one, then the sentences, round and round.
  private mutating func changeText(by count: Int) {
    let choices: [Int?] = (hiddenFrom == nil ? [] : [nil]) + (0..<sentenceCount).map { $0 }
    guard let place = choices.firstIndex(of: sentence) else { return }
    sentence = choices[(place + count + choices.count) % choices.count]
  }

  /// Types a character of the players' names; elsewhere it means nothing.
  public mutating func type(_ character: Character) {
    if row == .players, names.count < 120 { names.append(character) }
  }

  /// Deletes the last character of the players' names.
  public mutating func erase() { if row == .players, !names.isEmpty { names.removeLast() } }

  /// The rules, the names taken apart.
  public var finishedRules: GameRules {
    var result = rules
    result.players = GameWishes(players: Self.players(names)).players
    return result
  }

  /// Where so many words of a text end; the space behind them is the first to be guessed. O(*n*).
  public static func end(ofWords count: Int, in text: [UInt8]) -> Int {
    var (place, left) = (0, count)
    while left > 0, place < text.count {
      place = text[place...].firstIndex { $0 > 0x20 } ?? text.count
      place = text[place...].firstIndex { $0 <= 0x20 } ?? text.count
      left -= 1
    }
    return place
  }

  /// The names in a list with commas, without the spaces around them; none twice.
  public static func players(_ list: String) -> [String] {
    var result: [String] = []
    for part in list.split(separator: ",") {
      let words = part.split(separator: " ").joined(separator: " ")
      if !words.isEmpty, !result.contains(words) { result.append(words) }
    }
    return result
  }
}
