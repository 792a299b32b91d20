import Exploration
import InformationTheory
import Scoring
import ShownText

extension Explorer {
  /// What another model says of the token, or of what it has in common with others, in so many columns.
  func contrastDetails(_ contrast: Contrast, width: Int) -> [Detail] {
    guard let span = contrast.span(holding: describedToken), let names = comparedNames,
      let others = contrast.figures.surprisals(of: span.other),
      let changes = changeInterval(of: describedToken)
    else { return [] }
    let ranks = span.other.compactMap { contrast.other.predictions.rank(at: $0) }
    let isOne = span.base.count == 1 && span.other.count == 1
    let remark =
      isOne
      ? ranks.first.map { "  rank \(rankText($0))" } ?? ""
      : "  \(span.base.count) → \(span.other.count) tokens"
    let difference = between(changes, by: "…", signed)
    let own: StyledText = [(between(others, unit.format), .strong), (" \(unit.rawValue)", .faint)]
    let name = shortName(names.other, 11)
    let line = own + [("  \(difference)", .actual), (remark, .faint)]
    let lines: [Detail] =
      line.width <= width
      ? [(name, line)]
      : [(name, own), ("difference", [(difference, .actual), (remark, .faint)])]
    guard let divergences = modelComparison?.divergences?.at(describedToken) else { return lines }
    return lines + [
      (
        "KL, back",
        [
          (divergenceText(divergences.forward), .strong), ("  ", .plain),
          (divergenceText(divergences.reverse), .strong), (" \(unit.rawValue)", .faint),
        ]
      )
    ]
  }
}
