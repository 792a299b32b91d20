extension KeyMap {
  /// Every table, in the order of the help.
  public static let all: [KeyMap] =
    [reading, boards] + Activity.Row.all.flatMap(\.keyMaps)
    + [candidates, curve, lesson, lessonList, editing, pasted] + boardMaps + gameMaps + [
      help, always,
    ]

  private static let boardMaps = Board.allCases.flatMap(\.row.keyMaps)

  /// While a text is read.
  public static let reading = KeyMap(
    title: "Reading a text",
    bindings: moves + Activity.Row.all.compactMap(\.opening) + others)

  /// Those that come before what is done with the text, and those that come behind.
  private static let moves: [Binding] = [
    Binding(
      "Go to the previous or the next token.", footer: .init("step", rank: 1),
      [
        Action("previous-token", .step(-1), .key(.left)),
        Action("next-token", .step(1), .key(.right)),
      ]),
    Binding(
      "Raise or lower the temperature by one notch.", footer: .init("temperature", rank: 2),
      [
        Action("temperature-up", .notches(1), .key(.up)),
        Action("temperature-down", .notches(-1), .key(.down)),
      ]),
    Binding(
      "Raise or lower the temperature by five notches.",
      [
        Action("temperature-far-up", .notches(5), .key(.pageUp)),
        Action("temperature-far-down", .notches(-5), .key(.pageDown)),
      ]),
    Binding(
      "Set the temperature back to 1.00, the model as it was trained.",
      footer: .init("T 1", rank: 9),
      [Action("temperature-one", .temperatureOne, .letter("="), .letter("0"))]),
    Binding(
      "Set the temperature that suits this text best: the lowest loss.",
      [Action("best-temperature", .bestTemperature, .letter("b"))]),
    Binding(
      "Go to the line below or above.",
      [Action("line-down", .line(1), .letter("j")), Action("line-up", .line(-1), .letter("k"))]),
    Binding(
      "Go to the first or the last token.",
      [
        Action("first-token", .firstToken, .key(.home)),
        Action("last-token", .lastToken, .key(.end)),
      ]),
    Binding(
      "Go to the next or the previous peak of surprise.",
      footer: .init("next peak", rank: 8, only: "next-peak"),
      [
        Action("next-peak", .nextPeak, .letter("n")),
        Action("previous-peak", .previousPeak, .letter("N")),
      ]),
    Binding(
      "Edit the text; it is scored again as you type.", footer: .init("edit", rank: 3),
      [Action("edit", .edit, .letter("e"))]),
    openGame,
  ]

  private static let others: [Binding] = [
    Binding(
      "Take back the last change of the text.",
      [Action("undo", .undo, .letter("U"), .alt("u"), .control("_"))]),
    Binding(
      "Make the change again that was taken back.", [Action("redo", .redo, .alt("r"))]),
    Binding(
      "Switch between bits and nats.", footer: .init("unit", rank: 5),
      [Action("unit", .switchUnit, .letter("u"))]),
    Binding(
      "Choose what the colours show: surprise, probability, rank, entropy, surprise less "
        + "entropy, or the change from the original.", footer: .init("lens", rank: 6),
      [Action("lens", .switchLens, .letter("c"))]),
    Binding(
      "Choose the colours: dark, light, high contrast, none.", footer: .init("theme", rank: 7),
      [Action("theme", .switchTheme, .letter("t"))]),
    Binding(
      "Show or hide the marks for line ends and tabs.",
      [Action("marks", .switchMarks, .letter("w"))]),
    Binding(
      "Show each token above its bar and its number, or running text. By itself this goes by "
        + "whether the text has room.",
      footer: .init("view", rank: 12), [Action("view", .switchView, .letter("V"))]),
    Binding(
      "Go to the next panel, or back: text, candidates, curve.",
      footer: .init("panel", rank: 10, only: "next-panel"),
      [
        Action("next-panel", .nextPanel, .key(.tab)),
        Action("previous-panel", .previousPanel, .key(.backTab)),
      ]),
    Binding(
      "Copy the focused token's figures, or the whole text.",
      [
        Action("copy-figures", .copyFigures, .letter("y")),
        Action("copy-text", .copyText, .letter("Y")),
      ]),
    Binding(
      "Go on with a scoring that was stopped.",
      [Action("resume-scoring", .resumeScoring, .key(.enter))]),
    Binding(
      "Leave what was entered last; stop the scoring and keep what there is.",
      [Action("leave", .leave, .key(.escape))]),
    Binding(
      "Choose a lesson: what the numbers mean, page by page, with things to try.",
      footer: .init("lessons", rank: 3), [Action("lessons", .lesson(.list), .letter("l"))]),
    Binding(
      "Show this help.", footer: .init("help", rank: 0),
      [Action("help", .help, .letter("?"), .key(.function(1)))]),
    Binding("Quit.", footer: .init("quit", rank: 0), [Action("quit", .quit, .letter("q"))]),
  ]

  /// While the candidates are focused; the keys for reading work too.
  public static let candidates = KeyMap(
    title: "In the candidates (Tab)",
    bindings: [
      Binding(
        "Choose a candidate.", footer: .init("choose", rank: 1),
        [
          Action("previous-candidate", .scroll(-1), .key(.up), .letter("k")),
          Action("next-candidate", .scroll(1), .key(.down), .letter("j")),
        ]),
      Binding(
        "Go on by ten candidates.",
        [
          Action("candidates-up", .scroll(-10), .key(.pageUp)),
          Action("candidates-down", .scroll(10), .key(.pageDown)),
        ]),
      Binding(
        "Put the candidate in the focused token's place, and see what that changes.",
        footer: .init("what if", rank: 1),
        [Action("take-candidate", .whatIf(.replace), .key(.enter))]),
    ])

  /// While the curve is focused; the keys for reading work too.
  public static let curve = KeyMap(
    title: "In the loss curve (Tab)",
    bindings: [
      Binding(
        "Lower or raise the temperature: move along the curve.",
        footer: .init("temperature", rank: 2),
        [
          Action("temperature-down", .notches(-1), .key(.left)),
          Action("temperature-up", .notches(1), .key(.right)),
        ]),
      Binding(
        "Go to the best temperature.", footer: .init("best", rank: 1),
        [Action("best-temperature", .bestTemperature, .key(.enter))]),
    ])

  /// At any time.
  public static let always = KeyMap(
    title: "At any time",
    bindings: [
      Binding(
        "Stop the scoring, or quit when nothing is running.",
        [Action("interrupt", .interrupt, .control("c"))]),
      Binding("Draw the screen afresh.", [Action("redraw", .redraw, .control("l"))]),
      Binding(
        "Suspend the program; `fg` brings it back.", [Action("suspend", .suspend, .control("z"))]),
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
