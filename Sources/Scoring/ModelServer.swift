/// The server that runs a model, as far as numbers depend on it.
public struct ModelServer: Hashable, Sendable {
  /// Where it is, such as `http://localhost:8000`.
  public var address: String
  /// The engine that runs there, such as `vLLM`, and its version; empty where it does not say.
  public var engine: String, version: String
  /// What it calls the model.
  public var model: String
  /// How many candidates of a position were asked for; nil for the whole vocabulary, and 0 where it says nothing of
  /// tokens that did not come.
  public var candidates: Int?
  /// What its log-probabilities are: `raw`, before any temperature.
  public var logProbabilities: String
  /// Who cut the text into tokens.
  public var tokenizer: String

  /// A server; by itself the one that cuts texts.
  public init(
    address: String, engine: String, version: String, model: String, candidates: Int?,
    logProbabilities: String, tokenizer: String = "server"
  ) {
    self.address = address
    self.engine = engine
    self.version = version
    self.model = model
    self.candidates = candidates
    self.logProbabilities = logProbabilities
    self.tokenizer = tokenizer
  }

  /// The engine and what it gives in a few words: `vLLM 0.32.0, k 20`.
  public var title: String { engineTitle + ", " + given }

  /// All of it: `http://localhost:8000, vLLM 0.32.0, model big, k 20, raw, tokens cut by the server`.
  public var sentence: String {
    "\(address), \(engineTitle), model \(model), \(given), \(logProbabilities), tokens cut by the \(tokenizer)"
  }

  /// Whether it says how many entries its vocabulary has: not where it says nothing of tokens that did not come.
  public var saysVocabularySize: Bool { candidates != 0 }

  private var engineTitle: String {
    [engine, version].filter { !$0.isEmpty }.joined(separator: " ")
  }

  private var given: String {
    switch candidates {
    case nil: "all"
    case 0?: "surprise alone"
    case let count?: "k \(count)"
    }
  }
}
