import Games
import InformationTheory
import Reports
import Testing

@Suite struct `A saved game` {
  private static func record(_ kind: GameRules.Kind) -> GameRecord {
    let model = ModelAnswer(
      guessNumber: 2, probability: 0.25,
      options: [.init(text: "b", probability: 0.25), .init(text: nil, probability: 0.75)],
      outcome: 0)
    let plays =
      kind == .guess
      ? [GamePlay(player: 1, guesses: ["\"", "b"])] : [GamePlay(player: 1, chips: [25, 75])]
    return GameRecord(
      rules: GameRules(kind: kind, players: ["Ada", "Ben\u{1B}"]), model: "M",
      text: [0x61, 0x62, 0xFF], shown: 1,
      rounds: [
        GameRound(
          question: GameQuestion(bytes: 1..<2, answers: ["b"], place: 20), model: model,
          plays: plays)
      ])
  }

  private func document(_ record: GameRecord) throws -> JSON { try JSON(gameReport(record)) }

  @Test(arguments: GameRules.Kind.allCases)
  func `follows the schema`(kind: GameRules.Kind) throws {
    let schema = try JSONSchema.named("game")
    var record = Self.record(kind)
    #expect(schema.violations(try document(record)) == [])
    record.rounds = []
    record.rules.temperature = try #require(Temperature(.infinity))
    #expect(schema.violations(try document(record)) == [])
  }

  @Test func `follows a schema that refuses what it should`() throws {
    let schema = try JSONSchema.named("game")
    let good = try document(Self.record(.guess))
    func violations(_ change: (inout JSON) -> Void) -> [String] {
      var document = good
      change(&document)
      return schema.violations(document)
    }
    #expect(violations { $0["schema"] = .string("surprisal.game/2") }.count == 1)
    #expect(violations { $0["rules"]["game"] = .string("chess") }.count == 1)
    #expect(violations { $0["rounds"][0]["offset"] = .number(-1) }.count == 1)
    #expect(violations { $0["rounds"][0]["plays"][0]["gave_up"] = .null }.count == 1)
    #expect(violations { $0["bytes"] = .string("6") }.count == 1)
  }

  @Test func `holds what was played and what follows from it`() throws {
    let guesses = try document(Self.record(.guess))
    #expect(guesses["bytes"] == .string("6162ff"))
    #expect(guesses["text"] == .string("ab\u{FFFD}"))
    #expect(guesses["rounds"][0]["plays"][0]["guesses"] == .array([.string("\""), .string("b")]))
    #expect(guesses["scores"][1]["mean_guesses"] == .number(2))
    #expect(guesses["scores"][0]["mean_guesses"] == .null)
    let bets = try document(Self.record(.bets))
    #expect(bets["rounds"][0]["model"]["options"][1]["text"] == .null)
    #expect(bets["rounds"][0]["plays"][0]["chips"] == .array([.number(25), .number(75)]))
    // 25 of 100 chips lose 2 bits, and half a stake at 2 for 1.
    #expect(bets["scores"][1]["mean_bits"] == .number(2))
    #expect(bets["scores"][1]["capital"] == .number(0.5))
  }

  @Test func `cannot act on a terminal`() {
    #expect(!gameReport(Self.record(.guess)).unicodeScalars.contains("\u{1B}"))
  }
}
