import Exploration
import InformationTheory
import Reports
import Scoring

extension TakingAway {
  /// The two models of a text, as far as they are known; nil where there is one, or the other has said nothing yet.
  func compared(_ text: TakenText) -> ComparedText? {
    guard let comparison = text.comparison, let other = comparison.other,
      let rival = comparison.contrast?.other
    else { return nil }
    let (temperature, mine) = (text.temperature, text.scored)
    let expected = [mine, rival].map { $0.predictions(from: 0, count: $0.tokens.count) }
    let scores = expected.map { TokenScore.all($0, at: temperature) }
    let base = Reports.Comparison.Side(
      text.model, digest: receipt(of: text).modelDigest, mine.settings,
      isBounded: mine.predictions.isBounded)
    let side = Reports.Comparison.Side(
      other.description, digest: Receipt(comparison.reference).modelDigest, rival.settings,
      isBounded: rival.predictions.isBounded)
    let written: Reports.Comparison
    if mine.tokens == rival.tokens {
      let known = comparison.divergences.flatMap { $0.temperature == temperature ? $0 : nil }
      let places = mine.tokens.indices.map {
        PlaceComparison(base: scores[0][$0], other: scores[1][$0], divergences: known?.at($0))
      }
      let isWhole = places.allSatisfy { $0.both == nil || $0.divergences != nil }
      written = Reports.Comparison(
        base, side, at: temperature, of: mine.text, mine.tokens, places,
        note: other.note.map { "\($0): there is no divergence" }
          ?? (isWhole ? nil : "not every divergence was known when this was written"))
    } else {
      written = Reports.Comparison(
        base, side, at: temperature, of: mine.text, ComparedSpan.all(mine.tokens, rival.tokens),
        (scores[0], scores[1]),
        note:
          "\(other.note ?? "the models cut the text differently"): spans of the text are compared, "
          + "and there is no divergence")
    }
    return ComparedText(
      comparison: written, text: mine.text,
      base: .init(text.vocabulary, mine.tokens, expected[0]),
      other: .init(other.vocabulary, rival.tokens, expected[1]))
  }
}
