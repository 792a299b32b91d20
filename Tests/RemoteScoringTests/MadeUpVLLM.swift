import Basics
import JSON
import RemoteScoring

/// A server with vLLM's answers over the toy model, and with faults that others have.
struct MadeUpVLLM: Sendable {
  /// What is wrong with it.
  enum Fault {
    case none, shifted, renormalized, cachedAway, cutShort, overfull, badJSON, tooLong, hugeRank,
      noByte, tooLikely
  }

  var fault = Fault.none
  /// The most candidates; nil where there is no cap.
  var cap: Int? = 20
  var version = #"{"version":"0.32.0"}"#
  var models = #"{"data":[{"id":"toy","max_model_len":64}]}"#

  func server(pieces: Int = 1_000) -> MadeUpServer {
    MadeUpServer(pieces: pieces) { path, body in
      switch path {
      case "/version": (200, version)
      case "/v1/models": (200, models)
      case "/tokenize": (200, tokens(body))
      case "/v1/completions": completion(body)
      default: MadeUpServer.nothing
      }
    }
  }

  private func tokens(_ body: JSONValue?) -> String {
    let ids = (body?["prompt"]?.utf8 ?? []).map { Int($0) }
    let letters = ids.map { "\"\($0 == 0x22 || $0 == 0x5C ? "\\" : "")\(spelt($0))\"" }
    return """
      {"count":\(ids.count),"max_model_len":64,"tokens":[\(ids.map { String($0) }.joined(separator: ","))],
      "token_strs":[\(letters.joined(separator: ","))]}
      """
  }

  /// The letter of a byte: its own where it has one that can be seen.
  private func spelt(_ byte: Int) -> String {
    let isSeen = { (byte: Int) in
      (0x21...0x7E).contains(byte) || (0xA1...0xAC).contains(byte) || (0xAE...0xFF).contains(byte)
    }
    let letter = isSeen(byte) ? byte : 0x100 + (0..<byte).count { !isSeen($0) }
    return Unicode.Scalar(UInt32(letter)).map { String($0) } ?? ""
  }

  private func completion(_ body: JSONValue?) -> MadeUpServer.Answer {
    let ids = body?["prompt"]?.integers ?? []
    let asked = body?["prompt_logprobs"]?.integer ?? 0
    let count = asked < 0 ? ToyModel.size : asked
    if let cap, count > cap {
      return (
        400,
        #"{"error":{"message":"Requested prompt logprobs of \#(count), which is greater than max allowed: \#(cap) (parameter=prompt_logprobs, value=\#(count))"}}"#
      )
    }
    let from = body?["prompt_logprobs_from"]?.integer ?? 0
    var positions = ids.indices.map { place in
      place == 0 || place < from || fault == .cachedAway && place == 9
        ? "null" : position(ids, place, count)
    }
    if fault == .cutShort { positions.removeLast(3) }
    if fault == .tooLong, let last = positions.last { positions.append(last) }
    let end = fault == .badJSON ? "]" : "}]"
    return (
      200,
      #"{"id":"x","choices":[{"index":0,"text":"!","logprobs":null,"prompt_logprobs":[\#(positions.joined(separator: ","))]\#(end),"usage":{}}"#
    )
  }

  private func position(_ ids: [Int], _ place: Int, _ count: Int) -> String {
    var values = ToyModel.logProbabilities(
      after: Array(ids[..<(fault == .shifted ? min(place + 1, ids.count) : place)]))
    let actual = ids[place]
    let listed = ToyModel.likeliest(count, of: values).filter {
      fault != .tooLikely || $0 != actual
    }
    let rank = { ToyModel.rank(of: $0, in: values) }
    let ranks = Dictionary((listed + [actual]).map { ($0, rank($0)) }) { first, _ in first }
    if fault == .renormalized {
      let sum = listed.reduce(0) { $0 + exp(values[$1]) }
      values = values.map { $0 - log(sum) }
    }
    if fault == .overfull { values = values.map { $0 + 0.5 } }
    let entries = ([actual] + listed.filter { $0 != actual }).map { id in
      let beyond = fault == .hugeRank ? 3_000_000_000 : fault == .tooLikely ? 299 : nil
      let rank = (id == actual ? beyond : nil) ?? ranks[id] ?? 0
      let bytes = fault == .noByte ? #","bytes":[1e20,-1,0.5]"# : ""
      return
        #""\#(id)":{"logprob":\#(values[id]),"rank":\#(rank),"decoded_token":"t\#(id)"\#(bytes)}"#
    }
    return "{" + entries.joined(separator: ",") + "}"
  }
}
