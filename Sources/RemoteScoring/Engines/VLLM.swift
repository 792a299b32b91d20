import JSON
import Scoring
import ShownText

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
  private static let slice = 64

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
      tokenize: { text, special in try tokenize(text, special: special) },
      score: { stretch, _, report in
        try score(
          stretch, vocabularySize: vocabulary.size, isAll ? nil : candidates, report)
      })
    model.boundaries = try BoundaryTokens(
      with: pieces(of: "A", adding: true).map(\.id),
      without: pieces(of: "A", adding: false).map(\.id))
    model.next = {
      try next(after: $0, vocabularySize: vocabulary.size, isAll ? nil : candidates)
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

// Numbers.
extension VLLM {
  private func completion(_ ids: [Int], candidates: Int, from first: Int? = nil) -> ServerRequest {
    var body = RequestBody()
    body.add("model", name)
    body.add("prompt", ids)
    body.add("max_tokens", 1)
    body.add("temperature", 1)
    body.add("prompt_logprobs", candidates)
    if let first { body.add("prompt_logprobs_from", first) }
    return ServerRequest("/v1/completions", body: body.whole)
  }

  private func score(
    _ stretch: Stretch, vocabularySize: Int, _ candidates: Int?, _ report: ([Prediction]) -> Bool
  ) throws {
    try withoutActuallyEscaping(report) { report in
      let reporter = Reporter(report)
      // What came before a fault stays.
      defer { reporter.ask() }
      for slice in slices(stretch) where reporter.isWanted {
        try score(slice, vocabularySize: vocabularySize, candidates, reporter)
      }
    }
  }

  /// Where the answer can begin in the middle, so many positions at once; else all, as the server reads all anew for
  /// each part.
  private func slices(_ stretch: Stretch) -> [Stretch] {
    guard isOwn else { return [stretch] }
    return stride(from: stretch.wanted.lowerBound, to: stretch.wanted.upperBound, by: Self.slice)
      .map {
        let end = min($0 + Self.slice, stretch.wanted.upperBound)
        return Stretch(ids: Array(stretch.ids[..<end]), wanted: $0..<end)
      }
  }

  private func score(
    _ stretch: Stretch, vocabularySize: Int, _ candidates: Int?, _ reporter: Reporter
  ) throws {
    try read(
      stretch, vocabularySize: vocabularySize, candidates, isWanted: { reporter.ask() }
    ) { place, position in
      do throws(PositionFault) {
        reporter.take(try position?.prediction() ?? .unscored)
      } catch { throw server.fault(error, at: place) }
    }
  }

  /// What comes after some tokens: what stood in the place of one that is sent behind them.
  private func next(
    after ids: [Int], vocabularySize: Int, _ candidates: Int?
  ) throws -> PositionAnswer {
    var found: PositionAnswer?
    let stretch = Stretch(ids: ids + [0], wanted: ids.count..<ids.count + 1)
    try read(stretch, vocabularySize: vocabularySize, candidates, isWanted: { true }) {
      found = $1
    }
    guard let found else { throw server.fault(.noActual, at: ids.count) }
    return found
  }

  /// Reads what the server says of each position that is wanted, as it comes; nil of one of which it says nothing.
  private func read(
    _ stretch: Stretch, vocabularySize: Int, _ candidates: Int?, isWanted: () -> Bool,
    _ take: (_ place: Int, PositionAnswer?) throws -> Void
  ) throws {
    let question = PromptLogprobs.Question(
      ids: stretch.ids, vocabularySize: vocabularySize, candidates: candidates,
      isWhole: isOwn
        ? Array(repeating: true, count: stretch.ids.count) : wholeCharacters(before: stretch.ids))
    let request = completion(
      stretch.ids, candidates: candidates ?? -1, from: isOwn ? stretch.wanted.lowerBound : nil)
    var answer = PromptLogprobs(question, bytes: bytes)
    var place = 0
    do {
      try server.ask(request, isWanted: isWanted) { piece in
        try answer.read(piece) { position in
          defer { place += 1 }
          if stretch.wanted.contains(place) { try take(place, position) }
        }
      }
      guard isWanted() else { return }
      try answer.finish()
    } catch let fault as JSONFault {
      throw RemoteError.malformed(
        server: server.name, what: "\(fault.problem), at byte \(fault.position + 1)")
    }
    guard answer.count == stretch.ids.count else {
      throw RemoteError.malformed(
        server: server.name,
        what: "it speaks of \(answer.count) tokens, and \(stretch.ids.count) were sent")
    }
  }

  /// Whether the text before each position ends where a character does, as far as bytes are known.
  private func wholeCharacters(before ids: [Int]) -> [Bool] {
    var open: [UInt8] = []
    return ids.map { id in
      defer {
        open += bytes[id] ?? []
        if firstStrayByte(open) == nil { open = [] } else { open = Array(open.suffix(8)) }
      }
      return open.isEmpty
    }
  }
}
