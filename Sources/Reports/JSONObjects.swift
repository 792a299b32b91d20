import InformationTheory
import Scoring
import ShownText

/// The objects of `surprisal.score/1`.
enum JSONObjects {
  /// What stands before the tokens, or before the parts of another schema.
  static func head(
    _ header: ReportHeader, schema: String = "surprisal.score/1"
  ) -> [(name: String, value: JSONValue)] {
    [
      ("schema", .string(schema)),
      ("model", .object(members(of: header.model) + receipt(header) + place(of: header.model))),
      ("settings", settings(header)),
      ("program", program(header.receipt)),
    ]
  }

  /// What stands after them.
  static func tail(
    _ summary: Summary, _ header: ReportHeader
  ) -> [(name: String, value: JSONValue)] {
    [("summary", self.summary(summary, header))]
  }

  static func model(_ model: ModelDescription) -> JSONValue {
    .object(members(of: model) + place(of: model))
  }

  /// The server that ran it, where one did.
  private static func place(of model: ModelDescription) -> [(name: String, value: JSONValue)] {
    model.server.map { [("server", server($0))] } ?? []
  }

  /// The server that ran the model: what numbers depend on there.
  static func server(_ server: ModelServer) -> JSONValue {
    .object([
      ("address", .string(server.address)),
      ("engine", .string(server.engine)),
      ("version", .string(server.version)),
      ("model", .string(server.model)),
      ("candidates", .optional(server.candidates, JSONValue.integer)),
      ("logprobs", .string(server.logProbabilities)),
      ("tokenizer", .string(server.tokenizer)),
    ])
  }

  private static func members(
    of model: ModelDescription
  ) -> [(name: String, value: JSONValue)] {
    [
      ("name", .string(model.name)),
      ("file", .string(model.file)),
      ("architecture", .string(model.architecture)),
      ("quantization", .string(model.quantization)),
      (
        "vocabulary_size",
        .optional(
          model.server?.saysVocabularySize == false ? nil : model.vocabularySize, JSONValue.integer)
      ),
      ("context_length", .integer(model.contextLength)),
    ]
  }

  private static func receipt(_ header: ReportHeader) -> [(name: String, value: JSONValue)] {
    [
      ("sha256", .optional(header.receipt.modelDigest, JSONValue.string)),
      ("tokenizer", .string(header.model.tokenizer)),
    ]
  }

  private static func program(_ receipt: Receipt) -> JSONValue {
    .object([
      ("version", .string(receipt.version)), ("instruction_set", .string(receipt.instructionSet)),
    ])
  }

  private static func settings(_ header: ReportHeader) -> JSONValue {
    .object([
      ("temperature", .number(header.temperature.value)),
      ("start_token", .optional(header.settings.startToken, JSONValue.integer)),
      ("window", .integer(header.settings.window)),
      ("stride", .integer(header.settings.stride)),
    ])
  }

  static func token(_ row: ReportRow) -> JSONValue {
    .object(
      figures(row) + [("unknown", .boolean(row.token.isUnknown))]
        + (row.token.isSpaceAdded ? [("space_added", .boolean(true))] : [])
        + [("top", .array(row.top.map(alternative)))])
  }

  /// A token's place, name and score.
  static func figures(_ row: ReportRow) -> [(name: String, value: JSONValue)] {
    [("index", .integer(row.index))] + name(row.token.id, row.bytes) + [
      ("offset", .integer(row.token.bytes.lowerBound)),
      ("logprob", .optional(row.score) { .float($0.logProbability) }),
      ("surprisal_bits", .optional(row.score) { .number($0.surprisal.bits) }),
      ("probability", .optional(row.score) { .number($0.probability) }),
      ("rank", .optional(row.score) { .optional($0.rank, JSONValue.integer) }),
      ("entropy_bits", .optional(row.score) { .number($0.entropy.bits) }),
    ] + (row.score?.bounds.map(ends) ?? [])
  }

  /// The ends of what is open of a score.
  private static func ends(
    _ bounds: ReportRow.Bounds
  ) -> [(name: String, value: JSONValue)] {
    ends("logprob", bounds.logProbability) { .float(Float($0)) }
      + ends("surprisal_bits", bounds.surprisal.map(\.bits))
      + ends("probability", bounds.probability) + ends("entropy_bits", bounds.entropy.map(\.bits))
  }

