import InformationTheory
import Scoring

extension Board.Row {
  /// How a number on the screen is computed, over all of the panels.
  static let sum = Board.Row(
    takes: .everything, rows: { _, _ in 16...20 }, large: (rows: 42, columns: 190), isTall: true,
    opening: Binding(
      "Show the sum: how a number on the screen is computed.", footer: .init("sum", rank: 2),
      [Action("sum", .board(.sum), .letter("m"))]),
    keyMaps: [.sum],
    prepare: { explorer in
      // The panel that is focused is what one asks about.
      guard explorer.panel != .text else { return }
      explorer.explanation.number = explorer.panel == .curve ? .loss : .surprise
    })
}

extension KeyMap {
  /// While the sum is shown; the keys for reading work too.
  public static let sum = KeyMap(
    title: "In the sum (\(key: .board(.sum)))",
    bindings: [
      Binding(
        "Explain the next number, or the one before.",
        footer: .init("next number", rank: 1, only: "next-number"),
        [
          Action("next-number", .explain(.nextNumber), .key(.tab), .letter("M")),
          Action("previous-number", .explain(.previousNumber), .key(.backTab)),
        ]),
      Binding(
        "Explain another candidate's surprise in place of the token that came.",
        footer: .init("candidate", rank: 1),
        [
          Action("explain-next", .explain(.nextCandidate), .letter("j")),
          Action("explain-previous", .explain(.previousCandidate), .letter("k")),
        ]),
      leaveBoard(by: Action("sum", .board(.sum), .letter("m"))),
    ])
}

/// Which number the sum explains.
public struct Explanation: Hashable, Sendable {
  /// The number.
  public internal(set) var number = Number.surprise
  /// The candidate whose surprise is explained, as its place in the list from 0 on; nil for the token
  /// that came.
  public internal(set) var candidate: Int?

  /// A number that can be explained.
  public enum Number: String, Hashable, Sendable, CaseIterable {
    /// The focused token's probability and surprisal.
    case surprise
    /// The entropy before the focused token.
    case entropy
    /// The text's loss.
    case loss
    /// The text's perplexity.
    case perplexity
    /// The text's bits per byte.
    case bitsPerByte = "bits per byte"
  }
}

/// A change of what the sum explains.
public enum ExplanationStep: Hashable, Sendable {
  /// Another number.
  case nextNumber, previousNumber
  /// The surprise of another candidate; before the first of them is the token that came.
  case nextCandidate, previousCandidate
}

extension Explorer {
  mutating func explain(_ step: ExplanationStep) {
    switch step {
    case .nextNumber: explanation.number = explanation.number.next
    case .previousNumber:
      for _ in 1..<Explanation.Number.allCases.count { explain(.nextNumber) }
    case .nextCandidate: explainCandidate(at: explanation.candidate.map { $0 + 1 } ?? 0)
    case .previousCandidate: explainCandidate(at: (explanation.candidate ?? 0) - 1)
    }
  }

  private mutating func explainCandidate(at place: Int) {
    explanation.number = .surprise
    let last = candidateCount - 1
    explanation.candidate = place < 0 || last < 0 ? nil : min(place, last)
  }

  /// The sheet of what the sum explains, at the temperature and in the unit of the screen.
  ///
  /// - Parameter terms: How many terms of a long sum have a line each.
  /// - Complexity: O(*terms*), for the text's numbers too.
  package func worksheet(terms: Int) -> Worksheet {
    switch explanation.number {
    case .surprise: wordSheet ?? meanSheet(terms: terms) ?? surpriseSheet
    case .entropy: entropySheet(terms: terms)
    case .loss: lossSheet(terms: terms)
    case .perplexity: perplexitySheet
    case .bitsPerByte: bitsPerByteSheet
    }
  }
}
