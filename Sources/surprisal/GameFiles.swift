import ShownText
import FoundationEssentials
import Games
import InformationTheory
import Reports

/// Files of games.
enum GameFiles {
  /// Complains about a file that is there already, before anybody has played for nothing.
  static func checkNew(_ path: String) throws(CommandError) {
    let folder = URL(filePath: path).deletingLastPathComponent().path
    guard FileManager.default.isWritableFile(atPath: folder) else {
      throw CommandError(
        .outputFailed, "cannot write into the folder of \(path): name another file with --save")
    }
    guard sizeOfFile(path) == nil else {
      throw CommandError(
        .outputFailed, "\(path) exists already: name another file with --save, or remove it")
    }
  }

  /// Saves a game, and says where or why not.
  ///
  /// - Parameter path: The file; nil for the first free name in the working folder.
  static func save(_ record: GameRecord, in path: String?) -> String {
    let file = path ?? freeName
    do {
      try Data(gameReport(record).utf8).write(to: URL(filePath: file), options: .atomic)
      return "saved the game in \(file)"
    } catch {
      return "cannot write \(file): check the folder and the space on the disk"
    }
  }

  private static var freeName: String {
    var number = 1
    while sizeOfFile("surprisal-game-\(number).json") != nil { number += 1 }
    return "surprisal-game-\(number).json"
  }

  /// Reads a game that was saved.
  static func read(_ path: String) throws(CommandError) -> GameRecord {
    let bytes = try readFile(path)
    let document: SavedGame
    do {
      document = try JSONDecoder().decode(SavedGame.self, from: Data(bytes))
    } catch {
      throw CommandError(
        .badData,
        "\(path) is no saved game: \(reason(error)); `surprisal play --save FILE` makes one")
    }
    guard document.schema == "surprisal.game/1" else {
      throw CommandError(
        .badData, "\(path) is of the kind \(document.schema), not surprisal.game/1")
    }
    guard let record = document.record else {
      throw CommandError(.badData, "\(path) is no saved game: its bytes or its rules are not valid")
    }
    if let fault = record.fault {
      throw CommandError(.badData, "\(path) is no saved game: \(fault)")
    }
    return record
  }

  private static func reason(_ error: any Error) -> String {
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
