import Basics
import InformationTheory
import Scoring
import Testing

/// The words of a text and their bits, found in another way: all words that a token lies across, together.
private struct PlainWords {
  var (count, bits) = (0, 0.0)

  init(_ text: [UInt8], _ tokens: [Token], _ bits: [Double?]) {
    var words: [Range<Int>] = []
    for place in text.indices where !text[place].isWhiteSpace {
      if let last = words.last, last.upperBound == place {
        words[words.count - 1] = last.lowerBound..<place + 1
      } else {
        words.append(place..<place + 1)
      }
    }
    guard !words.isEmpty else { return }
    var group = Array(words.indices)
    let places = tokens.map { token -> [Int] in
      let touched = words.indices.filter { words[$0].overlaps(token.bytes) }
      guard touched.isEmpty else { return touched }
      let start = token.bytes.lowerBound
      let around = words.firstIndex { $0.lowerBound < start && start < $0.upperBound }
      return [around ?? words.firstIndex { $0.lowerBound >= start } ?? words.count - 1]
    }
    for place in places {
      for word in place.dropFirst() {
        let (old, new) = (group[word], group[place[0]])
        group = group.map { $0 == old ? new : $0 }
      }
    }
    let torn = Set(zip(places, bits).filter { $0.1 == nil }.map { group[$0.0[0]] })
    count = group.count { !torn.contains($0) }
    self.bits = zip(places, bits).reduce(0) {
      torn.contains(group[$1.0[0]]) ? $0 : $0 + ($1.1 ?? 0)
    }
  }
}

@Suite struct `Bits of a word` {
  /// A random text in random tokens, of which some have no score.
  private struct Example {
    let text: [UInt8], tokens: [Token], predictions: Predictions
    let settings = ScoringSettings(startToken: nil, window: 40, stride: 39)

    init(_ random: inout SplitMix64, count: Int) {
      var (text, tokens): ([UInt8], [Token]) = ([], [])
      let tearing: Double = [0, 0.1, 0.002].randomElement(using: &random) ?? 0
      var predictions = Predictions(vocabularySize: 8)
      for place in 0..<count {
        let start = text.count
        let length = [0, 1, 1, 1, 2, 3].randomElement(using: &random) ?? 0
        for _ in 0..<length {
          text.append(Array("abc \n".utf8).randomElement(using: &random) ?? 0)
        }
        tokens.append(Token(id: place, bytes: start..<text.count))
        let isTorn = place == 0 || Double.random(in: 0..<1, using: &random) < tearing
        let logits = (0..<8).map { _ in Double.random(in: 0..<9, using: &random) }
        predictions.append(
          isTorn ? .unscored : Prediction(foldingLogits: logits, actual: place % 8))
      }
      (self.text, self.tokens, self.predictions) = (text, tokens, predictions)
    }

    var bits: [Double?] {
      let figures = Figures(predictions, at: .one)
      return tokens.indices.map { figures.surprisal(at: $0)?.bits }
    }

    var scored: ScoredText {
      ScoredText(text: text, tokens: tokens, settings: settings, predictions: predictions)
    }
  }

  private func isNear(_ value: Double?, _ words: PlainWords) -> Bool {
    guard words.count > 0 else { return value == nil }
    let expected = words.bits / Double(words.count)
    return value.map { abs($0 - expected) < 1e-6 * (1 + expected) } ?? false
  }

