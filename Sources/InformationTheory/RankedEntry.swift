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
}

extension [RankedEntry] {
  /// The entries, which come by id, by their ranks.
  ///
  /// Many are sorted digit by digit: a model that knows nothing finds all its vocabulary alike, and a token
  /// that is drawn waits for it.
  func inOrder() -> [RankedEntry] {
    count > 4_096 ? sorted(byBits: 32..<64) { $0.key } : sorted { $0.key < $1.key }
  }
}
