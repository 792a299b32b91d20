import InformationTheory
import MeasuringSticks
import Scoring
import Testing
import Basics

@Suite struct StickTests {
  /// Scores a whole text and returns its figures.
  private func figures(
    _ text: String, by scorer: Scorer, window: Int = 1 << 20, at temperature: Temperature = .one
  ) throws -> (tokens: [Token], figures: Figures, predictions: Predictions) {
    let tokens = try scorer.tokenize(Array(text.utf8), false)
    var predictions = Predictions(vocabularySize: scorer.vocabulary.count)
    let settings = ScoringSettings(startToken: nil, window: window, stride: 1)
    try scorer.score(tokens, settings, 0) {
      predictions.append($0)
      return true
    }
    return (tokens, Figures(predictions, at: temperature), predictions)
  }

  @Test(arguments: ["The capital of France is Paris.", "3 1 4 1 5 9 2 6", "x", " a\n b "])
  func `a die of ten faces shows log2 10 bits and a perplexity of ten at every token`(
    text: String
  ) throws {
    let (tokens, figures, _) = try figures(text, by: dieScorer(faces: 10))
    for token in tokens.indices {
      let surprisal = try #require(figures.surprisal(at: token))
      #expect(abs(surprisal.bits - 3.321928) < 1e-5)
      #expect(abs(surprisal.perplexity - 10) < 1e-4)
      #expect(abs(try #require(figures.entropy(at: token)).bits - 3.321928) < 1e-5)
    }
    #expect(abs(try #require(figures.crossEntropy).perplexity - 10) < 1e-4)
  }

  @Test func `a fair die does not care about the temperature`() throws {
    for value in [0.0, 0.05, 0.5, 5, .infinity] {
      let temperature = try #require(Temperature(value))
      let (_, figures, _) = try figures("1 2 3", by: dieScorer(faces: 6), at: temperature)
      #expect(abs(try #require(figures.crossEntropy).perplexity - 6) < 1e-4)
    }
  }

  @Test func `a number is its own face, and a word shows the same face each time`() throws {
    let tokens = try dieScorer(faces: 6).tokenize(Array("6 1 fish 7 fish".utf8), false)
    #expect(tokens[0].id == 5)
    #expect(tokens[1].id == 0)
    #expect(tokens[2].id == tokens[4].id)
    #expect(tokens.allSatisfy { (0..<6).contains($0.id) })
  }

  @Test(arguments: ["", " ", "a", "  a  b \n", "\t\n", "é ü"])
  func `the throws of a die are the whole text`(text: String) throws {
    let bytes = Array(text.utf8)
    let tokens = try dieScorer(faces: 3).tokenize(bytes, false)
    #expect(tokens.flatMap { bytes[$0.bytes] } == bytes)
  }

  @Test func `uniform has another model's tokens, all alike`() throws {
    let words = dieScorer(faces: 1_000)
    let uniform = uniformScorer(over: words)
    let (tokens, figures, predictions) = try figures("one two three", by: uniform)
    #expect(try tokens == words.tokenize(Array("one two three".utf8), false))
    #expect(abs(try #require(figures.crossEntropy).perplexity - 1_000) < 0.1)
    #expect(predictions.actualRanks == [1, 1, 1])
  }

  @Test func `n-grams score what they count, from the first byte on`() throws {
    let ngrams = Ngrams(of: Array("abababab".utf8), order: 3)
    let (_, figures, _) = try figures("abab", by: ngramScorer(ngrams, name: "n"))
    for place in 0..<4 {
      let p = ngrams.probabilities(after: Array("abab".utf8.prefix(place)))
      let expected = p[Int(Array("abab".utf8)[place])]
      #expect(abs(try #require(figures.surprisal(at: place)).nats + log(expected)) < 1e-5)
    }
  }

  @Test func `a short window shortens the n-grams`() throws {
    let ngrams = Ngrams(of: Array("the cat sat on the mat".utf8), order: 5)
    let (_, figures, _) = try figures("the cat", by: ngramScorer(ngrams, name: "n"), window: 2)
    let p = ngrams.probabilities(after: Array("a".utf8))[Int(UInt8(ascii: "t"))]
    #expect(abs(try #require(figures.surprisal(at: 6)).nats + log(p)) < 1e-5)
  }

  @Test func `scoring goes on from any token and stops when it is told to`() throws {
    let scorer = ngramScorer(Ngrams(of: Array("abc".utf8), order: 2), name: "n")
    let text = String(repeating: "abc ", count: 200)
    let (tokens, _, all) = try figures(text, by: scorer)
    var blocks = 0
    let settings = ScoringSettings(startToken: nil, window: 100, stride: 1)
    try scorer.score(tokens, settings, 500) { block in
      blocks += 1
      #expect(block.actualLogits[0] == all.actualLogits[500])
      return false
    }
    #expect(blocks == 1)
  }
}
