import JSON
import Scoring
import ShownText

extension RemoteEngine {
  /// llama.cpp's server: it gives no numbers of a text, so each token is forced and its own asked for.
  static let llamaServer = RemoteEngine(
    name: "llama-server", prefix: "llama-server",
    gives: "forced tokens: ln p of each, any number of candidates",
    recognise: { server in
      let (status, document) = try server.probe(ServerRequest("/props"))
      guard status == 200, let root = document?.root, root["default_generation_settings"] != nil
      else { return nil }
      return root["build_info"]?.string ?? ""
    },
    open: { try LlamaServer($0).model() })
}

/// A model that llama-server runs.
struct LlamaServer: Sendable {
  let server: Server
  private let name: String
  private let version: String
  let vocabularySize: Int
  private let contextLength: Int, slots: Int
  private let candidates: Int
  private let isWhole: Bool
  let bytes = TokenBytes()
  private let parallel: Int?
  /// The tokens of a text of one letter.
  private var letter: [Int] = []

  init(_ opening: Opening) throws {
    server = opening.server
    version = opening.version
    parallel = opening.wishes.parallel
    let props = try server.ask(ServerRequest("/props")).root
    let models = try server.ask(ServerRequest("/v1/models")).root
    let entry: JSONValue
    (name, entry) = try server.model(listedIn: models, wanted: opening.address.model)
    let size = try server.vocabularySize(entry["meta"]?["n_vocab"]?.integer)
    vocabularySize = size
    let context = props["default_generation_settings"]?["n_ctx"]?.integer ?? 0
    guard context > 2 else { throw server.lacks("length of its context") }
    contextLength = context - 1
    slots = min(max(props["total_slots"]?.integer ?? 1, 1), 256)
    isWhole = opening.wishes.candidates == .all
    candidates = try opening.wishes.candidates.count(most: size, usual: 32, for: "llama-server")
    letter = try pieces(of: Array("A".utf8), adding: false).map(\.id)
  }

  func model() throws -> RemoteModel {
    let lanes = min(parallel ?? slots, slots)
    var model = RemoteModel(
      receipt: ModelServer(
        address: server.name, engine: "llama-server", version: version, model: name,
        candidates: isWhole ? nil : candidates, logProbabilities: "raw"),
      vocabularySize: vocabularySize, contextLength: contextLength,
      boundaries: BoundaryTokens(), bytes: bytes, lanes: lanes,
      tokenize: { try tokenize($0, special: $1, $2) },
      score: { stretch, lanes, report in try score(stretch, lanes, report) })
    model.boundaries = try BoundaryTokens(
      with: pieces(of: Array("A".utf8), adding: true).map(\.id),
      without: letter)
    model.next = { try next(after: $0, $1) }
    try checkTemperature(model)
    return model
  }

  /// Refuses a server whose numbers change with the temperature at which it draws.
  private func checkTemperature(_ model: RemoteModel) throws {
    let ids = try pieces(of: Array(Canary.text.utf8), adding: false).map(\.id)
    guard ids.count > 2 else { return }
    let values: [Double?] = try ["0", "0.5"].map { temperature in
      try forced(Array(ids[..<2]), ids[2], lane: 0, temperature: temperature, { true })?
        .actualLogProbability
    }
    guard let first = values[0], let second = values[1], abs(first - second) > 1e-3 else { return }
    throw RemoteError.cannot(
      engine: "llama-server",
      missing: "its numbers are those after temperature: start it without --backend-sampling")
  }
}

// Numbers.
extension LlamaServer {
  /// So many positions in a row are one lane's, so that its cache holds what stands before.
  private static let block = 16

  private func score(
    _ stretch: Stretch, _ lanes: Range<Int>, _ report: ([Prediction]) -> Bool
  ) throws {
    guard lanes.count > 1, stretch.wanted.count > Self.block else {
      for place in stretch.wanted {
        let prediction = try prediction(stretch.ids, place, lane: lanes.lowerBound) { report([]) }
        guard report([prediction]) else { return }
      }
      return
    }
    let blocks = (stretch.wanted.count + Self.block - 1) / Self.block
    try inLanes(
      lanes, jobs: blocks,
      work: { block, lane, isWanted in
        let first = stretch.wanted.lowerBound + block * Self.block
        return try (first..<min(first + Self.block, stretch.wanted.upperBound)).map {
          try prediction(stretch.ids, $0, lane: lane, isWanted)
        }
      }, isWanted: { report([]) }, take: { _, predictions in report(predictions) })
  }

