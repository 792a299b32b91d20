import Basics
import JSON
import RemoteScoring

/// A server with SGLang's answers over the toy model, and with faults that others have.
struct MadeUpSGLang: Sendable {
  /// What is wrong with it.
  enum Fault {
    case none, shifted, renormalized, cachedAway, cutShort, overfull, otherToken, noNumbers,
      badJSON, noSize,
      oddCandidate
  }

  var fault = Fault.none

  func server() -> MadeUpServer {
    MadeUpServer { path, body in
      switch path {
      case "/model_info":
        (200, #"{"model_path":"toy","tokenizer_path":"toy","is_generation":true}"#)
      case "/server_info": (200, #"{"model_path":"toy","version":"0.5.23"}"#)
      case "/v1/models":
        (
          200,
          #"{"object":"list","data":[{"id":"toy","object":"model","owned_by":"sglang","root":"toy","max_model_len":64}]}"#
        )
      case "/tokenize": (200, tokens(body?["prompt"]?.utf8 ?? []))
      case "/detokenize": (200, texts(body?["tokens"]))
      case "/generate": generation(body)
      default: MadeUpServer.nothing
      }
    }
  }

  private func tokens(_ text: [UInt8]) -> String {
    let ids = text.map { String($0) }.joined(separator: ",")
    return #"{"tokens":[\#(ids)],"count":\#(text.count),"max_model_len":64}"#
  }

  /// The text of each: of a byte within a character none.
  private func texts(_ tokens: JSONValue?) -> String {
    let names = (tokens?.elements.map(Array.init) ?? []).map { Self.name($0.integers.first ?? 0) }
    return #"{"text":[\#(names.joined(separator: ","))]}"#
  }

  private static func name(_ id: Int) -> String {
    switch id {
    case 0x22, 0x5C: #""\\#(Unicode.Scalar(UInt8(id)))""#
    case 0x20..<0x7F: "\"\(Unicode.Scalar(UInt8(id)))\""
    default: "\"\u{FFFD}\""
    }
  }

  private func generation(_ body: JSONValue?) -> MadeUpServer.Answer {
    let ids = body?["input_ids"]?.integers ?? []
    if let stray = ids.first(where: { $0 >= ToyModel.size }) {
      let size = fault == .noSize ? "" : " vocab size (\(ToyModel.size))"
      return (
        400,
        #"{"error":{"message":"The input_ids [\#(stray)] contains values greater than the\#(size). Please use valid input ids."}}"#
      )
    }
    let first = body?["logprob_start_len"]?.integer ?? 0
    let count = body?["top_logprobs_num"]?.integer ?? 0
    var own = ["[null,\(ids[first]),\(Self.name(ids[first]))]"]
    var top = ["null"]
    for place in ids.indices.dropFirst(first + 1) {
      let (triple, likeliest) = position(ids, place, count)
      own.append(triple)
      top.append(likeliest)
    }
    if fault == .cutShort {
      own.removeLast()
      top.removeLast()
    }
    let end = fault == .badJSON ? "]" : "}}"
    return (
      200,
      #"{"text":"!","meta_info":{"id":"x","prompt_tokens":\#(ids.count),"completion_tokens":1,"input_token_logprobs":[\#(own.joined(separator: ","))],"input_top_logprobs":[\#(top.joined(separator: ","))],"output_token_logprobs":[[-1.0,33,"!"]]\#(end)"#
    )
  }

  private func position(
    _ ids: [Int], _ place: Int, _ count: Int
  ) -> (own: String, top: String) {
    var values = ToyModel.logProbabilities(
      after: Array(ids[..<(fault == .shifted ? min(place + 1, ids.count) : place)]))
    let listed = ToyModel.likeliest(count, of: values)
    if fault == .renormalized {
      let sum = listed.reduce(0) { $0 + exp(values[$1]) }
      values = values.map { $0 - log(sum) }
    }
    if fault == .overfull { values = values.map { $0 + 0.5 } }
    let actual = fault == .otherToken ? (ids[place] + 1) % 256 : ids[place]
    let isNull = fault == .noNumbers || fault == .cachedAway && place == 9
    let own = "[\(isNull ? "null" : "\(values[actual])"),\(actual),\(Self.name(actual))]"
    let triples = listed.map { id in
      fault == .oddCandidate ? "[\(values[id]),1e20]" : "[\(values[id]),\(id),\(Self.name(id))]"
    }
    return (own, "[\(triples.joined(separator: ","))]")
  }
}
