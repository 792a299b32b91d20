import Exploration
import InformationTheory
import Scoring
import ShownText

extension SummaryLine {
  /// How much the text surprises two models in all, and by the byte; from the most to the fewest figures that may
  /// have room.
  func modelComparisons(_ totals: Contrast.Totals) -> [Version] {
    guard let names = explorer.comparedNames else { return [] }
    let unit = explorer.unit
    func sums(_ base: String, _ other: String) -> StyledText {
      [
        (base, .faint), (between(totals.bases, unit.format), .strong), (" → \(other)", .faint),
        (between(totals.others, unit.format), .plain), (" \(unit.rawValue)  ", .faint),
        (totals.changes.map { between($0, explorer.signed) } ?? "—", .strong),
      ]
    }
    let perByte = [totals.bases, totals.others].map { sums in
      between(sums.map { totals.perByte($0) ?? 0 }) { decimal($0, 3) }
    }
    let bytes: StyledText = [
      ("   bits per byte ", .faint), (perByte.joined(separator: " → "), .strong),
    ]
    let named = sums(shortName(names.base, 16) + " ", shortName(names.other, 16) + " ")
    return [
      (named + bytes, false), (sums("", "") + bytes, false), (named, false), (sums("", ""), true),
    ]
  }
}
