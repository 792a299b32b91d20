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

  /// What it is about, where there is room for that before anything is answered: what wins as large as all of
  /// it has room.
  private func drawAim(in area: Area, on frame: inout Frame) {
    let room = area.dropping(rows: 2).inset(columns: 2)
    let isASCII = frame.isASCII
    func rows(_ sentences: [BigParagraph]) -> Int {
      sentences.reduce(0) { $0 + $1.rowCount(columns: room.columns, isASCII: isASCII) }
    }
    let versions = [2, 1].map { largest in
      game.rules.kind.aims.enumerated().map { index, sentence in
        BigParagraph(pieces: [(sentence, .plain)], scale: index == 0 ? largest : 1)
      }
    }
    let all = versions.first { rows($0) <= room.rows + 1 } ?? versions[1]
    guard area.columns >= 100, rows([all[0]]) <= room.rows + 1 else { return }
    frame.draw(Heading("what it is about"), in: area)
    for index in all.indices where rows(Array(all[...index])) <= room.rows + 1 {
      frame.draw(all[index], in: room.dropping(rows: rows(Array(all[..<index]))))
    }
  }
}

extension GameRules.Kind {
  /// What wins, in sentences that are read by a class.
  fileprivate var aims: [String] {
    switch self {
    case .guess:
      [
        "Few guesses win.", "Who knows what comes needs few bits.",
        "The model guesses the same beside you.",
      ]
    case .bets:
      ["Few bits lost win.", "Put chips on what may come.", "The model bets beside you."]
    }
  }
}
