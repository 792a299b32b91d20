import Basics

/// An entry of a vocabulary by its rank, as a number: the least is the likeliest, and the first of
/// those that are equally likely.
struct RankedEntry {
  fileprivate let key: UInt64

  /// The entry that has a logit, which is a number.
  init(_ logit: Float, _ id: Int) {
    let bits = (logit + 0).bitPattern  // the two zeros are one
    let isNegative = bits >> 31 == 1
    key = UInt64(isNegative ? bits : ~bits & 0x7fff_ffff) << 32 | UInt64(UInt32(id))
  }

  var id: Int { Int(UInt32(truncatingIfNeeded: key)) }

  /// Eleven bits of it.
  fileprivate func digit(at shift: UInt64) -> Int { Int(key >> shift & 2_047) }
}

extension [RankedEntry] {
  /// The entries, which come by id, by their ranks.
  ///
  /// Many are sorted digit by digit (Hollerith 1889): a model that knows nothing finds all its vocabulary
  /// alike, and a token that is drawn waits for it.
  func inOrder() -> [RankedEntry] {
    guard count > 4_096 else { return sorted { $0.key < $1.key } }
    var (entries, others) = (self, self)
    for shift in [32, 43, 54] as [UInt64] {
      entries.sort(to: &others, byDigitAt: shift)
      swap(&entries, &others)
    }
    return entries
  }

  /// Puts them in the order of one digit, and leaves those alike in it as they are.
  private func sort(to sorted: inout [RankedEntry], byDigitAt shift: UInt64) {
    var places = [Int](repeating: 0, count: 2_049)
    for entry in self { places[entry.digit(at: shift) + 1] += 1 }
    for digit in 1..<2_048 { places[digit] += places[digit - 1] }
    for entry in self {
      let digit = entry.digit(at: shift)
      sorted[places[digit]] = entry
      places[digit] += 1
    }
  }
}