  @Test func `are those of words that are scored whole, over their number, wherever they are told`()
  {
    var random = SplitMix64(seed: 12)
    for count in (0..<400).map({ $0 % 40 }) + [700, 1_500] {
      let example = Example(&random, count: count)
      let words = PlainWords(example.text, example.tokens, example.bits)
      let scored = example.scored
      let figures = TextFigures(scored.predictions, at: .one)
      let summary = Summary(scored, figures)
      #expect(summary.scoredWords == words.count, "\(count)")
      #expect(isNear(summary.bitsPerWord, words))
      // In blocks, as of a text that is forgotten while it is scored.
      var inBlocks = Summary(of: example.text, tokens: example.tokens, settings: example.settings)
      var row = TextScore(of: example.text, from: 0, tokens: example.tokens, first: 0)
      for start in stride(from: 0, to: count, by: 7) {
        var block = Predictions(vocabularySize: 8)
        for place in start..<min(start + 7, count) { block.append(example.predictions[place]) }
        let figures = Figures(block, at: .one)
        inBlocks.add(block, figures)
        row.add(figures, of: example.tokens[start...].prefix(7), in: example.text)
      }
      #expect(inBlocks.scoredWords == words.count && isNear(inBlocks.bitsPerWord, words))
      #expect(inBlocks.standardErrors == summary.standardErrors)
      #expect(row.scored.words == words.count)
      #expect(isNear(row.wordPerplexity.map { log2($0) }, words))
      var corpus = CorpusScore()
      corpus.add(row)
      #expect(isNear(corpus.perWord?.bits, words))
      #expect(CorpusScore(numbers: corpus.numbers) == corpus)
      let counts = WordCounts(example.text, example.tokens, figures.division)
      #expect(isNear(figures.bitsPerWord(of: example.tokens, in: counts), words))
    }
  }

  @Test func `of all words are all of the text's, to the last bit, where every token has a score`()
  {
    var random = SplitMix64(seed: 3)
    var example = Example(&random, count: 0)
    while example.tokens.isEmpty || example.bits.dropFirst().contains(nil) {
      example = Example(&random, count: 60)
    }
    var all = Predictions(vocabularySize: 8)
    all.append(Prediction(foldingLogits: [1, 2, 3, 4, 5, 6, 7, 8], actual: 2))
    for place in 1..<60 { all.append(example.predictions[place]) }
    let scored = ScoredText(
      text: example.text, tokens: example.tokens, settings: example.settings, predictions: all)
    let summary = Summary(scored, TextFigures(scored.predictions, at: .one))
    let words = example.text.split { $0.isWhiteSpace }.count
    #expect(summary.scoredWords == words && summary.tokensOutsideWords.isEmpty)
    #expect(summary.bitsPerWord == summary.scored.total.bits / Double(words))
  }

  @Test func `leave out the rest of a first word that has no score in its first token`() {
    let text = Array("Formatting: hello there".utf8)
    let tokens = [0..<6, 6..<11, 11..<17, 17..<23].enumerated().map { Token(id: $0, bytes: $1) }
    var predictions = Predictions(vocabularySize: 4)
    predictions.append(.unscored)
    for actual in 1...3 {  // of 1, 2 and 3 bits
      let rest = log((1 - exp2(-Double(actual))) / 3)
      let logits = (0..<4).map { $0 == actual ? log(exp2(-Double(actual))) : rest }
      predictions.append(Prediction(foldingLogits: logits, actual: actual))
    }
    let scored = ScoredText(
      text: text, tokens: tokens, settings: ScoringSettings(startToken: nil, window: 9, stride: 8),
      predictions: predictions)
    let summary = Summary(scored, TextFigures(scored.predictions, at: .one))
    #expect(summary.scoredWords == 2 && summary.tokensOutsideWords == [1..<2])
    #expect(abs(summary.scored.total.bits - 6) < 1e-4)
    #expect(abs((summary.bitsPerWord ?? 0) - 2.5) < 1e-4)
    // Over tokens of 0, 2 and 3 bits in 0, 1 and 1 words: √(3/2 · (½² + ½²)) / 2.
    #expect(abs((summary.standardErrors[0].bitsPerWord ?? 0) - 0.75.squareRoot() / 2) < 1e-4)
  }

  @Test func `of a text behind a context are those of that text alone, wherever the context ends`()
  {
    let text = Array("Hello there".utf8)
    for (cut, words) in [(3, 2), (5, 1), (6, 1)] {
      let tokens = [Token(id: 0, bytes: 0..<cut), Token(id: 1, bytes: cut..<11)]
      var row = TextScore(of: text, from: cut, tokens: tokens, first: 1)
      var predictions = Predictions(vocabularySize: 2)
      predictions.append(Prediction(foldingLogits: [0, 0], actual: 1))
      row.add(Figures(predictions, at: .one), of: tokens[1...], in: text)
      #expect(row.words == words && row.scored.words == words)
      #expect(abs((row.wordPerplexity ?? 0) - exp2(1 / Double(words))) < 1e-6)
    }
  }
}
