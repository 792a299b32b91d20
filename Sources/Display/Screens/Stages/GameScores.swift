import Basics
import Exploration
import Games
import InformationTheory
import ShownText

/// The scoreboard, the histograms of class and model, and where the formulas come from.
struct GameScores: Widget {
  let record: GameRecord

  func draw(in area: Area, on frame: inout Frame) {
    frame.draw(Heading("scoreboard"), in: area)
    guard !record.rounds.isEmpty else {
      let room = area.dropping(rows: 2).inset(columns: 1)
      return frame.draw(Paragraph("No question was answered.", as: .faint), in: room)
    }
    let isTight = area.rows < 18
    if !isTight {
      let text = fitted(display(Array(record.text.prefix(1_000))), area.columns - 4)
      frame.write(text, row: area.row + 1, column: area.column + 2, as: .faint)
    }
    let sourceRows = area.rows >= 14 ? 3 : 0
    var rest = area.dropping(rows: isTight ? 1 : 2)
    rest.rows -= sourceRows
    let table = record.scoreTable(in: rest, leaving: 10, isASCII: frame.isASCII)
    frame.draw(table, in: rest)
    let rows = table.rowCount(isASCII: frame.isASCII) + (isTight || table.scale > 0 ? 0 : 1)
    drawHistograms(in: rest.dropping(rows: rows), on: &frame)
    guard sourceRows > 0 else { return }
    let last = area.dropping(rows: area.rows - sourceRows).inset(columns: 1)
    frame.draw(Paragraph(source, as: .faint), in: last)
  }

  private func drawHistograms(in area: Area, on frame: inout Frame) {
    let people: Histogram
    let model: Histogram
    switch record.rules.kind {
    case .guess:
      let score = record.guessScore(of: nil)
      people = Histogram(guessNumbers: score.guessNumbers)
      model = Histogram(guessNumbers: score.modelGuessNumbers)
    case .bets:
      people = Histogram(shares: record.betScore(of: nil).shares)
      model = Histogram(shares: record.modelBetScore(inChips: true).shares)
    }
    let name = record.rules.kind == .guess ? "guesses needed" : "bits lost in a question"
    let half = area.columns / 2
    guard area.rows >= 3, half >= 16 else { return }
    frame.draw(
      HistogramPanel(histogram: people, title: "\(name): people"), in: area.part(0, half))
    frame.draw(
      HistogramPanel(histogram: model, title: "the model"), in: area.part(half, area.columns))
  }

  private var source: String {
    switch record.rules.kind {
    case .guess:
      let asked = record.guessScore(of: nil).guessNumbers.count
      let what =
        "Lower … upper bound on a character's entropy (Shannon 1951), from how often 1, 2, 3 … "
        + "guesses were needed"
      guard asked > 1 else { return "\(what): one answer is too few for them." }
      let most = decimal(log2(Double(asked)), 1)
      return "\(what); — while the answers are too few for the lower to lie below the upper. "
        + "\(grouped(asked)) answers can show \(most) bits a question at most."
    case .bets:
      return "Mean of log₂ (\(Chips.count) ÷ chips on what came): the gambling estimate of the "
        + "entropy of what was asked (Cover and King 1978). “1 became”: a capital of 1, all of "
        + "it bet each time, paid as many times over as there were options."
    }
  }
}

/// How often each number came, as bars.
private struct HistogramPanel: Widget {
  let histogram: Histogram
  let title: String

  func draw(in area: Area, on frame: inout Frame) {
    frame.draw(Heading(title), in: area)
    let large = BigLetters.line(scale: 1, isASCII: frame.isASCII)
    let room = (area.rows - 1) / max(histogram.labels.count, 1)
    let isLarge = area.columns >= 80 && room >= large
    let (scale, pitch, label) = isLarge ? (1, large, 32) : (0, room.clamped(to: 1...3), 9)
    let most = max(histogram.counts.max() ?? 0, 1)
    let width = max(area.columns - label - (isLarge ? 20 : 8), 1)
    for (index, name) in histogram.labels.enumerated() where (index + 1) * pitch < area.rows {
      let line = Area(
        row: area.row + 1 + index * pitch, column: area.column, rows: pitch, columns: area.columns)
      let text = BigText(name, as: .faint).atMost(scale: scale)
      let indent = label - 1 - 2 * scale - text.size(scale: scale).columns
      frame.write(large: text.pieces, scale: scale, in: line.part(indent, label))
      let count = histogram.counts[index]
      guard count > 0 else { continue }
      let bar = lyingBar(Double(count) / Double(most), width: width)
      for row in line.row..<line.row + max(pitch - 1, 1) {
        frame.write(bar, row: row, column: line.column + label, as: .bar)
      }
      let end = label + columnWidth(of: bar) + 1 + scale
      frame.write(
        large: [(grouped(count), .strong)], scale: scale, in: line.part(end, area.columns))
    }
  }
}

