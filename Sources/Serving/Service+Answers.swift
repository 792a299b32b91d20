import Reports
import Scoring

// The answers that are there at once.
extension Service {
  var versions: ServedAnswer {
    ServedAnswer(.object([("version", .string(version)), ("engine", .string("surprisal"))]))
  }

  func models(at created: Int) -> ServedAnswer {
    let models = [
      JSONValue.object([
        ("id", .string(model.title)), ("object", .string("model")), ("created", .integer(created)),
        ("owned_by", .string("surprisal")), ("max_model_len", .integer(model.contextLength)),
        ("meta", .object([("n_vocab", .integer(model.scorer.vocabulary.count))])),
      ])
    ]
    return ServedAnswer(.object([("object", .string("list")), ("data", .array(models))]))
  }

  /// Which names stand for the tokens that begin and end texts: none where such names are plain text.
  var tokenizer: ServedAnswer {
    let scorer = model.scorer
    func name(_ id: Int?) -> JSONValue {
      .optional(model.isSpecial ? id : nil) {
        .string(String(decoding: scorer.vocabulary.bytes($0), as: UTF8.self))
      }
    }
    return ServedAnswer(
      .object([
        ("tokenizer_class", .string("surprisal")), ("bos_token", name(scorer.boundaries.beginning)),
        ("eos_token", name(scorer.boundaries.end)),
        ("add_bos_token", .boolean(model.startToken != nil)),
      ]))
  }

  func tokenized(_ request: ServedRequest) throws(APIError) -> ServedAnswer {
    let wanted = try TokenizeRequest(request.body)
    try model.check(wanted.model)
    let ids = try model.tokens(
      of: wanted.text, addingSpecial: wanted.addsSpecialTokens, isSpecial: wanted.isSpecial
    ).ids
    let strings = wanted.returnsTokenStrings ? ids.map { model.names.written($0) } : nil
    return ServedAnswer(
      .object([
        ("count", .integer(ids.count)), ("max_model_len", .integer(model.contextLength)),
        ("tokens", .array(ids.map { .integer($0) })),
        ("token_strs", .optional(strings) { .array($0.map { .string($0) }) }),
      ]))
  }

  func detokenized(_ request: ServedRequest) throws(APIError) -> ServedAnswer {
    let wanted = try DetokenizeRequest(request.body)
    try model.check(wanted.model)
    try model.check(wanted.ids, "tokens")
    let text = model.text(of: wanted.ids).text
    return ServedAnswer(.object([("prompt", .string(String(decoding: text, as: UTF8.self)))]))
  }

  func completion(
    _ request: ServedRequest, _ stamp: AnswerStamp
  ) throws(APIError) -> ServedWork {
    let wanted = try CompletionRequest(request.body)
    try model.check(wanted.model)
    let completion = Completion(
      model: model, request: wanted, prompts: try model.prompts(of: wanted), stamp: stamp)
    var work = ServedWork(contentType: "application/json") { try completion.write(to: $0) }
    if wanted.streams {
      work.contentType = "text/event-stream"
      work.writeFailure = { message, writer in
        let error = APIError(message, status: 500).json.text
        writer.write("data: \(error)\n\ndata: [DONE]\n\n")
      }
    }
    return work
  }
}
