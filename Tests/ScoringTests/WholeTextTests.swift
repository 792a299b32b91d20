import InformationTheory
import Scoring
import Synchronization
import Testing

/// Whole texts, and what comes behind each, of a model that says what it was asked.
@Suite struct WholeTextTests {
  private final class Calls: Sendable {
    let texts = Mutex<[[Int]]>([])
    let single = Mutex<[[Int]]>([])
  }

  private struct Broken: Error {}

  /// Says of each token how many stand before it; breaks at a token 9.
  private func scorer(_ calls: Calls) -> Scorer {
    @Sendable func predictions(of tokens: [Token]) throws -> Predictions {
      var predictions = Predictions(vocabularySize: 12)
      for (place, token) in tokens.enumerated() {
        if token.id == 9 { throw Broken() }
        let logits = (0..<12).map { -Double($0 * place) }
        predictions.append(Prediction(foldingLogits: logits, actual: token.id))
      }
      return predictions
    }
    return Scorer(
      model: ModelDescription(
        name: "", file: "", architecture: "", quantization: "", vocabularySize: 12,
        contextLength: 99),
      vocabulary: Vocabulary(count: 12) { [UInt8($0)] },
      tokenize: { text, _, _ in Token.each(byteOf: text) },
      score: { tokens, _, _, report in
        calls.single.withLock { $0.append(tokens.map(\.id)) }
        _ = report(try predictions(of: tokens))
      },
      scoreAll: { texts, _, _, report in
        calls.texts.withLock { $0 += texts.map { $0.tokens.map(\.id) } }
        for (index, text) in texts.enumerated() {
          guard report(index, try predictions(of: text.tokens)) else { return }
        }
      })
  }

  private let settings = ScoringSettings(startToken: nil, window: 99, stride: 9)
  private let texts: [[UInt8]] = [[1, 2], [3], [], [4, 5, 6], [7]]

  /// The number of predictions of each text that was reported; nil for one that failed.
  private func counts(_ texts: [[UInt8]], _ calls: Calls, until last: Int = .max) -> [Int?] {
    var counts: [Int?] = []
    scorer(calls).scoreAllWithEnds(texts.map { Token.each(byteOf: $0) }, settings) { text, result in
      #expect(text == counts.count)
      counts.append((try? result.get())?.count)
      return text < last
    }
    return counts
  }

  @Test func `all are scored together, with one position more than there are tokens`() {
    let calls = Calls()
    #expect(counts(texts, calls) == [3, 2, 0, 4, 2])
    #expect(calls.texts.withLock { $0 } == [[1, 2, 2], [3, 3], [], [4, 5, 6, 6], [7, 7]])
    #expect(calls.single.withLock { $0 }.isEmpty)
  }

  @Test func `the fault of one text is its own`() {
    let calls = Calls()
    #expect(counts([[1], [2, 9], [3], [9], [4, 4]], calls) == [2, nil, 2, nil, 3])
    #expect(calls.single.withLock { $0 }.count == 4)  // those behind the first that is whole
  }

  @Test func `nothing comes of a text that is not wanted to its end`() {
    let calls = Calls()
    var count = 0
    scorer(calls).scoreAllWithEnds(
      [[9], [1], [2]].map { Token.each(byteOf: $0) }, settings
    ) {
      calls.single.withLock { $0.count < 2 }
    } _: { _, _ in
      count += 1
      return true
    }
    #expect(count == 1)
  }

  @Test(arguments: [0, 2, 3]) func `nothing comes behind the last that is wanted`(last: Int) {
    #expect(counts(texts, Calls(), until: last).count == last + 1)
    #expect(counts([[9], [1], [9], [2], [9]], Calls(), until: last).count == last + 1)
  }
}
