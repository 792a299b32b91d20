import Games
import Scoring
import Basics

/// A model of the bytes and a few words, that gives every word, wherever it is, the probability
/// written beside it, and shares the rest among the bytes.
enum SpellingModel {
  static let words: [(text: String, probability: Double)] = [
    (" cat", 0.4), (" Cat", 0.1), (" dog", 0.2), (" sat", 0.15), (".", 0.05), (" dogs", 0.05),
  ]

  static let vocabulary = Vocabulary(count: words.count + 256) { id in
    id < words.count ? Array(words[id].text.utf8) : [UInt8(id - words.count)]
  }

  /// The probability of each byte's token: 0.05 for all of them.
  static let byteProbability = 0.05 / 256

  static let settings = ScoringSettings(startToken: nil, window: 100, stride: 50)

  static let scorer = Scorer(
    model: ModelDescription(
      name: "words", file: "", architecture: "none", quantization: "none",
      vocabularySize: words.count + 256, contextLength: 100),
    vocabulary: vocabulary,
    tokenize: { text, _, _ in
      var tokens: [Token] = []
      var place = 0
      while place < text.count {
        let found = words.indices.filter { text[place...].starts(with: words[$0].text.utf8) }
          .max { words[$0].text.count < words[$1].text.count }
        let length = found.map { words[$0].text.utf8.count } ?? 1
        let id = found ?? words.count + Int(text[place])
        tokens.append(Token(id: id, bytes: place..<place + length))
        place += length
      }
      return tokens
    },
    score: { _, _, _, _ in },
    expectation: { _, _ in
      Expectation(
        logits: (0..<words.count + 256).map { id in
          Float(log(id < words.count ? words[id].probability : byteProbability))
        })
    })

  /// A reader of a game on a text, of which so many bytes are shown.
  static func reader(
    _ text: String, from offset: Int, _ step: GameRules.Step, limit: Int = 100
  ) throws -> GameReader {
    try GameReader(
      Array(text.utf8), from: offset, rules: GameRules(step: step, questionLimit: limit),
      scorer: scorer, settings: settings)
  }

  /// All answers of a reader.
  static func answers(_ reader: GameReader) throws -> [ModelAnswer] {
    var answers: [ModelAnswer] = []
    try reader.answer {
      answers.append($0)
      return true
    }
    return answers
  }
}
