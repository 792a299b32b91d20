import ShownText
import Exploration
import Games
import InformationTheory

extension Painter {
  /// What the header says in place of a text's figures.
  var gameDescription: [(String, Role)] {
    guard let game = explorer.game?.game else { return [("a game", .faint)] }
    let name = "\(game.rules.kind.title), \(game.rules.step.title)"
    return game.isReplay ? [(" REPLAY ", .notice), ("  \(name)", .faint)] : [(name, .faint)]
  }

  /// The game in the place of everything else.
  mutating func paint(_ state: GameState, in area: Area) {
    frame.clear(area)
    frame.cursor = nil
    guard area.rows > 1 else { return }
    switch state {
    case .setup(let setup): paint(setup, in: area)
    case .playing(let game):
      if game.phase == .over { paintScores(game, in: area) } else { paint(game, in: area) }
    }
  }

  // MARK: The page on which a game is chosen

  private mutating func paint(_ setup: GameSetup, in area: Area) {
    paintHeading("the guessing game: people against the model", in: area)
    var row = area.row + 2
    for line in GameSetup.Row.allCases where row < area.row + area.rows {
      let isChosen = line == setup.row
      if isChosen { frame.write("▸", row: row, column: area.column + 1, as: .actual) }
      frame.write(
        line.title, row: row, column: area.column + 3, as: isChosen ? .actual : .faint)
      let value = line.value(in: setup)
      let end = frame.write(
        value, row: row, column: area.column + 14, as: isChosen ? .strong : .plain,
        limit: area.columns - 15)
      if isChosen, line == .players { frame.cursor = (row, min(end, area.columns - 1)) }
      row += 1
    }
    paint(
      paragraph: explanation(setup.rules),
      in: Area(
        row: row + 1, column: area.column + 2, rows: max(area.row + area.rows - row - 1, 0),
        columns: min(area.columns - 4, 92)),
      as: .faint)
  }

  private func explanation(_ rules: GameRules) -> String {
    let model = isAtOne ? "The model" : "The model, at \(atTemperature),"
    let unit = rules.step == .letter ? "letter, sign or space" : "word, as the model cuts the text"
    switch rules.kind {
    case .guess:
      return "One after the other, players guess the next \(unit) until it is right; the number of "
        + "guesses counts. \(model) guesses in the order of its probabilities, knowing no more "
        + "of the text. From how often 1, 2, 3 … guesses were needed follow a lower and an upper "
        + "bound on the text's entropy (Shannon 1951)."
    case .bets:
      return "Each player spreads \(Chips.count) chips over what may come next: "
        + "\(GameRules.candidateCount) candidates and something else, at least one chip on "
        + "each. With c chips on what comes, the bet loses log₂ (\(Chips.count) ÷ c) bits. "
        + "\(model) bets its probabilities. The mean loss estimates the entropy of what was asked "
        + "(Cover and King 1978); the smallest wins."
    }
  }

  // MARK: A question

  private mutating func paint(_ game: Game, in area: Area) {
    paintHeading(questionTitle(game), in: area)
    if case .failed(let sentence) = game.phase {
      return paint(paragraph: sentence, in: area.dropping(rows: 2), as: .strong)
    }
    let gap = area.rows < 18 ? 0 : 1
    let needed = questionRows(game)
    let visible = visibleEnd(of: game)
    let layout = TextLayout(visible.bytes, width: area.columns - 6)
    let room = max(area.rows - 1 - 2 * gap - needed, 1)
    let text = Area(
      row: area.row + 1 + gap, column: area.column + 2, rows: min(max(layout.lineCount, 3), room),
      columns: area.columns - 4)
    paint(visible.bytes, layout, answer: visible.answer, in: text)
    let top = text.row + text.rows + gap
    let question = Area(
      row: top, column: area.column + 1,
      rows: max(min(needed, area.row + area.rows - top), 0), columns: area.columns - 2)
    switch game.rules.kind {
    case .guess: paintGuesses(game, in: question)
    case .bets: paintBets(game, in: question)
    }
    paintStandings(
      game,
      in: Area(
        row: top + needed, column: area.column, rows: max(area.row + area.rows - top - needed, 0),
        columns: area.columns))
  }

