import ShownText
import Games
import InformationTheory

/// Returns a game as one JSON document, `surprisal.game/1`, from which it can be played again. The
/// scores in it are for readers: they follow from the rest. O(*n*) in the number of questions.
public func gameReport(_ record: GameRecord) -> String {
  let members: [(name: String, value: JSONValue)] = [
    ("schema", .string("surprisal.game/1")),
    ("model", .string(record.model)),
    ("rules", rules(record.rules)),
    ("text", .string(String(decoding: record.text, as: UTF8.self))),
    ("bytes", .string(hexadecimalDigits(record.text))),
    ("shown", .integer(record.shown)),
    ("scores", scores(record)),
  ]
  let rounds = record.rounds.map { "    " + round($0).text }.joined(separator: ",\n")
  return "{\n" + members.map { "  \"\($0.name)\": \($0.value.text),\n" }.joined()
    + "  \"rounds\": [" + (rounds.isEmpty ? "]" : "\n\(rounds)\n  ]") + "\n}\n"
}

private func rules(_ rules: GameRules) -> JSONValue {
  .object([
    ("game", .string(rules.kind.rawValue)),
    ("by", .string(rules.step.rawValue)),
    ("players", .array(rules.players.map(JSONValue.string))),
    ("questions", .integer(rules.questionLimit)),
    ("temperature", .number(rules.temperature.value)),
  ])
}

private func round(_ round: GameRound) -> JSONValue {
  .object([
    ("offset", .integer(round.question.bytes.lowerBound)),
    ("length", .integer(round.question.bytes.count)),
    ("answers", .array(round.question.answers.map(JSONValue.string))),
    ("place", .integer(round.question.place)),
    ("model", .optional(round.model, model)),
    ("plays", .array(round.plays.map(play))),
  ])
}

private func model(_ answer: ModelAnswer) -> JSONValue {
  let options = answer.options.map { option in
    JSONValue.object([
      ("text", .optional(option.text, JSONValue.string)),
      ("probability", .number(option.probability)),
    ])
  }
  return .object([
    ("guesses", .integer(answer.guessNumber)),
    ("probability", .number(answer.probability)),
    ("options", .array(options)),
    ("outcome", .integer(answer.outcome)),
  ])
}

private func play(_ play: GamePlay) -> JSONValue {
  .object([
    ("player", .integer(play.player)),
    ("guesses", .array(play.guesses.map(JSONValue.string))),
    ("gave_up", .boolean(play.gaveUp)),
    ("chips", .array(play.chips.map(JSONValue.integer))),
  ])
}

private func scores(_ record: GameRecord) -> JSONValue {
  let players = record.rules.players.indices
  switch record.rules.kind {
  case .guess:
    let all = players.map { record.guessScore(of: $0) } + [record.modelGuessScore]
    return .array(all.map(score))
  case .bets:
    let model = [true, false].map { record.modelBetScore(inChips: $0) }
    return .array((players.map { record.betScore(of: $0) } + model).map(score))
  }
}

private func score(_ score: GuessScore) -> JSONValue {
  .object([
    ("name", .string(score.name)),
    ("questions", .integer(score.guessNumbers.count)),
    ("characters", .integer(score.characters)),
    ("right_at_once", .integer(score.rightAtOnce)),
    ("mean_guesses", .optional(score.meanGuesses, JSONValue.number)),
    ("lower_bits", .optional(score.bounds) { .number($0.lower.bits) }),
    ("upper_bits", .optional(score.bounds) { .number($0.upper.bits) }),
  ])
}

private func score(_ score: BetScore) -> JSONValue {
  .object([
    ("name", .string(score.name)),
    ("questions", .integer(score.shares.count)),
    ("mean_bits", .optional(score.mean) { .number($0.bits) }),
    ("capital", .number(score.capital)),
  ])
}
