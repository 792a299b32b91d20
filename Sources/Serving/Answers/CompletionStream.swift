import Reports
import Scoring

// Answers as server-sent events: an object for each token, and at last `[DONE]`.
extension Completion {
  func writeStream(to writer: AnswerWriter) throws -> TokenUsage {
    var usage = TokenUsage()
    for (index, prompt) in prompts.enumerated() where writer.isAwaited {
      usage.prompt += prompt.tokens.count
      var told = noTokens
      if request.echoes { told = try writeEcho(of: prompt, index, to: writer) }
      try generation(after: prompt, writer).forEach { step in
        usage.completion += 1
        told = told.following()
        let tops = told.add(step.id, step.entries, step.bytes)
        send(index, step.text, ids: [step.id], (tops, told), step.finish, to: writer)
      }
    }
    if request.streamsUsage {
      send(head + [("choices", .array([])), ("usage", usage.json)], to: writer)
    }
    writer.write("data: [DONE]\n\n")
    return usage
  }

  private func writeEcho(
    of prompt: PromptTokens, _ index: Int, to writer: AnswerWriter
  ) throws -> ToldTokens {
    var tops = ""
    let told = try request.logprobs.map {
      try tellEcho(of: prompt, telling: $0, writer) { tops += $0 }
    }
    let text = String(decoding: prompt.text, as: UTF8.self)
    let finish: Generation.Finish? = request.maxTokens == 0 ? .length : nil
    send(index, text, ids: prompt.ids, (tops, told ?? noTokens), finish, to: writer)
    return told ?? noTokens
  }

  private func send(
    _ index: Int, _ text: String, ids: [Int], _ told: (tops: String, tokens: ToldTokens),
    _ finish: Generation.Finish?, to writer: AnswerWriter
  ) {
    let logprobs = JSONValue.written(
      json: "{\"top_logprobs\": [\(told.tops)]\(told.tokens.members)}", plain: "")
    var choice: [(name: String, value: JSONValue)] = [
      ("index", .integer(index)), ("text", .string(text)),
      ("logprobs", request.logprobs == nil ? .null : logprobs),
    ]
    if request.returnsTokenIDs { choice.append(("token_ids", .array(ids.map { .integer($0) }))) }
    choice.append(("finish_reason", .optional(finish) { .string($0.reason) }))
    if case .stop(let stop) = finish {
      choice.append(("stop_reason", .string(String(decoding: stop, as: UTF8.self))))
    }
    send(head + [("choices", .array([.object(choice)]))], to: writer)
  }

  private func send(_ members: [(name: String, value: JSONValue)], to writer: AnswerWriter) {
    writer.write("data: \(JSONValue.object(members).text)\n\n")
    writer.flush()
  }
}
