import JSON
import Scoring
import Synchronization

// Engines that name the likeliest tokens of what they generate, and take text and no ids: a text can be gone on with, a
// token at a time. What they call tokens is numbered here in the order in which it comes.

/// A model that only goes on with texts.
struct TextGenerator: Sendable {
  /// A token that may come, by its text, and ln of its probability at T = 1.
  typealias Named = (name: String, logProbability: Double)

  let server: Server
  let receipt: ModelServer
  /// What may come behind a text, best first. Throws `RemoteError`.
  let likeliest: @Sendable (_ text: [UInt8], _ isWanted: () -> Bool) throws -> [Named]
  private let names = TokenNames()

  /// No server here says how much it reads.
  private static let contextLength = 1 << 20

  func model() -> RemoteModel {
    var model = RemoteModel(
      receipt: receipt, vocabularySize: TextModel.mostEntries, contextLength: Self.contextLength,
      boundaries: BoundaryTokens(), bytes: names.bytes, lanes: 1,
      tokenize: { text, _, _ in
        try server.checkUTF8(text)
        return text.isEmpty ? [] : [Token(id: try names.id(of: text), bytes: text.indices)]
      },
      score: { _, _, _ in
        throw RemoteError.cannot(
          engine: receipt.engine, missing: "it says how likely what it generates is, and no text")
      })
    model.scoresTexts = false
    model.next = { try next(after: $0, $1) }
    return model
  }

  private func next(after ids: [Int], _ isWanted: () -> Bool) throws -> PositionAnswer {
    let text = ids.flatMap { names.bytes[$0] ?? [] }
    guard text.firstRange(of: [0xEF, 0xBF, 0xBD]) == nil else {
      throw RemoteError.cannot(
        engine: receipt.engine,
        missing:
          "of a token that is a part of a character it does not say which: draw with another --seed"
      )
    }
    let found = try likeliest(text, isWanted)
    guard !found.isEmpty else {
      throw RemoteError.cannot(
        engine: receipt.engine, missing: "it ended the text, and does not say how likely that was")
    }
    var answer = PositionAnswer(
      actual: -1, vocabularySize: TextModel.mostEntries, expectsAll: false)
    for token in found { answer.add(try names.id(ofToken: token.name), token.logProbability) }
    return answer
  }
}

/// What tokens are called, numbered as they come.
private final class TokenNames: Sendable {
  let bytes = TokenBytes()
  private let known = Mutex<[[UInt8]: Int]>([:])

  /// The number of a text that is one token here.
  func id(of text: [UInt8]) throws -> Int {
    let id = try number(of: text)
    bytes.note(id, text)
    return id
  }

  /// The number of a token. One that is called as control tokens are stands for no text.
  func id(ofToken name: String) throws -> Int {
    let isControl = name.isEmpty || ControlName.matches(name)
    return try isControl ? number(of: Array(name.utf8)) : id(of: Array(name.utf8))
  }

  private func number(of name: [UInt8]) throws -> Int {
    let id = known.withLock { known in
      if let id = known[name] { return id }
      known[name] = known.count
      return known.count - 1
    }
    guard id < TextModel.mostEntries else { throw RemoteError.text("there are too many tokens") }
    return id
  }
}

extension TextGenerator {
  /// Opens a model, and tries it with a text of which it is known how it goes on.
  init(
    _ opening: Opening, _ engine: String,
    _ likeliest:
      @escaping @Sendable (
        _ server: Server, _ model: String, _ count: Int, _ text: [UInt8], _ isWanted: () -> Bool
      ) throws -> [Named]
  ) throws {
    let server = opening.server
    let name = try opening.modelName()
    guard opening.wishes.candidates != .all else {
      throw RemoteError.cannot(
        engine: engine, missing: "it names 20 candidates at most: leave --k out")
    }
    let count = try opening.wishes.candidates.count(most: 20, usual: 20, for: engine)
    self.server = server
    receipt = ModelServer(
      address: server.name, engine: engine, version: opening.version, model: name,
      candidates: count, logProbabilities: "raw")
    self.likeliest = { try likeliest(server, name, count, $0, $1) }
    let found = try self.likeliest(Array(Canary.text.utf8.dropLast(Canary.last.utf8.count))) {
      true
    }
    guard found.contains(where: { $0.logProbability > -Canary.bound && Canary.begins($0.name) })
    else {
      throw RemoteError.cannot(
        engine: engine,
        missing: found.isEmpty
          ? "it names no tokens that may come, and how likely they are"
          : "it does not expect the last letter of “\(Canary.text)”, so its numbers are those of something else"
      )
    }
  }

  /// What Ollama names.
  static func ollama(_ opening: Opening) throws -> RemoteModel {
    try TextGenerator(opening, "Ollama") { server, model, count, text, isWanted in
      var body = RequestBody()
      body.add("model", model)
      body.add("prompt", text)
      body.add("raw", true)
      body.add("stream", false)
      body.add("logprobs", true)
      body.add("top_logprobs", count)
      body.add("options", json: "{\"temperature\":0,\"num_predict\":1}")
      let root = try server.ask(
        ServerRequest("/api/generate", body: body.whole), isWanted: isWanted
      ).root
      return root["logprobs"]?.elements?.first { _ in true }?["top_logprobs"]?.named ?? []
    }.model()
  }

  /// What a server with OpenAI's completions names, in either of the shapes that there are.
  static func openAI(_ opening: Opening) throws -> RemoteModel {
    try TextGenerator(opening, "the server") { server, model, count, text, isWanted in
      var body = RequestBody()
      body.add("model", model)
      body.add("prompt", text)
      body.add("max_tokens", 1)
      body.add("temperature", 1)
      body.add("logprobs", count)
      let root = try server.ask(
        ServerRequest("/v1/completions", body: body.whole), isWanted: isWanted
      ).root
      let told = root["choices"]?.elements?.first { _ in true }?["logprobs"]
      let content = told?["content"]?.elements?.first { _ in true }?["top_logprobs"]
      return (content ?? told?["top_logprobs"]?.elements?.first { _ in true })?.named ?? []
    }.model()
  }
}

extension JSONValue {
  /// Tokens and numbers, as a list of objects or as an object; best first.
  fileprivate var named: [TextGenerator.Named] {
    let found =
      elements?.compactMap { entry in
        entry["logprob"]?.number.map { (entry["token"]?.string ?? "", $0) }
      }
      ?? members?.compactMap { name, value in value.number.map { (name.string ?? "", $0) } } ?? []
    return found.map { (name: $0.0, logProbability: $0.1) }
      .sorted { $0.logProbability > $1.logProbability }
  }
}
