import Basics
import JSON
import RemoteScoring

/// A server with TGI's answers over the toy model, behind whose beginning token a text may stand.
struct MadeUpTGI: Sendable {
  /// What is wrong with it.
  enum Fault {
    case none, noPrefill, cachedAway, shifted, otherCut, impossible, noPlaces, twoPointsAreOne,
      otherToken
  }

  var fault = Fault.none
  /// The id of the token that it puts before every text.
  var beginning: Int?

  func server() -> MadeUpServer {
    MadeUpServer { path, body in
      switch path {
      case "/info":
        (
          200,
          #"{"model_id":"org/toy","version":"3.3.7","max_input_tokens":63,"max_total_tokens":64}"#
        )
      case "/tokenize": (200, tokens(body?["inputs"]?.string ?? ""))
      case "/generate": (200, generation(body?["inputs"]?.utf8 ?? []))
      default: MadeUpServer.nothing
      }
    }
  }

  /// Places are counted in characters, of which each byte of one is said to be all; and no space is counted to the
  /// word behind it, as some tokenizers have it.
  private func tokens(_ text: String) -> String {
    var tokens = beginning.map { [#"{"id":\#($0),"text":"","start":0,"stop":0}"#] } ?? []
    for (place, scalar) in text.unicodeScalars.enumerated() {
      let name = JSONText.string(String(scalar))
      for byte in Array(String(scalar).utf8) {
        let start = fault == .noPlaces ? -1 : scalar == " " ? place + 1 : place
        tokens.append(#"{"id":\#(byte),"text":\#(name),"start":\#(start),"stop":\#(place + 1)}"#)
      }
    }
    return "[\(tokens.joined(separator: ","))]"
  }

  private func generation(_ text: [UInt8]) -> String {
    var ids = (beginning.map { [$0] } ?? []) + text.map { Int($0) }
    if fault == .otherCut, ids.count > 30 { ids.removeLast(2) }
    if fault == .otherToken, ids.count > 30 { ids[3] = (ids[3] + 1) % 256 }
    if fault == .twoPointsAreOne, ids.suffix(2) == [0x2E, 0x2E] {
      ids.removeLast(2)
      ids.append(0x3A)
    }
    let prefill = ids.indices.map { place in
      let end = fault == .shifted ? min(place + 1, ids.count) : place
      var value = "null"
      if place > 0, fault != .noPrefill, !(fault == .cachedAway && place == 9) {
        value = "\(ToyModel.logProbabilities(after: Array(ids[..<end]))[ids[place]])"
      }
      if fault == .impossible, place == 5 { value = "0.5" }
      return #"{"id":\#(ids[place]),"text":"?","logprob":\#(value)}"#
    }
    return
      #"{"generated_text":"!","details":{"finish_reason":"length","generated_tokens":1,"seed":null,"prefill":[\#(prefill.joined(separator: ","))],"tokens":[{"id":33,"text":"!","logprob":-0.5,"special":false}]}}"#
  }
}

/// A server with llama-cpp-python's answers over the toy model.
struct MadeUpLlamaCppPython: Sendable {
  /// Whether each number is that of the token behind, as where no beginning token was there to be dropped.
  var isShifted = true
  var beginning: Int?
  /// Whether it says nothing of how likely tokens are.
  var isSilent = false
  /// A row has so many entries at most.
  var rowLimit = 1_000

  func server() -> MadeUpServer {
    MadeUpServer { path, body in
      switch path {
      case "/v1/models": (200, #"{"object":"list","data":[{"id":"model.gguf","object":"model"}]}"#)
      case "/extras/tokenize":
        (
          200,
          #"{"tokens":[\#(ids(body?["input"]?.utf8 ?? []).map { "\($0)" }.joined(separator: ","))]}"#
        )
      case "/v1/completions": (200, completion(body))
      default: MadeUpServer.nothing
      }
    }
  }

  private func ids(_ text: [UInt8]) -> [Int] {
    (beginning.map { [$0] } ?? []) + text.map { Int($0) }
  }

  /// What a token is called: nothing where it is a part of a character, and a space where it is one with such a part,
  /// as the last entries are here.
  private static func name(_ id: Int) -> String {
    id < 0x80
      ? JSONText.string(String(Unicode.Scalar(UInt8(id)))) : id < 0x100 ? "\"\"" : "\" \""
  }

  private func row(after ids: [Int], _ count: Int, besides id: Int?) -> String {
    let values = ToyModel.logProbabilities(after: ids)
    // By name: of those that are called alike the last stays.
    var entries: [(String, Double)] = []
    for id in ToyModel.likeliest(min(count, rowLimit), of: values) + (id.map { [$0] } ?? []) {
      let name = Self.name(id)
      entries.removeAll { $0.0 == name }
      entries.append((name, values[id]))
    }
    return "{\(entries.map { "\($0):\($1)" }.joined(separator: ","))}"
  }

  private func completion(_ body: JSONValue?) -> String {
    let text = body?["prompt"]?.utf8 ?? []
    let ids = ids(text)
    let count = body?["logprobs"]?.integer ?? 0
    guard !isSilent else { return #"{"choices":[{"text":"!","logprobs":null}]}"# }
    let usage = #""usage":{"prompt_tokens":\#(ids.count),"completion_tokens":1}"#
    guard body?["echo"]?.bool == true else {
      // The token that has a bias comes, and its number is that without it.
      let forced = body?["logit_bias"]?.members?.first { _ in true }?.0.string.flatMap { Int($0) }
      let id = forced ?? 0x21
      let value = ToyModel.logProbabilities(after: ids)[id]
      return
        #"{"choices":[{"text":"!","logprobs":{"tokens":[\#(Self.name(id))],"token_logprobs":[\#(value)],"top_logprobs":[\#(row(after: ids, count, besides: id))]}}],\#(usage)}"#
    }
    let generated = 0x21
    let all = ids + (isShifted ? [] : [generated])
    let told = all.indices.dropFirst(beginning == nil ? 0 : 1)
    let values = told.map { place in
      let end = isShifted ? place + 1 : place
      return place == told.lowerBound && beginning == nil
        ? "null" : "\(ToyModel.logProbabilities(after: Array(all[..<end]))[all[place]])"
    }
    let rows = told.map { place in
      place == told.lowerBound && beginning == nil
        ? "null"
        : row(after: Array(all[..<(isShifted ? place + 1 : place)]), count, besides: all[place])
    }
    let whole = String(decoding: text, as: UTF8.self) + "!"
    return """
      {"choices":[{"text":\(JSONText.string(whole)),"logprobs":{"tokens":[\(told.map { Self.name(all[$0]) }.joined(separator: ","))],
      "token_logprobs":[\(values.joined(separator: ","))],"top_logprobs":[\(rows.joined(separator: ","))]}}],\(usage)}
      """
  }
}

/// Strings as JSON has them.
enum JSONText {
  static func string(_ text: String) -> String {
    var quoted = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case "\0"..<" ":
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return "\"\(quoted)\""
  }
}
