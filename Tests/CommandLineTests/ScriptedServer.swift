import Synchronization
import TestSupport

/// A server on this machine that knows one text only, the one that every connection tries first.
enum ScriptedServer {
  /// What it knows: twelve tokens, each almost certain.
  static let text = "A B C D E F G H I J K L"
  private static let names = text.split(separator: " ").enumerated().map {
    ($0.offset == 0 ? "" : " ") + $0.element
  }
  private static let ids = names.indices.map { $0 + 1 }

  /// One that answers as vLLM does.
  ///
  /// - Parameter behind: What it does where it is asked for the numbers of a text more often than a connection does,
  ///   by how often; nil to answer as ever.
  static func vllm(
    behind: @escaping @Sendable (_ time: Int) -> [LoopbackServer.Step]? = { _ in nil }
  ) -> LoopbackServer {
    let asked = Mutex(0)
    let strings = names.map { "\"\($0.replacing(" ", with: "Ġ"))\"" }.joined(separator: ",")
    let positions = ids.dropFirst().map { #"{"\#($0)":{"logprob":-0.1,"rank":1}}"# }
    return LoopbackServer { line in
      switch line.split(separator: " ").dropFirst().first {
      case "/version": return [.document(#"{"version":"1"}"#)]
      case "/v1/models":
        return [
          .document(#"{"data":[{"id":"toy","max_model_len":64,"meta":{"n_vocab":300}}]}"#)
        ]
      case "/tokenize":
        return [
          .document(#"{"count":\#(ids.count),"tokens":\#(ids),"token_strs":[\#(strings)]}"#)
        ]
      default:
        let count = asked.withLock {
          $0 += 1
          return $0
        }
        if count > 2, let steps = behind(count - 2) { return steps }
        let all = positions.joined(separator: ",")
        return [.document(#"{"choices":[{"prompt_logprobs":[null,\#(all)]}]}"#)]
      }
    }
  }

  /// One that answers as TGI does, with a token before every text.
  static func tgi() -> LoopbackServer {
    let tokens = ids.map { id in
      #"{"id":\#(id),"text":"","start":\#(max(id * 2 - 3, 0)),"stop":\#(id * 2 - 1)}"#
    }
    let prefill = ids.map { #"{"id":\#($0),"text":"","logprob":-0.1}"# }
    return LoopbackServer { line in
      switch line.split(separator: " ").dropFirst().first {
      case "/info": [.document(#"{"model_id":"toy","version":"3","max_input_tokens":63}"#)]
      case "/tokenize":
        [
          .document(
            #"[{"id":0,"text":"","start":0,"stop":0},\#(tokens.joined(separator: ","))]"#)
        ]
      default:
        [
          .document(
            #"{"details":{"prefill":[{"id":0,"text":"","logprob":null},\#(prefill.joined(separator: ","))]}}"#
          )
        ]
      }
    }
  }
}
