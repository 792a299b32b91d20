import JSON
import Safetensors
import Scoring
import Serving

extension FuzzTarget {
  /// A request of the server is refused with a status and a sentence, or its answer is JSON, whole or in events.
  ///
  /// The first byte says what is asked for.
  public static let requests = FuzzTarget(
    name: "requests",
    seeds: [
      Array(
        "A{\"model\": \"bytes\", \"prompt\": \"ab\\u00e9\", \"echo\": true, \"logprobs\": 3, \"max_tokens\": 2}"
          .utf8),
      Array(
        "A{\"prompt\": [97, 98], \"max_tokens\": 0, \"prompt_logprobs\": -1, \"seed\": 5}".utf8),
      Array(
        "A{\"prompt\": [\"a\", \"b\"], \"stream\": true, \"stop\": [\"x\"], \"top_p\": 0.5, \"n\": 1}"
          .utf8),
      Array("B{\"prompt\": \"ab\", \"return_token_strs\": true}".utf8),
      Array("C{\"tokens\": [97, 200, 256]}".utf8),
    ], shortRun: 400
  ) { bytes in
    guard let first = bytes.first else { return .taken }
    let paths = ["/detokenize", "/v1/completions", "/tokenize", "/v1/models"]
    let request = ServedRequest(
      method: "POST", path: paths[Int(first % 4)], body: Array(bytes.dropFirst()))
    switch service.reply(to: request, AnswerStamp(id: "1", created: 0, seed: 1)) {
    case .answer(let answer):
      guard let document = try? JSONDocument(answer.body) else {
        return .wrong("an answer is no JSON")
      }
      if answer.status == 200 { return .taken }
      guard let message = document.root["error"]?["message"]?.string else {
        return .wrong("status \(answer.status) without a message")
      }
      return .refused(message)
    case .work(let work): return FuzzOutcome(complaint: fault(of: work))
    }
  }

  private static func fault(of work: ServedWork) -> String? {
    var bytes: [UInt8] = []
    let writer = AnswerWriter {
      bytes += $0
      return true
    }
    do { _ = try work.write(writer) } catch { return "it fails: \(error)" }
    writer.flush()
    let text = String(decoding: bytes, as: UTF8.self)
    guard work.contentType == "text/event-stream" else {
      return (try? JSONDocument(bytes)) == nil ? "no JSON: \(text)" : nil
    }
    let events = text.split(separator: "\n\n")
    guard events.last == "data: [DONE]" else { return "a stream without an end" }
    return events.dropLast().contains { (try? JSONDocument(Array($0.dropFirst(6).utf8))) == nil }
      ? "an event is no JSON: \(text)" : nil
  }

  /// All bytes alike, and a token that ends a text.
  private static let service: Service = {
    let vocabulary = Vocabulary(
      count: 257, bytes: { $0 < 256 ? [UInt8($0)] : Array("<end>".utf8) }, isControl: { $0 == 256 })
    let model = ModelDescription(
      name: "bytes", file: "", architecture: "", quantization: "", vocabularySize: 257,
      contextLength: 24)
    let expectation = Expectation(logits: (0..<257).map { -Float($0 % 7) })
    let scorer = Scorer(
      model: model, vocabulary: vocabulary, tokenize: { text, _, _ in Token.each(byteOf: text) },
      score: { tokens, _, first, report in
        var predictions = Predictions(vocabularySize: 257)
        for place in first..<tokens.count {
          predictions.append(place == 0 ? .unscored : expectation.prediction(of: tokens[place].id))
        }
        _ = report(predictions)
      }, expectation: { _, _ in expectation })
    let served = ServedModel(scorer, startToken: nil, isSpecial: false)
    return Service(served, version: "1", hosts: nil)
  }()
}
