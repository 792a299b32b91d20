extension KeyMap {
  /// Every table, in the order of the help.
  public static let all: [KeyMap] =
    [reading, boards] + Activity.Row.all.flatMap(\.keyMaps)
    + [candidates, curve, lesson, lessonList, editing, pasted] + boardMaps + gameMaps + [always]

  private static let boardMaps = Board.allCases.flatMap(\.row.keyMaps)

  /// While a text is read.
  public static let reading = KeyMap(
    title: "Reading a text",
    bindings: moves + Activity.Row.all.compactMap(\.opening) + others)

  /// Those that come before what is done with the text, and those that come behind.
  private static let moves: [Binding] = [
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
  ]

  private static let others: [Binding] = [
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
  ]

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
