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
    let scales = GameScales(area)
    let gap = area.rows < 18 ? 0 : 1
    let needed = questionRows(scales, of: area.rows - 1 - 2 * gap, isASCII: frame.isASCII)
    let standings = GameStandings(game: game)
    let room = max(area.rows - 1 - 2 * gap - needed.most, 1)
    let visible = visibleEnd
    let rows = textRows(visible.bytes, scales, of: room, leaving: standings, on: frame)
    let text = Area(
      row: area.row + 1 + gap, column: area.column + 2, rows: rows, columns: area.columns - 4)
    frame.draw(
      BigPassage(
        text: visible.bytes, marked: visible.answer, asks: game.phase != .revealed,
        scale: scales.text), in: text)
    let top = text.row + text.rows + gap
    let question = Area(
      row: top, column: area.column + 1,
      rows: max(min(needed.now, area.row + area.rows - top), 0), columns: area.columns - 2)
    switch game.rules.kind {
    case .guess:
      frame.draw(GuessesPanel(game: game, waiting: waiting, scales: scales), in: question)
    case .bets: frame.draw(BetsPanel(game: game, waiting: waiting, scales: scales), in: question)
    }
    frame.draw(standings, in: area.dropping(rows: top + needed.now - area.row))
  }

  /// The rows of the text among those that it shares with the standings: all that these leave where it
  /// is large, so that nothing jumps, and else as many as it has.
  private func textRows(
    _ text: [UInt8], _ scales: GameScales, of room: Int, leaving standings: GameStandings,
    on frame: Frame
  ) -> Int {
    guard scales.text > 0 else {
      return min(max(TextLayout(text, width: frame.columns - 6).lineCount, 3), room)
    }
    let wishes = [scales.standings, 0].map { standings.mostRows(scale: $0, isASCII: frame.isASCII) }
    return room - (wishes.first { room - $0 >= GameScales.fewestTextRows } ?? 0)
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

  /// The rows below the text, among so many, now and at most: the text keeps its place, and while a question
  /// is asked nothing jumps.
  private func questionRows(
    _ scales: GameScales, of all: Int, isASCII: Bool
  ) -> (now: Int, most: Int) {
    func rows(_ scale: Int) -> Int { BigLetters.line(scale: scale, isASCII: isASCII) }
    switch game.rules.kind {
    case .guess where scales.ask == 0: return (8, 8)
    case .guess:
      let result = scales.isBrief ? rows(scales.result) + 1 : 2 * rows(scales.result)
      return (2 * rows(scales.guesses) + result, 2 * rows(scales.guesses) + result)
    case .bets:
      // The options, or the table of what was bet on them and lost, and a sentence.
      let options = GameRules.candidateCount + 1
      let lines = (options + scales.optionColumns - 1) / scales.optionColumns
      let around = rows(scales.ask) + 2
      let large = (options + 1) * rows(scales.options)
      let hasRoom =
        scales.options == 0
        || !scales.isBrief && around + large + GameScales.fewestTextRows <= all
      let (asked, answered) = (lines * rows(scales.options), hasRoom ? large : options + 2)
      let now = game.phase == .revealed ? answered : asked
      return (around + now, around + max(asked, answered))
    }
  }

  private var title: String {
    guard game.round != nil else { return "the guessing game" }
    let number =
      "question \(game.place + 1) of at most \(max(game.rules.questionLimit, game.rounds.count))"
    return game.phase == .revealed ? number : "\(number) · \(game.playerName)"
  }
}

/// A share as a percentage that never claims certainty by rounding.
func percentage(probability: Double) -> String {
  ShownText.percentage(logProbability: -(gamblingEstimate(shares: [probability]) ?? .zero).nats)
}

/// How large the parts of a question are written: 0 for ordinary letters.
struct GameScales {
  /// What may be seen of the text, and what is asked.
  let text: Int, ask: Int
  /// What was guessed, and what came of it.
  let guesses: Int, result: Int
  /// What can be bet on, and the standings.
  let options: Int, standings: Int
  /// Whether there is room for large letters, but for few of them.
  let isBrief: Bool

  /// In how many columns stands what can be bet on.
  var optionColumns: Int { options > 0 ? 2 : 1 }

  /// The rows that a large text has at least.
  static let fewestTextRows = 11

  /// The scales for the area of a game.
  init(_ area: Area) {
    let isWide = area.columns >= 180 && area.rows >= 48
    let isLarge = isWide || area.columns >= 100 && area.rows >= 32
    (text, ask) = (isWide ? 4 : isLarge ? 2 : 0, isLarge ? 1 : 0)
    (guesses, result) = (isWide ? 2 : isLarge ? 1 : 0, isLarge ? 1 : 0)
    (options, standings) = (isLarge ? 1 : 0, isWide ? 1 : 0)
    isBrief = isLarge && !isWide
  }
}
