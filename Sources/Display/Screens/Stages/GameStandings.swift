import Exploration
import Games

/// The scoreboard so far, where there is room for it.
struct GameStandings: Widget {
  let game: Game

  /// The rows that it may take, its heading included, whoever has answered.
  func mostRows(scale: Int, isASCII: Bool) -> Int {
    let lines = game.rules.players.count + 2
    return 2 + lines * BigLetters.line(scale: scale, isASCII: isASCII)
  }

  func draw(in area: Area, on frame: inout Frame) {
    let record = game.standings
    guard !record.rounds.isEmpty else { return drawAim(in: area, on: &frame) }
    let room = area.dropping(rows: 1)
    let table = record.scoreTable(in: room, isASCII: frame.isASCII)
    guard room.rows >= table.lines.count else { return }
    frame.draw(Heading("so far"), in: area)
    frame.draw(table, in: room)
  }

  /// What it is about, where there is room for that before anything is answered.
  private func drawAim(in area: Area, on frame: inout Frame) {
    var room = area.dropping(rows: 2).inset(columns: 2)
    for (index, sentence) in game.rules.kind.aims.enumerated() where area.columns >= 100 {
      let paragraph = BigParagraph(pieces: [(sentence, .plain)], scale: 1)
      let rows = paragraph.rowCount(columns: room.columns, isASCII: frame.isASCII)
      guard rows <= room.rows + 1 else { return }
      if index == 0 { frame.draw(Heading("what it is about"), in: area) }
      frame.draw(paragraph, in: room)
      room = room.dropping(rows: rows)
    }
  }
}

extension GameRules.Kind {
  /// What wins, in sentences that are read by a class.
  fileprivate var aims: [String] {
    switch self {
    case .guess:
      [
        "Few guesses win: who knows what comes needs few bits.",
        "The model guesses the same, and is shown beside you.",
      ]
    case .bets:
      [
        "Few bits lost win: put chips on what may come.",
        "The model bets as well, and is shown beside you.",
      ]
    }
  }
}
