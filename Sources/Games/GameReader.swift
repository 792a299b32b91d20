import InformationTheory
import Scoring

/// Asks the questions of a game and lets a model answer them, knowing no more than the players.
public struct GameReader {
  /// A text in which nothing can be asked for.
  public struct NothingToAsk: Error, Hashable, CustomStringConvertible {
    /// What was to be asked for.
    public var step: GameRules.Step
    /// Nothing of this kind can be asked for.
    public init(step: GameRules.Step) { self.step = step }
    /// A sentence for the user.
    public var description: String {
      switch step {
      case .letter:
        "behind what is shown there is no letter of a keyboard to guess: choose another text, or "
          + "play word by word"
      case .word: "behind what is shown there is no word to guess: choose a longer text"
      }
    }
  }

  /// The questions, in the order of the text.
  public let questions: [GameQuestion]
  /// How many bytes everybody sees at the start.
  public let shown: Int
  private let text: [UInt8]
  private let rules: GameRules
  private let scorer: Scorer
  private let tokens: [Token]
  private let settings: ScoringSettings
  private let words: WordList?
  private let isWanted: @Sendable () -> Bool

  /// Prepares a game on the part of a text that lies behind an offset.
  ///
  /// What is shown is made longer by the first token where nothing else stands before it, since the
  /// model can expect nothing after nothing, and to the end of a token where words are asked for.
  ///
  /// - Parameter isWanted: Asked by a model that waits for an answer; it throws where that is no longer wanted.
  /// - Complexity: O(*n* log *n*) in the size of the vocabulary, and O(the text).
  public init(
    _ text: [UInt8], from offset: Int, rules: GameRules, scorer: Scorer, settings: ScoringSettings,
    while isWanted: @escaping @Sendable () -> Bool = { true }
  ) throws {
    self.text = text
    self.rules = rules
    self.scorer = scorer
    self.settings = settings
    self.isWanted = isWanted
    tokens = try scorer.tokenize(text, false, while: isWanted)
    let least = settings.startToken == nil ? tokens.first?.bytes.upperBound ?? 0 : 0
    let wanted = min(max(offset, least), text.count)
    switch rules.step {
    case .letter:
      words = nil
      shown = wanted
      questions = Self.letters(of: text, from: wanted, limit: rules.questionLimit)
    case .word:
      let words = WordList(scorer.vocabulary)
      self.words = words
      let first = tokens.firstIndex { $0.bytes.lowerBound >= wanted } ?? tokens.count
      shown = first < tokens.count ? tokens[first].bytes.lowerBound : text.count
      questions = Self.words(
        of: text, tokens[first...], named: words, limit: rules.questionLimit)
    }
    if questions.isEmpty { throw NothingToAsk(step: rules.step) }
  }

  private static func letters(of text: [UInt8], from offset: Int, limit: Int) -> [GameQuestion] {
    var questions: [GameQuestion] = []
    for place in offset..<text.count where questions.count < limit {
      guard let letter = Answers.letter(text[place]),
        let order = Answers.letters.firstIndex(of: letter)
      else { continue }
      questions.append(
        GameQuestion(
          bytes: place..<place + 1, answers: [String(Unicode.Scalar(letter))], place: order + 1))
    }
    return questions
  }

  private static func words(
    of text: [UInt8], _ tokens: ArraySlice<Token>, named words: WordList, limit: Int
  ) -> [GameQuestion] {
    var questions: [GameQuestion] = []
    for token in tokens where questions.count < limit {
      guard let place = words.place(ofEntry: token.id) else { continue }
      let whole = Answers.word(text[wordRange(of: token, in: text)])
      questions.append(
        GameQuestion(
          bytes: token.bytes, answers: Array(Set([words.names[place], whole])).sorted(),
          place: place + 1))
    }
    return questions
  }

  /// The whole word that begins with a token: on to the next byte that is no part of a word.
  private static func wordRange(of token: Token, in text: [UInt8]) -> Range<Int> {
    var end = token.bytes.upperBound
    while end < text.count, Answers.isPartOfWord(text[end]) { end += 1 }
    return token.bytes.lowerBound..<end
  }

  /// Answers the questions one after the other, until `report` returns false.
  ///
  /// - Throws: What the model throws.
  public func answer(_ report: (ModelAnswer) -> Bool) throws {
    switch rules.step {
    case .letter: try answerLetters(report)
    case .word: try answerWords(report)
    }
  }

