/// What a model is, for headers and exports.
public struct ModelDescription: Hashable, Sendable {
  /// The name that people know it by, such as `SmolLM2-135M-Instruct`.
  public var name: String
  /// The path of its file; empty when it has none.
  public var file: String
  /// The architecture's name in the file, such as `llama`.
  public var architecture: String
  /// The prevailing type of its weights, such as `Q4_1`.
  public var quantization: String
  /// How its file says that texts are cut into tokens, such as `gpt2/smollm`; empty where nothing says so.
  public var tokenizer: String
  /// The number of entries in its vocabulary.
  public var vocabularySize: Int
  /// The most tokens that it can read at once.
  public var contextLength: Int
  /// Where it runs, if that is not this program.
  public var server: ModelServer?

  /// A description of a model.
  public init(
    name: String, file: String, architecture: String, quantization: String, tokenizer: String = "",
    vocabularySize: Int, contextLength: Int, server: ModelServer? = nil
  ) {
    self.name = name
    self.file = file
    self.architecture = architecture
    self.quantization = quantization
    self.tokenizer = tokenizer
    self.vocabularySize = vocabularySize
    self.contextLength = contextLength
    self.server = server
  }
}

/// How a text is to be scored.
public struct ScoringSettings: Hashable, Sendable {
  /// The token that the text is scored after; nil leaves the first token without a score.
  public var startToken: Int?
  /// The most tokens that the model reads at once, the start token included.
  public var window: Int
  /// How far the window moves on when a text is longer.
  public var stride: Int

  /// Settings for scoring.
  public init(startToken: Int?, window: Int, stride: Int) {
    self.startToken = startToken
    self.window = window
    self.stride = stride
  }

  /// The same for a model that reads at most so many tokens at once; without a window of their own, two.
  public func fitted(toContext length: Int) -> ScoringSettings {
    var settings = self
    settings.window = min(window > 0 ? window : 2, length)
    return settings
  }

  /// The same where each token has at most so many tokens of the text before it; nil for no limit.
  /// Each token then has a window of its own, so that scoring takes long.
  public func limited(toContext limit: Int?) -> ScoringSettings {
    guard let limit else { return self }
    let needed = limit + 1 + (startToken == nil ? 0 : 1)
    return needed < window
      ? ScoringSettings(startToken: startToken, window: needed, stride: 1) : self
  }
}

/// Something that can say how likely each token of a text is: the socket that models plug into.
///
/// Its functions are synchronous and may take long: call them away from the thread that draws.
public struct Scorer: Sendable {
  /// What the model is.
  public var model: ModelDescription
  /// What its tokens are called.
  public var vocabulary: Vocabulary
  /// The tokens that its file names for the beginning and the end of a text.
  public var boundaries: BoundaryTokens
  /// How ``tokenize(_:_:while:)`` is done.
  private let cut: Cut

  /// How ``tokenizeAll(_:special:while:_:)`` is done; nil for a model that gains nothing by several texts at once.
  private let cutAll: CutAll?

  /// Scores the tokens from `first` on and reports predictions in order, a block at a time, as soon
  /// as they are made. A prediction belongs to the token that it predicts. Stops early, without an
  /// error, when `report` returns false; a model that waits for an answer asks it with an empty block.
  /// Throws what went wrong as an error whose description is a sentence for the user.
  public var score:
    @Sendable (
      _ tokens: [Token], _ settings: ScoringSettings, _ first: Int,
      _ report: (Predictions) -> Bool
    ) throws -> Void

  /// Whether it reads all that stands before a token, whatever the window, so that no part of a text can be
  /// scored alone.
  public var readsWholeTexts = false

  /// How the model scores several texts together; nil for one that gains nothing by it.
  let several: ScoreAll?

  /// How the model lends the logits of many places; nil for one that is asked for each place alone.
  let whole: ScoreWhole?

  /// How the model says what comes next where it names its likeliest tokens alone; nil for one that does not even so.
  let likeliest: LikeliestNext?

  /// How the model shows how it comes to what it says; nil for one that cannot.
  let insight: Insight?

  /// How the model says what it expects; nil for one that cannot say it of the whole vocabulary.
  private let wholeExpectation: Expect?

  /// Splits a text into tokens, for ``Scorer/tokenize(_:_:while:)``. A model that waits for an answer asks meanwhile
  /// whether that is still wanted, and throws where it is not.
  public typealias Cut =
    @Sendable (_ text: [UInt8], _ special: Bool, _ isWanted: () -> Bool) throws -> [Token]

  /// Splits several texts, for ``Scorer/tokenizeAll(_:special:while:_:)``.
  public typealias CutAll =
    @Sendable (
      _ texts: [[UInt8]], _ special: Bool, _ isWanted: () -> Bool, _ report: ([Token]) -> Void
    ) throws -> Void

