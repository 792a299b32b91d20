/// What the screen says until the first key: what this is and what to try.
package struct Invitation: Equatable, Sendable {
  /// Where it is drawn, over what nobody needs yet.
  package var area: Area
  /// How much of it there is room for.
  package var form: Form

  /// How much is said.
  package enum Form: Equatable, Sendable {
    /// Sentences.
    case full
    /// Few words, in the width of a panel.
    case narrow
    /// A heading and one line.
    case brief

    /// The rows and columns that it takes.
    package var rows: Int { self == .brief ? 2 : 8 }
    package var columns: Int {
      switch self {
      case .full: 60
      case .narrow: 28
      case .brief: 40
      }
    }
  }
}

extension Invitation {
  /// Commands to try, and what is said of them.
  fileprivate struct Thing: Sendable {
    let commands: [Command]
    let full: String, narrow: String, brief: String

    func words(_ form: Form) -> String {
      switch form {
      case .full: full
      case .narrow: narrow
      case .brief: brief
      }
    }
  }

  fileprivate static let things = [
    Thing(
      commands: [.step(-1), .step(1)], full: "step from token to token",
      narrow: "step through the text", brief: "step"),
    Thing(
      commands: [.notches(1), .notches(-1)],
      full: "drag the temperature, or the slider with the mouse", narrow: "drag the temperature",
      brief: "temperature"),
    Thing(
      commands: [.lesson(.list)], full: "read a lesson: what the numbers mean",
      narrow: "read a lesson", brief: "lessons"),
  ]
}

extension Explorer {
  /// The invitation and its place: below the text, where that is short; or over the curve, which is
  /// looked at last; or on the last lines of the text, when the focus stands above them. Nil where there
  /// is no such room, and when it is over.
  package var invitation: Invitation? {
    guard isInviting, stage == nil, let text = screen.text else { return nil }
    if let below = areaBelow(text), below.columns > Invitation.Form.full.columns {
      return Invitation(area: below, form: .full)
    }
    if let curve = screen.curve, curve.rows >= Invitation.Form.full.rows {
      if curve.columns > Invitation.Form.full.columns {
        return Invitation(area: curve, form: .full)
      }
      if curve.columns >= Invitation.Form.narrow.columns {
        return Invitation(area: curve, form: .narrow)
      }
    }
    let form = Invitation.Form.brief
    let end = Area(
      row: text.row + text.rows - form.rows, column: 0, rows: form.rows, columns: columns)
    guard columns >= form.columns, text.rows >= 4, focusEnd(in: text) <= end.row else {
      return nil
    }
    return Invitation(area: end, form: form)
  }

  /// What a short text leaves empty below it, a line apart; nil where that is too little, or
  /// words and bars fill all.
  private func areaBelow(_ text: Area) -> Area? {
    guard reading.words == nil else { return nil }
    let (end, rows) = (text.row + lineCount - topLine + 1, Invitation.Form.full.rows)
    guard end + rows <= text.row + text.rows else { return nil }
    return Area(row: end, column: text.column - 1, rows: rows, columns: text.columns + 1)
  }

  /// The row of the screen below the line of the focused token, its bar and number included.
  private func focusEnd(in text: Area) -> Int {
    guard let line = focusedLine.map({ $0 - topLine }) else { return text.row }
    return wordsGeometry.map { $0.numberRow(line) + 1 } ?? text.row + line + 1
  }

  /// Ends the invitation with the first key or click, which does what it does all the same; whether that
  /// was all: a click on the invitation itself is not meant for what lies below it.
  mutating func endsInvitation(_ input: Input) -> Bool {
    let invitation = invitation
    switch input {
    case .focus, .mouse(.dragged, _, _), .mouse(.released, _, _): return false
    case .mouse(.pressed, let row, let column), .mouse(.pressedTwice, let row, let column):
      isInviting = false
      return invitation?.area.contains(row: row, column: column) ?? false
    case .key, .mouse, .paste, .invalid:
      isInviting = false
      return false
    }
  }

  /// What the invitation tells to try, with the keys for it as the footer writes them; without what has
  /// no key.
  package func thingsToTry(in form: Invitation.Form) -> [(keys: String, words: String)] {
    Invitation.things.compactMap { thing in
      let keys = shortLabel(of: thing.commands)
      return keys.isEmpty ? nil : (keys, thing.words(form))
    }
  }

  /// The keys that ask for some commands now, as the footer writes them.
  package func shortLabel(of commands: [Command]) -> String {
    let tables = tables
    return Chord.shortLabel(of: commands.compactMap(tables.chord(for:)))
  }
}
