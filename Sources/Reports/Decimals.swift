import ShownText

/// A number of a report with so many decimals, in signs that programs read; a dash where there is none.
func decimals(_ value: Double?, _ count: Int) -> String {
  value.map { decimal($0, count, infinity: "inf", minus: "-") } ?? "–"
}
