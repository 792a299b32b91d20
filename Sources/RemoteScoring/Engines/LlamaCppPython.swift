import JSON
import Scoring

extension RemoteEngine {
  /// llama-cpp-python's server: its numbers are those of the token behind each where a text has no beginning token.
  static let llamaCppPython = RemoteEngine(
    name: "llama-cpp-python", prefix: "llama-cpp-python",
    gives: "echo, mended where it is shifted: ln p of each token at T = 1, and no candidates",
    recognise: { server in
      var body = RequestBody()
      body.add("input", "A")
      let (status, document) = try server.probe(
        ServerRequest("/extras/tokenize", body: body.whole))
      return status == 200 && document?.root["tokens"]?.elements != nil ? "" : nil
    },
    open: { try LlamaCppPython($0).model() })
}

/// A model that llama-cpp-python's server runs.
private struct LlamaCppPython: Sendable {
  /// So many of the likeliest are asked for, so that nearly every token is among those of the row before.
  private static let listed = 1_000
  /// The length of a context that it has by itself; it does not say which.
  private static let usualContext = 2_048

  private let server: Server
  private let name: String
  private let beginning: Int?
  private let isShifted: Bool

  init(_ opening: Opening) throws {
    server = opening.server
    try opening.wishes.candidates.checkNone(for: "llama-cpp-python")
    name = try server.model(
      listedIn: try server.ask(ServerRequest("/v1/models")).root, wanted: opening.address.model
    ).name
    let text = Array(Canary.text.utf8)
    let echo = try Self.echo(of: text, listing: 1, name, server) { true }
    let ids = try Self.ids(of: text, server)
    // Where numbers stand at their tokens, the one that was generated is among these.
    isShifted = echo.names.joined() != echo.text
    let added = ids.count - echo.names.count + (isShifted ? 0 : 1)
    guard added == 0 || added == 1, ids.count > 1 else {
      throw server.lacks("tokens of the text in its echo")
    }
    beginning = added == 1 ? ids.first : nil
  }

  func model() -> RemoteModel {
    TextModel(
      server: server,
      receipt: ModelServer(
        address: server.name, engine: "llama-cpp-python", version: "", model: name, candidates: 0,
        logProbabilities: isShifted ? "raw, moved back by a token" : "raw"),
      contextLength: Self.usualContext - 1, lanes: 1, beginning: beginning,
      cut: { text, isWanted in try cut(text, isWanted) },
      read: { pieces, ids, isWanted in try read(pieces, ids, isWanted) }
    ).model()
  }

  private func cut(_ text: [UInt8], _ isWanted: () -> Bool) throws -> [TextModel.Cut] {
    let names = try Self.echo(of: text, listing: 1, name, server, isWanted).names
    let ids = try Self.ids(of: text, server, isWanted).dropFirst(beginning == nil ? 0 : 1)
    guard ids.count <= names.count else { throw server.otherText }
    return Array(zip(ids, names))
  }

  private static func ids(
    of text: [UInt8], _ server: Server, _ isWanted: () -> Bool = { true }
  ) throws -> [Int] {
    var body = RequestBody()
    body.add("input", text)
    let root = try server.ask(
      ServerRequest("/extras/tokenize", body: body.whole), isWanted: isWanted
    ).root
    guard let ids = root["tokens"]?.tokenIds else { throw server.lacks("ids of tokens") }
    return ids
  }
}

// Numbers.
extension LlamaCppPython {
  /// What an echo says: the tokens and perhaps one more, the number that stands at each, and the numbers of others
  /// beside it, by name.
  private struct Echo {
    var text: String
    var names: [String]
    var values: [Double?]
    var rows: [JSONValue]
  }

  private static func request(
    _ text: [UInt8], listing count: Int, echo: Bool, forcing id: Int? = nil, _ name: String
  ) -> ServerRequest {
    var body = RequestBody()
    body.add("model", name)
    body.add("prompt", text)
    body.add("max_tokens", 1)
    body.add("temperature", 1)
    body.add("echo", echo)
    body.add("logprobs", count)
    if let id { body.add("logit_bias", json: "{\"\(id)\":100}") }
    return ServerRequest("/v1/completions", body: body.whole)
  }

  private static func choice(
    _ request: ServerRequest, _ server: Server, _ isWanted: () -> Bool
  ) throws -> (logprobs: JSONValue, text: String, prompt: Int?) {
    let root = try server.ask(request, isWanted: isWanted).root
    guard let choice = root["choices"]?.elements?.first(where: { _ in true }),
      let logprobs = choice["logprobs"], !logprobs.isNull
    else { throw server.lacks("logprobs") }
    return (
      logprobs, choice["text"]?.string ?? "", root["usage"]?["prompt_tokens"]?.integer
    )
  }

  private static func echo(
    of text: [UInt8], listing count: Int, _ name: String, _ server: Server,
    _ isWanted: () -> Bool
  ) throws -> Echo {
    let (logprobs, text, _) = try choice(
      request(text, listing: count, echo: true, name), server, isWanted)
    let names = logprobs["tokens"]?.elements?.compactMap(\.string) ?? []
    let values = logprobs["token_logprobs"]?.elements?.map(\.number) ?? []
    let rows = logprobs["top_logprobs"]?.elements.map(Array.init) ?? []
    guard !names.isEmpty, values.count == names.count, rows.count == names.count else {
      throw server.lacks("tokens of the text, and a number for each")
    }
    return Echo(text: text, names: names, values: values, rows: rows)
  }

  private func read(
    _ pieces: [[UInt8]], _ ids: [Int], _ isWanted: () -> Bool
  ) throws -> [Double?] {
    let text = Array(pieces.joined())
    let before: [Double?] = beginning == nil ? [] : [nil]
    let echo = try Self.echo(
      of: text, listing: isShifted ? Self.listed : 1, name, server, isWanted)
    let count = pieces.count - before.count
    guard echo.names.count >= count else { return [] }
    if !isShifted { return before + echo.values.prefix(count) }
    return try before + [nil]
      + (1..<count).map { place in
        // A part of a character is left out of names, so that neither a token without one is known nor those beside it.
        guard (place - 1...place + 1).allSatisfy({ $0 >= count || !echo.names[$0].isEmpty })
        else { return nil }
        let name = echo.names[place]
        let listed = Self.isOwn(name) ? echo.rows[place - 1][name]?.number : nil
        let known = before.count + place
        return try listed ?? number(of: ids[known], name, behind: pieces[..<known], isWanted)
      }
  }

  /// Whether no other token is called as one: those that end within a character are called as what stands before that,
  /// a space most of all.
  private static func isOwn(_ name: String) -> Bool {
    name.utf8.allSatisfy { $0 < 0x80 } && name.utf8.contains { $0 > 0x20 }
  }

  /// ln p of a token that is forced behind others, which the bias is not in; nil where the server cuts these otherwise by
  /// themselves.
  private func number(
    of id: Int, _ name: String, behind pieces: ArraySlice<[UInt8]>, _ isWanted: () -> Bool
  ) throws -> Double? {
    let text = Array(pieces.joined())
    guard firstStrayByte(text) == nil else { return nil }
    let request = Self.request(text, listing: 1, echo: false, forcing: id, self.name)
    let (logprobs, _, prompt) = try Self.choice(request, server, isWanted)
    let generated = logprobs["tokens"]?.elements?.first { _ in true }?.string
    guard prompt == pieces.count, generated == name else { return nil }
    return logprobs["token_logprobs"]?.elements?.first { _ in true }?.number
  }
}
