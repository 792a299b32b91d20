import InformationTheory
import Scoring
import ShownText

/// The rows of a comparison as CSV, with what they depend on in each.
struct ComparisonTable {
  private static let names = [
    "index", "id", "text", "bytes", "offset", "base_surprisal_bits", "other_surprisal_bits",
    "delta_bits", "base_rank", "other_rank", "base_entropy_bits", "other_entropy_bits", "kl_bits",
    "same_top", "kl_reverse_bits", "base_tokens", "other_tokens", "temperature",
  ]
  private static let sideNames = [
    "model", "model_file", "quantization", "model_sha256", "start_token", "window", "stride",
  ]

  private let ending: [String]
  private let isBounded: Bool

  /// - Parameter isBounded: Whether numbers may be open: then there are columns for their ends.
  static func header(isBounded: Bool) -> String {
    let open = [
      "base_surprisal_bits", "other_surprisal_bits", "delta_bits", "base_entropy_bits",
      "other_entropy_bits",
    ]
    return tableLine(
      names + ["base", "other"].flatMap { side in sideNames.map { "\(side)_\($0)" } }
        + (isBounded ? TableReport.ends(open) : []), separator: ",")
  }

  init(_ comparison: Comparison, isBounded: Bool) {
    self.isBounded = isBounded
    ending =
      [shortest(comparison.temperature.value)]
      + Self.fields(comparison.base) + Self.fields(comparison.other)
  }

  private static func fields(_ side: Comparison.Side) -> [String] {
    let names = [side.model.name, side.model.file, side.model.quantization]
    return names.map { harmlessField($0.utf8) } + [
      side.digest ?? "", side.settings.startToken.map(String.init) ?? "",
      String(side.settings.window), String(side.settings.stride),
    ]
  }

  func line(_ row: ComparisonRow) -> String {
    let name = [
      String(row.index), row.id.map(String.init) ?? "", harmlessField(row.bytes),
      hexadecimalDigits(row.bytes), String(row.offset),
    ]
    let delta = row.deltaBits.map(shortest) ?? ""
    let surprisals = [bits(row.surprisal.base), bits(row.surprisal.other), delta]
    let scores = [
      row.ranks.base.map(String.init) ?? "", row.ranks.other.map(String.init) ?? "",
      bits(row.entropies.base), bits(row.entropies.other), bits(row.divergences?.forward),
      row.hasSameTop.map { String($0) } ?? "",
      bits(row.divergences?.reverse), String(row.tokens.base), String(row.tokens.other),
    ]
    return tableLine(
      name + surprisals + scores + ending + (isBounded ? ends(row) : []), separator: ",")
  }

  private func ends(_ row: ComparisonRow) -> [String] {
    let (base, other) = (row.surprisals.base?.map(\.bits), row.surprisals.other?.map(\.bits))
    let entropies = [row.entropyIntervals.base, row.entropyIntervals.other].map {
      $0?.map(\.bits)
    }
    return ([base, other, row.deltas] + entropies).flatMap { $0?.fields() ?? ["", ""] }
  }

  private func bits(_ amount: Information?) -> String { amount.map { shortest($0.bits) } ?? "" }
}
