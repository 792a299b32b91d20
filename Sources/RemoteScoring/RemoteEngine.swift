import JSON
import Scoring

/// An engine that scores texts over HTTP: how it is recognised, and how a model is opened there. Adding one is a file
/// beside this and a line in `all`.
public struct RemoteEngine: Sendable {
  /// What it is called.
  public let name: String
  /// What stands before an address to say that it runs there.
  public let prefix: String
  /// What it gives, in a few words.
  public let gives: String
  /// Its version, where a server is one: empty where that is not said. Throws `RemoteError`.
  let recognise: @Sendable (Server) throws -> String?
  /// Opens a model. Throws `RemoteError`.
  let open: @Sendable (Opening) throws -> RemoteModel

  /// All that are known, in the order in which a server is asked what it is.
  public static let all: [RemoteEngine] = [
    .llamaServer, .sglang, .vllm, .ollama, .tgi, .llamaCppPython, .openAI,
  ]
}

/// What a model is opened with.
struct Opening: Sendable {
  var server: Server
  var address: ServerAddress
  /// The version of the engine.
  var version: String
  var wishes: RemoteWishes
}

/// How somebody wants a server to be asked.
public struct RemoteWishes: Hashable, Sendable {
  /// How many candidates a position is to have.
  public enum Candidates: Hashable, Sendable {
    /// As many as the server gives, but no more than a prediction keeps.
    case usual
    case count(Int)
    /// The whole vocabulary.
    case all
  }

  /// The candidates of a position.
  public var candidates: Candidates
  /// How many requests may be under way at once; nil for as many as the server has slots.
  public var parallel: Int?
  /// Whether a text is only to be gone on with, as servers can that score none.
  public var generates: Bool

  /// Wishes; by default the usual.
  public init(
    candidates: Candidates = .usual, parallel: Int? = nil, generates: Bool = false
  ) {
    self.candidates = candidates
    self.parallel = parallel
    self.generates = generates
  }
}

/// What the model reads at once, and of which of it the predictions are asked for.
struct Stretch: Hashable, Sendable {
  var ids: [Int]
  /// Positions from 1 on: the first has nothing before it.
  var wanted: Range<Int>
}

/// A model on a server.
struct RemoteModel: Sendable {
  var receipt: ModelServer
  var vocabularySize: Int
  /// The most tokens that it can be asked about at once.
  var contextLength: Int
  var boundaries: BoundaryTokens
  /// What its tokens are called.
  var bytes: TokenBytes
  /// How many requests are worth sending at once.
  var lanes: Int
  /// Cuts a text. Throws `RemoteError`.
  var tokenize: Scorer.Cut
  /// Scores a stretch and reports predictions in order; `lanes` says which of the server's slots are free. Stops where
  /// `report` returns false, which it is asked with an empty answer while nothing comes. Throws `RemoteError`.
  var score:
    @Sendable (_ stretch: Stretch, _ lanes: Range<Int>, _ report: ([Prediction]) -> Bool) throws
      -> Void
  /// What comes after some tokens, of which there is one at least; nil of a server that does not say it. Throws
  /// `RemoteError`.
  var next: (@Sendable (_ ids: [Int], _ isWanted: () -> Bool) throws -> PositionAnswer)?
  /// Whether it scores texts, so that it is tried before.
  var scoresTexts = true
}
