import InformationTheory
import JSON
import Scoring
import Serving
import Testing

/// A model of bytes that expects the alphabet to go on: after each byte the next, and the less the further away; after
/// `z` the end of the text. Its numbers are made by the formulas.
enum AlphabetModel {
  /// The control token that ends a text, and the one that begins it.
  static let end = 256, beginning = 257
  static let count = 258
  static let contextLength = 48

  static let vocabulary = Vocabulary(
    count: count,
    bytes: { $0 < 256 ? [UInt8($0)] : Array($0 == end ? "<|end|>".utf8 : "<|begin|>".utf8) },
    isControl: { $0 >= 256 })

  /// The logits after a token.
  static func logits(after token: Int) -> [Double] {
    let next = token == Int(UInt8(ascii: "z")) ? end : (token + 1) % 256
    return (0..<count).map { $0 == next ? 0 : -2 - 0.0625 * Double(abs($0 - next)) }
  }

  /// ln p of a token after another one.
  static func logprob(of token: Int, after other: Int) -> Double {
    let logits = logits(after: other)
    return logits[token] - logPartition(logits)
  }

  static var scorer: Scorer {
    Scorer(
      model: ModelDescription(
        name: "alphabet", file: "", architecture: "", quantization: "", vocabularySize: count,
        contextLength: contextLength),
      vocabulary: vocabulary,
      boundaries: BoundaryTokens(beginning: beginning, end: end, isBeginningAdded: true),
      tokenize: { text, special, _ in
        special && text == Array("<|end|>".utf8)
          ? [Token(id: end, bytes: 0..<text.count)] : Token.each(byteOf: text)
      },
      score: { tokens, _, first, report in
        var predictions = Predictions(vocabularySize: count)
        for place in first..<tokens.count {
          predictions.append(
            place == 0
              ? .unscored
              : Prediction(
                foldingLogits: logits(after: tokens[place - 1].id), actual: tokens[place].id))
        }
        _ = report(predictions)
      },
      expectation: { context, _ in
        Expectation(logits: logits(after: context.tokens.last ?? 0).map { Float($0) })
      })
  }

  /// The model as it is served.
  static func service(
    startToken: Int? = nil, isSpecial: Bool = false, hosts: [String]? = nil
  ) -> Service {
    Service(
      ServedModel(scorer, titles: ["abc"], startToken: startToken, isSpecial: isSpecial),
      version: "9.9", hosts: hosts)
  }
}

/// What a service answered.
struct Answer {
  var status: Int
  var contentType: String
  var text: String

  /// The document.
  func json(_ location: SourceLocation = #_sourceLocation) throws -> JSONValue {
    try #require(
      try? JSONDocument(Array(text.utf8)), "\(text.prefix(400))", sourceLocation: location
    ).root
  }

  /// The documents of a stream's events, without the last, `[DONE]`.
  func events() throws -> [JSONValue] {
    let events = text.split(separator: "\n\n", omittingEmptySubsequences: true)
    #expect(events.last == "data: [DONE]" && events.allSatisfy { $0.hasPrefix("data: ") })
    return try events.dropLast().map { event in
      try #require(try? JSONDocument(Array(event.dropFirst(6).utf8))).root
    }
  }
}

extension Service {
  /// The answer to a request, whatever work it is.
  func answer(
    _ method: String, _ path: String, _ body: String = "", host: String = "",
    contentType: String = "application/json"
  ) throws -> Answer {
    let stamp = AnswerStamp(id: "cmpl-1", created: 1_700_000_000, seed: 5)
    let request = ServedRequest(
      method: method, path: path, host: host, contentType: contentType, body: Array(body.utf8))
    switch reply(to: request, stamp) {
    case .answer(let answer):
      return Answer(
        status: answer.status, contentType: answer.contentType,
        text: String(decoding: answer.body, as: UTF8.self))
    case .work(let work):
      var bytes: [UInt8] = []
      let writer = AnswerWriter {
        bytes += $0
        return true
      }
      _ = try work.write(writer)
      writer.flush()
      return Answer(
        status: 200, contentType: work.contentType, text: String(decoding: bytes, as: UTF8.self))
    }
  }

  /// The answer to a request for completions.
  func complete(_ body: String) throws -> JSONValue {
    let answer = try answer("POST", "/v1/completions", body)
    #expect(answer.status == 200, "\(answer.text)")
    return try answer.json()
  }

  /// The first choice of an answer.
  func choice(_ body: String) throws -> JSONValue {
    try #require(try complete(body)["choices"]?[0])
  }
}

extension JSONValue {
  /// An element of an array.
  subscript(index: Int) -> JSONValue? { elements?.dropFirst(index).first { _ in true } }

  /// The integers of an array.
  var ids: [Int] { list.compactMap(\.integer) }

  /// The elements of an array; none of anything else.
  var list: [JSONValue] { elements.map { Array($0) } ?? [] }
}
