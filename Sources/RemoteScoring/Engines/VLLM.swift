import JSON
import Scoring

extension RemoteEngine {
  /// vLLM, and what answers as it does, as this program itself: numbers of a given text, with ranks.
  static let vllm = RemoteEngine(
    name: "vLLM", prefix: "vllm",
    gives: "prompt_logprobs: ln p and rank of each token, candidates up to the server's cap or all",
    recognise: { server in
      let (status, document) = try server.probe(ServerRequest("/version"))
      guard status == 200, let version = document?.root["version"]?.string else { return nil }
      return document?.root["engine"]?.string == VLLM.own ? "\(VLLM.own) \(version)" : version
    },
    open: { try VLLM($0).model() })
}

/// A model that vLLM runs.
struct VLLM: Sendable {
  /// What this program calls itself.
  static let own = "surprisal"
  /// So many positions are asked for at once where the answer can begin in the middle.
  static let slice = 64

  let server: Server
  let name: String
  private let engine: String, version: String
  let isOwn: Bool
  private let contextLength: Int
  private let listedSize: Int?
  private let wishes: RemoteWishes
  let bytes = TokenBytes()

  init(_ opening: Opening) throws {
    server = opening.server
    wishes = opening.wishes
    isOwn = opening.version.hasPrefix("\(Self.own) ")
    engine = isOwn ? Self.own : "vLLM"
    version = isOwn ? String(opening.version.dropFirst(Self.own.count + 1)) : opening.version
    let root = try server.ask(ServerRequest("/v1/models")).root
    let entry: JSONValue
    (name, entry) = try server.model(listedIn: root, wanted: opening.address.model)
    guard let length = entry["max_model_len"]?.integer, length > 2 else {
      throw server.lacks("max_model_len, the length of its context")
    }
    // A token is always generated behind those that are read.
    contextLength = length - 1
    let size = entry["meta"]?["n_vocab"]?.integer
    listedSize = try size == nil ? nil : server.vocabularySize(size)
  }

  func model() throws -> RemoteModel {
    let vocabulary = try vocabulary()
    let isAll = wishes.candidates == .all
    let candidates = try candidates(vocabulary)
    var model = RemoteModel(
      receipt: ModelServer(
        address: server.name, engine: engine, version: version, model: name,
        candidates: isAll ? nil : candidates, logProbabilities: "raw"),
      vocabularySize: vocabulary.size, contextLength: contextLength,
      boundaries: BoundaryTokens(), bytes: bytes, lanes: wishes.parallel ?? (isAll ? 1 : 4),
      tokenize: { try tokenize($0, special: $1, $2) },
      score: { stretch, _, report in
        try score(
          stretch, vocabularySize: vocabulary.size, isAll ? nil : candidates, report)
      })
    model.boundaries = try BoundaryTokens(
      with: pieces(of: "A", adding: true).map(\.id),
      without: pieces(of: "A", adding: false).map(\.id))
    model.next = {
      try next(after: $0, vocabularySize: vocabulary.size, isAll ? nil : candidates, $1)
    }
    return model
  }

  /// The size of the vocabulary, and the most candidates that a position may have.
  private func vocabulary() throws -> (size: Int, most: Int) {
    if isOwn, let listedSize { return (listedSize, listedSize) }
    let ids = try pieces(of: Canary.text, adding: false).map(\.id).prefix(2)
    // Asked for all, the server says of how many entries these are too many, or of them all.
    let request = completion(Array(ids.prefix(1)), candidates: -1)
    let (status, document) = try server.probe(request)
    if status == 200 {
      return try listedSize.map { ($0, $0) } ?? countedVocabulary(Array(ids))
    }
    let message = Server.message(document?.bytes ?? [])
    guard let size = message.number(behind: "logprobs of "),
      let most = message.number(behind: "max allowed: "), most > 0
    else { throw RemoteError.refused(server: server.name, status: status, message: message) }
    return (try server.vocabularySize(size), most)
  }

  /// The size of the vocabulary, by counting.
  private func countedVocabulary(_ ids: [Int]) throws -> (size: Int, most: Int) {
    let root = try server.ask(completion(ids, candidates: -1)).root
    let positions = root["choices"]?.elements?.first { _ in true }?["prompt_logprobs"]?.elements
    let last = positions?.reduce(nil) { $1 }
    let size = try server.vocabularySize(last?.members?.reduce(0) { count, _ in count + 1 })
    return (size, size)
  }

  private func candidates(_ vocabulary: (size: Int, most: Int)) throws -> Int {
    guard wishes.candidates == .all, vocabulary.most < vocabulary.size else {
      return try wishes.candidates.count(most: vocabulary.most, usual: 32, for: engine)
    }
    throw RemoteError.cannot(
      engine: engine,
      missing:
        "it gives \(vocabulary.most) candidates at most, and not the whole vocabulary: start it with --max-logprobs -1"
    )
  }
}
