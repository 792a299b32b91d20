import JSON
import Scoring

extension RemoteEngine {
  /// SGLang, by its own interface: numbers of a given text, from any position on.
  static let sglang = RemoteEngine(
    name: "SGLang", prefix: "sglang",
    gives: "input logprobs: ln p of each token, any number of candidates",
    recognise: { server in
      for path in ["/model_info", "/get_model_info"] {
        let (status, document) = try server.probe(ServerRequest(path))
        guard status == 200, document?.root["model_path"] != nil else { continue }
        let info = try server.probe(ServerRequest("/server_info")).document
        return info?.root["version"]?.string ?? ""
      }
      return nil
    },
    open: { try SGLang($0).model() })
}

/// A model that SGLang runs.
struct SGLang: Sendable {
  let server: Server
  let name: String
  private let version: String
  private let contextLength: Int
  private let wishes: RemoteWishes
  let bytes = TokenBytes()

  init(_ opening: Opening) throws {
    server = opening.server
    version = opening.version
    wishes = opening.wishes
    let entry: JSONValue
    (name, entry) = try server.model(
      listedIn: try server.ask(ServerRequest("/v1/models")).root, wanted: opening.address.model)
    guard let length = entry["max_model_len"]?.integer, length > 2 else {
      throw server.lacks("max_model_len, the length of its context")
    }
    // A token is always generated behind those that are read.
    contextLength = length - 1
  }

  func model() throws -> RemoteModel {
    let size = try vocabularySize()
    let isAll = wishes.candidates == .all
    let candidates = try wishes.candidates.count(most: size, usual: 32, for: "SGLang")
    var model = RemoteModel(
      receipt: ModelServer(
        address: server.name, engine: "SGLang", version: version, model: name,
        candidates: isAll ? nil : candidates, logProbabilities: "raw"),
      vocabularySize: size, contextLength: contextLength, boundaries: BoundaryTokens(),
      bytes: bytes, lanes: wishes.parallel ?? (isAll ? 1 : 4),
      tokenize: { try tokenize($0, special: $1, $2) },
      score: { stretch, _, report in
        try score(stretch, size, candidates, isAll: isAll, report)
      })
    model.boundaries = BoundaryTokens(
      with: try ids(of: Array("A".utf8), adding: true),
      without: try ids(of: Array("A".utf8), adding: false))
    model.next = { try next(after: $0, size, candidates, isAll: isAll, $1) }
    return model
  }

  /// The size of the vocabulary, which is said to who asks for a token beyond it.
  private func vocabularySize() throws -> Int {
    let (status, document) = try server.probe(
      request(ids: [Int(Int32.max)], from: -1, candidates: 0))
    let message = Server.message(document?.bytes ?? [])
    return try server.vocabularySize(
      status == 200 ? nil : message.number(behind: "vocab size ("))
  }

  private func request(ids: [Int], from first: Int, candidates: Int) -> ServerRequest {
    var body = RequestBody()
    body.add("input_ids", ids)
    body.add("sampling_params", json: "{\"max_new_tokens\":1,\"temperature\":1.0}")
    body.add("return_logprob", true)
    body.add("logprob_start_len", first)
    body.add("top_logprobs_num", candidates)
    body.add("return_text_in_logprobs", true)
    return ServerRequest("/generate", body: body.whole)
  }
}

// Numbers.
extension SGLang {
  /// The most entries that are asked for at once, so that an answer has its limits.
  private static let entries = 1 << 20

  private func score(
    _ stretch: Stretch, _ size: Int, _ candidates: Int, isAll: Bool,
    _ report: ([Prediction]) -> Bool
  ) throws {
    let slice = max(Self.entries / candidates / 2, 1)
    for first in stride(from: stretch.wanted.lowerBound, to: stretch.wanted.upperBound, by: slice) {
      let wanted = first..<min(first + slice, stretch.wanted.upperBound)
      let ids = Array(stretch.ids[..<wanted.upperBound])
      let root = try server.ask(
        request(ids: ids, from: first - 1, candidates: candidates), isWanted: { report([]) }
      ).root
      let answers = try answers(root, ids, wanted, size, isAll: isAll)
      let predictions = try zip(wanted, answers).map { place, answer in
        do throws(PositionFault) { return try answer?.prediction() ?? .unscored } catch {
          throw server.fault(error, at: place)
        }
      }
      guard report(predictions) else { return }
    }
  }

  /// What comes after some tokens: what stood in the place of one that is sent behind them.
  private func next(
    after ids: [Int], _ size: Int, _ candidates: Int, isAll: Bool, _ isWanted: () -> Bool
  ) throws -> PositionAnswer {
    let (ids, place) = (ids + [0], ids.count)
    let root = try server.ask(
      request(ids: ids, from: place - 1, candidates: candidates), isWanted: isWanted
    ).root
    guard let answer = try answers(root, ids, place..<place + 1, size, isAll: isAll)[0] else {
      throw server.fault(.noActual, at: place)
    }
    return answer
  }

  /// What the server says of each position that is wanted; nil of one of which it says nothing.
  private func answers(
    _ root: JSONValue, _ ids: [Int], _ wanted: Range<Int>, _ size: Int, isAll: Bool
  ) throws -> [PositionAnswer?] {
    let info = root["meta_info"]
    guard let own = info?["input_token_logprobs"]?.elements.map(Array.init),
      let top = info?["input_top_logprobs"]?.elements.map(Array.init)
    else { throw server.lacks("input_token_logprobs") }
    // The first entry is that of the token before, of which nothing is said.
    guard own.count == wanted.count + 1, top.count == own.count else {
      throw RemoteError.malformed(
        server: server.name,
        what: "it speaks of \(own.count) tokens where \(wanted.count + 1) were asked for")
    }
    return try zip(wanted, zip(own, top).dropFirst()).map { place, entries in
      var answer = PositionAnswer(actual: ids[place], vocabularySize: size, expectsAll: isAll)
      let (own, top) = (Triple(entries.0), entries.1)
      guard let own, own.id == ids[place], (0..<size).contains(own.id) else {
        throw server.lacks("token \(place)")
      }
      guard let value = own.logProbability else { return nil }
      answer.add(own.id, value, isListed: false)
      for element in top.elements.map(Array.init) ?? [] {
        guard let entry = Triple(element), let value = entry.logProbability,
          (0..<size).contains(entry.id)
        else { throw server.lacks("candidates of token \(place)") }
        answer.add(entry.id, value)
        if let name = entry.name { note(entry.id, name) }
      }
      return answer
    }
  }

  private func note(_ id: Int, _ name: String) {
    if bytes.lacks(id), !name.isEmpty, !name.contains("\u{FFFD}") {
      bytes.note(id, Array(name.utf8))
    }
  }
}

/// What SGLang says of an entry: ln p, id, text.
private struct Triple {
  let logProbability: Double?
  let id: Int
  let name: String?

  init?(_ value: JSONValue) {
    guard let parts = value.elements.map(Array.init), parts.count >= 2, let id = parts[1].integer
    else { return nil }
    logProbability = parts[0].number
    self.id = id
    name = parts.count > 2 ? parts[2].string : nil
  }
}
