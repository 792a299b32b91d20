import Exploration
import InformationTheory
import Scoring

/// A model of eight words and all bytes, whose logits are small numbers made by hand: a word is as
/// likely as its place in the vocabulary is low, whatever stands before it.
package enum FakeScorer {
  package static let words = ["the", " cat", " sat", " on", " the", " mat", ".", " ate"]
  package static let settings = ScoringSettings(startToken: nil, window: 512, stride: 256)
  package static let vocabulary = Vocabulary(count: words.count + 256) { id in
    id < words.count ? Array(words[id].utf8) : [UInt8(id - words.count)]
  }
  /// “the” begins a text, and a full stop ends it.
  package static let starts = StartTokens(BoundaryTokens(beginning: 0, end: 6))
  package static let model = ModelDescription(
    name: "Fake", file: "", architecture: "fake", quantization: "F32",
    vocabularySize: vocabulary.count, contextLength: 512)

  /// The logits of any position: 0, −1, −2 … for the words, and −9 for each byte.
  package static let logits: [Double] =
    words.indices.map { -Double($0) } + Array(repeating: -9, count: 256)

  /// The longest word at each place, or else a byte.
  package static func tokenize(_ text: [UInt8]) -> [Token] {
    var tokens: [Token] = []
    var place = 0
    while place < text.count {
      let rest = text[place...]
      let found = words.indices.filter { rest.starts(with: words[$0].utf8) }
        .max { words[$0].utf8.count < words[$1].utf8.count }
      let id = found ?? words.count + Int(text[place])
      let length = found.map { words[$0].utf8.count } ?? 1
      tokens.append(Token(id: id, bytes: place..<place + length))
      place += length
    }
    return tokens
  }

  /// The predictions of some tokens; nothing stands before the first of all.
  package static func predictions(
    _ tokens: [Token], from first: Int = 0, to end: Int = .max, hasStart: Bool = false
  ) -> Predictions {
    var result = Predictions(vocabularySize: vocabulary.count)
    for place in first..<max(min(end, tokens.count), first) {
      result.append(place == 0 && !hasStart ? .unscored : prediction(of: tokens[place].id))
    }
    return result
  }

  /// What a model of these logits answers; a token takes a quarter of a second.
  package static func answer(to question: GenerationRequest) -> GenerationAnswer {
    let expectation = Expectation(logits: logits.map(Float.init))
    let moment = Double(question.tokens.count) / 4
    return question.answer(from: vocabulary, seconds: { moment }) { _ in expectation }
  }

  /// All positions have the same logits, so they are folded once.
  private static let folded = Prediction(
    foldingLogits: logits, actual: 0,
    boundaries: WordBoundaries(
      starts: (0..<vocabulary.count).map { vocabulary.bytes($0).first == 0x20 }, ends: [6]))

  /// What is expected behind a text.
  package static var behind: Prediction { folded }

  private static func prediction(of token: Int) -> Prediction {
    var prediction = folded
    prediction.actualLogit = Float(logits[token])
    prediction.actualRank = Int32(1 + logits.count { $0 > logits[token] })
    return prediction
  }
}
