import Games
import ShownText

extension KeyMap {
  /// While the program asks whether it is to end.
  public static let quitting = KeyMap(
    title: "Before the program ends (\(key: .quit))",
    bindings: [
      Binding(
        "Quit, and lose what is said.", footer: .init("quit", rank: 0),
        [Action("quit-at-once", .quitAtOnce, .letter("q"), .letter("y"), .key(.enter))]),
      Binding(
        "Save the last game first.", footer: .init("save the game", rank: 0),
        [Action("save-game", .game(.save), .letter("s"))]),
      Binding(
        "Stay.", footer: .init("stay", rank: 0),
        [Action("leave", .leave, .key(.escape), .letter("n"))]),
    ])
}

extension Explorer {
  /// Ends the program, or asks first where something would be lost.
  mutating func quit() -> [Effect] {
    guard quittingQuestion != nil else { return [.quit] }
    stage = .quitting
    return []
  }

  /// The question before the program ends, in few words where the screen has no room for more; nil where
  /// nothing would be lost. O(*n*) in the bytes.
  package var quittingQuestion: String? {
    let losses = losses
    guard !losses.isEmpty else { return nil }
    let questions = [losses.map(\.full), losses.map(\.brief)].map { losses in
      let list = losses.joined(separator: ", ")
      return list.prefix(1).uppercased() + list.dropFirst() + ". Quit?"
    }
    return questions.first { columnWidth(of: $0) <= columns - 2 } ?? questions.last
  }

  /// What would be lost, or left in its middle, in a sentence and in few words.
  private var losses: [(full: String, brief: String)] {
    [
      awaitsFile ? ("a file is still being written", "a file is being written") : nil,
      isTextChanged
        ? (
          keepsText
            ? "the text was changed, and only --continue goes on with it"
            : "the text was changed and is not kept", "the text was changed"
        ) : nil,
      games.unsaved == nil ? nil : ("the last game is not saved", "the last game is not saved"),
      shelf.halfReadSentence.map { ($0, "a lesson is half read") },
    ].compactMap { $0 }
  }

  /// The desk with one's own text, wherever one is in the lab or in a lesson.
  var ownDesk: Desk {
    switch (lesson?.labAside?.lab ?? lab)?.place {
    case .watching(let before), .using(_, let before, _): before
    case .left, nil: lesson?.before ?? desk
    }
  }
}
