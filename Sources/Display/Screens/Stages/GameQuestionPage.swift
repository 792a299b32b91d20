import Exploration
import Games
import InformationTheory
import ShownText

/// A question: the text as far as it may be seen, what is asked, and the standings.
struct GameQuestionPage: Widget {
  let game: Game
  /// What is said while the model is not ready.
  let waiting: String

  func draw(in area: Area, on frame: inout Frame) {
    frame.draw(Heading(title), in: area)
    if case .failed(let sentence) = game.phase {
      return frame.draw(
        Paragraph(sentence, as: .strong), in: area.dropping(rows: 2).inset(columns: 1))
    }
    let gap = area.rows < 18 ? 0 : 1
    let needed = questionRows
    let visible = visibleEnd
    let layout = TextLayout(visible.bytes, width: area.columns - 6)
    let room = max(area.rows - 1 - 2 * gap - needed, 1)
    let text = Area(
      row: area.row + 1 + gap, column: area.column + 2, rows: min(max(layout.lineCount, 3), room),
      columns: area.columns - 4)
    draw(visible.bytes, layout, answer: visible.answer, in: text, on: &frame)
    let top = text.row + text.rows + gap
    let question = Area(
      row: top, column: area.column + 1,
      rows: max(min(needed, area.row + area.rows - top), 0), columns: area.columns - 2)
    switch game.rules.kind {
    case .guess: frame.draw(GuessesPanel(game: game, waiting: waiting), in: question)
    case .bets: frame.draw(BetsPanel(game: game, waiting: waiting), in: question)
    }
    frame.draw(GameStandings(game: game), in: area.dropping(rows: top + needed - area.row))
  }

  /// The last of what may be seen of the text, so that a long one costs no more, and how many bytes
  /// of an answer at its end are to be marked.
  private var visibleEnd: (bytes: [UInt8], answer: Int) {
    let text = game.record.text
    let begin = max(game.visibleEnd - 4_000, 0)
    let start = begin > 0 ? startOfCharacter(in: text, from: begin, to: game.visibleEnd) : 0
    let answer = game.phase == .revealed ? game.round?.question.bytes.count : nil
    return (Array(text[start..<game.visibleEnd]), answer ?? 0)
  }

  /// The rows below the text: the same while a question is asked, so that nothing jumps.
  private var questionRows: Int {
    game.rules.kind == .guess ? 8 : GameRules.candidateCount + 5
  }

  private var title: String {
    guard game.round != nil else { return "the guessing game" }
    let number =
      "question \(game.place + 1) of at most \(max(game.rules.questionLimit, game.rounds.count))"
    return game.phase == .revealed ? number : "\(number) · \(game.playerName)"
  }

  /// The text as far as it may be seen, its end in view, with the place that is asked for, or the
  /// answer: so many bytes at its end.
  private func draw(
    _ visible: [UInt8], _ layout: TextLayout, answer: Int, in area: Area, on frame: inout Frame
  ) {
    let first = max(layout.lineCount - area.rows, 0)
    TextLines(text: visible, layout: layout, top: first).draw(in: area, on: &frame) { glyph in
      TextLines.Ink(role: glyph.bytes.upperBound > visible.count - answer ? .focus : .plain)
    }
    guard answer == 0 else { return }
    let row = area.row + layout.lineCount - 1 - first
    let column = area.column + layout.column(of: visible.count, in: visible)
    frame.write("▁", row: row, column: column, as: .actual)
    frame.cursor = (row, min(column, frame.columns - 1))
  }
}

/// What is asked, what was guessed, and what has just been answered.
private struct GuessesPanel: Widget {
  let game: Game
  let waiting: String

  func draw(in area: Area, on frame: inout Frame) {
    var lines: [StyledText] = []
    if game.phase == .waiting {
      lines.append([(waiting, .faint)])
    } else if game.phase == .asking {
      let what =
        game.rules.step == .letter ? "Type the letter, sign or space" : "Type the word"
      lines.append([("\(game.playerName): ", .strong), ("what comes next? \(what).", .plain)])
      if game.rules.step == .word { lines.append([(entryMark, .key), (game.entry, .strong)]) }
      lines.append(
        game.guesses.isEmpty
          ? [] : [("not  ", .faint), (latest(game.guesses, width: area.columns - 8), .plain)])
    }
    let round = game.phase == .revealed ? game.round : game.lastRound
    if let round { lines += [[]] + result(of: round) }
    for (index, line) in lines.prefix(area.rows).enumerated() {
      let end = frame.write(
        line, row: area.row + index, column: area.column + 1, limit: area.columns - 2)
      if line.first?.0 == entryMark { frame.cursor = (area.row + index, end) }
    }
  }

  /// What stands before the word that is typed.
  private var entryMark: String { "› " }

  /// What has just been answered, and in how many guesses.
  private func result(of round: GameRound) -> [StyledText] {
    let bytes = Array(game.record.text[round.question.bytes])
    var lines: [StyledText] = [[("“\(visibleSpaces(bytes))”", .actual), (" it was", .faint)]]
    for play in round.plays {
      let number = play.guessNumber(for: round.question)
      var line: StyledText = [
        ("\(game.rules.players[play.player])  ", .strong)
      ]
      if play.gaveUp { line.append(("gave up after \(play.guesses.count), counts as ", .faint)) }
      line.append((guesses(number), .plain))
      if game.isReplay, play.guesses.count > 1 {
        line.append(
          (
            "  not \(play.guesses.dropLast(play.gaveUp ? 0 : 1).map(shown).joined(separator: " "))",
            .faint
          ))
      }
      lines.append(line)
    }
    guard let model = round.model else {
      return lines + [[("the model is still reading…", .faint)]]
    }
    let percent = percentage(probability: model.probability)
    lines.append([
      ("model  ", .strong), (guesses(model.guessNumber), .plain),
      ("  it gave \(percent) to this", .faint),
    ])
    return lines
  }

  private func guesses(_ count: Int) -> String {
    count == 1 ? "right at once" : "\(grouped(count)) guesses"
  }

  /// As many guesses as fit, the latest of them.
  private func latest(_ guesses: [String], width: Int) -> String {
    var kept: [String] = []
    var room = width
    for guess in guesses.reversed().map(shown) {
      room -= columnWidth(of: display(guess)) + 2
      if room < 3 {
        kept.append("…")
        break
      }
      kept.append(guess)
    }
    return kept.reversed().joined(separator: "  ")
  }

  /// A guess as lists show it.
  private func shown(_ guess: String) -> String { guess == " " ? "␣" : guess }
}

/// A share as a percentage that never claims certainty by rounding.
func percentage(probability: Double) -> String {
  ShownText.percentage(logProbability: -(gamblingEstimate(shares: [probability]) ?? .zero).nats)
}
