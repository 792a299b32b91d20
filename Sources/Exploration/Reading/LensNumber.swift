import Basics
import InformationTheory
import Scoring
import ShownText

/// A rank as it is written, or what is written where it is only known to be beyond the candidates of a server.
package func rankText(_ rank: Int, unknown: String = "–") -> String {
  rank < Int(Prediction.unknownRank) ? grouped(rank) : unknown
}

extension Lens {
  /// The columns that the number of a token may take, whatever its value. Some are left out where it is
  /// beyond all that a model says: from 1e100 on.
  public var numberWidth: Int { isInformation ? 4 : self == .probability ? 6 : 5 }

  /// A value as it is written below its token, within ``numberWidth`` columns: `2.3`, `12`, `−0.4`,
  /// `88.1%`, a rank. O(1).
  public func number(_ value: Double, in unit: Unit) -> String {
    switch self {
    case .probability: percentage(logProbability: log(value))
    case .rank:
      value >= Double(Prediction.unknownRank)
        ? "–"
        : value < 10_000 ? decimal(value, 0) : decimal((value / 1_000).rounded(.down), 0) + "k"
    case .surprise, .entropy, .excess, .change, .bought: amount(unit.amount(.bits(value)))
    }
  }

  private func amount(_ amount: Double) -> String {
    let size = abs(amount)
    let digits =
      size < 9.95 || !size.isFinite
      ? decimal(size, 1) : size < 999.5 ? decimal(size, 0) : scientific(size)
    guard size >= 0.05 else { return digits }
    return (amount < 0 ? "−" : isSigned ? "+" : "") + digits
  }
}
