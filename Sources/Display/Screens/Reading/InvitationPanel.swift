import Exploration

/// What this is, and three things to try, until the first key.
struct InvitationPanel: Widget {
  let explorer: Explorer
  let form: Invitation.Form

  func draw(in area: Area, on frame: inout Frame) {
    frame.clear(area)
    switch form {
    case .full:
      draw("See what a language model finds surprising, token by token.", in: area, on: &frame)
    case .narrow: draw("See what a language model finds surprising.", in: area, on: &frame)
    case .brief:
      frame.draw(Heading("what a model finds surprising"), in: area)
      let line = things.flatMap { [($0.keys, Role.key), (" \($0.words)  ", .plain)] }
      frame.write(line, row: area.row + 1, column: area.column + 1, limit: area.columns - 2)
    }
  }

  /// What this is, the things to try with their keys, and how it ends.
  private func draw(_ sentence: String, in area: Area, on frame: inout Frame) {
    frame.draw(Heading("welcome"), in: area)
    let room = area.dropping(rows: 1).inset(columns: 1)
    let what = Paragraph(sentence, as: .strong)
    frame.draw(what, in: room)
    let top = room.row + what.rowCount(in: room) + 1
    for (index, thing) in things.enumerated() {
      frame.write(thing.keys, row: top + index, column: room.column + 1, as: .key)
      frame.write(thing.words, row: top + index, column: room.column + 6, limit: room.columns - 6)
    }
    frame.write(
      "Any key closes this.", row: min(top + things.count + 1, area.row + area.rows - 1),
      column: room.column + 1, as: .faint, limit: room.columns - 1)
  }

  private var things: [(keys: String, words: String)] { explorer.thingsToTry(in: form) }
}
