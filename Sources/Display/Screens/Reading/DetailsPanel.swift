import ShownText
import Exploration
import InformationTheory
import Scoring
import Basics

/// Everything about the focused token, a line each.
struct DetailsPanel: Widget {
  let explorer: Explorer

  func draw(in area: Area, on frame: inout Frame) {
    let title = explorer.isAsking ? "the token that came" : "this token"
    frame.draw(
      Heading(explorer.isAtOne ? title : "\(title) at \(explorer.atTemperature)"), in: area)
    guard let token = explorer.tokenDescribed else { return }
    let hasBars = area.columns >= DetailBars.leastColumns
    let width = hasBars ? area.columns * 45 / 100 : area.columns
    for (index, line) in details(of: token, width: width - 14).prefix(area.rows - 1).enumerated() {
      let row = area.row + 1 + index
      frame.write(line.label, row: row, column: area.column + 2, as: .faint)
      frame.write(line.pieces, row: row, column: area.column + 14, limit: width - 14)
    }
    guard hasBars else { return }
    frame.draw(
      DetailBars(explorer: explorer), in: area.dropping(rows: 1).part(width + 1, area.columns - 1))
  }

  /// The lines, whose numbers have so many columns.
  private func details(of token: Token, width: Int) -> [Detail] {
    let bytes = explorer.bytes(of: token)
    let name: StyledText = [(visibleSpaces(bytes), .actual)]
    let named = name + [("  entry \(grouped(token.id))", .faint)]
    var lines: [Detail] = [("token", named.width <= width ? named : name)]
    if token.isUnknown { lines.append(("unknown", [(unknownRemark(token), .strong)])) }
    if token.isSpaceAdded { lines.append(("added", [("a space before the text", .strong)])) }
    lines += explorer.partDetails + scores(width: width)
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

  private func scores(width: Int) -> [Detail] {
    guard let surprisal = explorer.surprisalInterval(of: explorer.describedToken),
      let entropy = explorer.entropyInterval(before: explorer.describedToken)
    else { return [("", [(explorer.unscoredReason, .faint)])] }
    return [
      ("surprise", amounts(surprisal, width: width))
    ] + fewTokens + explorer.changeDetails(width: width) + [
      ("probability", probability(surprisal, width: width)),
      (
        "rank", [(explorer.figureText(.rank), .strong)] + ofAllEntries
      ),
      ("entropy", amounts(entropy, width: width)),
      ("", [("= \(between(entropy) { threeDigits($0.perplexity) }) choices", .faint)]),
      (
        "− entropy",
        [
          ((surprisal - entropy).map { between($0, explorer.signed) } ?? "—", .strong),
          (" \(explorer.unit.rawValue)", .faint),
        ]
      ),
      ("top 1 5 32", [(bestShares(width: width), .plain)]),
    ] + remark
  }

  /// A probability as a percentage and as one chance in so many; the latter alone where that says more
  /// and there is no room for both.
  private func probability(_ surprisal: ClosedRange<Information>, width: Int) -> StyledText {
    guard surprisal.lowerBound == surprisal.upperBound else {
      return [(explorer.figureText(.probability), .strong)]
    }
    let logProbability = 0 - surprisal.lowerBound.nats
    let chance = oneIn(logProbability: logProbability)
    let both: StyledText = [
      (explorer.figureText(.probability), .strong), ("  \(chance)", .faint),
    ]
    return saysLittle(percentageOf: logProbability) && both.width > width
      ? [(chance, .strong)] : both
  }

  private var fewTokens: [Detail] {
    explorer.fewTokensRemark.map { [("before it", [($0, .strong)])] } ?? contextRead
  }

  /// How much of a long text was read before the token.
  private var contextRead: [Detail] {
    explorer.contextRead(before: explorer.describedToken).map {
      [("before it", [(grouped($0), .plain), (" \(plural("token", $0)) read", .faint)])]
    } ?? []
  }

  /// In the unit, and in the other where there is room for both.
  private func amounts(_ amount: ClosedRange<Information>, width: Int) -> StyledText {
    let other = explorer.unit.next
    let one: StyledText = [
      (between(amount, explorer.unit.format), .strong), (" \(explorer.unit.rawValue)", .faint),
    ]
    let both =
      one + [("  \(between(amount, other.format))", .plain), (" \(other.rawValue)", .faint)]
    return amount.lowerBound < amount.upperBound && both.width > width ? one : both
  }

  /// That colours and bars show one number of two.
  private var remark: [Detail] {
    explorer.isBounded ? [("colours", [("and bars: the middle", .faint)])] : []
  }

  /// Of how many: not where no rank is known.
  private var ofAllEntries: StyledText {
    guard let rank = explorer.rank(of: explorer.describedToken), rank < Int(Prediction.unknownRank)
    else { return [] }
    return [(" of \(grouped(explorer.scored?.predictions.vocabularySize ?? 0))", .faint)]
  }

  /// In whole percentages where no more has room.
  private func bestShares(width: Int) -> String {
    let shares = explorer.bestShares
    let exact = shares.map { between($0, by: "…") { percentage(logProbability: log($0)) } }
      .joined(separator: "  ")
    guard columnWidth(of: exact) > width else { return exact }
    return shares.map(wholePercentages).joined(separator: " ")
  }
}

/// `3…14%`: what shares are at least and at most where there is room for no more; at most eight columns.
func wholePercentages(_ shares: ClosedRange<Double>) -> String {
  between(shares, by: "…") { $0 > 0 && $0 < 0.005 ? "<1" : decimal(100 * $0, 0) } + "%"
}

/// The focused token's figures in one line.
struct FiguresLine: Widget {
  let explorer: Explorer

