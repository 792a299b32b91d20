import Exploration
import ExplorationFixtures
import InformationTheory
import Lessons
import Scoring
import Basics

/// A text with figures made by hand, for screens to be looked at.
struct Scene {
  /// Each token, and how surprising it is to be at T = 1, in bits.
  var tokens: [(text: [UInt8], bits: Double)]
  /// The places of bytes that the vocabulary has no token for.
  var unknown: Set<Int> = []
  /// The places of tokens that are a space which the text lacks.
  var spaces: Set<Int> = []
  /// How many of the likeliest tokens the model says; nil for all logits.
  var likeliest: Int?
  /// The words of the vocabulary behind the common ones; none for the tokens of the scene, each its own.
  var words: [[UInt8]] = []

  init(_ tokens: [(String, Double)]) { self.tokens = tokens.map { (Array($0.0.utf8), $0.1) } }

  init(bytes tokens: [([UInt8], Double)]) { self.tokens = tokens.map { (text: $0.0, bits: $0.1) } }

  static let breakfast = Scene([
    ("The", 0), (" capital", 8.4), (" of", 0.9), (" France", 5.6), (" is", 0.6), (" Paris", 1.3),
    (".", 1.8), (" The", 2.6), (" capital", 3.1), (" of", 0.1), (" Germany", 2.9), (" is", 0.1),
    (" Berlin", 0.2), (".", 0.3), (" I", 5.2), (" ate", 11.9), (" a", 2.2), (" purple", 12.6),
    (" sp", 7.6), ("reads", 16.7), ("heet", 0.2), (" for", 3.3), (" breakfast", 6.2), (".", 1.1),
  ])

  /// The same with “reads” replaced by “inach”.
  static let spinach = Scene(
    breakfast.tokens.prefix(19).map { (String(decoding: $0.text, as: UTF8.self), $0.bits) } + [
      ("inach", 4.6), ("heet", 14.9), (" for", 2.6), (" breakfast", 2.4), (".", 1.4),
    ])

  private var text: [UInt8] { tokens.flatMap(\.text) }

  /// What else the model might have expected, likeliest first, before the words of the scene.
  private static let others = [
    "aghetti", "iny", "ices", " known", " the", ",", "\n", "inach", " city", "\n  ", "ider", "iral",
  ]

  private var vocabulary: Vocabulary {
    let entries =
      Self.others.map { Array($0.utf8) } + (words.isEmpty ? tokens.map(\.text) : words)
    return Vocabulary(count: 600) { id in id < entries.count ? entries[id] : Array("w\(id)".utf8) }
  }

  /// The entry of the vocabulary that a token is.
  private func entry(_ place: Int) -> Int {
    if unknown.contains(place) { return 599 }
    return Self.others.firstIndex { Array($0.utf8) == tokens[place].text }
      ?? Self.others.count + (words.firstIndex(of: tokens[place].text) ?? place)
  }

  private var split: [Token] {
    var place = 0
    return tokens.indices.map { index in
      defer { place += tokens[index].text.count }
      return Token(
        id: entry(index), bytes: place..<place + tokens[index].text.count,
        isUnknown: unknown.contains(index), isSpaceAdded: spaces.contains(index))
    }
  }

  /// The logits at a place, whatever stands before it.
  static func logits(at place: Int) -> [Double] {
    (0..<600).map { id in -2 * log(1 + Double(id < 12 ? (id + place * 5) % 12 : id)) }
  }

  /// A distribution that falls with the square of the rank, in which the token that came
  /// has just the probability that its bits say.
  private func prediction(_ place: Int) -> Prediction {
    guard place > 0 else { return .unscored }
    let actual = entry(place)
    let probability = exp2(-tokens[place].bits)
    var logits = Self.logits(at: place)
    logits[actual] = -.infinity
    let rest = logPartition(logits)
    logits[actual] = rest + log(probability / max(1 - probability, 1e-9))
    return Prediction(of: logits, actual: actual, likeliest: likeliest)
  }

  private static let model = ModelDescription(
    name: "SmolLM2 135M Instruct", file: "", architecture: "llama", quantization: "Q4_1",
    vocabularySize: 600, contextLength: 8192)

  /// An explorer before its model is loaded.
  func loading(
    rows: Int, columns: Int, at temperature: Temperature = .one, lessons: [Lesson] = []
  ) -> Explorer {
    var explorer = Explorer(
      text: text, temperature: temperature, source: "breakfast.txt", lessons: lessons)
    _ = explorer.update(.resized(rows: rows, columns: columns))
    return explorer
  }

