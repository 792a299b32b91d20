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

  @Test func `a summary counts what was scored over the bytes of the same tokens`() throws {
    let text = scored([0, 1, 1, 0])
    let summary = Summary(
      text, TextFigures(text.predictions, at: .one))
    #expect(summary.tokens == 4)
    #expect(summary.scored.tokens == 3)
    #expect(summary.bytes == 4)
    #expect(summary.scored.bytes == 3)
    #expect(abs(summary.scored.total.bits - 3) < 1e-6)
    #expect(abs(try #require(summary.scored.crossEntropy).bits - 1) < 1e-6)
    #expect(abs(try #require(summary.scored.bitsPerByte) - 1) < 1e-6)
    #expect(summary.best?.temperature == .one)
  }

  @Test func `a summary of blocks is that of the whole`() {
    let text = scored([0, 1, 1, 0, 1, 1, 0], text: "abcdefg")
    let whole = Summary(
      text, TextFigures(text.predictions, at: .one))
    var summed = Summary(of: text.text, tokens: text.tokens, settings: text.settings)
    for first in stride(from: 0, to: 7, by: 2) {
      var block = Predictions(vocabularySize: 2)
      for place in first..<min(first + 2, 7) { block.append(text.predictions[place]) }
      summed.add(block, Figures(block, at: .one))
    }
    #expect(summed.scored.bytes == 6 && whole.scored.bytes == 6)
    #expect(abs(summed.scored.total.nats - whole.scored.total.nats) < 1e-9)
    #expect(summed.scored.tokens == whole.scored.tokens)
    #expect(summed.standardErrors == whole.standardErrors)
  }

  @Test func `a summary is the same to the last bit, however many tokens come at a time`() throws {
    var random = SplitMix64(seed: 14)
    var predictions = Predictions(vocabularySize: 40)
    for place in 0..<1_300 {
      let logits = (0..<40).map { _ in Double.random(in: -9...9, using: &random) }
      predictions.append(
        place == 0 ? .unscored : Prediction(foldingLogits: logits, actual: place % 40))
    }
    let tokens = (0..<1_300).map { Token(id: $0 % 40, bytes: $0..<$0 + 1) }
    let temperature = try #require(Temperature(0.7))
    func summary(_ size: Int) -> Summary {
      var summary = Summary(
        of: Array(repeating: 0x61, count: 1_300), tokens: tokens,
        settings: ScoringSettings(startToken: nil, window: 2_048, stride: 1_024))
      for start in stride(from: 0, to: 1_300, by: size) {
        var block = Predictions(vocabularySize: 40)
        for place in start..<min(start + size, 1_300) { block.append(predictions[place]) }
        summary.add(block, Figures(block, at: temperature))
      }
      return summary
    }
    let whole = summary(1_300)
    #expect(whole.scored.tokens == 1_299 && whole.scored.bytes == 1_299)
    for size in [1, 96, 512, 700] {
      #expect(summary(size).scored == whole.scored && summary(size).losses == whole.losses)
      #expect(summary(size).best?.loss == whole.best?.loss)
    }
  }

  @Test func `a token that is scored in part of a text has no bytes before its score`() {
    let text = scored([0, 1, 1, 0], predicted: 2)
    let figures = TextFigures(text.predictions, at: .one)
    #expect(figures.scoredBytes(of: text.tokens) == 1)
    #expect(figures.firstScored == 1)
    #expect(Figures(Predictions(vocabularySize: 2), at: .one).firstScored == nil)
  }

  @Test func `an empty text has no means`() {
    let text = scored([], text: "")
    let summary = Summary(
      text, TextFigures(text.predictions, at: .one))
    #expect(summary.tokens == 0)
    #expect(summary.scored.crossEntropy == nil)
    #expect(summary.scored.bitsPerByte == nil)
    #expect(summary.best == nil)
  }
}
