import ShownText
import Exploration
import Games
import InformationTheory
import Basics

/// A cell of the scoreboard.
private typealias ScoreCell = (text: String, role: Role)

extension Painter {
  /// The scoreboard, the histograms of class and model, and where the formulas come from.
  mutating func paintScores(_ game: Game, in area: Area) {
    paintHeading("scoreboard", in: area)
    guard !game.record.rounds.isEmpty else {
      return paint(
        paragraph: "No question was answered.", in: area.dropping(rows: 2), as: .faint)
    }
    let table = game.rules.kind == .guess ? guessTable(game.record) : betTable(game.record)
    let isTight = area.rows < 18
    let sourceRows = area.rows >= 14 ? 3 : 0
    var row = area.row + (isTight ? 1 : 2)
    if !isTight {
      let text = fitted(display(Array(game.record.text.prefix(1_000))), area.columns - 4)
      frame.write(text, row: area.row + 1, column: area.column + 2, as: .faint)
    }
    let last = area.row + area.rows - sourceRows
    paint(table, from: row, to: last, in: area)
    row += table.count + (isTight ? 0 : 1)
    paintHistograms(
      game.record,
      in: Area(row: row, column: area.column, rows: max(last - row, 0), columns: area.columns))
    guard sourceRows > 0 else { return }
    paint(
      paragraph: source(game.record),
      in: Area(row: last, column: area.column + 1, rows: sourceRows, columns: area.columns - 2),
      as: .faint)
  }

  /// The scoreboard so far, where there is room for it.
  mutating func paintStandings(_ game: Game, in area: Area) {
    let record = game.standings
    guard !record.rounds.isEmpty else { return }
    let table = game.rules.kind == .guess ? guessTable(record) : betTable(record)
    guard area.rows > table.count else { return }
    paintHeading("so far", in: area)
    paint(table, from: area.row + 1, to: area.row + area.rows, in: area)
  }

  private mutating func paint(_ table: [[ScoreCell]], from row: Int, to last: Int, in area: Area) {
    let widths = (table.first ?? []).indices.map { column in
      table.map { columnWidth(of: display($0[column].text)) }.max() ?? 0
    }
    for (index, line) in table.enumerated() where row + index < last {
      var column = area.column + 2
      for (place, cell) in line.enumerated() {
        let text = place == 0 ? cell.text : padded(cell.text, widths[place])
        let room = area.column + area.columns - column - 1
        guard room >= columnWidth(of: display(text)) || place == 0 else { break }
        frame.write(
          text, row: row + index, column: column, as: cell.role,
          limit: place == 0 ? min(widths[0], 18) : room)
        column += (place == 0 ? min(widths[place], 18) : widths[place]) + 3
      }
    }
  }

  // MARK: Guessing

  private func guessTable(_ record: GameRecord) -> [[ScoreCell]] {
    let header: [ScoreCell] = [
      ("", .faint), ("asked", .faint), ("at once", .faint), ("mean guesses", .faint),
      ("bits a character", .faint), ("model, on the same", .faint),
    ]
    let players = record.rules.players.indices.map { record.guessScore(of: $0) }
      .filter { !$0.guessNumbers.isEmpty }
      .sorted { ($0.meanGuesses ?? 0) < ($1.meanGuesses ?? 0) }
    var lines = players.map { line($0, isFirst: $0 == players.first && players.count > 1) }
    if players.count > 1 { lines.append(line(record.guessScore(of: nil), isFirst: false)) }
    return [header] + lines + [line(record.modelGuessScore, isFirst: false)]
  }

  private func line(_ score: GuessScore, isFirst: Bool) -> [ScoreCell] {
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

  // MARK: Betting

  private func betTable(_ record: GameRecord) -> [[ScoreCell]] {
    let header: [ScoreCell] = [
      ("", .faint), ("questions", .faint), ("bits a question", .faint),
      ("1 became", .faint),
    ]
    let players = record.rules.players.indices.map { record.betScore(of: $0) }
    let ranked = (players + [record.modelBetScore(inChips: true)])
      .sorted { ($0.mean ?? .zero) < ($1.mean ?? .zero) }
    let lines = ranked.map { line($0, isFirst: $0 == ranked.first) }
    return [header] + lines + [line(record.modelBetScore(inChips: false), isFirst: false)]
  }

  private func line(_ score: BetScore, isFirst: Bool) -> [ScoreCell] {
    [
      ((isFirst ? "★ " : "  ") + score.name, isFirst ? .best : .plain),
      ("\(score.shares.count)", .plain),
      (score.mean.map { decimal($0.bits, 2) } ?? "—", .strong),
      (threeDigits(score.capital), .plain),
    ]
  }

  // MARK: Histograms

  private mutating func paintHistograms(_ record: GameRecord, in area: Area) {
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
    paint(people, "\(name): people", in: area.part(0, half))
    paint(model, "the model", in: area.part(half, area.columns))
  }

  private mutating func paint(_ histogram: Histogram, _ title: String, in area: Area) {
    paintHeading(title, in: area)
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

  private func source(_ record: GameRecord) -> String {
    switch record.rules.kind {
    case .guess:
      let asked = record.guessScore(of: nil).guessNumbers.count
      return
        "Lower … upper bound on a character's entropy (Shannon 1951), from how often 1, 2, 3 … "
        + "guesses were needed; — while the answers are so few that the lower lies above the "
        + "upper. \(asked) answer\(asked == 1 ? "" : "s") can show \(decimal(log2(Double(asked)), 1)) bits a question at most."
    case .bets:
      return "Mean of log₂ (\(Chips.count) ÷ chips on what came): the gambling estimate of the "
        + "entropy of what was asked (Cover and King 1978). “1 became”: a capital of 1, all of "
        + "it bet each time, paid as many times over as there were options."
    }
  }
}

extension Area {
  /// The columns from one to another.
  fileprivate func part(_ from: Int, _ to: Int) -> Area {
    Area(row: row, column: column + from, rows: rows, columns: to - from)
  }
}
