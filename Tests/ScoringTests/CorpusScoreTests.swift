import InformationTheory
import Scoring
import TestSupport
import Testing

@Suite struct CorpusScoreTests {
  /// A text of bytes as tokens, each of two or more equally likely ones, the first unscored.
  private func score(_ text: String, context: Int = 0, choices: Int = 2) -> TextScore {
    let bytes = Array(text.utf8)
    let tokens = Token.each(byteOf: bytes)
    var predictions = Predictions(vocabularySize: choices)
    for place in context..<tokens.count {
      predictions.append(
        place == 0
          ? .unscored
          : Prediction(foldingLogits: Array(repeating: 0, count: choices), actual: 0))
    }
    var score = TextScore(of: bytes, from: context, tokens: tokens, first: context)
    score.add(Figures(predictions, at: .one), of: tokens[context...], in: bytes)
    return score
  }

  @Test func `a text has its own length, and means over what is scored of it`() throws {
    let score = score("ä bc de")
    #expect(score.tokens == 8 && score.bytes == 8 && score.characters == 7 && score.words == 3)
    #expect(score.scored.tokens == 7 && score.scored.words == 2)
    let bits = try #require(score.crossEntropy).bits
    #expect(abs(bits - 1) < 1e-6)
    #expect(abs(try #require(score.meanEntropy).bits - 1) < 1e-6)
    #expect(abs(try #require(score.wordPerplexity) - 8) < 1e-4)  // " bc" and " de", 2^(6/2)
    #expect(abs(try #require(score.bytePerplexity) - 2) < 1e-6)
  }

  @Test func `what stands before a text counts nowhere`() {
    let score = score("so ab cd", context: 2)
    #expect(score.tokens == 6 && score.scored.tokens == 6 && score.bytes == 6)
    #expect(score.words == 2 && score.scored.words == 2)
  }

  @Test func `many texts have the means of all tokens, and the mean of their perplexities`() throws
  {
    var corpus = CorpusScore()
    let long = score("abcdefgh", choices: 8)  // three bits each of seven
    for text in [score("ab"), long, nil, score("")] { corpus.add(text) }
    #expect(corpus.texts == 4 && corpus.failed == 1 && corpus.tokens == 10)
    #expect(abs(try #require(corpus.crossEntropy).bits - 22.0 / 8) < 1e-6)
    #expect(abs(try #require(corpus.perplexityPerText) - 5) < 1e-5)  // of 2 and 8
    #expect(corpus.standardErrors.units == 2)
  }

  @Test func `the numbers of many texts make the same figures again, bit for bit`() throws {
    var random = SeededGenerator(seed: 3)
    var corpus = CorpusScore()
    for _ in 0..<50 {
      corpus.add(
        score(
          String(repeating: "ab c", count: Int.random(in: 0...9, using: &random)),
          choices: Int.random(in: 2...90, using: &random)))
    }
    corpus.add(nil)
    let again = try #require(CorpusScore(numbers: corpus.numbers))
    #expect(again == corpus)
    #expect(CorpusScore(numbers: []) == nil && CorpusScore(numbers: [1]) == nil)
    #expect(CorpusScore(numbers: corpus.numbers + [0]) == nil)
    #expect(CorpusScore(numbers: corpus.numbers.map { $0 + 0.5 }) == nil)
  }
}
