extension KeyMap {
  /// Every table, in the order of the help.
  public static let all: [KeyMap] =
    [reading, boards, program] + Activity.Row.all.flatMap(\.keyMaps)
    + [
      run, candidates, curve, lesson, lessonList, lab, chart, checkpoint, editing, pasted, models,
      takeAway,
      marks, findTyping, finds, parts,
    ]
    + boardMaps + gameMaps
    + [help, palette, switching, scoring, stopped, mode, mainScreen, quitting, notTyping, always]

  private static let boardMaps = Board.allCases.flatMap(\.row.keyMaps)

  /// While a text is read.
  public static let reading = KeyMap(
    title: "Reading a text",
    bindings: moves + [openFinding, openParts] + moving + Activity.Row.all.compactMap(\.opening)
      + others)

  /// Those that come before what is done with the text, and those that come behind.
  private static let moves: [Binding] = [
    Binding(
      "Go to the previous or the next token, or what is read by.", footer: .init("step", rank: 1),
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
        Action("temperature-far-up", .notches(5), .shift(.up)),
        Action("temperature-far-down", .notches(-5), .shift(.down)),
      ]),
    Binding(
      "Set the temperature back to 1.00, the model as it was trained.",
      footer: .init("T 1", rank: 16),
      [Action("temperature-one", .temperatureOne, .letter("="), .letter("0"))]),
    Binding(
      "Set the temperature that suits this text best: the lowest loss.",
      [Action("best-temperature", .bestTemperature, .letter("b"))]),
    Binding(
      "Go to the line below or above.",
      [Action("line-down", .line(1), .letter("j")), Action("line-up", .line(-1), .letter("k"))]),
    Binding(
      "Go a screenful of text back, or on.",
      [
        Action("text-page-up", .page(-1), .key(.pageUp)),
        Action("text-page-down", .page(1), .key(.pageDown)),
      ]),
    Binding(
      "Go to the first or the last token.",
      [
        Action("first-token", .firstToken, .key(.home), .letter("<")),
        Action("last-token", .lastToken, .key(.end), .letter(">")),
      ]),
    Binding(
      "Go to the next or the previous peak of surprise: the most surprising token of its sentence, where that is "
        + "at least twice the mean.",
      footer: .init("peak", rank: 11),
      [
        Action("next-peak", .nextPeak, .letter("n")),
        Action("previous-peak", .previousPeak, .letter("N")),
      ]),
    Binding(
      "Edit the text; it is scored again as you type.", footer: .init("edit", rank: 7),
      [Action("edit", .edit, .letter("e"))]),
    openGame,
  ]

  private static let others: [Binding] = [
    Binding(
      "Take back the last change of the text.", footer: .init("undo", rank: 4),
      [Action("undo", .undo, .letter("U"), .alt("u"), .control("_"))]),
    Binding(
      "Make the change again that was taken back.", [Action("redo", .redo, .alt("r"))]),
    Binding(
      "Switch between bits and nats.", footer: .init("unit", rank: 13),
      [Action("unit", .switchUnit, .letter("u"))]),
    Binding(
      "Choose what the colours show: surprise, probability, rank, entropy, surprise less "
        + "entropy, or the change from the original.", footer: .init("lens", rank: 12),
      [Action("lens", .switchLens, .letter("c"))]),
    Binding(
      "Choose the colours: dark, light, high contrast, none.", footer: .init("theme", rank: 14),
      [Action("theme", .switchTheme, .letter("t"))]),
    Binding(
      "Show or hide the marks for line ends and tabs.",
      [Action("marks", .switchMarks, .letter("w"))]),
    Binding(
      "Read by tokens, words, lines or sentences: arrows, colours and the strip go by them; a "
        + "word is corrected for its end where that is known.",
      footer: .init("words", rank: 13), [Action("text-unit", .switchTextUnit, .letter("W"))]),
    Binding(
      "Show each token above its bar and its number, or running text. By itself this goes by "
        + "whether the text has room.",
      footer: .init("view", rank: 12), [Action("view", .switchView, .letter("V"))]),
    Binding(
      "Draw the figures of the text and of the token large, or no longer. By itself this goes by "
        + "whether the screen is large.",
      footer: .init("large", rank: 15), [Action("big-figures", .switchBigFigures, .letter("B"))]),
    Binding(
      "Score the text after another start token: none, or the model's own for the beginning or the "
        + "end of a text.", [Action("start-token", .switchStart, .letter("S"))]),
    Binding(
      "Go to the next panel, or back: text, candidates, curve.",
      footer: .init("panel", rank: 17, only: "next-panel"),
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
      "Choose a lesson: what the numbers mean, page by page, with things to try.",
      footer: .init("lessons", rank: 3, inModes: 8),
      [Action("lessons", .lesson(.list), .letter("l"))]),
    openTakeAway, openLab, openModels, compareModels,
  ]

  /// Whenever a text is read, whatever else is done with it.
  static let program = KeyMap(
    title: "The program",
    bindings: [
      Binding(
        "Show this help.", footer: .init("help", rank: 0),
        [Action("help", .help, .letter("?"), .key(.function(1)))]),
      Binding(
        "Look for any command by its name, and do it.", footer: .init("commands", rank: 8),
        [Action("palette", .palette(.open), .letter(":"), .control("p"))]),
    ])

  /// Leads out of a panel that holds the keyboard.
  static let leavePanel = Binding(
    "Back to the text.", footer: .init("back", rank: 1), [Action("leave", .leave, .key(.escape))])

  /// While the candidates are focused; the keys for reading work too.
  public static let candidates = KeyMap(
    title: "In the candidates (\(key: .nextPanel))",
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
      leavePanel,
    ])

  /// While the curve is focused; the keys for reading work too.
  public static let curve = KeyMap(
    title: "In the loss curve (\(key: .nextPanel))",
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
      leavePanel,
    ])

  /// At any time.
  public static let always = KeyMap(
    title: "At any time",
    bindings: [
      Binding(
        "Look for any command by its name, and do it.",
        [Action("palette", .palette(.open), .control("p"))]),
      Binding("Quit at once.", [Action("quit-at-once", .quitAtOnce, .control("c"))]),
      Binding("Draw the screen afresh.", [Action("redraw", .redraw, .control("l"))]),
      Binding(
        "Suspend the program; `fg` brings it back.", [Action("suspend", .suspend, .control("z"))]),
    ])

  /// While the text is being scored.
  public static let scoring = KeyMap(
    title: "While the text is scored",
    bindings: [
      Binding(
        "Stop, and keep what there is.", [Action("leave", .leave, .key(.escape))])
    ])

  /// After that was stopped, or failed.
  public static let stopped = KeyMap(
    title: "When the scoring was stopped or failed, or the model could not be opened",
    bindings: [
      Binding(
        "Go on with it, or open the model again.",
        footer: .init(
          "go on", rank: 0,
          now: { if case .failed = $0.model { "try again" } else { "go on" } }),
        [Action("resume-scoring", .resumeScoring, .key(.enter))])
    ])

  /// In whatever can be left, unless letters are typed there.
  public static let mode = KeyMap(
    title: "In every mode, board, panel, game and lesson",
    bindings: [
      Binding("Leave it, as \(key: .leave) does.", [Action("leave", .leave, .letter("q"))])
    ])

  /// Where there is nothing to leave but the program.
  public static let mainScreen = KeyMap(
    title: "On the main screen",
    bindings: [
      Binding(
        "Quit; where something would be lost, after a question.", footer: .init("quit", rank: 0),
        [Action("quit", .quit, .letter("q"))])
    ])

  /// Wherever no letters are typed.
  public static let notTyping = KeyMap(
    title: "Wherever no letters are typed",
    bindings: [
      Binding(
        "Look for any command by its name, and do it.",
        [Action("palette", .palette(.open), .letter(":"))]),
      Binding("Quit at once.", [Action("quit-at-once", .quitAtOnce, .letter("Q"))]),
    ])

  /// What the mouse does: not keys, but part of the help.
  public static let mouse: [(label: String, help: String)] = [
    ("click a token or bar", "Focus it."),
    ("drag the slider", "Move the temperature; a click on its track jumps there."),
    ("drag the scroll bar", "Scroll the text; a click on it jumps there."),
    (
      "click the overview",
      "Go to the loudest token, word, line or sentence of that piece of the whole text."
    ),
    ("click what is looked for", "Go to the next find."),
    ("click a list's heading", "Put the list in order by it; its first heading lists other parts."),
    ("click the curve", "Set the temperature under the pointer."),
    ("click the plane", "Focus the nearest point; at a corner's name, its next token."),
    ("click a candidate", "Choose it; a double click takes it."),
    ("click the model's name", "Choose another model."),
    ("click a key below", "The same as pressing it, each key of several on its own."),
    ("wheel", "Scroll the text, the candidates or this help; turn the temperature on the slider."),
    ("Shift-drag", "Select text as the terminal does."),
  ]
}
