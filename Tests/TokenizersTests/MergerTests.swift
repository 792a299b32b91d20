import Synchronization
import Testing
import Tokenizers

/// How much work merging is.
@Suite struct MergerTests {
  /// Merges two equal tokens to the next, up to a length, and counts how often it is asked.
  private final class Doubling: MergeRule {
    let looks = Atomic(0)

    func merge(_ left: UInt32, _ right: UInt32, _ symbols: Range<Int>) -> Merge {
      looks.add(1, ordering: .relaxed)
      return left == right && left < 5 ? Merge(rank: left, token: left + 1) : .none
    }
  }

  @Test(arguments: [1, 2, 31, 64, 100_001])
  func `a piece costs fewer than three looks at the rule for each symbol`(count: Int) {
    let rule = Doubling()
    var merger = Merger()
    var tokens: [UInt32] = []
    merger.merge(count, by: rule) { _ in
      0
    } report: { id, _ in
      tokens.append(id)
    }
    #expect(tokens.reduce(0) { $0 + 1 << Int($1) } == count)
    #expect(rule.looks.load(ordering: .relaxed) < 3 * count)
  }
}
