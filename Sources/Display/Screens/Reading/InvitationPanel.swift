import Exploration

/// What this is, and three things to try, until the first key.
struct InvitationPanel: Widget {
  let explorer: Explorer
  let form: Invitation.Form

  func draw(in area: Area, on frame: inout Frame) {
    frame.clear(area)
    switch form {
    case .full:
      draw(
        [
          "See what a language model finds surprising, token by token.", "step from token to token",
          "drag the temperature, or the slider with the mouse",
          "read a lesson: what the numbers mean",
          "Any key closes this.",
        ], in: area, on: &frame)
    case .narrow:
      draw(
        [
          "See what a language model finds surprising.", "step through the text",
          "drag the temperature", "read a lesson", "Any key closes this.",
        ], in: area, on: &frame)
    case .brief:
      frame.draw(Heading("what a model finds surprising"), in: area)
      let line = zip(keys, ["step", "temperature", "lessons"]).flatMap { key, words in
        [(key, Role.key), (" \(words)  ", .plain)]
      }
      frame.write(line, row: area.row + 1, column: area.column + 1, limit: area.columns - 2)
    }
  }

  /// What this is, the things to try with their keys, and how it ends.
  private func draw(_ sentences: [String], in area: Area, on frame: inout Frame) {
    frame.draw(Heading("welcome"), in: area)
    let room = area.dropping(rows: 1).inset(columns: 1)
    let what = Paragraph(sentences[0], as: .strong)
    frame.draw(what, in: room)
    let top = room.row + what.rowCount(in: room) + 1
    for (index, (key, words)) in zip(keys, sentences.dropFirst()).enumerated() {
      frame.write(key, row: top + index, column: room.column + 1, as: .key)
      frame.write(words, row: top + index, column: room.column + 6, limit: room.columns - 6)
    }
    frame.write(
      sentences[4], row: min(top + keys.count + 1, area.row + area.rows - 1),
      column: room.column + 1, as: .faint, limit: room.columns - 1)
  }

  private var keys: [String] {
    [[.step(-1), .step(1)], [.notches(1), .notches(-1)], [.lesson(.list)]]
      .map(explorer.shortLabel(of:))
  }
}