  /// The last of what may be seen of the text, so that a long one costs no more, and how many bytes
  /// of an answer at its end are to be marked.
  private func visibleEnd(of game: Game) -> (bytes: [UInt8], answer: Int) {
    let text = game.record.text
    var start = max(game.visibleEnd - 4_000, 0)
    while start > 0, start < game.visibleEnd, text[start] & 0xC0 == 0x80 { start += 1 }
    let answer = game.phase == .revealed ? game.round?.question.bytes.count : nil
    return (Array(text[start..<game.visibleEnd]), answer ?? 0)
  }

  /// The rows below the text: the same while a question is asked, so that nothing jumps.
  private func questionRows(_ game: Game) -> Int {
    game.rules.kind == .guess ? 8 : GameRules.candidateCount + 5
  }

  private func questionTitle(_ game: Game) -> String {
    guard game.round != nil else { return "the guessing game" }
    let number =
      "question \(game.place + 1) of at most \(max(game.rules.questionLimit, game.rounds.count))"
    return game.phase == .revealed ? number : "\(number) · \(game.playerName)"
  }

  /// The text as far as it may be seen, its end in view, with the place that is asked for, or the
  /// answer: so many bytes at its end.
  private mutating func paint(
    _ visible: [UInt8], _ layout: TextLayout, answer: Int, in area: Area
  ) {
    let first = max(layout.lineCount - area.rows, 0)
    for line in first..<layout.lineCount {
      var column = area.column
      let row = area.row + line - first
      let bytes = layout.bytes(ofLine: line)
      for glyph in Glyphs(visible, from: bytes.lowerBound) {
        guard glyph.bytes.lowerBound < bytes.upperBound else { break }
        if glyph.kind == .newline { continue }
        column = frame.write(
          glyph.cells, row: row, column: column,
          as: glyph.bytes.upperBound > visible.count - answer ? .focus : .plain,
          limit: area.column + area.columns - column)
      }
      guard line == layout.lineCount - 1, answer == 0 else { continue }
      frame.write("▁", row: row, column: column, as: .actual)
      frame.cursor = (row, min(column, frame.columns - 1))
    }
  }

  // MARK: Guesses