  func draw(in area: Area, on frame: inout Frame) {
    guard let token = explorer.tokenDescribed else { return }
    let name = "“\(visibleSpaces(explorer.bytes(of: token)))”"
    var pieces: StyledText =
      (explorer.isAsking ? [("it was ", .faint)] : []) + [(name, .actual)]
      + (token.isUnknown ? [("  unknown", .strong)] : [])
      + (token.isSpaceAdded ? [("  with a space before it", .strong)] : [])
    guard let surprisal = explorer.surprisal(of: explorer.describedToken),
      let entropy = explorer.entropyInterval(before: explorer.describedToken)
    else {
      frame.write(
        pieces + [("  \(explorer.unscoredReason)", .faint)], row: area.row, column: 1,
        limit: area.columns - 2)
      return
    }
    let first: [StyledText] = [
      [
        ("  surprise ", .faint), (explorer.figureText(.surprise), .strong),
        (" \(explorer.unit.rawValue)", .faint),
      ],
      explorer.fewTokensRemark.map { [("  ", .plain), ("\($0) before it", .strong)] } ?? readBefore,
    ]
    let further: [StyledText] = [
      explorer.partFigures,
      [("  p ", .faint), (explorer.figureText(.probability), .strong)],
      saysLittle(percentageOf: -surprisal.nats) && !explorer.isBounded
        ? [("  \(oneIn(logProbability: -surprisal.nats))", .faint)] : [],
      [("  rank ", .faint), (explorer.figureText(.rank), .strong)],
      explorer.isAtOne ? [] : [("  at \(explorer.atTemperature)", .knob)],
      [
        ("  entropy ", .faint), (between(entropy, explorer.unit.format), .strong),
        (" \(explorer.unit.rawValue)", .faint),
      ],
    ]
    for group in first + changeFigures + further
    where pieces.width + group.width <= area.columns - 2 { pieces += group }
    frame.write(pieces, row: area.row, column: 1, limit: area.columns - 2)
  }

  /// How much of a long text was read before the token.
  private var readBefore: StyledText {
    explorer.contextRead(before: explorer.describedToken).map {
      [("  after ", .faint), (grouped($0), .plain), (" read", .faint)]
    } ?? []
  }