extension GameRecord {
  /// The scoreboard in large letters, as many of its columns as have room, the most telling first; in
  /// ordinary ones where there is no room for the lines and for two columns.
  func scoreTable(in area: Area, leaving rows: Int = 0, isASCII: Bool) -> Table {
    var table = Table(lines: scoreLines)
    let small = table
    table.scale = 1
    let byUse = rules.kind == .guess ? [0, 3, 4, 1, 2, 5] : [0, 2, 3, 1]
    let large = (2...byUse.count).reversed().map { table.keeping(byUse.prefix($0)) }
    let fitting = large.first { $0.columnCount(in: area.columns) == $0.lines[0].count }
    guard let fitting, fitting.rowCount(isASCII: isASCII) + rows <= area.rows else { return small }
    return fitting
  }
}

extension GameRecord {
  /// The scoreboard: a heading, a line a player, and the model.
  fileprivate var scoreLines: [StyledText] { rules.kind == .guess ? guessLines : betLines }

  private var guessLines: [StyledText] {
    let header: StyledText = [
      ("", .faint), ("asked", .faint), ("at once", .faint), ("mean guesses", .faint),
      ("bits a character", .faint), ("model, on the same", .faint),
    ]
    let players = rules.players.indices.map { guessScore(of: $0) }
      .filter { !$0.guessNumbers.isEmpty }
      .sorted { ($0.meanGuesses ?? 0) < ($1.meanGuesses ?? 0) }
    var lines = players.map { line($0, isFirst: $0 == players.first && players.count > 1) }
    if players.count > 1 { lines.append(line(guessScore(of: nil), isFirst: false)) }
    return [header] + lines + [line(modelGuessScore, isFirst: false)]
  }

  private func line(_ score: GuessScore, isFirst: Bool) -> StyledText {
    let role: Role = isFirst ? .best : .plain
    let asked = score.guessNumbers.count
    return [
      ((isFirst ? "★ " : "  ") + score.name, role), (asked > 0 ? grouped(asked) : "—", .plain),
      (asked > 0 ? grouped(score.rightAtOnce) : "—", .plain),
      (score.meanGuesses.map(guesses) ?? "—", .strong),
      (range(score.bounds, per: score.charactersPerQuestion), .strong),
      (
        score.modelGuessNumbers.isEmpty
          ? "" : range(score.modelBounds, per: score.charactersPerQuestion), .plain
      ),
    ]
  }

  /// A mean number of guesses; a fraction of one means nothing among hundreds.
  private func guesses(_ mean: Double) -> String {
    mean < 99.95 ? decimal(mean, 1) : grouped(Int(nearest: mean))
  }

  private func range(_ bounds: ShannonBounds?, per characters: Double) -> String {
    guard let bounds else { return "—" }
    let ends = [bounds.lower, bounds.upper].map { decimal($0.bits / characters, 2) }
    // Bounds that meet are those of answers of which each took another number of guesses.
    return ends[0] == ends[1] ? "—" : ends.joined(separator: " … ")
  }

  private var betLines: [StyledText] {
    let header: StyledText = [
      ("", .faint), ("questions", .faint), ("bits a question", .faint),
      ("1 became", .faint),
    ]
    let players = rules.players.indices.map { betScore(of: $0) }
    let ranked = (players + [modelBetScore(inChips: true)])
      .sorted { ($0.mean ?? .zero) < ($1.mean ?? .zero) }
    let lines = ranked.map { line($0, isFirst: $0 == ranked.first) }
    return [header] + lines + [line(modelBetScore(inChips: false), isFirst: false)]
  }

  private func line(_ score: BetScore, isFirst: Bool) -> StyledText {
    [
      ((isFirst ? "★ " : "  ") + score.name, isFirst ? .best : .plain),
      (score.shares.isEmpty ? "—" : grouped(score.shares.count), .plain),
      (score.mean.map { decimal($0.bits, 2) } ?? "—", .strong),
      (score.shares.isEmpty ? "—" : threeDigits(score.capital), .plain),
    ]
  }
}
