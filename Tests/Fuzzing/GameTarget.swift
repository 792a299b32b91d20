import Games
import Reports
import Runtime

extension FuzzTarget {
  /// A saved game is refused with a sentence, or it can be looked at to its end and saved again as
  /// the same game.
  public static let game = FuzzTarget(name: "game", seeds: [savedGuesses, savedBets]) { bytes in
    do throws(SavedGameError) {
      return FuzzOutcome(complaint: complaint(about: try GameRecord(saved: bytes)))
    } catch {
      return .refused(error)
    }
  }

  private static let savedGuesses = Array(
    """
    {"schema": "surprisal.game/1", "model": "tiny", "rules": {"game": "guess", "by": "letter", \
    "players": ["Ada", "Bo"], "questions": 9, "temperature": 0.5}, "text": "so it", "bytes": \
    "736f206974", "shown": 3, "scores": [], "rounds": [{"offset": 3, "length": 1, "answers": ["i"], \
    "place": 6, "model": {"guesses": 4, "probability": 0.25, "options": [{"text": "i", \
    "probability": 0.25}, {"text": null, "probability": 0.75}], "outcome": 0}, "plays": [{"player": \
    0, "guesses": ["e", "i"], "gave_up": false, "chips": []}]}, {"offset": 4, "length": 1, \
    "answers": ["t"], "place": 3, "model": null, "plays": [{"player": 1, "guesses": [], "gave_up": \
    true, "chips": []}]}]}
    """.utf8)

  private static let savedBets = Array(
    """
    {"schema": "surprisal.game/1", "model": "m", "rules": {"game": "bets", "by": "word", \
    "players": ["é"], "questions": 2, "temperature": "inf"}, "text": "a cat", "bytes": \
    "6120636174", "shown": 2, "scores": [], "rounds": [{"offset": 2, "length": 3, "answers": \
    ["cat"], "place": 1, "model": {"guesses": 1, "probability": 0.75, "options": [{"text": "cat", \
    "probability": 0.75}, {"text": null, "probability": 0.25}], "outcome": 0}, "plays": [{"player": \
    0, "guesses": [], "gave_up": false, "chips": [60, 40]}]}]}
    """.utf8)

  private static func complaint(about record: GameRecord) -> String? {
    let report = gameReport(record)
    guard let again = try? GameRecord(saved: Array(report.utf8)) else {
      return "what was saved again is no saved game"
    }
    guard again == record else { return "what was saved again is another game" }
    var game = Game(replaying: record)
    for _ in 0...record.rounds.count {
      if let complaint = complaint(about: game) { return complaint }
      game.goOn()
    }
    return game.phase == .over ? nil : "a replay without an end"
  }

  private static func complaint(about game: Game) -> String? {
    guard (0...game.record.text.count).contains(game.visibleEnd) else {
      return "more is seen than there is"
    }
    _ = (game.options, game.chipsInHand, game.round, game.lastRound)
    readScores(of: game.standings)
    return nil
  }

  private static func readScores(of record: GameRecord) {
    for player in [nil] + record.rules.players.indices.map(Optional.some) {
      switch record.rules.kind {
      case .guess:
        let score = record.guessScore(of: player)
        _ = (score.meanGuesses, score.bounds, score.modelBounds, score.charactersPerQuestion)
        _ = Histogram(guessNumbers: score.guessNumbers)
      case .bets:
        let score = record.betScore(of: player)
        _ = (score.mean, score.capital, Histogram(shares: score.shares))
      }
    }
  }
}
