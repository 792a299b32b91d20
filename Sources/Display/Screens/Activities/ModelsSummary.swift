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
        (base, .faint), (unit.format(totals.base), .strong), (" → \(other)", .faint),
        (unit.format(totals.other), .plain), (" \(unit.rawValue)  ", .faint),
        (totals.change.map { explorer.signed($0) } ?? "—", .strong),
      ]
    }
    let perByte = [totals.base, totals.other].map { decimal(totals.perByte($0) ?? 0, 3) }
    let bytes: StyledText = [
      ("   bits per byte ", .faint), (perByte.joined(separator: " → "), .strong),
    ]
    let named = sums(shortName(names.base, 16) + " ", shortName(names.other, 16) + " ")
    return [
      (named + bytes, false), (sums("", "") + bytes, false), (named, false), (sums("", ""), true),
    ]
  }
}
