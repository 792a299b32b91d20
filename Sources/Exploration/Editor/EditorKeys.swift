extension KeyMap {
  /// While the text is edited.
  public static let editing = KeyMap(
    title: "Editing the text (\(key: .edit))", takesLetters: true,
    bindings: [
      Binding(
        "Leave the editor; the text stays as it is now.", footer: .init("done", rank: 0),
        [Action("leave", .leave, .key(.escape))]),
      Binding(
        "Move the cursor by one character or line.",
        [
          Action("cursor-left", .cursor(.left), .key(.left)),
          Action("cursor-right", .cursor(.right), .key(.right)),
          Action("cursor-up", .cursor(.up), .key(.up)),
          Action("cursor-down", .cursor(.down), .key(.down)),
        ]),
      Binding(
        "Move by one word.",
        [
          Action(
            "word-left", .cursor(.wordLeft), Chord(.left, .control), .alt("b"),
            Chord(.left, .alt)),
          Action(
            "word-right", .cursor(.wordRight), Chord(.right, .control), .alt("f"),
            Chord(.right, .alt)),
        ]),
      Binding(
        "Go to the start or the end of the line.",
        [
          Action("line-start", .cursor(.lineStart), .key(.home), .control("a")),
          Action("line-end", .cursor(.lineEnd), .key(.end), .control("e")),
        ]),
      Binding(
        "Go to the start or the end of the text.",
        [
          Action("text-start", .cursor(.textStart), Chord(.home, .control)),
          Action("text-end", .cursor(.textEnd), Chord(.end, .control)),
        ]),
      Binding(
        "Move by one screen.",
        [
          Action("screen-up", .cursor(.pageUp), .key(.pageUp)),
          Action("screen-down", .cursor(.pageDown), .key(.pageDown)),
        ]),
      Binding("Begin a new line.", [Action("new-line", .newline, .key(.enter))]),
      Binding(
        "Delete the character before or at the cursor.",
        [
          Action("delete-before", .deleteBackward, .key(.backspace)),
          Action("delete-at", .deleteForward, .key(.delete), .control("d")),
        ]),
      Binding(
        "Delete the word before the cursor.", footer: .init("delete word", rank: 4),
        [
          Action(
            "delete-word", .deleteWord, .control("w"), Chord(.backspace, .alt),
            Chord(.backspace, .control))
        ]),
      Binding(
        "Delete to the start or the end of the line.",
        footer: .init("delete line", rank: 5, only: "delete-to-line-start"),
        [
          Action("delete-to-line-start", .deleteToLineStart, .control("u")),
          Action("delete-to-line-end", .deleteToLineEnd, .control("k")),
        ]),
      Binding(
        "Undo. (\(key: .suspend) suspends the program.)", footer: .init("undo", rank: 2),
        [Action("undo", .undo, .alt("u"), .control("_"))]),
      Binding(
        "Redo.", footer: .init("redo", rank: 3),
        [Action("redo", .redo, .alt("r"), .control("y"))]),
      Binding(
        "Show this help.", footer: .init("help", rank: 0),
        [Action("help", .help, .key(.function(1)))]),
    ])
}
