import Exploration
import InformationTheory
import Scoring

/// A model made by hand whose expectation depends on all that it reads, so that an expectation of
/// another text, of another context or of another model can be told from the right one.
struct RandomModel: Sendable {
  /// Which model it is: each expects something else.
  let seed: UInt64

  static let words = ["the", " cat", " sat", " on", " the", " mat", ".", " ate", "\n", "<end>"]
  static let control = words.count - 1
  /// A window that most texts are longer than, so that they have several units.
  static let settings = ScoringSettings(startToken: nil, window: 10, stride: 5)
  static let starts = StartTokens(BoundaryTokens(beginning: 0, end: control))
  static let vocabulary = Vocabulary(
    count: words.count + 256,
    bytes: { id in id < words.count ? Array(words[id].utf8) : [UInt8(id - words.count)] },
    isControl: { $0 == control })

  var description: ModelDescription {
    ModelDescription(
      name: "\(seed)", file: "", architecture: "", quantization: "F32",
      vocabularySize: Self.vocabulary.count, contextLength: 4_096)
  }

  /// A model that reads a space before a text, as those of SentencePiece do.
  static let spaced = RandomModel(named: "other.gguf")
  private var addsSpace: Bool { seed == Self.spaced.seed }

  /// The model that an explorer has; nil while it has none.
  init?(of explorer: Explorer) {
    guard case .ready(let description, _) = explorer.model, let seed = UInt64(description.name)
    else { return nil }
    self.seed = seed
  }

  init(seed: UInt64) { self.seed = seed }

  /// The model of a reference.
  init(named reference: String) { seed = reference.utf8.reduce(2) { $0 &* 31 &+ UInt64($1) } }

  /// The models that there are, one of which does not run.
  static let listing = ModelListing(
    [
      ListedModel(reference: "first.gguf"), ListedModel(reference: "other.gguf"),
      ListedModel(reference: "world"), ListedModel(reference: "alien.gguf", reason: "it is alien"),
    ], remarks: [], started: "first.gguf")

  /// Its settings where a text is scored after something.
  static func settings(after start: TextStart) -> ScoringSettings {
    var settings = settings
    settings.startToken = starts.token(of: start)
    return settings
  }

  /// The longest word at each place, or else a byte. Where a space is read before the text, the first token
  /// begins with it, and has no bytes where it is nothing else; a byte of 0xFF is one that nobody knows.
  func tokenize(_ text: [UInt8]) -> [Token] {
    guard addsSpace, !text.isEmpty else { return Self.tokenize(text) }
    var tokens = Self.tokenize([0x20] + text).map { token in
      let bytes = max(token.bytes.lowerBound - 1, 0)..<token.bytes.upperBound - 1
      return Token(id: token.id, bytes: bytes, isUnknown: text[bytes].elementsEqual([0xFF]))
    }
    tokens[0].isSpaceAdded = true
    return tokens
  }

  private static func tokenize(_ text: [UInt8]) -> [Token] {
    var tokens: [Token] = []
    var place = 0
    while place < text.count {
      let rest = text[place...]
      let found = words.indices.filter { $0 != control && rest.starts(with: words[$0].utf8) }
        .max { words[$0].utf8.count < words[$1].utf8.count }
      let length = found.map { words[$0].utf8.count } ?? 1
      tokens.append(
        Token(id: found ?? words.count + Int(text[place]), bytes: place..<place + length))
      place += length
    }
    return tokens
  }

  // MARK: What it expects

  /// The expectations that there are; which one it is depends on what was read.
  private static let expectations = (0..<8).map { kind in
    Expectation(
      logits: (0..<vocabulary.count).map { id in
        id < words.count ? -Float((id * 7 + kind * 3) % 11) : -12 - Float((id * 5 + kind) % 64) / 8
      })
  }
  private static let predictions = expectations.map { expectation in
    (0..<vocabulary.count).map(expectation.prediction(of:))
  }

  /// A number for what was read, from the number for what was read before and one more token.
  private func mixed(_ read: UInt64, _ id: Int) -> UInt64 {
    (read ^ UInt64(id)) &* 0x9e37_79b9_7f4a_7c15 &+ seed
  }

  private func kind(after context: some Sequence<Int>) -> Int {
    Int(context.reduce(seed, mixed) >> 61)
  }

  func expectation(after context: Context) -> Expectation {
    Self.expectations[kind(after: context.tokens)]
  }

  /// The prediction of each token; nothing stands before the first but a start token.
  func predictions(
    of tokens: some Collection<Token>, _ settings: ScoringSettings
  ) -> [Prediction] {
    let ids = tokens.map(\.id)
    return ids.indices.map { place in
      guard place > 0 || settings.startToken != nil else { return .unscored }
      let context = settings.context(before: place, of: ids, given: place).tokens
      return Self.predictions[kind(after: context)][ids[place]]
    }
  }
}
