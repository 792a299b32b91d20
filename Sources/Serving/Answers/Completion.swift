import InformationTheory
import Reports
import Scoring

/// What an answer is called, and when it was made: what only the outside world knows.
public struct AnswerStamp: Sendable {
  /// A name that no other answer has.
  public var id: String
  /// Seconds since 1970.
  public var created: Int
  /// Which of all texts is drawn where a request does not say.
  public var seed: UInt64

  /// A stamp.
  public init(id: String, created: Int, seed: UInt64) {
    self.id = id
    self.created = created
    self.seed = seed
  }
}

/// How many tokens a request came to.
public struct TokenUsage: Equatable, Sendable {
  /// Those that were read, and those that were drawn.
  public var prompt = 0, completion = 0

  var json: JSONValue {
    .object([
      ("prompt_tokens", .integer(prompt)), ("completion_tokens", .integer(completion)),
      ("total_tokens", .integer(prompt + completion)),
    ])
  }
}

/// A request to `/v1/completions` that the model can answer, and its answer, written while it is made.
struct Completion {
  let model: ServedModel
  let request: CompletionRequest
  let prompts: [PromptTokens]
  let stamp: AnswerStamp

  /// The answer, whole or as a stream of events.
  func write(to writer: AnswerWriter) throws -> TokenUsage {
    try request.streams ? writeStream(to: writer) : writeWhole(to: writer)
  }

  /// What every object of an answer begins with.
  var head: [(name: String, value: JSONValue)] {
    [
      ("id", .string(stamp.id)), ("object", .string("text_completion")),
      ("created", .integer(stamp.created)), ("model", .string(model.title)),
    ]
  }

  private func writeWhole(to writer: AnswerWriter) throws -> TokenUsage {
    var usage = TokenUsage()
    writer.write(JSONValue.object(head).text.dropLast() + ", \"choices\": [")
    for (index, prompt) in prompts.enumerated() where writer.isAwaited {
      if index > 0 { writer.write(", ") }
      let choice = WholeChoice(completion: self, prompt: prompt, index: index, writer: writer)
      usage.prompt += prompt.tokens.count
      usage.completion += try choice.write()
    }
    writer.write("], \"usage\": \(usage.json.text)}")
    return usage
  }

  /// How a prompt goes on.
  func generation(after prompt: PromptTokens, _ writer: AnswerWriter) -> Generation {
    Generation(
      model: model, prompt: prompt,
      sampler: Sampler(
        temperature: request.temperature, truncation: request.truncation,
        seed: request.seed ?? stamp.seed),
      maxTokens: request.maxTokens, stops: request.stops,
      entries: request.logprobs.map { ExpectedEntries(count: $0) },
      isAwaited: { writer.isAwaited })
  }

  /// What was expected at each token of a prompt.
  func pass(over prompt: PromptTokens, telling count: Int, _ writer: AnswerWriter) -> PromptPass {
    PromptPass(
      model: model, tokens: prompt.tokens, entries: ExpectedEntries(count: count),
      isAwaited: { writer.isAwaited })
  }

  /// No tokens yet.
  var noTokens: ToldTokens { ToldTokens(model.names, byID: request.namesTokensByID) }
}

extension Completion {
  /// The tokens of a prompt as a part of the answer, and the elements of `top_logprobs` as they are made.
  func tellEcho(
    of prompt: PromptTokens, telling count: Int, _ writer: AnswerWriter, _ body: (String) -> Void
  ) throws -> ToldTokens {
    var told = ToldTokens(model.names, byID: request.namesTokensByID)
    var place = 0
    try pass(over: prompt, telling: count, writer).forEach { entries in
      let token = prompt.tokens[place]
      body(told.add(token.id, entries, prompt.text[token.bytes]))
      place += 1
    }
    return told
  }
}