  private mutating func paintGuesses(_ game: Game, in area: Area) {
    var lines: [[(String, Role)]] = []
    if game.phase == .waiting {
      lines.append([(waitingSentence, .faint)])
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
    if let round { lines += [[]] + result(of: round, game) }
    for (index, line) in lines.prefix(area.rows).enumerated() {
      let end = write(
        line, row: area.row + index, column: area.column + 1, limit: area.columns - 2)
      if line.first?.0 == entryMark { frame.cursor = (area.row + index, end) }
    }
  }

  /// What stands before the word that is typed.
  private var entryMark: String { "› " }

  /// What has just been answered, and in how many guesses.
  private func result(of round: GameRound, _ game: Game) -> [[(String, Role)]] {
    let bytes = Array(game.record.text[round.question.bytes])
    var lines: [[(String, Role)]] = [[("“\(visibleSpaces(bytes))”", .actual), (" it was", .faint)]]
    for play in round.plays {
      let number = play.guessNumber(for: round.question)
      var line: [(String, Role)] = [
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

  private var waitingSentence: String {
    if case .ready = explorer.model { return "The model is preparing the game." }
    return "The model is being loaded."
  }

  private func percentage(probability: Double) -> String {
    ShownText.percentage(logProbability: -(gamblingEstimate(shares: [probability]) ?? .zero).nats)
  }

  // MARK: Bets

  private mutating func paintBets(_ game: Game, in area: Area) {
    guard let model = game.round?.model else {
      let sentence = game.phase == .waiting ? waitingSentence : "The model is still reading…"
      frame.write(sentence, row: area.row, column: area.column + 1, as: .faint)
      return
    }
    if game.phase == .revealed { return paintAnswer(model, game, in: area) }
    let hand = "\(game.chipsInHand) of \(Chips.count) chips in the hand"
    write(
      [("\(game.playerName) bets  ", .strong), (hand, .faint)], row: area.row,
      column: area.column + 1, limit: area.columns - 2)
    for (index, option) in model.options.enumerated() where index + 1 < area.rows {
      let row = area.row + 1 + index
      let isChosen = index == game.option
      let role: Role = isChosen ? .actual : .plain
      if isChosen {
        frame.write("▸", row: row, column: area.column, as: .actual)
        frame.cursor = (row, area.column)
      }
      frame.write(name(of: option), row: row, column: area.column + 2, as: role, limit: 16)
      let chips = game.chips.indices.contains(index) ? game.chips[index] : 0
      frame.write(
        padded("\(chips)", 4), row: row, column: area.column + 19, as: isChosen ? .actual : .strong)
      let width = max(min(area.columns - 26, Chips.count / 2), 0)
      frame.write(
        lyingBar(Double(chips) / Double(Chips.count), width: width), row: row,
        column: area.column + 24, as: isChosen ? .actual : .bar)
    }
  }

  /// What came, the chips of everybody on everything, and what each bet lost.
  private mutating func paintAnswer(_ model: ModelAnswer, _ game: Game, in area: Area) {
    guard let round = game.round else { return }
    let came = visibleSpaces(Array(game.record.text[round.question.bytes]))
    let isNamed = model.options[model.outcome].text != nil
    write(
      [("“\(came)”", .actual), (isNamed ? " it was" : " it was: something else", .faint)],
      row: area.row, column: area.column + 1, limit: area.columns - 2)
    let names = model.options.map(name) + ["bits lost"]
    for (index, name) in names.enumerated() where index + 2 < area.rows {
      let row = area.row + 2 + index
      let isOutcome = index == model.outcome
      if isOutcome { frame.write("▸", row: row, column: area.column, as: .actual) }
      let role: Role = isOutcome ? .actual : index < model.options.count ? .plain : .faint
      frame.write(name, row: row, column: area.column + 2, as: role, limit: 16)
    }
    let bets =
      round.plays.map { (game.rules.players[$0.player], $0.chips) } + [("model", model.chips)]
    let width = min(max((area.columns - 20) / bets.count, 6), 14)
    for (place, bet) in bets.enumerated() {
      let column = Area(
        row: area.row + 1, column: area.column + 19 + place * width, rows: area.rows - 1,
        columns: width - 1)
      if column.column + width <= area.column + area.columns {
        paint(bet.1, of: bet.0, outcome: model.outcome, in: column)
      }
    }
    let row = area.row + 2 + names.count
    guard row < area.row + area.rows else { return }
    let percent = percentage(probability: model.options[model.outcome].probability)
    frame.write(
      "The model gave \(percent) to this: \(decimal(model.surprisal.bits, 2)) bits without chips.",
      row: row, column: area.column + 2, as: .faint, limit: area.columns - 3)
  }

  /// A column of the table of bets: a name, the chips on each option, the bits lost.
  private mutating func paint(
    _ chips: [Int], of name: String, outcome: Int, in area: Area
  ) {
    let lost = gamblingEstimate(shares: [Double(chips[outcome]) / Double(Chips.count)])
    let lines: [(String, Role)] =
      [(name, .heading)]
      + chips.enumerated().map { ("\($1)", $0 == outcome ? .actual : .plain) }
      + [(lost.map { decimal($0.bits, 2) } ?? "—", .strong)]
    for (index, line) in lines.enumerated() where index < area.rows {
      frame.write(
        index == 0 ? line.0 : padded(line.0, min(area.columns, 5)), row: area.row + index,
        column: area.column, as: line.1, limit: area.columns)
    }
  }

  private func name(of option: ModelAnswer.Option) -> String {
    option.text.map { $0 == " " ? "␣ (a space)" : $0 } ?? "something else"
  }
}

/// A text filled up with spaces on its left. O(*n*).
func padded(_ text: String, _ width: Int) -> String {
  String(repeating: " ", count: max(width - columnWidth(of: text), 0)) + text
}

extension Area {
  /// What is left without its first rows.
  func dropping(rows count: Int) -> Area {
    Area(row: row + count, column: column + 1, rows: max(rows - count, 0), columns: columns - 2)
  }
}

extension GameSetup.Row {
  fileprivate var title: String {
    switch self {
    case .kind: "game"
    case .step: "asks"
    case .text: "text"
    case .questions: "questions"
    case .players: "players"
    }
  }

  fileprivate func value(in setup: GameSetup) -> String {
    switch self {
    case .kind: setup.rules.kind.title
    case .step: setup.rules.step.title
    case .text:
      setup.sentence.map { "sentence \($0 + 1) of \(setup.sentenceCount), which nobody has seen" }
        ?? "this text, behind the focused token"
    case .questions: "\(setup.rules.questionLimit) at most"
    case .players:
      setup.names.isEmpty && setup.row != .players
        ? setup.finishedRules.players.joined(separator: ", ") : setup.names
    }
  }
}
