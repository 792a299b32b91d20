import InformationTheory
import Scoring
import ShownText

/// A comparison as a table for people: what differs most, each token, and the statistics in llama.cpp's words,
/// so that both can be laid side by side.
struct ComparisonText {
  private let comparison: Comparison

  init(_ comparison: Comparison) { self.comparison = comparison }

  /// The lines.
  var lines: [String] {
    let sections = [heading, rows(comparison.rows), sums, largest, openSentence]
    let statistics = comparison.statistics.map { Self.statistics($0) } ?? []
    return Array((sections + statistics).filter { !$0.isEmpty }.joined(separator: [""]))
  }

  private var heading: [String] {
    let way = comparison.chunk.map { ", second half of windows of \($0) tokens" } ?? ""
    return [
      side("base ", comparison.base), side("other", comparison.other),
      "T \(shortest(comparison.temperature.value))\(way)",
    ] + (comparison.note.map { [visibleText($0)] } ?? [])
  }

  private func side(_ name: String, _ side: Comparison.Side) -> String {
    let start = side.settings.startToken.map(String.init) ?? "none"
    let context = side.context.isEmpty ? "" : ", after \(quoted(side.context))"
    return "\(name) \(side.model.shownName), start token \(start), "
      + "window \(side.settings.window)\(context)"
  }

  private func rows(_ rows: [ComparisonRow]) -> [String] {
    let names =
      ["place", "base", "other", "delta"]
      + (comparison.isSameVocabulary ? ["KL", "ranks", ""] : ["tokens", ""])
    return [columns(names) + (comparison.isSameVocabulary ? "  token" : "  text")]
      + rows.map { columns(fields($0)) + "  " + quoted($0.bytes) }
  }

  private func fields(_ row: ComparisonRow) -> [String] {
    let bits = [row.surprisals.base, row.surprisals.other].map { range in
      range.map { between($0, by: "…") { decimals($0.bits, 2) } } ?? "–"
    }
    let delta = row.deltas.map { between($0, by: "…", signed) } ?? "–"
    let common = [String(row.index + 1)] + bits + [delta]
    guard row.id != nil else {
      return common + [String(row.tokens.base), String(row.tokens.other)]
    }
    let ranks = [row.ranks.base, row.ranks.other].map { $0.map(String.init) ?? "–" }
    return common + [decimals(row.divergences?.forward.bits, 4)] + ranks
  }

  private func columns(_ fields: [String]) -> String {
    let isOpen = comparison.isBounded && comparison.temperature != .one
    return zip(fields, isOpen ? [7, 15, 15, 16, 9, 7, 7] : [7, 9, 9, 9, 9, 7, 7]).map {
      text, width in
      String(repeating: " ", count: max(1, width - text.count)) + text
    }.joined()
  }

  private var sums: [String] {
    let totals = comparison.totals
    let noun = comparison.isSameVocabulary ? "token" : "span"
    let counts =
      "\(comparison.rows.count) \(plural(noun, comparison.rows.count)), \(totals.rows) compared; "
      + "\(totals.bytes) \(plural("byte", totals.bytes)) compared"
    guard totals.rows > 0 else { return [counts] }
    return [counts]
      + [("base ", totals.bases), ("other", totals.others)].map { name, sums in
        "\(name) \(between(sums) { decimals($0.bits, 2) }) bits, "
          + (totals.perByte(sums).map { between($0) { decimals($0, 4) } } ?? "–") + " a byte"
      }
  }

  /// Why there are no statistics where numbers are open.
  private var openSentence: [String] {
    comparison.isSameVocabulary && comparison.rows.contains(where: \.isOpen)
      ? ["no statistics: numbers lie between two, of a model that gives only its likeliest tokens"]
      : []
  }

  private var largest: [String] {
    let largest = comparison.largestDifferences(5)
    return largest.isEmpty ? [] : ["largest differences"] + rows(largest).dropFirst()
  }

  private func signed(_ delta: Double) -> String { (delta > 0 ? "+" : "") + decimals(delta, 2) }
}

// What llama.cpp's perplexity tool prints, to the character where there are errors.
extension ComparisonText {
  static func statistics(_ statistics: ComparisonStatistics) -> [[String]] {
    [
      ["====== Perplexity statistics ======"] + perplexities(statistics),
      statistics.divergence.map { divergence in
        ["====== KL divergence statistics ======"]
          + spread(divergence, "KLD", digits: 6, width: 10) { !$0.isOfProbability }
          + (statistics.reverse.map { ["Mean reverse KLD: " + estimate($0.mean)] } ?? [])
      } ?? [],
      ["====== Token probability statistics ======"] + probabilities(statistics),
    ]
  }

  private static func perplexities(_ statistics: ComparisonStatistics) -> [String] {
    [
      "Mean PPL(Q)                   : " + estimate(statistics.perplexity),
      "Mean PPL(base)                : " + estimate(statistics.perplexityOfBase),
      "Cor(ln(PPL(Q)), ln(PPL(base))): "
        + padded(decimals(statistics.correlation.map { $0 * 100 }, 2), 6) + "%",
      "Mean ln(PPL(Q)/PPL(base))     : " + estimate(statistics.logRatio),
      "Mean PPL(Q)/PPL(base)         : " + estimate(statistics.ratio),
      "Mean PPL(Q)-PPL(base)         : " + estimate(statistics.difference),
    ]
  }

  private static func probabilities(_ statistics: ComparisonStatistics) -> [String] {
    spread(
      statistics.probability, "Δp", digits: 3, width: 6, scale: 100, sign: "%", where: { _ in true }
    )
      + [
        "RMS Δp    : " + percent(statistics.rootMeanSquare)
      ] + (statistics.sameTop.map { ["Same top p: " + percent($0)] } ?? [])
  }

  private static func spread(
    _ spread: Spread, _ name: String, digits: Int, width: Int, scale: Double = 1, sign: String = "",
    where isListed: (Quantile) -> Bool
  ) -> [String] {
    ["Mean    \(name): " + (scale == 1 ? estimate(spread.mean) : percent(spread.mean))]
      + Quantile.all.filter(isListed).map {
        let value = spread.quantile($0.share) * scale
        return "\($0.label) \(name): " + padded(decimals(value, digits), width) + sign
      }
  }

  private static func estimate(_ estimate: Estimate) -> String {
    padded(decimals(estimate.value, 6), 10) + " ± " + padded(decimals(estimate.error, 6), 10)
  }

  private static func percent(_ estimate: Estimate) -> String {
    padded(decimals(estimate.value * 100, 3), 6) + " ± "
      + padded(decimals(estimate.error.map { $0 * 100 }, 3), 5) + " %"
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
