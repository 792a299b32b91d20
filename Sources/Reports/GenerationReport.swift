import ShownText
import InformationTheory
import Scoring

/// A token of a text that was generated, and what it was drawn from.
public struct GeneratedToken: Sendable {
  /// The entry of the vocabulary.
  public var entry: Int
  /// What was expected in its place.
  public var prediction: Prediction
  /// The part of the distribution that it was drawn from.
  public var cut: Truncation.Cut

  /// A token that was drawn.
  public init(entry: Int, prediction: Prediction, cut: Truncation.Cut) {
    self.entry = entry
    self.prediction = prediction
    self.cut = cut
  }
}

/// What is true of a whole generated text.
public struct GenerationHeader: Sendable {
  /// The model that went on with the text.
  public var model: ModelDescription
  /// What its tokens are called.
  public var vocabulary: Vocabulary
  /// How tokens were drawn.
  public var sampler: Sampler
  /// The token before the text, if any.
  public var startToken: Int?
  /// The bytes that it goes on from, and the number of tokens that they are.
  public var prompt: [UInt8], promptTokens: Int

  /// A header.
  public init(
    model: ModelDescription, vocabulary: Vocabulary, sampler: Sampler, startToken: Int?,
    prompt: [UInt8], promptTokens: Int
  ) {
    self.model = model
    self.vocabulary = vocabulary
    self.sampler = sampler
    self.startToken = startToken
    self.prompt = prompt
    self.promptTokens = promptTokens
  }
}

/// Writes a generated text while it is being generated: as the text itself, or as one JSON document.
public struct GenerationReport: Sendable {
  /// A form in which a generated text can be written.
  public enum Format: String, CaseIterable, Sendable {
    /// The text, the beginning that was given first.
    case text
    /// One JSON document, described by `Assets/schemas/generate.schema.json`.
    case json
  }

  private let header: GenerationHeader
  private let format: Format
  private static let list = ListDocument(name: "tokens")
  private var running = RunningText()
  private var text: [UInt8]
  private var sums = ScoredSums()
  private var count = 0

  /// A report in a form.
  public init(_ header: GenerationHeader, as format: Format) {
    self.header = header
    self.format = format
    text = header.prompt
  }

  /// What stands before the first token.
  public mutating func beginning() -> String {
    guard format == .json else { return running.add(header.prompt) }
    let truncation = header.sampler.truncation
    let settings = JSONValue.object([
      ("temperature", .number(header.sampler.temperature.value)),
      ("top_k", .optional(truncation.topK, JSONValue.integer)),
      ("top_p", .number(truncation.topP)), ("min_p", .number(truncation.minP)),
      ("seed", .string(String(header.sampler.seed))),
      ("start_token", .optional(header.startToken, JSONValue.integer)),
    ])
    let prompt = JSONValue.object(
      [("tokens", .integer(header.promptTokens))] + JSONObjects.name(header.prompt))
    return Self.list.beginning([
      ("schema", .string("surprisal.generate/1")), ("model", JSONObjects.model(header.model)),
      ("settings", settings), ("prompt", prompt),
    ])
  }

  /// The next token.
  public mutating func add(_ token: GeneratedToken) -> String {
    let bytes = header.vocabulary.bytes(token.entry)
    var block = Predictions(vocabularySize: header.vocabulary.count)
    block.append(token.prediction)
    let own = Figures(block, at: header.sampler.temperature)
    let place = Token(id: token.entry, bytes: text.count..<text.count + bytes.count)
    sums.add(own, of: [place])
    defer {
      text += bytes
      count += 1
    }
    guard format == .json else { return running.add(bytes) }
    var row = ReportRow(
      index: header.promptTokens + count, place: count, token: place, bytes: bytes)
    row.score = own.entropy(at: 0).map {
      .init(
        logProbability: own.logProbabilities[0], rank: Int(token.prediction.actualRank),
        entropy: $0, bounds: token.prediction.isBounded ? ReportRow.Bounds(own, at: 0) : nil)
    }
    // How much of all it was drawn from depends on the rest, but for T = 1.
    let isOpen = token.prediction.isBounded && header.sampler.temperature != .one
    let object = JSONValue.object(
      JSONObjects.figures(row) + [
        ("kept", .integer(token.cut.count)),
        ("kept_mass", isOpen ? .null : .number(token.cut.mass)),
      ])
    return Self.list.element(object, at: count)
  }

  /// The ends of what is open of all tokens together; none where all is known.
  private var ends: [(name: String, value: JSONValue)] {
    guard sums.totalEntropyInterval.lowerBound < sums.totalEntropyInterval.upperBound else {
      return []
    }
    return JSONObjects.ends("mean_surprisal_bits", sums.crossEntropyInterval?.map(\.bits))
      + JSONObjects.ends("bits_per_byte", sums.bitsPerByteInterval)
      + JSONObjects.ends("mean_entropy_bits", sums.meanEntropyInterval?.map(\.bits))
  }

  /// What stands behind the last token.
  ///
  /// - Parameter endToken: The control token that was drawn and ended the text; nil when as many
  ///   tokens were drawn as were asked for.
  public mutating func ending(endToken: Int?) -> String {
    guard format == .json else { return running.end() + "\n" }
    let end = JSONValue.optional(endToken) {
      .object([("id", .integer($0))] + JSONObjects.name(header.vocabulary.bytes($0)))
    }
    let summary = JSONValue.object(
      [
        ("tokens", .integer(count)),
        ("scored_bytes", .integer(sums.bytes)),
        ("mean_surprisal_bits", .optional(sums.crossEntropy) { .number($0.bits) }),
        ("bits_per_byte", .optional(sums.bitsPerByte, JSONValue.number)),
        ("mean_entropy_bits", .optional(sums.meanEntropy) { .number($0.bits) }),
      ] + ends)
    let whole = JSONValue.object(JSONObjects.name(text))
    return Self.list.ending(
      [("end_token", end), ("result", whole), ("summary", summary)], after: count)
  }
}
