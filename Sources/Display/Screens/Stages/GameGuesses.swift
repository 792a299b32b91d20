import Exploration
import Games
import InformationTheory
import ShownText

/// What is asked, what was guessed, and what has just been answered.
struct GuessesPanel: Widget {
  let game: Game
  let waiting: String
  let scales: GameScales

  /// A line, as large as it is to be.
  private typealias Line = (pieces: StyledText, scale: Int)

  func draw(in area: Area, on frame: inout Frame) {
    var room = area.inset(columns: 1)
    let round = game.phase == .revealed ? game.round : game.lastRound
    for line in asked(columns: room.columns)
      + (round.map { answered($0, columns: room.columns) } ?? []) where room.rows > 0
    {
      let (rows, end) = frame.write(large: line.pieces, scale: line.scale, in: room)
      if line.pieces.contains(where: { $0.0 == entryMark }) { frame.cursor = (room.row, end) }
      // A line that is smaller than it might be moves nothing below it.
      room = room.dropping(
        rows: max(rows, BigLetters.line(scale: line.scale, isASCII: frame.isASCII)))
    }
  }

  /// What stands before the word that is typed.
  private var entryMark: String { "› " }

  private func asked(columns: Int) -> [Line] {
    switch game.phase {
    case .waiting: return [([(waiting, .faint)], scales.guesses)]
    case .asking: break
    case .revealed, .over, .failed: return []
    }
    let name = ("\(game.playerName): ", Role.strong)
    let entry: StyledText = [(entryMark, .key), (game.entry, .strong)]
    let guessed: StyledText =
      game.guesses.isEmpty
      ? [] : [("not  ", .faint), (latest(game.guesses, columns: columns - 8), .plain)]
    let isWord = game.rules.step == .word
    let what = isWord ? "Type the word" : "Type the letter, sign or space"
    guard scales.ask > 0 else {
      return [([name, ("what comes next? \(what).", .plain)], 0)] + (isWord ? [(entry, 0)] : [])
        + [(guessed, 0)]
    }
    let isTyping = isWord && !game.entry.isEmpty
    let hint = game.guesses.isEmpty ? [("\(what).", Role.faint)] : guessed
    return [
      (isTyping ? [name] + entry : [name, ("what comes next?", .plain)], scales.guesses),
      (hint, scales.guesses),
    ]
  }

  private func answered(_ round: GameRound, columns: Int) -> [Line] {
    let lines = result(of: round)
    guard scales.result > 0 else { return [([], 0)] + lines.map { ($0, 0) } }
    // All that is said of the people has one line.
    let sentences = [joined(lines.dropLast()), lines.last ?? []]
    let hasRoom = !scales.isBrief || game.phase == .revealed
    if hasRoom, sentences.allSatisfy({ width($0) <= columns }) {
      return sentences.map { ($0, scales.result) }
    }
    let small = game.phase == .revealed ? lines : [meaning(of: round)]
    return [(figures(of: round), scales.result)] + small.map { ($0, 0) }
  }

  private func joined(_ lines: some Sequence<StyledText>) -> StyledText {
    lines.reduce([]) { $0 + ($0.isEmpty ? [] : [("  ", .plain)]) + $1 }
  }

  private func width(_ line: StyledText) -> Int {
    BigText(line).size(scale: scales.result).columns
  }

  /// What was answered, and the numbers of guesses that everybody and the model needed for it, where
  /// sentences have no room.
  private func figures(of round: GameRound) -> StyledText {
    let bytes = Array(game.record.text[round.question.bytes])
    let plays = round.plays.map {
      (game.rules.players[$0.player], $0.guessNumber(for: round.question))
    }
    let numbers = plays + (round.model.map { [("model", $0.guessNumber)] } ?? [])
    return [("“\(visibleSpaces(bytes))” ", .actual)]
      + joined(numbers.map { [("\($0) ", .strong), (grouped($1), .plain)] })
  }

  /// What the numbers are, and what is no number of guesses.
  private func meaning(of round: GameRound) -> StyledText {
    let chance = round.model.map {
      "; the model gave \(percentage(probability: $0.probability)) to this"
    }
    return [("guesses that were needed\(chance ?? "")", .faint)]
  }

  /// What has just been answered, in how many guesses, and what the model made of it.
  private func result(of round: GameRound) -> [StyledText] {
    let bytes = Array(game.record.text[round.question.bytes])
    // In large letters all that is said of the people has one line.
    let isLarge = scales.result > 0
    let isShort = isLarge && round.plays.contains(where: \.gaveUp)
    var lines: [StyledText] = [
      [("“\(visibleSpaces(bytes))”", .actual)] + (isShort ? [] : [(" it was", .faint)])
    ]
    for play in round.plays {
      var line: StyledText = [("\(game.rules.players[play.player])  ", .strong)]
      if play.gaveUp {
        let after = play.guesses.isEmpty ? " at once" : " after \(play.guesses.count)"
        line.append((isLarge ? "gave up: " : "gave up\(after), counts as ", .faint))
      }
      line.append((guesses(play.guessNumber(for: round.question)), .plain))
      if game.isReplay, play.guesses.count > 1 {
        let wrong = play.guesses.dropLast(play.gaveUp ? 0 : 1).map(shown).joined(separator: " ")
        line.append(("  not \(wrong)", .faint))
      }
      lines.append(line)
    }
    guard let model = round.model else {
      let sentence = game.isReplay ? "the model did not answer this" : "the model is still reading…"
      return lines + [[(sentence, .faint)]]
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
  private func latest(_ guesses: [String], columns: Int) -> String {
    func width(_ text: String) -> Int {
      BigText(text, as: .plain).size(scale: scales.guesses).columns
    }
    var kept: [String] = []
    var room = columns - width("not") - 4 * scales.guesses
    for guess in guesses.reversed().map(shown) {
      room -= width(guess + "  ") + scales.guesses
      if room < 3 * max(scales.guesses, 1) {
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
