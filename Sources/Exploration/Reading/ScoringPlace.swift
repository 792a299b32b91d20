import Scoring

// Where a long text is scored first.
extension Explorer {
  /// Lets the scorer go where something is visible that it has not scored, unless it is there already.
  mutating func pursueView() -> [Effect] {
    guard case .scoring = phase, reveal == nil, let known = scored?.predictions,
      known.division.unitCount(of: tokens.count) > 1,
      let wanted = visibleTokens?.first(where: { !known.holds($0) }),
      known.division.unit(holding: wanted) != known.division.unit(holding: requests.near)
    else { return [] }
    requests.near = wanted
    return [.scoreNear(token: wanted)]
  }
}

// What is to be said of a text that is longer than a window.
extension Explorer {
  /// Whether the text is longer than what the model reads at once.
  package var isLong: Bool {
    scored.map { $0.predictions.division.unitCount(of: tokens.count) > 1 } ?? false
  }

  /// How many tokens of a long text the model read before one; nil in a short text, where these are all, and
  /// where the token is not scored.
  package func contextRead(before token: Int) -> Int? {
    guard isLong, surprisal(of: token) != nil, let settings = scored?.settings else { return nil }
    return token - settings.window(scoring: token).tokens.lowerBound
  }

  /// How much of a long text is scored, from 0 to 1; nil where all is, and where a part is hidden, whose
  /// length that would tell.
  package var scoredShare: Double? {
    guard isLong, reveal == nil, let scored, !scored.isComplete else { return nil }
    return Double(scored.predictions.count) / Double(max(scored.tokens.count, 1))
  }
}
