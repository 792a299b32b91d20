import InformationTheory
import JSON
import Basics

/// What a request to `/v1/completions` asks for, as it is written.
struct CompletionRequest {
  /// A text, or tokens that are read as they are.
  enum Prompt: Equatable {
    case text([UInt8])
    case tokens([Int])
  }

  var model: String?
  var prompts: [Prompt]
  /// Whether the model's beginning token stands before a text, where its file asks for one.
  var addsSpecialTokens: Bool
  var maxTokens: Int
  var temperature: Temperature
  var truncation: Truncation
  /// Which of all texts is drawn; nil for any.
  var seed: UInt64?
  /// What ends a text, and is none of it.
  var stops: [[UInt8]]
  /// Whether the prompt is a part of the answer.
  var echoes: Bool
  /// How many of the likeliest are told of each token of the answer; nil for no probabilities.
  var logprobs: Int?
  /// The same of each token of the prompt; `Int.max` for the whole vocabulary.
  var promptLogprobs: Int?
  /// The first token of the prompt of which they are told: a long prompt can be asked for in slices.
  var promptLogprobsFrom: Int
  var streams: Bool
  /// Whether a stream ends with how many tokens there were.
  var streamsUsage: Bool
  var returnsTokenIDs: Bool
  /// Whether tokens are called by their ids, as in `token_id:504`.
  var namesTokensByID: Bool
}

extension CompletionRequest {
  /// Reads a body.
  init(_ body: [UInt8]) throws(APIError) {
    let fields = try RequestFields(body)
    for field in NeutralField.all { try field.check(fields) }
    model = try fields.string("model")
    prompts = try Self.prompts(fields)
    addsSpecialTokens =
      fields["add_special_tokens"] == nil ? true : try fields.flag("add_special_tokens")
    maxTokens = try fields.integer("max_tokens", in: 0...Int.max) ?? 16
    let value = try fields.number("temperature", "a number, 0 or more") { $0 >= 0 }
    temperature = value.flatMap { Temperature($0) } ?? .one
    truncation = try Self.truncation(fields)
    seed = try fields.integer("seed", in: Int.min...Int.max).map { UInt64(bitPattern: Int64($0)) }
    stops = try Self.stops(fields)
    echoes = try fields.flag("echo")
    logprobs =
      fields["logprobs"]?.bool == false ? nil : try fields.integer("logprobs", in: 0...Int.max)
    let wanted = try fields.integer("prompt_logprobs", in: -1...Int.max)
    promptLogprobs = wanted == -1 ? .max : wanted
    promptLogprobsFrom = try fields.integer("prompt_logprobs_from", in: 0...Int.max) ?? 0
    streams = try fields.flag("stream")
    streamsUsage = fields["stream_options"]?["include_usage"]?.bool ?? false
    returnsTokenIDs = try fields.flag("return_token_ids")
    namesTokensByID = try fields.flag("return_tokens_as_token_ids")
    try fields.checkAllKnown()
    try check()
  }

  /// What cannot be asked for together.
  private func check() throws(APIError) {
    if streams, promptLogprobs != nil {
      throw APIError(
        "`prompt_logprobs` does not come in a stream: leave out `stream`, large answers come in parts all the same",
        about: "prompt_logprobs")
    }
    if maxTokens == 0, !echoes, promptLogprobs == nil {
      throw APIError(
        "`max_tokens` 0 leaves nothing to answer: send 1 or more, `echo` or `prompt_logprobs`",
        about: "max_tokens")
    }
  }

  private static func prompts(_ fields: RequestFields) throws(APIError) -> [Prompt] {
    let prompts = try fields.read(
      "prompt", "a string, a list of token ids, or a list of either"
    ) { value -> [Prompt]? in
      if let text = value.utf8 { return [.text(text)] }
      if let texts = value.texts, !texts.isEmpty { return texts.map { .text($0) } }
      if let ids = value.ids, !ids.isEmpty { return [.tokens(ids)] }
      guard let lists = value.elements?.map(\.ids), !lists.contains(nil) else { return nil }
      return lists.compactMap { $0.map { .tokens($0) } }
    }
    guard let prompts, !prompts.isEmpty else {
      throw APIError("`prompt` is missing or empty: send a text or token ids", about: "prompt")
    }
    return prompts
  }

  private static func truncation(_ fields: RequestFields) throws(APIError) -> Truncation {
    let topK = try fields.integer("top_k", in: -1...Int.max) ?? 0
    return Truncation(
      topK: topK > 0 ? topK : nil,
      topP: try fields.number("top_p", "a number above 0 and at most 1") { $0 > 0 && $0 <= 1 } ?? 1,
      minP: try fields.number("min_p", "a number, 0 to 1") { (0...1).contains($0) } ?? 0)
  }

  private static func stops(_ fields: RequestFields) throws(APIError) -> [[UInt8]] {
    let stops = try fields.read("stop", "a string or a list of strings") { value in
      value.utf8.map { [$0] } ?? value.texts
    }
    return (stops ?? []).filter { !$0.isEmpty }
  }
}