  private func prediction(
    _ ids: [Int], _ place: Int, lane: Int, _ isWanted: () -> Bool
  ) throws -> Prediction {
    let (before, actual) = (Array(ids[..<place]), ids[place])
    var answer: PositionAnswer?
    if isWholeText(actual) { answer = try forced(before, actual, lane: lane, isWanted) }
    // Of a token that ends inside a character the server keeps its numbers back: another is forced then, and it is
    // looked for among all.
    if answer == nil { answer = try listed(before, actual, lane: lane, isWanted) }
    do throws(PositionFault) {
      guard let answer else { throw .noActual }
      return try answer.prediction()
    } catch {
      throw server.fault(error, at: place)
    }
  }

  /// Whether a token is text by itself.
  private func isWholeText(_ id: Int) -> Bool {
    bytes[id].map { String(validating: $0, as: UTF8.self) != nil && !$0.isEmpty } ?? true
  }

  /// What is said of a position where a token is forced; nil where its numbers are kept back.
  private func forced(
    _ before: [Int], _ actual: Int, lane: Int, temperature: String = "0", _ isWanted: () -> Bool
  ) throws -> PositionAnswer? {
    let root = try ask(before, forcing: actual, candidates, lane, temperature, isWanted)
    guard let entry = root["completion_probabilities"]?.elements?.first(where: { _ in true }) else {
      return nil
    }
    guard entry["id"]?.integer == actual, let own = entry["logprob"]?.number else {
      throw server.lacks("number of the token that was forced")
    }
    var answer = PositionAnswer(
      actual: actual, vocabularySize: vocabularySize, expectsAll: isWhole)
    answer.add(actual, own, isListed: false)
    try add(entry, to: &answer)
    return answer
  }

  /// What is said of a position where something else is forced and so many entries are listed; nil for all.
  private func listed(
    _ before: [Int], _ actual: Int, _ count: Int? = nil, lane: Int, _ isWanted: () -> Bool
  ) throws -> PositionAnswer? {
    guard let other = letter.first else { return nil }
    let root = try ask(before, forcing: other, count ?? vocabularySize, lane, "0", isWanted)
    guard let entry = root["completion_probabilities"]?.elements?.first(where: { _ in true }) else {
      return nil
    }
    var answer = PositionAnswer(
      actual: actual, vocabularySize: vocabularySize, expectsAll: count == nil)
    try add(entry, to: &answer)
    return answer
  }

  /// What comes after some tokens.
  private func next(after ids: [Int], _ isWanted: () -> Bool) throws -> PositionAnswer {
    guard let answer = try listed(ids, 0, isWhole ? nil : candidates, lane: 0, isWanted) else {
      throw server.fault(.noActual, at: ids.count)
    }
    return answer
  }

  private func ask(
    _ before: [Int], forcing id: Int, _ candidates: Int, _ lane: Int, _ temperature: String,
    _ isWanted: () -> Bool
  ) throws -> JSONValue {
    var body = RequestBody()
    body.add("prompt", before)
    body.add("n_predict", 1)
    body.add("n_probs", candidates)
    body.add("temperature", json: temperature)
    body.add("logit_bias", json: "[[\(id),1000]]")
    body.add("cache_prompt", true)
    body.add("id_slot", lane)
    body.add("response_fields", json: "[\"completion_probabilities\"]")
    return try server.ask(ServerRequest("/completion", body: body.whole), isWanted: isWanted).root
  }

  private func add(_ entry: JSONValue, to answer: inout PositionAnswer) throws {
    guard let top = entry["top_logprobs"]?.elements else { throw server.lacks("candidates") }
    for candidate in top {
      guard let id = candidate["id"]?.integer, (0..<vocabularySize).contains(id),
        let value = candidate["logprob"]?.number
      else { throw server.lacks("ids and numbers of candidates") }
      answer.add(id, value)
      // It keeps the names of control tokens back.
      guard bytes.lacks(id), let spelt = candidate["bytes"]?.byteArray, !spelt.isEmpty
      else { continue }
      bytes.note(id, spelt)
    }
  }
}
