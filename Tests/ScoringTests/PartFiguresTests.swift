import InformationTheory
import Scoring
import Testing

@Suite struct `Parts of a text in order` {
  private let tokens = (0..<6).map { Token(id: $0, bytes: $0..<$0 + 1) }

  private func figures(_ unit: TextUnit, _ text: String) -> (TextDivision, PartFigures) {
    let division = TextDivision(Array(text.utf8), tokens, into: unit)
    let surprisals: [Double?] = [nil, 3, 1, 3, 0, 8]
    let figures = PartFigures(division) { token in
      surprisals[token].map { (.nats($0), .nats(Double(token)), token * 10) }
    }
    return (division, figures)
  }

  @Test func `come by surprise, by surprise less entropy, or by rank, equal ones as in the text`() {
    let (_, figures) = figures(.token, "a b c ")
    #expect(figures.order(by: .surprise) == [5, 1, 3, 2, 4, 0])
    #expect(figures.order(by: .excess) == [5, 1, 3, 2, 4, 0])
    #expect(figures.order(by: .rank) == [5, 4, 3, 2, 1, 0])
  }

  @Test func `have the sums of their tokens, and the largest rank`() {
    let (division, figures) = figures(.word, "a bc d")
    #expect((0..<3).map(division.tokens(of:)) == [0..<1, 1..<4, 4..<6])
    #expect(figures.value(of: 0, .surprise) == nil)
    #expect(figures.value(of: 1, .surprise) == 7 && figures.value(of: 2, .surprise) == 8)
    #expect(figures.value(of: 1, .excess) == 1 && figures.value(of: 2, .excess) == -1)
    #expect(figures.value(of: 1, .rank) == 30 && figures.value(of: 2, .rank) == 50)
    #expect(figures.order(by: .surprise) == [2, 1, 0] && figures.order(by: .excess) == [1, 2, 0])
  }

  @Test func `of a word one of whose tokens has no score are none, of a line those of the others`()
  {
    let (_, words) = figures(.word, "ab c d")
    #expect(words.value(of: 0, .surprise) == nil && words.value(of: 0, .rank) == nil)
    #expect(words.value(of: 1, .surprise) == 4 && words.order(by: .surprise) == [2, 1, 0])
    let (_, lines) = figures(.line, "ab\nc d")
    #expect(lines.value(of: 0, .surprise) == 4 && lines.value(of: 1, .surprise) == 11)
  }

  @Test func `are made further as more is scored, and are then those that are made at once`() {
    let division = TextDivision(Array("a bc d".utf8), tokens, into: .word)
    func figures(scored: Int, after known: PartFigures? = nil) -> (PartFigures, reads: Set<Int>) {
      var reads: Set<Int> = []
      let figures = PartFigures(division, after: known) { token in
        reads.insert(token)
        return token < scored ? (.nats(Double(token * token)), .nats(1), token + 1) : nil
      }
      return (figures, reads)
    }
    let (half, _) = figures(scored: 3)
    let (further, reads) = figures(scored: 6, after: half)
    let (whole, _) = figures(scored: 6)
    #expect(reads == Set(1..<6))  // the first word was settled
    for part in 0..<3 {
      #expect(further.value(of: part, .surprise) == whole.value(of: part, .surprise))
      #expect(further.value(of: part, .rank) == whole.value(of: part, .rank))
    }
  }

  @Test func `of words are corrected where that is known`() {
    let division = TextDivision(Array("a bc d".utf8), tokens, into: .word)
    let figures = PartFigures(
      division,
      correcting: { words in
        words.lowerBound == 1
          ? CorrectedSurprisal(plain: .nats(9), before: .nats(2), after: .nats(5)) : nil
      }, { _ in (.nats(3), .nats(1), 1) })
    #expect(figures.value(of: 0, .surprise) == 3 && figures.value(of: 1, .surprise) == 12)
    #expect(figures.value(of: 1, .excess) == 9)
  }

  @Test func `are in the order that a plain sort gives, whatever the numbers`() {
    var random = SplitMix64(seed: 5)
    let values = (0..<5_000).map { _ -> Double? in
      switch Int.random(in: 0..<10, using: &random) {
      case 0: nil
      case 1: Double(Int.random(in: -3...3, using: &random))
      case 2: .infinity
      default: Double.random(in: -1e-3...40, using: &random)
      }
    }
    let tokens = values.indices.map { Token(id: 0, bytes: $0..<$0 + 1) }
    let division = TextDivision(Array(repeating: 0x61, count: tokens.count), tokens, into: .token)
    let figures = PartFigures(division) { token in values[token].map { (.nats($0), .zero, 1) } }
    let plain = values.indices.sorted {
      let (a, b) = (values[$0] ?? -.infinity, values[$1] ?? -.infinity)
      return a == b ? $0 < $1 : a > b
    }
    #expect(figures.order(by: .surprise) == plain.map(Int32.init))
    #expect(
      figures.order(by: .rank).prefix(3).map { values[Int($0)] == nil } == [false, false, false])
  }
}
