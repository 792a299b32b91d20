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
    let table = Table(lines: record.scoreLines)
    frame.draw(table, in: rest)
    drawHistograms(in: rest.dropping(rows: table.lines.count + (isTight ? 0 : 1)), on: &frame)
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
      let most = decimal(log2(Double(max(asked, 1))), 1)
      return
        "Lower … upper bound on a character's entropy (Shannon 1951), from how often 1, 2, 3 … "
        + "guesses were needed; — while the answers are too few for the lower to lie below the "
        + "upper. \(asked) \(plural("answer", asked)) can show \(most) bits a question at most."
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
    let most = max(histogram.counts.max() ?? 0, 1)
    let width = max(area.columns - 17, 1)
    for (index, label) in histogram.labels.enumerated() where index + 1 < area.rows {
      let row = area.row + 1 + index
      let count = histogram.counts[index]
      frame.write(padded(label, 6), row: row, column: area.column + 2, as: .faint)
      guard count > 0 else { continue }
      let bar = lyingBar(Double(count) / Double(most), width: width)
      let end = frame.write(bar, row: row, column: area.column + 9, as: .bar)
      frame.write(" \(count)", row: row, column: end, as: .strong)
    }
  }
}

/// The scoreboard so far, where there is room for it.
struct GameStandings: Widget {
  let game: Game

  func draw(in area: Area, on frame: inout Frame) {
    let record = game.standings
    guard !record.rounds.isEmpty else { return }
    let table = Table(lines: record.scoreLines)
    guard area.rows > table.lines.count else { return }
    frame.draw(Heading("so far"), in: area)
    frame.draw(table, in: area.dropping(rows: 1))
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
    return [
      ((isFirst ? "★ " : "  ") + score.name, role), ("\(score.guessNumbers.count)", .plain),
      ("\(score.rightAtOnce)", .plain), (score.meanGuesses.map(guesses) ?? "—", .strong),
      (range(score.bounds, per: score.charactersPerQuestion), .strong),
      (
        score.modelGuessNumbers.isEmpty
          ? "" : range(score.modelBounds, per: score.charactersPerQuestion), .plain
      ),
    ]
  }

  /// A mean number of guesses; a fraction of one means nothing among hundreds.
  private func guesses(_ mean: Double) -> String {
    mean < 99.95 ? decimal(mean, 1) : grouped(Int(mean.rounded()))
  }

  private func range(_ bounds: ShannonBounds?, per characters: Double) -> String {
    guard let bounds else { return "—" }
    return "\(decimal(bounds.lower.bits / characters, 2)) … "
      + decimal(bounds.upper.bits / characters, 2)
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
      ("\(score.shares.count)", .plain),
      (score.mean.map { decimal($0.bits, 2) } ?? "—", .strong),
      (threeDigits(score.capital), .plain),
    ]
  }
}
