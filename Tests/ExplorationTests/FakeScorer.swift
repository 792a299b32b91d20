import Exploration
import InformationTheory
import Scoring

/// A model of eight words and all bytes, whose logits are small numbers made by hand: a word is as
/// likely as its place in the vocabulary is low, whatever stands before it.
enum FakeScorer {
  static let words = ["the", " cat", " sat", " on", " the", " mat", ".", " ate"]
  static let settings = ScoringSettings(startToken: nil, window: 512, stride: 256)
  static let vocabulary = Vocabulary(count: words.count + 256) { id in
    id < words.count ? Array(words[id].utf8) : [UInt8(id - words.count)]
  }
  static let model = ModelDescription(
    name: "Fake", file: "", architecture: "fake", quantization: "F32",
    vocabularySize: vocabulary.count, contextLength: 512)

  /// The logits of any position: 0, −1, −2 … for the words, and −9 for each byte.
  static let logits: [Double] =
    words.indices.map { -Double($0) } + Array(repeating: -9, count: 256)

  /// The longest word at each place, or else a byte.
  static func tokenize(_ text: [UInt8]) -> [Token] {
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
  static func predictions(_ tokens: [Token], from first: Int = 0, to end: Int = .max) -> Predictions
  {
    var result = Predictions(vocabularySize: vocabulary.count)
    for place in first..<max(min(end, tokens.count), first) {
      result.append(place == 0 ? .unscored : prediction(of: tokens[place].id))
    }
    return result
  }

  /// What a model of these logits answers; a token takes a quarter of a second.
  static func answer(to question: GenerationRequest) -> GenerationAnswer {
    let expectation = Expectation(logits: logits.map(Float.init))
    let moment = Double(question.tokens.count) / 4
    return question.answer(from: vocabulary, seconds: { moment }) { _ in expectation }
  }

  /// All positions have the same logits, so they are folded once.
  private static let folded = Prediction(foldingLogits: logits, actual: 0)

  private static func prediction(of token: Int) -> Prediction {
    var prediction = folded
    prediction.actualLogit = Float(logits[token])
    prediction.actualRank = Int32(1 + logits.count { $0 > logits[token] })
    return prediction
  }
}

extension Explorer {
  /// An explorer whose model is loaded and whose text is scored.
  static func ready(
    _ text: String, rows: Int = 24, columns: Int = 80
  ) -> Explorer {
    var explorer = Explorer(text: Array(text.utf8))
    _ = explorer.update(.resized(rows: rows, columns: columns))
    let effects = explorer.update(.modelLoaded(FakeScorer.model, FakeScorer.vocabulary))
    explorer.answer(effects)
    return explorer
  }

  /// Does what the runtime does with a request: everything at once, and whatever follows from it.
  mutating func answer(_ effects: [Effect]) {
    for effect in effects {
      switch effect {
      case .score(let text, let kept, let request):
        let tokens = FakeScorer.tokenize(text)
        let first = kept?.unchangedPrefix(of: tokens) ?? 0
        answer(update(.tokenized(tokens, FakeScorer.settings, request: request)))
        answer(update(.scored(FakeScorer.predictions(tokens, from: first), request: request)))
        answer(update(.finished(request: request)))
      case .generate(let question, let request):
        answer(update(.generated(FakeScorer.answer(to: question), request: request)))
      default: break
      }
    }
  }

  /// Presses a key, and lets the fake scorer answer.
  @discardableResult
  mutating func press(_ key: Key, _ modifiers: Modifiers = [], times: Int = 1) -> [Effect] {
    var effects: [Effect] = []
    for _ in 0..<times {
      effects = update(.input(.key(key, modifiers)))
      answer(effects)
    }
    return effects
  }

  /// Types characters, one key each.
  mutating func type(_ text: String) {
    for character in text { press(character == "\n" ? .enter : .character(character)) }
  }

  mutating func mouse(_ action: MouseAction, _ row: Int, _ column: Int) -> [Effect] {
    update(.input(.mouse(action, row: row, column: column)))
  }

  var string: String { String(decoding: text, as: UTF8.self) }
}

/// What an effect is, without its payload.
func kind(_ effect: Explorer.Effect) -> String {
  switch effect {
  case .score: "score"
  case .generate: "generate"
  case .stopScoring: "stop"
  case .measure: "measure"
  case .limitContext: "limit"
  case .copy: "copy"
  case .suspend: "suspend"
  case .redraw: "redraw"
  case .play: "play"
  case .save: "save"
  case .quit: "quit"
  case .useModel: "use model"
  }
}
