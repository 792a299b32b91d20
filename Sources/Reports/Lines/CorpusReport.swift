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
  package var json: JSONValue {
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
      ("standard_errors", .array([JSONObjects.standardErrors(score.standardErrors)])),
    ])
  }

  /// A few lines for people.
  public var lines: String {
    let counts =
      "\(visibleText(model)): \(count(score.texts, "text")), \(score.failed) failed; "
      + "\(count(score.tokens, "token")), \(grouped(score.scored.tokens)) scored"
    guard let loss = score.crossEntropy else { return counts + "\n" }
    let errors = score.standardErrors
    return """
      \(counts)
      loss \(decimal(loss.nats, 4)) nats\(bits(loss, "a token", errors.crossEntropy?.bits))\
      \(bits(score.perByte, "per byte", errors.bitsPerByte))\
      \(bits(score.perWord, "a word", errors.bitsPerWord))
      perplexity \(significant(exponentialOf: loss.nats)) a token\
      \(errors.perplexity.map { " ± " + significant(exponentialOf: log($0)) } ?? "")\
      \(perplexity(score.perWord, "word"))\(perplexity(score.perByte, "byte")), \
      \(score.perplexityPerText.map { decimal($0, 2) } ?? "–") as the mean of the texts\
      \(errorName(errors))

      """
  }

  /// An amount of bits for each of something, with its standard error.
  private func bits(_ amount: Information?, _ unit: String, _ error: Double?) -> String {
    guard let amount else { return "" }
    return ", \(decimal(amount.bits, 4)) bits \(unit)"
      + (error.map { " ± \(decimal($0, 4))" } ?? "")
  }

  /// What the errors are; nothing where there are none.
  private func errorName(_ errors: StandardErrors) -> String {
    errors.crossEntropy == nil && errors.bitsPerWord == nil
      ? "" : " (± standard error over \(grouped(errors.units)) \(errors.over.rawValue))"
  }

  private func perplexity(_ loss: Information?, _ unit: String) -> String {
    loss.map { ", \(significant(exponentialOf: $0.nats)) a \(unit)" } ?? ""
  }

  private func count(_ number: Int, _ noun: String) -> String {
    "\(grouped(number)) \(plural(noun, number))"
  }
}
