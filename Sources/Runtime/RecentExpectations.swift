import Scoring

/// What a model expected after the last contexts: a token is drawn from what was looked at before,
/// and texts that are continued in turn do not push each other out.
struct RecentExpectations {
  /// Enough for three texts in turn, each with the context before and behind its last token.
  private static let limit = 6
  private var known: [(context: Context, expectation: Expectation)] = []

  /// What is expected after a context. Throws what the model throws.
  mutating func expectation(
    after context: Context, from scorer: Scorer, while isWanted: () -> Bool
  ) throws -> Expectation {
    if let found = known.first(where: { $0.context == context }) { return found.expectation }
    let expectation = try scorer.nextExpectation(context, while: isWanted)
    known.append((context, expectation))
    if known.count > Self.limit { known.removeFirst() }
    return expectation
  }
}
