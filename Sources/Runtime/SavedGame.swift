import FoundationEssentials
import Games
import InformationTheory
import ShownText

/// Why bytes are no saved game.
public enum SavedGameError: Error, Equatable {
  /// They are not JSON, or not the members that a game has; where, and what is wrong there.
  case malformed(String)
  /// They are of another kind.
  case otherKind(String)
  /// The hexadecimal bytes, the rules or an offset are none.
  case invalid
  /// They contradict themselves.
  case fault(String)
}

extension SavedGameError: CustomStringConvertible {
  /// What is wrong, as the end of a sentence that begins with the file.
  public var description: String {
    switch self {
    case .malformed(let reason):
      "is no saved game: \(reason); `surprisal play --save FILE` makes one"
    case .otherKind(let schema): "is of the kind \(schema), not surprisal.game/1"
    case .invalid: "is no saved game: its bytes or its rules are not valid"
    case .fault(let fault): "is no saved game: \(fault)"
    }
  }
}

extension GameRecord {
  /// Reads a game that was saved as `surprisal.game/1`. What it claims is checked, so that it can be
  /// shown. O(*n*).
  public init(saved bytes: [UInt8]) throws(SavedGameError) {
    let document: SavedGame
    do {
      document = try JSONDecoder().decode(SavedGame.self, from: Data(bytes))
    } catch {
      throw .malformed(reason(error))
    }
    guard document.schema == "surprisal.game/1" else { throw .otherKind(document.schema) }
    guard let record = document.record else { throw .invalid }
    if let fault = record.fault { throw .fault(fault) }
    self = record
  }
}

private func reason(_ error: any Error) -> String {
  func place(_ path: [any CodingKey]) -> String {
    path.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined()
  }
  switch error as? DecodingError {
  case .keyNotFound(let key, let context):
    return "\(place(context.codingPath + [key])) is missing"
  case .typeMismatch(_, let context), .valueNotFound(_, let context):
    return "\(place(context.codingPath)) has another type than it should"
  default: return "it is not JSON"
  }
}

/// `surprisal.game/1` as it is read.
private struct SavedGame: Decodable {
  struct Rules: Decodable {
    var game: String, by: String, players: [String], questions: Int, temperature: Amount
  }
  struct Round: Decodable {
    var offset: Int, length: Int, answers: [String], place: Int, model: Model?, plays: [Play]
  }
  struct Model: Decodable {
    var guesses: Int, probability: Double, options: [Option], outcome: Int
  }
  struct Option: Decodable { var text: String?, probability: Double }
  struct Play: Decodable { var player: Int, guesses: [String], gave_up: Bool, chips: [Int] }

  /// A number, or "inf".
  struct Amount: Decodable {
    var value: Double
    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      let isInfinite = (try? container.decode(String.self)) == "inf"
      value = isInfinite ? .infinity : try container.decode(Double.self)
    }
  }

  var schema: String, model: String, rules: Rules, bytes: String, shown: Int, rounds: [Round]

  /// The game; nil where its bytes, its rules or an offset are none.
  var record: GameRecord? {
    guard let text = ShownText.bytes(hexadecimalDigits: bytes),
      let kind = GameRules.Kind(rawValue: rules.game),
      let step = GameRules.Step(rawValue: rules.by),
      let temperature = Temperature(rules.temperature.value)
    else { return nil }
    let rules = GameRules(
      kind: kind, step: step, players: rules.players, questionLimit: rules.questions,
      temperature: temperature)
    var record = GameRecord(rules: rules, model: model, text: text, shown: shown)
    for round in rounds {
      guard let round = round.round(in: text.count) else { return nil }
      record.rounds.append(round)
    }
    return record
  }
}

extension SavedGame.Round {
  /// The round; nil where it lies outside a text of so many bytes.
  fileprivate func round(in size: Int) -> GameRound? {
    guard offset >= 0, length >= 1, length <= size, offset <= size - length else { return nil }
    let question = GameQuestion(bytes: offset..<offset + length, answers: answers, place: place)
    let answer = model.map { model in
      ModelAnswer(
        guessNumber: model.guesses, probability: model.probability,
        options: model.options.map { .init(text: $0.text, probability: $0.probability) },
        outcome: model.outcome)
    }
    return GameRound(
      question: question, model: answer,
      plays: plays.map {
        GamePlay(player: $0.player, guesses: $0.guesses, gaveUp: $0.gave_up, chips: $0.chips)
      })
  }
}
