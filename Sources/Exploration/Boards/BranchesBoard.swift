import InformationTheory
import Scoring

extension Board.Row {
  /// The ways in which a generated text went on, over all of the panels, or as many rows as they fill.
  static let branches = Board.Row(
    takes: .everything,
    rows: { wish, columns in
      guard columns >= BranchRows.fewestColumns else { return nil }
      let fewest = BranchRows.fewest(isASCII: wish.isASCII)
      let all = [fewest, max(fewest, BranchRows.most)].map { 2 + $0 * wish.branchCount }
      return all[0]...all[1]
    }, keyMaps: [.branches])
}

/// The rows of a branch whose figures are large.
package enum BranchRows {
  /// The columns from which on they are large.
  package static let fewestColumns = 90
  /// The rows that are of use to one.
  package static let most = 8

  /// The rows that one has at least, its labels and a free line among them.
  package static func fewest(isASCII: Bool) -> Int {
    BigLetters.rows(ofDots: 5, scale: 1, isASCII: isASCII) + 2
  }
}

extension Explorer {
  /// How many branches the board has to show.
  var branchCount: Int { board == .branches ? generation?.branches.all.count ?? 0 : 0 }
}

extension KeyMap {
  /// While the branches are shown.
  public static let branches = KeyMap(
    title: "In the branches (\(key: .board(.branches)))",
    bindings: [
      Binding(
        "Walk to the branch above or below: it is the text now.", footer: .init("walk", rank: 0),
        [
          Action("branch-up", .generation(.walk(-1)), .key(.up), .letter("k")),
          Action("branch-down", .generation(.walk(1)), .key(.down), .letter("j")),
        ]),
      Binding(
        "Go on with this branch.", footer: .init("go on here", rank: 0, only: "branches"),
        [
          Action("branches", .board(.branches), .key(.enter), .letter("v")),
          Action("leave", .leave, .key(.escape)),
        ]),
    ])
}

extension Explorer {
  /// What a branch has of its own, at the temperature.
  package struct BranchSummary {
    /// Its tokens behind the fork; for the first branch, all of them.
    package var tokens: Range<Int>
    /// The bytes of these tokens.
    package var bytes: [UInt8]
    /// The means over those of them that are scored; nil when none is.
    package var surprise: Information?, entropy: Information?
  }

  /// What a branch has of its own. O(*n*) in the tokens of its text.
  package func summary(ofBranch index: Int) -> BranchSummary? {
    guard let branches = generation?.branches, let scored else { return nil }
    let branch = branches.all[index]
    let isShown = index == branches.current
    let text = isShown ? scored : branch.text
    let figures = isShown ? figures : TextFigures(text.predictions, at: temperature)
    let own = branch.fork..<max(text.tokens.count, branch.fork)
    return BranchSummary(
      tokens: own,
      bytes: own.isEmpty ? [] : Array(text.text[text.tokens[own.lowerBound].bytes.lowerBound...]),
      surprise: mean(own.compactMap(figures.surprisal(at:))),
      entropy: mean(own.compactMap(figures.entropy(at:))))
  }
}

/// The mean of some amounts; nil when there are none.
func mean(_ amounts: [Information]) -> Information? {
  amounts.isEmpty ? nil : .nats(amounts.reduce(0) { $0 + $1.nats } / Double(amounts.count))
}
