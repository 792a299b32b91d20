import InformationTheory
import Scoring
import Testing

@Suite struct ScoredTextTests {
  private func scored(
    _ ids: [Int], predicted: Int? = nil, text: String = "abcd"
  ) -> ScoredText {
    var predictions = Predictions(vocabularySize: 2)
    for (position, id) in ids.prefix(predicted ?? ids.count).enumerated() {
      predictions.append(
        position == 0 ? .unscored : Prediction(foldingLogits: [0, 0], actual: id))
    }
    let tokens = ids.enumerated().map { Token(id: $0.element, bytes: $0.offset..<$0.offset + 1) }
    let settings = ScoringSettings(startToken: nil, window: 8, stride: 4)
    return ScoredText(
      text: Array(text.utf8), tokens: tokens, settings: settings, predictions: predictions)
  }

  private func tokens(_ ids: [Int]) -> [Token] { ids.map { Token(id: $0, bytes: 0..<0) } }

  @Test func `predictions hold up to the first token that differs`() {
    let text = scored([0, 1, 1, 0])
    #expect(text.unchangedPrefix(of: tokens([0, 1, 0, 0])) == 2)
    #expect(text.unchangedPrefix(of: tokens([1, 1, 1, 0])) == 0)
    #expect(text.unchangedPrefix(of: tokens([0, 1, 1, 0, 1])) == 4)
    #expect(text.unchangedPrefix(of: tokens([0, 1])) == 2)
    #expect(text.unchangedPrefix(of: []) == 0)
  }

  @Test func `tokens without a prediction are not kept`() {
    let text = scored([0, 1, 1, 0], predicted: 2)
    #expect(!text.isComplete)
    #expect(text.unchangedPrefix(of: tokens([0, 1, 1, 0])) == 2)
    #expect(scored([0, 1]).isComplete)
  }

  @Test func `a summary counts what was scored over all bytes of the text`() throws {
    let text = scored([0, 1, 1, 0])
    let summary = Summary(
      text, Figures(text.predictions, at: .one), LossCurve(text.predictions))
    #expect(summary.tokens == 4)
    #expect(summary.scoredTokens == 3)
    #expect(summary.bytes == 4)
    #expect(abs(summary.total.bits - 3) < 1e-6)
    #expect(abs(try #require(summary.crossEntropy).bits - 1) < 1e-6)
    #expect(abs(try #require(summary.bitsPerByte) - 0.75) < 1e-6)
    #expect(summary.bestTemperature == .one)
  }

  @Test func `an empty text has no means`() {
    let text = scored([], text: "")
    let summary = Summary(
      text, Figures(text.predictions, at: .one), LossCurve(text.predictions))
    #expect(summary.tokens == 0)
    #expect(summary.crossEntropy == nil)
    #expect(summary.bitsPerByte == nil)
    #expect(summary.bestTemperature == nil)
    #expect(summary.bestCrossEntropy == nil)
  }
}