  /// Reads the text byte by byte, so that the model does not know where its tokens end.
  private func answerLetters(_ report: (ModelAnswer) -> Bool) throws {
    let order = ByteOrder(scorer.vocabulary)
    let before = try scorer.tokenize(Array(text[..<shown]), false, while: isWanted)
    // The last token that is shown may go on in what is hidden, so it is read again byte by byte.
    let known = settings.startToken == nil ? max(before.count - 1, 1) : before.count - 1
    let context = before.prefix(max(known, 0)).map(\.id)
    var place = before.prefix(max(known, 0)).last?.bytes.upperBound ?? 0
    var reader = try ByteReader(
      after: context, order: order, temperature: rules.temperature
    ) { try logits(after: $0, given: context.count) }
    for question in questions {
      while place < question.bytes.lowerBound {
        try reader.take(text[place])
        place += 1
      }
      guard report(letterAnswer(reader.distribution, actual: text[place])) else { return }
    }
  }

  private func letterAnswer(_ distribution: [Double], actual: UInt8) -> ModelAnswer {
    var probabilities = Array(repeating: 0.0, count: Answers.letters.count)
    for byte in UInt8.min...UInt8.max {
      guard let letter = Answers.letter(byte),
        let place = Answers.letters.firstIndex(of: letter)
      else { continue }
      probabilities[place] += distribution[Int(byte)]
    }
    let place = Answers.letter(actual).flatMap(Answers.letters.firstIndex) ?? 0
    return ModelAnswer(probabilities: probabilities.map { min($0, 1) }, actual: place) {
      String(Unicode.Scalar(Answers.letters[$0]))
    }
  }

  /// The logits of what comes after some tokens of the text, of which some were shown at the start.
  private func logits(after tokens: [Int], given: Int) throws -> [Float] {
    try scorer.expectation(
      settings.context(before: tokens.count, of: tokens, given: given), while: isWanted
    ).logits
  }

  private func answerWords(_ report: (ModelAnswer) -> Bool) throws {
    guard let words else { return }
    let given = tokens.prefix { $0.bytes.upperBound <= shown }.count
    var place = 0
    for question in questions {
      while tokens[place].bytes.lowerBound < question.bytes.lowerBound { place += 1 }
      let logits = try logits(after: tokens[..<place].map(\.id), given: given)
      let probabilities = softmax(logits.map(Double.init), at: rules.temperature)
      guard let actual = words.place(ofEntry: tokens[place].id) else { continue }
      let answer = ModelAnswer(
        probabilities: words.probabilities(ofEntries: probabilities), actual: actual
      ) { words.names[$0] }
      guard report(answer) else { return }
    }
  }
}

/// The words that a vocabulary can say next, each once however it is written, in the order of the
/// vocabulary, which is roughly that of how common they are.
struct WordList {
  /// The words.
  private(set) var names: [String] = []
  /// The word of each entry, as a place among the names; −1 for none.
  private var places: [Int] = []

  /// Lists a vocabulary. O(*n*) in the number of its entries.
  init(_ vocabulary: Vocabulary) {
    var known: [String: Int] = [:]
    places = Array(repeating: -1, count: vocabulary.count)
    for id in 0..<vocabulary.count where !vocabulary.isControl(id) {
      let name = Answers.word(vocabulary.bytes(id))
      guard !name.isEmpty else { continue }
      let place = known[name] ?? names.count
      if place == names.count {
        known[name] = place
        names.append(name)
      }
      places[id] = place
    }
  }

  /// The word of an entry; nil where it has no letter and no digit.
  func place(ofEntry id: Int) -> Int? {
    places.indices.contains(id) && places[id] >= 0 ? places[id] : nil
  }

  /// The probability of each word, when a word comes: those of its entries together, over those of
  /// all words. O(*n*) in the number of entries.
  func probabilities(ofEntries probabilities: [Double]) -> [Double] {
    var result = Array(repeating: 0.0, count: names.count)
    for (id, place) in places.enumerated() where place >= 0 { result[place] += probabilities[id] }
    let total = result.reduce(0, +)
    return total > 0 ? result.map { min($0 / total, 1) } : result
  }
}
