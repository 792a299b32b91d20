extension KeyMap {
  /// While the text is edited.
  public static let editing = KeyMap(
    title: "Editing the text (e)",
    bindings: [
      Binding(
        "Esc", "Leave the editor; the text stays as it is now.",
        footer: .init("Esc", "done", rank: 0),
        [(.key(.escape), .leave)]),
      Binding(
        "arrows", "Move the cursor by one character or line.",
        [
          (.key(.left), .cursor(.left)), (.key(.right), .cursor(.right)),
          (.key(.up), .cursor(.up)), (.key(.down), .cursor(.down)),
        ]),
      Binding(
        "Ctrl-← Ctrl-→  Alt-b Alt-f", "Move by one word.",
        [
          (Chord(.left, .control), .cursor(.wordLeft)),
          (Chord(.right, .control), .cursor(.wordRight)),
          (Chord(.left, .alt), .cursor(.wordLeft)), (Chord(.right, .alt), .cursor(.wordRight)),
          (.alt("b"), .cursor(.wordLeft)), (.alt("f"), .cursor(.wordRight)),
        ]),
      Binding(
        "Home End  Ctrl-a Ctrl-e",
        "Go to the start or the end of the line; with Ctrl, of the text.",
        [
          (.key(.home), .cursor(.lineStart)), (.key(.end), .cursor(.lineEnd)),
          (.control("a"), .cursor(.lineStart)), (.control("e"), .cursor(.lineEnd)),
          (Chord(.home, .control), .cursor(.textStart)), (Chord(.end, .control), .cursor(.textEnd)),
        ]),
      Binding(
        "PgUp PgDn", "Move by one screen.",
        [(.key(.pageUp), .cursor(.pageUp)), (.key(.pageDown), .cursor(.pageDown))]),
      Binding("Enter", "Begin a new line.", [(.key(.enter), .newline)]),
      Binding(
        "Backspace Delete", "Delete the character before or at the cursor.",
        [
          (.key(.backspace), .deleteBackward), (.key(.delete), .deleteForward),
          (.control("h"), .deleteBackward), (.control("d"), .deleteForward),
        ]),
      Binding(
        "Ctrl-w", "Delete the word before the cursor.", footer: .init("^W", "delete word", rank: 4),
        [
          (.control("w"), .deleteWord), (Chord(.backspace, .alt), .deleteWord),
          (Chord(.backspace, .control), .deleteWord),
        ]),
      Binding(
        "Ctrl-u Ctrl-k", "Delete to the start or the end of the line.",
        footer: .init("^U", "delete line", rank: 5),
        [(.control("u"), .deleteToLineStart), (.control("k"), .deleteToLineEnd)]),
      Binding(
        "Alt-u  Ctrl-_", "Undo. (Ctrl-z suspends the program.)",
        footer: .init("Alt-u", "undo", rank: 2),
        [
          (.alt("u"), .undo), (.control("_"), .undo), (.control("/"), .undo),
          (.control("7"), .undo),
        ]),
      Binding(
        "Alt-r  Ctrl-y", "Redo.", footer: .init("Alt-r", "redo", rank: 3),
        [(.alt("r"), .redo), (.control("y"), .redo)]),
      Binding(
        "F1", "Show this help.", footer: .init("F1", "help", rank: 0), [(.key(.function(1)), .help)]
      ),
    ])
}
