import ShownText
import Exploration
import InformationTheory
import Scoring
import Basics

extension Painter {
  /// Everything about the focused token, a line each.
  mutating func paintDetails(_ area: Area) {
    let title = explorer.isAsking ? "the token that came" : "this token"
    paintHeading(isAtOne ? title : "\(title) at \(atTemperature)", in: area)
    guard let token = describedToken else { return }
    let lines = details(of: token)
    for (index, line) in lines.prefix(area.rows - 1).enumerated() {
      let row = area.row + 1 + index
      frame.write(line.label, row: row, column: area.column + 2, as: .faint)
      write(line.pieces, row: row, column: area.column + 14, limit: area.columns - 14)
    }
  }

  /// The token whose figures are said.
  private var describedToken: Token? {
    explorer.tokens.indices.contains(explorer.describedToken)
      ? explorer.tokens[explorer.describedToken] : nil
  }

  private typealias Detail = (label: String, pieces: [(String, Role)])

  private func details(of token: Token) -> [Detail] {
    let bytes = explorer.bytes(of: token)
    var lines: [Detail] = [
      ("token", [("\(visibleSpaces(bytes))", .actual), ("  entry \(token.id)", .faint)])
    ]
    if token.isUnknown { lines.append(("unknown", [(unknownRemark(token), .strong)])) }
    lines += scores
    lines.append(("bytes", [(hexadecimalPairs(bytes.prefix(32)), .plain)]))
    lines.append(
      (
        "place",
        [
          ("\(grouped(explorer.describedToken + 1))", .plain),
          (
            " of \(grouped(explorer.tokens.count)), byte \(grouped(token.bytes.lowerBound))",
            .faint
          ),
        ]
      ))
    return lines
  }

  /// What is read in place of a byte that the vocabulary has no token for.
  private func unknownRemark(_ token: Token) -> String {
    "read as \(visibleSpaces(explorer.bytes(ofEntry: token.id)))"
  }

  private var scores: [Detail] {
    guard let surprisal = explorer.surprisal(of: explorer.describedToken),
      let entropy = explorer.entropy(before: explorer.describedToken),
      let rank = explorer.rank(of: explorer.describedToken)
    else { return [("", [(unscoredReason, .faint)])] }
    return [
      ("surprise", amounts(surprisal))
    ] + change + [
      (
        "probability",
        [
          (percentage(logProbability: -surprisal.nats), .strong),
          ("  1 in \(threeDigits(surprisal.perplexity))", .faint),
        ]
      ),
      ("rank", [(grouped(rank), .strong), (" of \(grouped(vocabularySize))", .faint)]),
      ("entropy", amounts(entropy)),
      ("", [("= \(threeDigits(entropy.perplexity)) choices", .faint)]),
      ("− entropy", [(signed(surprisal - entropy), .strong), (" \(unit)", .faint)]),
      ("top 1 5 32", [(bestShares, .plain)]),
    ]
  }

  /// What has become of the surprisal, beside a comparison.
  private var change: [Detail] {
    if let change = explorer.change(of: explorer.describedToken) {
      return [("change", [(signed(change), .strong), (" \(unit)", .faint)])]
    }
    guard let totals = explorer.replacement(holding: explorer.describedToken) else { return [] }
    let pieces: [(String, Role)] = [
      (explorer.unit.format(totals.before), .strong), (" → ", .faint),
      (explorer.unit.format(totals.after), .strong), (" \(unit)", .faint),
    ]
    return [("replaced", pieces)]
  }

  private func amounts(_ amount: Information) -> [(String, Role)] {
    let other: Exploration.Unit = explorer.unit == .bits ? .nats : .bits
    return [
      (explorer.unit.format(amount), .strong), (" \(unit)", .faint),
      ("  \(other.format(amount))", .plain), (" \(other.rawValue)", .faint),
    ]
  }

  private var unit: String { explorer.unit.rawValue }

  func signed(_ amount: Information) -> String {
    (amount.nats > 0 ? "+" : "") + explorer.unit.format(amount)
  }

  private var vocabularySize: Int { explorer.scored?.predictions.vocabularySize ?? 0 }

  /// The probability of the best one, five and 32 candidates together.
  private var bestShares: String {
    guard let predictions = explorer.scored?.predictions else { return "" }
    let shares = predictions.candidates(
      at: explorer.describedToken, temperature: explorer.temperature
    )
    .map { exp($0.logProbability) }
    return [1, 5, 32].map { count in
      percentage(logProbability: log(min(shares.prefix(count).reduce(0, +), 1)))
    }.joined(separator: "  ")
  }

  private var unscoredReason: String {
    explorer.hasPrediction(explorer.describedToken) ? "no context" : "not scored yet"
  }

  /// What has become of the surprisal, for the line of figures.
  private var changeFigures: [(String, Role)] {
    guard let (label, pieces) = change.first else { return [] }
    return [("  \(label) ", .faint)] + pieces
  }

  /// The focused token's figures in one line.
  mutating func paintFigures(_ area: Area) {
    guard let token = describedToken else { return }
    let name = "“\(visibleSpaces(explorer.bytes(of: token)))”"
    var pieces: [(String, Role)] =
      (explorer.isAsking ? [("it was ", .faint)] : []) + [(name, .actual)]
      + (token.isUnknown ? [("  unknown", .strong)] : [])
    guard let surprisal = explorer.surprisal(of: explorer.describedToken),
      let rank = explorer.rank(of: explorer.describedToken),
      let entropy = explorer.entropy(before: explorer.describedToken)
    else {
      write(
        pieces + [("  \(unscoredReason)", .faint)], row: area.row, column: 1,
        limit: area.columns - 2)
      return
    }
    let groups: [[(String, Role)]] = [
      [("  surprise ", .faint), (explorer.unit.format(surprisal), .strong), (" \(unit)", .faint)],
      changeFigures,
      [("  p ", .faint), (percentage(logProbability: -surprisal.nats), .strong)],
      [("  rank ", .faint), (grouped(rank), .strong)],
      isAtOne ? [] : [("  at \(atTemperature)", .knob)],
      [("  entropy ", .faint), (explorer.unit.format(entropy), .strong), (" \(unit)", .faint)],
    ]
    func width(_ pieces: [(String, Role)]) -> Int {
      pieces.reduce(0) { $0 + columnWidth(of: $1.0) }
    }
    for group in groups where width(pieces) + width(group) <= area.columns - 2 { pieces += group }
    write(pieces, row: area.row, column: 1, limit: area.columns - 2)
  }
}
