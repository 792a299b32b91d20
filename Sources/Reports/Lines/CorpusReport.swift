import InformationTheory
import Scoring
import ShownText
import Basics

/// The figures of many texts together, as JSON or as lines for people.
public struct CorpusReport: Sendable {
  private let score: CorpusScore
  private let model: String

  /// A report of a model's figures.
  public init(_ score: CorpusScore, model: String) {
    self.score = score
    self.model = model
  }

  /// One object: lm-eval's `word_perplexity`, `byte_perplexity` and `bits_per_byte`, and inspect_ai's
  /// `perplexity_per_token` and `perplexity_per_seq`, which is the mean of the texts' perplexities.
  public var json: String { object.text }

  private var object: JSONValue {
    .object([
      ("model", .string(model)), ("texts", .integer(score.texts)),
      ("failed", .integer(score.failed)), ("tokens", .integer(score.tokens)),
      ("scored_tokens", .integer(score.scored.tokens)), ("bytes", .integer(score.bytes)),
      ("words", .integer(score.words)),
      ("word_perplexity", .optional(score.perWord) { .number($0.perplexity) }),
      ("byte_perplexity", .optional(score.perByte) { .number($0.perplexity) }),
      ("bits_per_byte", .optional(score.perByte) { .number($0.bits) }),
      ("bits_per_word", .optional(score.perWord) { .number($0.bits) }),
      ("cross_entropy_nats", .optional(score.crossEntropy) { .number($0.nats) }),
      ("cross_entropy_bits", .optional(score.crossEntropy) { .number($0.bits) }),
      ("perplexity_per_token", .optional(score.crossEntropy) { .number($0.perplexity) }),
      ("perplexity_per_seq", .optional(score.perplexityPerText, JSONValue.number)),
      ("mean_entropy_bits", .optional(score.meanEntropy) { .number($0.bits) }),
      ("standard_errors", .array([JSONObjects.standardErrors(score.overLines)])),
    ])
  }

  /// A few lines for people.
  public var lines: String {
    let counts =
      "\(visibleText(model)): \(count(score.texts, "text")), \(score.failed) failed; "
      + "\(count(score.tokens, "token")), \(grouped(score.scored.tokens)) scored"
    guard let loss = score.crossEntropy else { return counts + "\n" }
    let perByte = score.perByte.map { ", \(decimal($0.bits, 4)) bits per byte" } ?? ""
    return """
      \(counts)
      loss \(decimal(loss.nats, 4)) nats, \(decimal(loss.bits, 4)) bits a token\
      \(error(score.overLines.crossEntropy.map { "\(decimal($0.bits, 4)) bits" }))\(perByte)
      perplexity \(significant(exponentialOf: loss.nats)) a token\
      \(error(score.overLines.perplexity.map { significant(exponentialOf: log($0)) })), \
      \(score.perplexityPerText.map { decimal($0, 2) } ?? "–") as the mean of the texts

      """
  }

  private func error(_ text: String?) -> String {
    text.map { " ± \($0) (standard error over \(grouped(score.overLines.units)) lines)" } ?? ""
  }

  private func count(_ number: Int, _ noun: String) -> String {
    "\(grouped(number)) \(plural(noun, number))"
  }
}

/// What a run over many texts leaves beside its rows: what they depend on, and how far it is, so that it can
/// go on. Of the same texts, models and settings every run ends with the same bytes.
public struct LineReceipt: Sendable {
  /// What must be the same for a run to go on: each a name and a value as JSON.
  public var settings: [(name: String, json: String)]
  /// The texts whose rows stand in the output, and the bytes of these.
  public var texts = 0, outputBytes = 0
  /// The bytes of the lists up to the last of these texts, and their SHA-256.
  public var inputBytes = 0, inputHash = ""
  /// Whether all texts are done.
  public var isComplete = false
  /// The figures of each model.
  public var scores: [(model: String, score: CorpusScore)] = []
  /// The names of copied columns, where a table has its header.
  public var copied: [String]?
  /// The texts beyond a limit.
  public var beyondLimit = 0

  /// A receipt of a run that has not begun.
  public init(settings: [(name: String, json: String)]) { self.settings = settings }

  /// A setting's value.
  public static func value(_ text: String?) -> String {
    JSONValue.optional(text, JSONValue.string).text
  }

  /// The server that runs a model; null where none does.
  public static func value(_ server: ModelServer?) -> String {
    JSONValue.optional(server, JSONObjects.server).text
  }

  /// A list of values as JSON.
  public static func list(_ members: [String]) -> String {
    "[" + members.joined(separator: ", ") + "]"
  }

  /// The document: a member a line.
  public var json: String {
    let numbers = scores.flatMap(\.score.numbers).map { hexadecimal($0.bitPattern, digits: 16) }
    var members: [(name: String, value: JSONValue)] = [("schema", .string("surprisal.receipt/1"))]
    for setting in settings {
      members.append((setting.name, .written(json: setting.json, plain: setting.json)))
    }
    members += [
      ("texts", .integer(texts)), ("complete", .boolean(isComplete)),
      ("output_bytes", .integer(outputBytes)), ("input_bytes", .integer(inputBytes)),
      ("input_sha256", .string(inputHash)), ("beyond_limit", .integer(beyondLimit)),
      ("copied", .optional(copied) { .array($0.map(JSONValue.string)) }),
      ("summary", .written(json: summary, plain: "")),
      ("sums", .string(numbers.joined())),
    ]
    return "{\n" + members.map { "  \"\($0.name)\": \($0.value.text)" }.joined(separator: ",\n")
      + "\n}\n"
  }

  /// The summary of each model, as JSON.
  public var summary: String {
    Self.list(scores.map { CorpusReport($0.score, model: $0.model).json })
  }

  /// Takes the sums of an earlier receipt; false where they are not those of so many models.
  public mutating func readSums(_ text: String, models: [String]) -> Bool {
    let digits = Array(text.utf8)
    let numbers = stride(from: 0, to: digits.count, by: 16).compactMap { start in
      UInt64(String(decoding: digits[start...].prefix(16), as: UTF8.self), radix: 16)
        .map { Double(bitPattern: $0) }
    }
    let each = CorpusScore().numbers.count
    guard digits.count == 16 * each * models.count, numbers.count == each * models.count else {
      return false
    }
    scores = models.enumerated().compactMap { index, model in
      CorpusScore(numbers: Array(numbers[index * each..<(index + 1) * each])).map { (model, $0) }
    }
    return scores.count == models.count
  }
}
