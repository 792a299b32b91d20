import Exploration
import Games
import Scoring

extension ScoringThread {
  /// Lets the model play a game as soon as the request before has ended.
  ///
  /// Posts `asked`, then an `answered` for each question, and in the end `finished` or `failed`.
  package func play(_ game: GameRecord, request: Int) {
    perform(request) { [self] engine in
      try engine.scorer.checkWholeVocabulary()
      let reader = try GameReader(
        game.text, from: game.shown, rules: game.rules, scorer: engine.scorer,
        settings: engine.settings
      ) { self.isWanted(request) }
      post(.asked(reader.questions, shown: reader.shown, request: request))
      try reader.answer { answer in
        guard isWanted(request) else { return false }
        post(.answered(answer, request: request))
        return true
      }
      if isWanted(request) { post(.finished(request: request)) }
    }
  }
}
