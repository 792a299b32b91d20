import InformationTheory
import Scoring

/// The objects of `surprisal.compare/1`.
enum ComparisonJSON {
  static let schema = "surprisal.compare/1"

  static func document(_ comparisons: [Comparison]) -> JSONValue {
    .object([
      ("schema", .string(schema)),
      ("comparisons", .array(comparisons.map(comparison))),
    ])
  }

  private static func comparison(_ comparison: Comparison) -> JSONValue {
    .object([
      ("base", side(comparison.base)), ("other", side(comparison.other)),
      (
        "settings",
        .object([
          ("temperature", .number(comparison.temperature.value)),
          ("protocol", .string(comparison.chunk == nil ? "ours" : "llama-perplexity")),
          ("chunk", .optional(comparison.chunk, JSONValue.integer)),
        ])
      ),
      ("same_vocabulary", .boolean(comparison.isSameVocabulary)),
      ("note", .optional(comparison.note, JSONValue.string)),
      ("summary", summary(comparison)),
      ("tokens", .array(comparison.rows.map { row($0, isBounded: comparison.isBounded) })),
    ])
  }

  private static func side(_ side: Comparison.Side) -> JSONValue {
    .object([
      ("model", JSONObjects.model(side.model)),
      ("model_sha256", .optional(side.digest, JSONValue.string)),
      ("start_token", .optional(side.settings.startToken, JSONValue.integer)),
      ("window", .integer(side.settings.window)), ("stride", .integer(side.settings.stride)),
      ("context", .object(JSONObjects.name(side.context))),
    ])
  }

  private static func row(_ row: ComparisonRow, isBounded: Bool) -> JSONValue {
    .object(
      [("index", .integer(row.index)), ("id", .optional(row.id, JSONValue.integer))]
        + JSONObjects.name(row.bytes) + [
          ("offset", .integer(row.offset)),
          ("base_tokens", .integer(row.tokens.base)), ("other_tokens", .integer(row.tokens.other)),
          ("base_surprisal_bits", bits(row.surprisal.base)),
          ("other_surprisal_bits", bits(row.surprisal.other)),
          ("delta_bits", .optional(row.deltaBits, JSONValue.number)),
          ("base_rank", .optional(row.ranks.base, JSONValue.integer)),
          ("other_rank", .optional(row.ranks.other, JSONValue.integer)),
          ("base_entropy_bits", bits(row.entropies.base)),
          ("other_entropy_bits", bits(row.entropies.other)),
          ("kl_bits", bits(row.divergences?.forward)),
          ("kl_reverse_bits", bits(row.divergences?.reverse)),
          ("same_top", .optional(row.hasSameTop, JSONValue.boolean)),
        ] + (isBounded ? ends(row) : []))
  }

  /// The ends of what may be open of a row.
  private static func ends(_ row: ComparisonRow) -> [(name: String, value: JSONValue)] {
    JSONObjects.ends("base_surprisal_bits", row.surprisals.base?.map(\.bits))
      + JSONObjects.ends("other_surprisal_bits", row.surprisals.other?.map(\.bits))
      + JSONObjects.ends("delta_bits", row.deltas)
      + JSONObjects.ends("base_entropy_bits", row.entropyIntervals.base?.map(\.bits))
      + JSONObjects.ends("other_entropy_bits", row.entropyIntervals.other?.map(\.bits))
  }

  /// Those of the sums.
  private static func ends(_ totals: Comparison.Totals) -> [(name: String, value: JSONValue)] {
    JSONObjects.ends("base_total_bits", totals.bases.map(\.bits))
      + JSONObjects.ends("other_total_bits", totals.others.map(\.bits))
      + JSONObjects.ends("base_bits_per_byte", totals.perByte(totals.bases))
      + JSONObjects.ends("other_bits_per_byte", totals.perByte(totals.others))
  }

  private static func bits(_ amount: Information?) -> JSONValue {
    .optional(amount) { .number($0.bits) }
  }
}

