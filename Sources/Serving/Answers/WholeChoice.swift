import Reports

/// The answer to one prompt, in one object.
struct WholeChoice {
  let completion: Completion
  let prompt: PromptTokens
  let index: Int
  let writer: AnswerWriter

  private var request: CompletionRequest { completion.request }

  /// What was drawn.
  private struct Drawn {
    var ids: [Int] = []
    var text = ""
    var finish = Generation.Finish.length

    mutating func add(_ step: Generation.Step) {
      ids.append(step.id)
      text += step.text
      finish = step.finish ?? finish
    }
  }

  /// Writes it; how many tokens were drawn.
  func write() throws -> Int {
    writer.write("{\"index\": \(index)")
    try writePromptLogprobs()
    writer.write(", \"logprobs\": ")
    let drawn = try request.logprobs.map { try writeLogprobs($0) } ?? drawInSilence()
    write(drawn)
    return drawn.ids.count
  }

  private func write(_ drawn: Drawn) {
    let echo = request.echoes ? String(decoding: prompt.text, as: UTF8.self) : ""
    writer.write(", \"text\": \(JSONValue.string(echo + drawn.text).text)")
    if request.returnsTokenIDs {
      writer.write(
        ", \"prompt_token_ids\": \(list(prompt.ids)), \"token_ids\": \(list(drawn.ids))")
    }
    var reason = JSONValue.null
    if case .stop(let stop) = drawn.finish {
      reason = .string(String(decoding: stop, as: UTF8.self))
    }
    writer.write(
      ", \"finish_reason\": \"\(drawn.finish.reason)\", \"stop_reason\": \(reason.text)}")
  }

  private func list(_ ids: [Int]) -> String { JSONValue.array(ids.map { .integer($0) }).text }

  private func writePromptLogprobs() throws {
    guard let count = request.promptLogprobs else { return }
    var pass = completion.pass(over: prompt, telling: count, writer)
    pass.first = request.promptLogprobsFrom
    let names = completion.model.names
    let decoded = pass.entries.needsLogits ? names.decodedMembers() : nil
    writer.write(", \"prompt_logprobs\": [")
    var separator = ""
    try pass.forEach { entries in
      writer.write(separator)
      separator = ","
      writer.write(entries.map { names.expectations($0, decoded) } ?? Array("null".utf8))
    }
    writer.write("]")
  }

  /// The likeliest tokens go out while they are made; what is small follows them.
  private func writeLogprobs(_ count: Int) throws -> Drawn {
    writer.write("{\"top_logprobs\": [")
    var told = try request.echoes ? writeEcho(telling: count) : completion.noTokens
    var drawn = Drawn()
    try completion.generation(after: prompt, writer).forEach { step in
      writer.write(told.add(step.id, step.entries, step.bytes))
      drawn.add(step)
    }
    writer.write("]\(told.members)}")
    return drawn
  }

  private func writeEcho(telling count: Int) throws -> ToldTokens {
    try completion.tellEcho(of: prompt, telling: count, writer) { writer.write($0) }
  }

  private func drawInSilence() throws -> Drawn {
    writer.write("null")
    var drawn = Drawn()
    try completion.generation(after: prompt, writer).forEach { drawn.add($0) }
    return drawn
  }
}
