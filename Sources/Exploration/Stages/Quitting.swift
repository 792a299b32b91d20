import Games

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

  /// The question before the program ends; nil where nothing would be lost. O(*n*) in the bytes.
  package var quittingQuestion: String? {
    let losses = [
      ownDesk.reading.bytes == ownDesk.textAsItCame ? nil : "the text was changed and is not kept",
      games.unsaved == nil ? nil : "the last game is not saved",
      areBookmarksKept ? nil : shelf.halfRead.map { "“\($0)” is read to a half" },
    ].compactMap { $0 }
    guard let first = losses.first?.first else { return nil }
    return first.uppercased() + losses.joined(separator: ", ").dropFirst() + ". Quit?"
  }

  /// The desk with one's own text, wherever one is in the lab.
  private var ownDesk: Desk {
    switch lab?.place {
    case .watching(let before), .using(_, let before, _): before
    case .left, nil: desk
    }
  }
}
