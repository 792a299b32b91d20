import JSON
import RemoteScoring

/// A server with llama-server's answers over the toy model.
struct MadeUpLlamaServer: Sendable {
  /// Whether its numbers change with the temperature.
  var isCooled = false
  var slots = 1

  func server() -> MadeUpServer {
    MadeUpServer { path, body in
      switch path {
      case "/props":
        (
          200,
          #"{"default_generation_settings":{"n_ctx":64},"total_slots":\#(slots),"build_info":"b11549"}"#
        )
      case "/v1/models": (200, #"{"data":[{"id":"toy","meta":{"n_vocab":300}}]}"#)
      case "/tokenize": (200, tokens(body))
      case "/completion": (200, completion(body))
      default: MadeUpServer.nothing
      }
    }
  }

  /// Tokens that are no character are spelt as bytes.
  private func tokens(_ body: JSONValue?) -> String {
    let bytes = body?["content"]?.utf8 ?? []
    let pieces = bytes.map { byte in
      #"{"id":\#(byte),"piece":[\#(byte)]}"#
    }
    return #"{"tokens":[\#(pieces.joined(separator: ","))]}"#
  }

  private func completion(_ body: JSONValue?) -> String {
    let ids = body?["prompt"]?.integers ?? []
    let forced = body?["logit_bias"]?.elements?.first { _ in true }?.integers.first ?? 0
    // A token that is no character is held back, and its numbers with it.
    guard forced < 0x80 else { return "{}" }
    let temperature = isCooled ? 1 + (body?["temperature"]?.number ?? 0) : 1
    let values = ToyModel.logProbabilities(after: ids, temperature: temperature)
    let top = ToyModel.likeliest(body?["n_probs"]?.integer ?? 0, of: values).map { id in
      #"{"id":\#(id),"token":"?","bytes":[\#(id % 256)],"logprob":\#(values[id])}"#
    }
    return """
      {"completion_probabilities":[{"id":\(forced),"token":"?","bytes":[\(forced)],"logprob":\(values[forced]),
      "top_logprobs":[\(top.joined(separator: ","))]}]}
      """
  }
}
