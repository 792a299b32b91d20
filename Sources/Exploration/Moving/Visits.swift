/// Places in a text that were left by a jump, to go back and forth through as a browser does.
struct Visits: Hashable, Sendable {
  /// The places before and behind, as offsets in bytes, the nearest last.
  private var before: [Int] = [], behind: [Int] = []

  /// The most places that are kept.
  private static let most = 100

  /// Whether there is a place to go to.
  var leadsBack: Bool { !before.isEmpty }
  var leadsForth: Bool { !behind.isEmpty }

  /// Keeps a place that a jump leaves; what lay ahead is forgotten.
  mutating func leave(_ place: Int) {
    before = Array((before.filter { $0 != place } + [place]).suffix(Self.most))
    behind = []
  }

  /// The place to go back to from another; nil where there is none.
  mutating func goBack(from place: Int) -> Int? {
    guard let target = before.popLast() else { return nil }
    behind.append(place)
    return target
  }

  /// The place to go forth to again; nil where there is none.
  mutating func goForth(from place: Int) -> Int? {
    guard let target = behind.popLast() else { return nil }
    before.append(place)
    return target
  }
}
