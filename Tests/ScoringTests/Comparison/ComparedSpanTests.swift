import InformationTheory
import Scoring
import Testing

/// What can be compared of two ways to cut a text.
@Suite struct ComparedSpanTests {
  private func tokens(_ lengths: [Int]) -> [Token] {
    var end = 0
    return lengths.map { length in
      end += length
      return Token(id: 0, bytes: end - length..<end)
    }
  }

  private func spans(_ base: [Int], _ other: [Int]) -> [ComparedSpan] {
    ComparedSpan.all(tokens(base), tokens(other))
  }

  @Test func `spans end where both end a token`() {
    let found = spans([1, 2, 3, 1, 1], [3, 1, 2, 2])
    #expect(
      found == [
        ComparedSpan(bytes: 0..<3, base: 0..<2, other: 0..<1),
        ComparedSpan(bytes: 3..<6, base: 2..<3, other: 1..<3),
        ComparedSpan(bytes: 6..<8, base: 3..<5, other: 3..<4),
      ])
  }

  @Test func `texts cut across each other are one span`() {
    #expect(spans([2, 2, 2], [1, 2, 2, 1]).map(\.bytes) == [0..<6])
    #expect(spans([], []).isEmpty)
  }

  @Test func `every token is in one span, also one that has no bytes`() {
    for (base, other) in [
      ([0, 2, 1], [2, 1]), ([2, 1], [0, 1, 1, 1]), ([2, 1, 0], [3]), ([1, 0], [0, 1, 0]),
    ] {
      let found = spans(base, other)
      #expect(found.map(\.base).flatMap { Array($0) } == Array(base.indices))
      #expect(found.map(\.other).flatMap { Array($0) } == Array(other.indices))
      #expect(found.last?.bytes.upperBound == base.reduce(0, +))
    }
  }

  @Test func `a span has the surprisal of its tokens, and none where one has none`() {
    let score = TokenScore(surprisal: .bits(3), entropy: .zero, rank: 1, likeliest: 0)
    #expect(ComparedSpan.surprisal(of: 1..<3, [nil, score, score])?.middle == .bits(3) + .bits(3))
    #expect(ComparedSpan.surprisal(of: 0..<2, [nil, score]) == nil)
    #expect(ComparedSpan.surprisal(of: 1..<3, [score, score]) == nil)
  }
}