  /// Says what is expected after some tokens, for ``Scorer/expectation(_:while:)``; it asks likewise.
  public typealias Expect =
    @Sendable (_ after: Context, _ isWanted: () -> Bool) throws -> Expectation

  /// A scorer.
  ///
  /// - Parameters:
  ///   - tokenize: How ``tokenize(_:_:while:)`` is done.
  ///   - tokenizeAll: How ``tokenizeAll(_:special:while:_:)`` is done, for a model that is asked over a network.
  ///   - scoreAll: How ``scoreAll(_:_:while:_:)`` is done, for a model that is faster with several texts at once.
  ///   - scoreWhole: How ``scoreWhole(_:_:_:while:_:)`` is done, for a model that makes many rows of logits at once.
  ///   - insight: How it comes to what it says, for an engine that holds its model.
  ///   - expectation: What ``expectation(_:while:)`` answers with. A model that gives no more than
  ///     its likeliest tokens leaves it out; its texts are read all the same, see
  ///     ``Prediction/init(likeliest:vocabularySize:actual:)``.
  ///   - likeliest: What ``nextExpectation(_:while:)`` answers with there.
  public init(
    model: ModelDescription, vocabulary: Vocabulary, boundaries: BoundaryTokens = .init(),
    tokenize: @escaping Cut, tokenizeAll: CutAll? = nil,
    score:
      @escaping @Sendable (
        _ tokens: [Token], _ settings: ScoringSettings, _ first: Int,
        _ report: (Predictions) -> Bool
      ) throws -> Void,
    scoreAll: ScoreAll? = nil, scoreWhole: ScoreWhole? = nil, insight: Insight? = nil,
    expectation: Expect? = nil,
    likeliest: LikeliestNext? = nil
  ) {
    self.model = model
    self.vocabulary = vocabulary
    self.boundaries = boundaries
    (cut, cutAll) = (tokenize, tokenizeAll)
    self.score = score
    several = scoreAll
    whole = scoreWhole
    self.insight = insight
    wholeExpectation = expectation
    self.likeliest = likeliest
  }
}

extension Scorer {
  /// Splits a text into tokens whose bytes, joined, are the text. With `special`, the name of a
  /// control token in the text stands for the token itself.
  ///
  /// - Parameter isWanted: Asked again and again by a model that waits for an answer; it throws where the tokens are
  ///   no longer wanted.
  /// - Throws: As a model on a server may, an error whose description is a sentence for the user.
  public func tokenize(
    _ text: [UInt8], _ special: Bool, while isWanted: () -> Bool = { true }
  ) throws -> [Token] {
    try cut(text, special, isWanted)
  }

  /// Splits texts as ``tokenize(_:_:while:)`` does, and reports the tokens of each in order. A model on a server is asked
  /// about several at once, and reports none any more where they are not wanted.
  public func tokenizeAll(
    _ texts: [[UInt8]], special: Bool, while isWanted: () -> Bool, _ report: ([Token]) -> Void
  ) throws {
    if let cutAll { return try cutAll(texts, special, isWanted, report) }
    for text in texts { report(try cut(text, special, isWanted)) }
  }

  /// The model cannot say how likely every entry of its vocabulary is, so nothing can be drawn from
  /// it.
  public struct NoWholeVocabulary: Error, Hashable, CustomStringConvertible {
    /// The model's name.
    public var model: String
    /// A model of this name cannot.
    public init(model: String) { self.model = model }
    /// A sentence for the user.
    public var description: String {
      "\(model) gives only its likeliest tokens, so it can score a text, but neither continue one nor "
        + "play: use a model that gives all logits"
    }
  }

  /// Whether its predictions may bound the rest of the vocabulary only, so that figures are intervals. O(1).
  public var isBounded: Bool { wholeExpectation == nil }

  /// Throws where ``expectation(_:while:)`` always would: what begins with an answer on the screen or in a
  /// file asks this first. O(1).
  public func checkWholeVocabulary() throws(NoWholeVocabulary) {
    if wholeExpectation == nil { throw NoWholeVocabulary(model: model.name) }
  }

  /// What the model expects after some tokens, which depends on the context alone and on nothing that
  /// was asked before. Asking after the same tokens and one more that was drawn costs that one token.
  ///
  /// - Parameter isWanted: Asked again and again by a model that waits for an answer; it throws where that is no
  ///   longer wanted.
  /// - Throws: `NoWholeVocabulary`, or what went wrong as an error whose description is a sentence for
  ///   the user.
  public func expectation(
    _ context: Context, while isWanted: () -> Bool = { true }
  ) throws -> Expectation {
    guard let wholeExpectation else { throw NoWholeVocabulary(model: model.name) }
    return try wholeExpectation(context, isWanted)
  }
}
