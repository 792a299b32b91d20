import Basics
import Exploration
import InformationTheory
import Scoring
import ShownText

/// How much a text surprises two models, and how far their expectations diverge.
struct ModelsPanel: Widget {
  let explorer: Explorer
  let comparison: ModelComparison

  func draw(in area: Area, on frame: inout Frame) {
    frame.draw(
      Heading("both models" + explorer.temperatureSuffix, isFocused: explorer.panel == .curve),
      in: area)
    let inside = area.belowHeading
    guard let totals = explorer.modelTotals, let contrast = comparison.contrast else {
      return frame.draw(Paragraph("Nothing is compared yet.", as: .faint), in: inside)
    }
    let lines =
      totals.isOpen ? openTable(totals) : table(totals, contrast, columns: inside.columns)
    let table = Table(lines: lines, firstWidth: 10)
    frame.draw(table, in: inside)
    let rest = inside.dropping(rows: table.lines.count)
    guard rest.rows > 0 else { return }
    if let note = comparison.other?.note {
      return frame.draw(
        Paragraph("\(note): spans are compared.", as: .faint), in: rest)
    }
    for (index, line) in divergenceLines.prefix(rest.rows).enumerated() {
      frame.write(
        line, row: rest.row + index, column: rest.column + 2, limit: rest.columns - 3)
    }
  }

  // MARK: How much the text surprises each

  private func table(
    _ totals: Contrast.Totals, _ contrast: Contrast, columns: Int
  ) -> [StyledText] {
    let (unit, names) = (explorer.unit, explorer.comparedNames)
    let width = max((columns - 20) / 3, 7)
    func row(
      _ title: String, _ base: String, _ other: String, _ difference: String
    ) -> StyledText {
      [(title, .faint), (base, .strong), (other, .strong), (difference, .actual)]
    }
    let header: StyledText = [
      ("", .faint), (shortName(names?.base ?? "", width), .heading),
      (shortName(names?.other ?? "", width), .heading), ("±", .heading),
    ]
    let change = totals.other - totals.base
    let perByte = [totals.base, totals.other, change].map { totals.perByte($0) ?? 0 }
    return [
      header,
      row(
        "\(unit.rawValue)", unit.format(totals.base), unit.format(totals.other),
        explorer.signed(change)),
      row(
        "per byte", decimal(perByte[0], 3), decimal(perByte[1], 3),
        (perByte[2] > 0 ? "+" : "") + decimal(perByte[2], 3)),
    ] + differences(width).map { row($0.0, $0.1, $0.2, "") } + [
      row(
        "tokens", grouped(explorer.tokens.count), grouped(contrast.other.tokens.count), "")
    ]
  }

  /// The same where numbers lie between two, which take more columns.
  private func openTable(_ totals: Contrast.Totals) -> [StyledText] {
    let names = explorer.comparedNames
    func row(
      _ title: String, _ sums: ClosedRange<Information>?, _ sign: String,
      _ role: Role, _ written: (Information) -> String
    ) -> StyledText {
      let perByte = sums?.map { totals.perByte($0) ?? 0 }
      return [
        (title, .faint), (sums.map { between($0, by: "…", written) } ?? "—", role),
        (
          perByte.map { between($0, by: "…") { ($0 > 0 ? sign : "") + decimal($0, 3) } } ?? "—",
          role
        ),
      ]
    }
    return [
      [("", .faint), (explorer.unit.rawValue, .heading), ("bits per byte", .heading)],
      row(shortName(names?.base ?? "", 10), totals.bases, "", .strong, explorer.unit.format),
      row(shortName(names?.other ?? "", 10), totals.others, "", .strong, explorer.unit.format),
      row("±", totals.changes, "+", .actual, explorer.signed),
    ]
      + differences(10).map { name, base, other in
        [(name, .faint), ("\(base) → \(other)", .strong), ("", .plain)]
      }
  }

  /// In what else they read the text differently.
  private func differences(_ width: Int) -> [(String, String, String)] {
    let windows = explorer.comparedWindows.map {
      ("window", grouped($0.base), grouped($0.other))
    }
    let starts = explorer.comparedStarts.map {
      ("start", shortName($0.base ?? "none", width), shortName($0.other ?? "none", width))
    }
    return [windows, starts].compactMap { $0 }
  }

  // MARK: How far their expectations diverge

  /// From the most to the least telling, each in the columns of the narrowest panel.
  private var divergenceLines: [StyledText] {
    guard let known = comparison.divergences, let means = known.means else {
      return [[("KL …", .faint)]]
    }
    let share = explorer.comparisonShare.map { [(" \(Int($0 * 100))%", Role.notice)] } ?? []
    return [
      [("KL ", .faint), amount(means.forward), ("  back ", .faint), amount(means.reverse)] + share,
      [("same first choice ", .faint), (known.sameTopShare.map(shareText) ?? "—", .strong)],
    ] + further(known.statistics)
  }

  /// What else is known once all of the text is compared.
  private func further(_ statistics: ComparisonStatistics?) -> [StyledText] {
    guard let statistics, let divergence = statistics.divergence else { return [] }
    func quantile(_ share: Double) -> (String, Role) { amount(.nats(divergence.quantile(share))) }
    return [
      [("KL median ", .faint), quantile(0.5)],
      [("KL 99% ", .faint), quantile(0.99), ("  most ", .faint), quantile(1)],
      [("RMS change of p ", .faint), (shareText(statistics.rootMeanSquare.value), .strong)],
      [
        ("perplexity ", .faint), (threeDigits(statistics.perplexityOfBase.value), .strong),
        (" → ", .faint), (threeDigits(statistics.perplexity.value), .strong),
      ],
    ]
  }

  private func amount(_ divergence: Information) -> (String, Role) {
    (explorer.divergenceText(divergence), .strong)
  }

  private func shareText(_ share: Double) -> String { decimal(share * 100, 1) + "%" }
}

extension Explorer {
  /// A divergence, which may be very small.
  func divergenceText(_ amount: Information) -> String {
    significant(exponentialOf: log(max(unit.amount(amount), 0)))
  }
}
