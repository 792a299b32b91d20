extension KeyMap {
  /// Every table, in the order of the help.
  public static let all =
    [
      reading, boards, reveal, whatIf, context, generation, generationCandidates, sideBySide,
      candidates, curve, lesson, lessonList, editing, pasted,
    ] + Board.allCases.flatMap(\.row.keyMaps) + gameMaps + [always]

  /// While a text is read.
  public static let reading = KeyMap(
    title: "Reading a text",
    bindings: [
      Binding(
        "← →", "Go to the previous or the next token.", footer: .init("←→", "step", rank: 1),
        [(.key(.left), .step(-1)), (.key(.right), .step(1))]),
      Binding(
        "↑ ↓", "Raise or lower the temperature by one notch.",
        footer: .init("↑↓", "temperature", rank: 2),
        [(.key(.up), .notches(1)), (.key(.down), .notches(-1))]),
      Binding(
        "PgUp PgDn", "Raise or lower the temperature by five notches.",
        [(.key(.pageUp), .notches(5)), (.key(.pageDown), .notches(-5))]),
      Binding(
        "=  0", "Set the temperature back to 1.00, the model as it was trained.",
        footer: .init("=", "T 1", rank: 9),
        [(.letter("="), .temperatureOne), (.letter("0"), .temperatureOne)]),
      Binding(
        "b", "Set the temperature that suits this text best: the lowest loss.",
        [(.letter("b"), .bestTemperature)]),
      Binding(
        "j k", "Go to the line below or above.",
        [(.letter("j"), .line(1)), (.letter("k"), .line(-1))]),
      Binding(
        "Home End", "Go to the first or the last token.",
        [(.key(.home), .firstToken), (.key(.end), .lastToken)]),
      Binding(
        "n N", "Go to the next or the previous peak of surprise.",
        footer: .init("n", "next peak", rank: 8),
        [
          (.letter("n"), .nextPeak), (.letter("N"), .previousPeak),
        ]),
      Binding(
        "e", "Edit the text; it is scored again as you type.", footer: .init("e", "edit", rank: 3),
        [(.letter("e"), .edit)]),
      openGame,
      Binding(
        "r", "Hide the focused token and all behind it, and reveal the text token by token.",
        footer: .init("r", "reveal", rank: 4), [(.letter("r"), .reveal(.hide))]),
      Binding(
        "x", "Remember this text as the original, to see what a change of it changes.",
        footer: .init("x", "what if", rank: 11), [(.letter("x"), .whatIf(.compare))]),
      Binding(
        "g", "Continue the text behind the focused token: the model writes.",
        footer: .init("g", "generate", rank: 4), [(.letter("g"), .generation(.begin))]),
      Binding(
        "G", "Continue the text at three temperatures side by side.",
        [(.letter("G"), .sideBySide(.begin))]),
      Binding(
        "U  Alt-u", "Take back the last change of the text.",
        [
          (.letter("U"), .undo), (.alt("u"), .undo),
          (.control("_"), .undo),
        ]),
      Binding("Alt-r", "Make the change again that was taken back.", [(.alt("r"), .redo)]),
      Binding(
        "u", "Switch between bits and nats.", footer: .init("u", "unit", rank: 5),
        [(.letter("u"), .switchUnit)]),
      Binding(
        "c",
        "Choose what the colours show: surprise, probability, rank, entropy, surprise less "
          + "entropy, or the change from the original.", footer: .init("c", "lens", rank: 6),
        [(.letter("c"), .switchLens)]),
      Binding(
        "t", "Choose the colours: dark, light, high contrast, none.",
        footer: .init("t", "theme", rank: 7),
        [(.letter("t"), .switchTheme)]),
      Binding(
        "w", "Show or hide the marks for line ends and tabs.", [(.letter("w"), .switchMarks)]),
      Binding(
        "Tab", "Go to the next panel: text, candidates, curve. Shift-Tab goes back.",
        footer: .init("Tab", "panel", rank: 10),
        [(.key(.tab), .nextPanel), (.key(.backTab), .previousPanel)]),
      Binding(
        "y Y", "Copy the focused token's figures, or the whole text.",
        [
          (.letter("y"), .copyFigures), (.letter("Y"), .copyText),
        ]),
      Binding(
        "Enter", "Go on with a scoring that was stopped.", [(.key(.enter), .resumeScoring)]),
      Binding(
        "Esc", "Leave what was entered last; stop the scoring and keep what there is.",
        [(.key(.escape), .leave)]),
      Binding(
        "l", "Choose a lesson: what the numbers mean, page by page, with things to try.",
        footer: .init("l", "lessons", rank: 3), [(.letter("l"), .lesson(.list))]),
      Binding(
        "?  F1", "Show this help.", footer: .init("?", "help", rank: 0),
        [
          (.letter("?"), .help), (.key(.function(1)), .help),
        ]),
      Binding("q", "Quit.", footer: .init("q", "quit", rank: 0), [(.letter("q"), .quit)]),
    ])

  /// While the candidates are focused; the keys for reading work too.
  public static let candidates = KeyMap(
    title: "In the candidates (Tab)",
    bindings: [
      Binding(
        "↑ ↓  j k", "Choose a candidate.", footer: .init("↑↓", "choose", rank: 1),
        [
          (.key(.up), .scroll(-1)), (.key(.down), .scroll(1)),
          (.letter("k"), .scroll(-1)), (.letter("j"), .scroll(1)),
        ]),
      Binding(
        "PgUp PgDn", "Go on by ten candidates.",
        [(.key(.pageUp), .scroll(-10)), (.key(.pageDown), .scroll(10))]),
      Binding(
        "Enter", "Put the candidate in the focused token's place, and see what that changes.",
        footer: .init("Enter", "what if", rank: 1), [(.key(.enter), .whatIf(.replace))]),
    ])

  /// While the curve is focused; the keys for reading work too.
  public static let curve = KeyMap(
    title: "In the loss curve (Tab)",
    bindings: [
      Binding(
        "← →", "Lower or raise the temperature: move along the curve.",
        footer: .init("←→", "temperature", rank: 2),
        [(.key(.left), .notches(-1)), (.key(.right), .notches(1))]),
      Binding(
        "Enter", "Go to the best temperature.", footer: .init("Enter", "best", rank: 1),
        [(.key(.enter), .bestTemperature)]),
    ])

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

  /// While the program asks what is to be done with a pasted text.
  public static let pasted = KeyMap(
    title: "After a paste",
    bindings: [
      Binding(
        "Enter", "Read the pasted text instead of this one. U takes it back.",
        footer: .init("Enter", "replace the text", rank: 0), [(.key(.enter), .replaceWithPaste)]),
      Binding(
        "i", "Insert the pasted text before the focused token.",
        footer: .init("i", "insert it", rank: 1),
        [(.letter("i"), .insertPaste)]),
      Binding(
        "Esc", "Forget the pasted text.", footer: .init("Esc", "forget it", rank: 0),
        [(.key(.escape), .leave)]),
    ])

  /// While the help is shown.
  public static let help = KeyMap(
    title: "In the help",
    bindings: [
      Binding(
        "↑ ↓  j k", "Scroll.", footer: .init("↑↓", "scroll", rank: 1),
        [
          (.key(.up), .scroll(-1)), (.key(.down), .scroll(1)),
          (.letter("k"), .scroll(-1)), (.letter("j"), .scroll(1)),
        ]),
      Binding(
        "PgUp PgDn", "Scroll by ten lines.", footer: .init("PgDn", "further", rank: 1),
        [
          (.key(.pageUp), .scroll(-10)), (.key(.pageDown), .scroll(10)),
          (.letter(" "), .scroll(10)),
        ]),
      Binding(
        "Esc  q  ?", "Close the help.", footer: .init("Esc", "close", rank: 0),
        [
          (.key(.escape), .leave), (.letter("q"), .leave), (.letter("?"), .leave),
          (.key(.enter), .leave),
          (.key(.function(1)), .leave),
        ]),
    ])

  /// At any time.
  public static let always = KeyMap(
    title: "At any time",
    bindings: [
      Binding(
        "Ctrl-c", "Stop the scoring, or quit when nothing is running.",
        [(.control("c"), .interrupt)]),
      Binding("Ctrl-l", "Draw the screen afresh.", [(.control("l"), .redraw)]),
      Binding("Ctrl-z", "Suspend the program; `fg` brings it back.", [(.control("z"), .suspend)]),
    ])

  /// What the mouse does: not keys, but part of the help.
  public static let mouse: [(label: String, help: String)] = [
    ("click a token or bar", "Focus it."),
    ("drag the slider", "Move the temperature; a click on its track jumps there."),
    ("click the curve", "Set the temperature under the pointer."),
    ("click the plane", "Focus the nearest point; at a corner's name, its next token."),
    ("click a candidate", "Choose it; once more takes it."),
    ("click a key below", "The same as pressing it."),
    ("wheel", "Scroll the text, the candidates or this help; turn the temperature on the slider."),
    ("Shift-drag", "Select text as the terminal does."),
  ]
}
