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
private struct VLLM: Sendable {
  /// What this program calls itself.
  static let own = "surprisal"
  /// So many positions are asked for at once where the answer can begin in the middle.
  private static let slice = 64

  private let server: Server
  private let name: String
  private let engine: String, version: String
  private let isOwn: Bool
  private let contextLength: Int
  private let listedSize: Int?
  private let wishes: RemoteWishes
  private let bytes = TokenBytes()

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
    listedSize = entry["meta"]?["n_vocab"]?.integer
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
      let most = message.number(behind: "max allowed: "), size > 1, most > 0
    else { throw RemoteError.refused(server: server.name, status: status, message: message) }
    return (size, most)
  }

  /// The size of the vocabulary, by counting.
  private func countedVocabulary(_ ids: [Int]) throws -> (size: Int, most: Int) {
    let root = try server.ask(completion(ids, candidates: -1)).root
    let positions = root["choices"]?.elements?.first { _ in true }?["prompt_logprobs"]?.elements
    let last = positions?.reduce(nil) { $1 }
    guard let members = last?.members, case let size = members.reduce(0, { n, _ in n + 1 }),
      size > 1
    else { throw server.lacks("entries of a position") }
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

// Tokens.
extension VLLM {
  private func tokenize(_ text: [UInt8], special: Bool) throws -> [Token] {
    guard !text.isEmpty else { return [] }
    try server.checkUTF8(text)
    let pieces = try self.pieces(of: text[...], special: special)
    guard let tokens = [Token](pieces, of: text) else { throw server.otherText }
    return tokens
  }

  private func pieces(of text: String, adding: Bool) throws -> [(id: Int, bytes: [UInt8])] {
    try spelled(Array(text.utf8), adding: adding, special: false).map { ($0.id, $0.bytes) }
  }

  /// The tokens of a text, in which the name of a control token is plain text unless it is asked for.
  ///
  /// The server takes such a name for the token wherever it stands whole, so the text is cut behind its first letter.
  private func pieces(
    of text: ArraySlice<UInt8>, special: Bool
  ) throws -> [(id: Int, bytes: [UInt8])] {
    let tokens = try spelled(Array(text), adding: false, special: special)
    guard !special, !isOwn,
      let named = tokens.firstIndex(where: { ControlName.matches($0.name) })
    else { return tokens.map { ($0.id, $0.bytes) } }
    let before = tokens[..<named].reduce(text.startIndex) { $0 + $1.bytes.count }
    let cut = before + (tokens[named].name.unicodeScalars.first.map { UTF8.width($0) } ?? 1)
    guard cut < text.endIndex else { return tokens.map { ($0.id, $0.bytes) } }
    return try pieces(of: text[..<cut], special: false) + pieces(of: text[cut...], special: false)
  }

  private func spelled(
    _ text: [UInt8], adding: Bool, special: Bool
  ) throws -> [(id: Int, bytes: [UInt8], name: String)] {
    var body = RequestBody()
    body.add("model", name)
    body.add("prompt", text)
    body.add("add_special_tokens", adding)
    body.add("return_token_strs", true)
    if isOwn { body.add("parse_special", special) }
    let root = try server.ask(ServerRequest("/tokenize", body: body.whole)).root
    let ids = root["tokens"]?.elements?.compactMap(\.integer) ?? []
    let names = root["token_strs"]?.elements?.compactMap(\.string) ?? []
    guard ids.count == names.count, ids.count == root["count"]?.integer, ids.allSatisfy({ $0 >= 0 })
    else { throw server.lacks("token_strs, the bytes of tokens") }
    let spelling = isOwn ? TokenSpelling.byteLetters : TokenSpelling(names)
    return zip(ids, names).map { id, name in
      let bytes = spelling.bytes(of: name) ?? Array(name.utf8)
      if !ControlName.matches(name) { self.bytes.note(id, bytes) }
      return (id, bytes, name)
    }
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
    let question = PromptLogprobs.Question(
      ids: stretch.ids, vocabularySize: vocabularySize, candidates: candidates,
      isWhole: isOwn
        ? Array(repeating: true, count: stretch.ids.count) : wholeCharacters(before: stretch.ids))
    let request = completion(
      stretch.ids, candidates: candidates ?? -1, from: isOwn ? stretch.wanted.lowerBound : nil)
    var answer = PromptLogprobs(question, bytes: bytes)
    var place = 0
    do {
      try server.ask(request, isWanted: { reporter.ask() }, begin: {}) { piece in
        try answer.read(piece) { position in
          defer { place += 1 }
          guard stretch.wanted.contains(place) else { return }
          do throws(PositionFault) {
            reporter.take(try position?.prediction() ?? .unscored)
          } catch { throw server.fault(error, at: place) }
        }
      }
      guard reporter.isWanted else { return }
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