  /// What has become of the surprisal, for the line of figures.
  private var changeFigures: [StyledText] {
    if let names = explorer.comparedNames,
      let changes = explorer.changeInterval(of: explorer.describedToken)
    {
      let change = between(changes, by: "…", explorer.signed)
      return [[("  \(shortName(names.other, 16)) ", .faint), (change, .actual)]]
    }
    return explorer.changeDetails(width: .max).prefix(1).map { label, pieces in
      [("  \(label) ", .faint)] + pieces
    }
  }
}

/// A line of the details.
typealias Detail = (label: String, pieces: StyledText)

extension Explorer {
  /// The token whose figures are said.
  var tokenDescribed: Token? {
    tokens.indices.contains(describedToken)
      ? tokens[describedToken] : nil
  }

  /// What has become of the surprisal, beside a comparison.
  fileprivate func changeDetails(width: Int) -> [Detail] {
    if let contrast = modelComparison?.contrast { return contrastDetails(contrast, width: width) }
    if let changes = changeInterval(of: describedToken) {
      return [("change", [(between(changes, signed), .strong), (" \(unit.rawValue)", .faint)])]
    }
    guard let totals = replacement(holding: describedToken) else { return [] }
    let pieces: StyledText = [
      (between(totals.before, by: "…", unit.format), .strong), (" → ", .faint),
      (between(totals.after, by: "…", unit.format), .strong), (" \(unit.rawValue)", .faint),
    ]
    return [("replaced", pieces)]
  }

  /// What the token belongs to, where the text is read by more than tokens, and its figures: of a word the sum
  /// of its tokens, less the end of the word before, and its own end.
  fileprivate var partDetails: [Detail] {
    guard textUnit != .token, tokens.indices.contains(describedToken) else { return [] }
    let part = part(of: describedToken)
    let count = grouped(part.count)
    let title: Detail = (
      textUnit.rawValue,
      [
        ("\(name(of: part))", .actual), ("  \(count) \(plural("token", part.count))", .faint),
      ]
    )
    guard let plain = wordScores.plain(part) else {
      return [title, ("", [("not scored whole", .faint)])]
    }
    let open = figures.surprisals(of: part) ?? plain...plain
    guard textUnit == .word else {
      return [title, ("sum, mean", sumAndMean(open, of: part.count))]
    }
    guard let word = wordScores.corrected(part) else {
      return [
        title,
        (
          "in all",
          [
            (between(open, unit.format), .strong),
            (
              " \(unit.rawValue), \(isBounded ? "not corrected: that needs every token" : "as it is")",
              .faint
            ),
          ]
        ),
      ]
    }
    return [
      title,
      (
        "corrected",
        [
          (unit.format(word.corrected), .strong),
          (
            " = \(unit.format(word.plain)) − \(unit.format(word.before)) + \(unit.format(word.after))",
            .faint
          ),
        ]
      ),
    ]
  }

  private func sumAndMean(_ sum: ClosedRange<Information>, of count: Int) -> StyledText {
    let mean = sum.map { Information.nats($0.nats / Double(count)) }
    return [
      (between(sum, by: "…", unit.format), .strong), ("  ", .plain),
      (between(mean, by: "…", unit.format), .strong), (" \(unit.rawValue)", .faint),
    ]
  }

  /// The same for the line of figures.
  fileprivate var partFigures: StyledText {
    let part = part(of: describedToken)
    guard textUnit != .token, let plain = wordScores.plain(part) else { return [] }
    let corrected = textUnit == .word ? wordScores.corrected(part)?.corrected : nil
    let open = corrected.map { $0...$0 } ?? figures.surprisals(of: part) ?? plain...plain
    return [
      ("  \(textUnit.rawValue) ", .faint), (between(open, by: "…", unit.format), .strong),
      (corrected == nil ? "" : " corrected", .faint),
    ]
  }

  fileprivate var unscoredReason: String {
    hasPrediction(describedToken) ? "no context" : "not scored yet"
  }
}