// Statistics by llama.cpp's names.
extension ComparisonJSON {
  private static func summary(_ comparison: Comparison) -> JSONValue {
    let totals = comparison.totals
    let sums: [(name: String, value: JSONValue)] = [
      ("compared", .integer(totals.rows)), ("compared_bytes", .integer(totals.bytes)),
      ("base_total_bits", .number(totals.base.bits)),
      ("other_total_bits", .number(totals.other.bits)),
      ("base_bits_per_byte", .optional(totals.perByte(totals.base), JSONValue.number)),
      ("other_bits_per_byte", .optional(totals.perByte(totals.other), JSONValue.number)),
    ]
    let open = comparison.isBounded ? ends(totals) : []
    return .object(sums + open + statistics(comparison.statistics))
  }

  private static func statistics(
    _ statistics: ComparisonStatistics?
  ) -> [(name: String, value: JSONValue)] {
    [
      ("ppl", .optional(statistics) { .number($0.perplexity.value) }),
      ("ppl_se", .optional(statistics?.perplexity.error, JSONValue.number)),
      ("ppl_base", .optional(statistics) { .number($0.perplexityOfBase.value) }),
      ("ppl_base_se", .optional(statistics?.perplexityOfBase.error, JSONValue.number)),
      ("cor_ln_ppl", .optional(statistics?.correlation, JSONValue.number)),
      ("ln_ppl_ratio", .optional(statistics) { .object(estimate($0.logRatio)) }),
      ("ppl_ratio", .optional(statistics) { .object(estimate($0.ratio)) }),
      ("ppl_difference", .optional(statistics) { .object(estimate($0.difference)) }),
      ("kld", .optional(statistics?.divergence) { .object(spread($0)) }),
      ("kld_reverse", .optional(statistics?.reverse) { .object(spread($0)) }),
      ("delta_p", .optional(statistics) { .object(probability($0)) }),
      ("same_top", .optional(statistics?.sameTop) { .object(estimate($0)) }),
    ]
  }

  private static func estimate(_ estimate: Estimate) -> [(name: String, value: JSONValue)] {
    [("mean", .number(estimate.value)), ("se", .optional(estimate.error, JSONValue.number))]
  }

  private static func spread(_ spread: Spread) -> [(name: String, value: JSONValue)] {
    estimate(spread.mean)
      + Quantile.all.map { ($0.name, .number(spread.quantile($0.share))) }
  }

  private static func probability(
    _ statistics: ComparisonStatistics
  ) -> [(name: String, value: JSONValue)] {
    spread(statistics.probability) + [
      ("rms", .number(statistics.rootMeanSquare.value)),
      ("rms_se", .optional(statistics.rootMeanSquare.error, JSONValue.number)),
    ]
  }
}

/// A share of all, and what its quantile is called.
struct Quantile {
  /// In JSON, and before the quantity where llama.cpp prints it.
  let name: String, label: String
  let share: Double
  /// Whether llama.cpp prints it of differences of probability only.
  var isOfProbability = false

  /// All, in llama.cpp's order.
  static let all: [Quantile] = [
    Quantile(name: "max", label: "Maximum", share: 1),
    Quantile(name: "q999", label: "99.9%  ", share: 0.999),
    Quantile(name: "q99", label: "99.0%  ", share: 0.99),
    Quantile(name: "q95", label: "95.0%  ", share: 0.95),
    Quantile(name: "q90", label: "90.0%  ", share: 0.9),
    Quantile(name: "q75", label: "75.0%  ", share: 0.75, isOfProbability: true),
    Quantile(name: "median", label: "Median ", share: 0.5),
    Quantile(name: "q25", label: "25.0%  ", share: 0.25, isOfProbability: true),
    Quantile(name: "q10", label: "10.0%  ", share: 0.1),
    Quantile(name: "q05", label: " 5.0%  ", share: 0.05),
    Quantile(name: "q01", label: " 1.0%  ", share: 0.01),
    Quantile(name: "q001", label: " 0.1%  ", share: 0.001),
    Quantile(name: "min", label: "Minimum", share: 0),
  ]
}