  /// Gives an explorer the scores that it has asked for, or none where nothing stands before a token.
  func answer(
    _ request: Int, keeping kept: ScoredText?, to explorer: inout Explorer,
    hasContext: Bool = true
  ) {
    let settings = ScoringSettings(startToken: nil, window: 8192, stride: hasContext ? 4096 : 1)
    var predictions = Predictions(vocabularySize: 600)
    let first = hasContext ? kept?.unchangedPrefix(of: split) ?? 0 : 0
    for place in first..<tokens.count {
      predictions.append(hasContext ? prediction(place) : .unscored)
    }
    _ = explorer.update(.tokenized(split, settings, request: request))
    _ = explorer.update(.scored(predictions, request: request))
    _ = explorer.update(.finished(request: request))
  }

  /// Says what the scene's model, a quantization of the usual one, says of the text that is compared.
  ///
  /// - Parameter isCutShort: Whether the expectations of its first half are all that is compared so far.
  func answerComparison(
    in explorer: inout Explorer, request: Int, note: String?, start: Int? = nil, window: Int = 8192,
    isCutShort: Bool = false
  ) {
    var request = request
    func tell(_ news: ComparisonNews) {
      for case .compareModels(_, let next) in explorer.update(
        .modelsCompared(news, request: request))
      { request = next }
    }
    var description = Self.model
    description.quantization = "Q8_0"
    var predictions = Predictions(vocabularySize: 600)
    for place in tokens.indices { predictions.append(prediction(place)) }
    tell(.opened(ComparedModel(description, vocabulary, note: note)))
    tell(.cut(split, ScoringSettings(startToken: start, window: window, stride: window / 2)))
    tell(.scored(predictions, at: 0))
    guard note == nil else { return tell(.finished(nil)) }
    let base = explorer.scored.map {
      (0..<$0.tokens.count).map($0.predictions.local).compactMap(\.self)
    }
    let scores = [base?.first?.predictions ?? predictions, predictions].map {
      TokenScore.all($0, at: explorer.temperature)
    }
    let places = zip(scores[0], scores[1]).enumerated().map { place, pair in
      PlaceComparison(
        base: pair.0, other: pair.1,
        divergences: pair.0 == nil
          ? nil
          : Divergences(
            forward: .nats(0.01 * Double(place)), reverse: .nats(0.0004 * Double(place))))
    }
    if isCutShort { return tell(.compared(Array(places.prefix(places.count / 2)))) }
    tell(.compared(places))
    tell(.finished(ComparisonStatistics(places)))
  }

  /// An explorer that has scored the text, or its first tokens.
  func explorer(
    rows: Int, columns: Int, upTo count: Int = .max, at temperature: Temperature = .one,
    lessons: [Lesson] = [], inviting: Bool = false
  ) -> Explorer {
    var explorer = loading(rows: rows, columns: columns, at: temperature, lessons: lessons)
    if inviting { explorer.open(inviting: true) }
    _ = explorer.update(.modelLoaded(Self.model, vocabulary))
    let settings = ScoringSettings(startToken: nil, window: 8192, stride: 4096)
    _ = explorer.update(.tokenized(split, settings, request: 1))
    var predictions = Predictions(vocabularySize: 600)
    for place in tokens.indices.prefix(count) { predictions.append(prediction(place)) }
    _ = explorer.update(.scored(predictions, request: 1))
    if count < tokens.count {
      _ = explorer.update(.progressed(secondsElapsed: 3.2, request: 1))
    } else {
      _ = explorer.update(.finished(request: 1))
    }
    return explorer
  }
}

extension Explorer {
  mutating func press(_ key: Key, times: Int = 1) {
    for _ in 0..<times { answer(update(.input(.key(key, [])))) }
  }

  /// Says how the text goes on, a token every fortieth of a second.
  private mutating func answer(_ effects: [Effect]) {
    for case .generate(let question, let request) in effects {
      guard case .ready(_, let vocabulary) = model else { return }
      let answer = question.answer(
        from: vocabulary, seconds: { Double(question.tokens.count) / 40 }
      ) { Expectation(logits: Scene.logits(at: $0.tokens.count).map(Float.init)) }
      self.answer(update(.generated(answer, request: request)))
    }
  }

  /// Presses a key, and has another scene's model answer if that asks for scores.
  mutating func press(_ key: Key, answeredBy scene: Scene) {
    for case .score(_, let kept, let request) in update(.input(.key(key, []))) {
      scene.answer(request, keeping: kept, to: &self)
    }
  }

  /// Presses letters, one after the other.
  mutating func press(_ letters: String) {
    for letter in letters { press(.character(letter)) }
  }
}