  /// The two members of a number that is open; none where there is none.
  static func ends(
    _ name: String, _ range: ClosedRange<Double>?,
    _ value: (Double) -> JSONValue = JSONValue.number
  ) -> [(name: String, value: JSONValue)] {
    range.map {
      [("\(name)_low", value($0.lowerBound)), ("\(name)_high", value($0.upperBound))]
    } ?? []
  }

  private static func alternative(_ alternative: ReportRow.Alternative) -> JSONValue {
    .object(
      name(alternative.id, alternative.bytes) + [
        ("logprob", .float(Float(alternative.logProbability))),
        ("probability", .number(alternative.probability)),
      ] + ends("logprob", alternative.bounds) { .float(Float($0)) }
        + ends("probability", alternative.bounds.map(exponentials)))
  }

  /// A token's id, its text with U+FFFD for split characters, and the bytes, which are the truth.
  private static func name(
    _ id: Int, _ bytes: [UInt8]
  ) -> [(name: String, value: JSONValue)] {
    [("id", .integer(id))] + name(bytes)
  }

  /// Bytes as text, and as they are.
  static func name(_ bytes: [UInt8]) -> [(name: String, value: JSONValue)] {
    [
      ("text", .string(String(decoding: bytes, as: UTF8.self))),
      ("bytes", .string(hexadecimalDigits(bytes))),
    ]
  }

  /// Standard errors, named for what they are over.
  static func standardErrors(_ errors: StandardErrors) -> JSONValue {
    .object([
      ("over", .string(errors.over.rawValue)),
      ("units", .integer(errors.units)),
      ("cross_entropy_nats", .optional(errors.crossEntropy) { .number($0.nats) }),
      ("cross_entropy_bits", .optional(errors.crossEntropy) { .number($0.bits) }),
      ("perplexity", .optional(errors.perplexity, JSONValue.number)),
      ("bits_per_byte", .optional(errors.bitsPerByte, JSONValue.number)),
      ("bits_per_word", .optional(errors.bitsPerWord, JSONValue.number)),
    ])
  }

  /// The ends of what is open of a summary; none where all is known.
  private static func ends(
    _ summary: Summary, _ header: ReportHeader
  ) -> [(name: String, value: JSONValue)] {
    guard header.isBounded else { return [] }
    let (scored, best) = (summary.scored, summary.bestInterval)
    return ends("cross_entropy_nats", scored.crossEntropyInterval?.map(\.nats))
      + ends("cross_entropy_bits", scored.crossEntropyInterval?.map(\.bits))
      + ends("perplexity", scored.crossEntropyInterval?.map(\.perplexity))
      + ends("total_bits", scored.totalInterval.map(\.bits))
      + ends("bits_per_byte", scored.bitsPerByteInterval)
      + ends("bits_per_word", summary.bitsPerWordInterval)
      + ends("mean_entropy_bits", scored.meanEntropyInterval?.map(\.bits))
      + ends(
        "best_temperature",
        best.map { $0.temperature.lowerBound.value...$0.temperature.upperBound.value })
      + ends("best_cross_entropy_nats", best?.loss.map(\.nats))
  }

  static func summary(_ summary: Summary, _ header: ReportHeader) -> JSONValue {
    .object(
      [
        ("tokens", .integer(summary.tokens)),
        ("scored_tokens", .integer(summary.scored.tokens)),
        ("unknown_tokens", .integer(summary.unknownTokens)),
        ("bytes", .integer(summary.bytes)),
        ("scored_bytes", .integer(summary.scored.bytes)),
        ("cross_entropy_nats", .optional(summary.scored.crossEntropy) { .number($0.nats) }),
        ("cross_entropy_bits", .optional(summary.scored.crossEntropy) { .number($0.bits) }),
        ("perplexity", .optional(summary.scored.crossEntropy) { .number($0.perplexity) }),
        ("total_bits", .number(summary.scored.total.bits)),
        ("bits_per_byte", .optional(summary.scored.bitsPerByte, JSONValue.number)),
        ("scored_words", .integer(summary.scoredWords)),
        ("bits_per_word", .optional(summary.bitsPerWord, JSONValue.number)),
        ("standard_errors", .array(summary.standardErrors.map(standardErrors))),
        ("mean_entropy_bits", .optional(summary.scored.meanEntropy) { .number($0.bits) }),
        ("best_temperature", .optional(summary.best) { .number($0.temperature.value) }),
        ("best_cross_entropy_nats", .optional(summary.best) { .number($0.loss.nats) }),
      ] + ends(summary, header))
  }
}
