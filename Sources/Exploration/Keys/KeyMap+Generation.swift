extension KeyMap {
  /// While a text is continued; the keys for reading work too.
  public static let generation = KeyMap(
    title: "Generating a text (\(key: .generation(.begin)))",
    bindings: [
      Binding(
        "Draw the token behind the focused one.", footer: .init("draw", rank: 0),
        [Action("draw", .generation(.step), .letter(" "))]),
      Binding(
        "Draw on and on, a hundred tokens at most.", footer: .init("run", rank: 1),
        [Action("draw-on", .generation(.run), .key(.enter), .letter("g"))]),
      Binding(
        "Leave the generation. The text stays, and \(key: .undo) takes it back.",
        footer: .init("leave", rank: 0), [Action("leave", .leave, .key(.escape))]),
      Binding(
        "Take this candidate instead of drawing: a branch.", footer: .init("take", rank: 1),
        "123456789".enumerated().map {
          Action("take-\($1)", .generation(.take($0)), .letter($1))
        }),
      Binding(
        "Choose the setting to change: top-k, top-p, min-p or the seed. The temperature comes "
          + "first, then these in this order.", footer: .init("setting", rank: 1),
        [Action("next-setting", .generation(.nextSetting), .letter("o"))]),
      Binding(
        "Change the chosen setting.", footer: .init("change", rank: 1),
        [
          Action("setting-down", .generation(.change(-1)), .letter("-")),
          Action("setting-up", .generation(.change(1)), .letter("+")),
        ]),
      Binding(
        "Take the last token off again.", footer: .init("take back", rank: 6),
        [Action("take-back", .generation(.takeBack), .key(.backspace))]),
      Binding(
        "Show the branches: the ways in which the text went on.",
        footer: .init("branches", rank: 4),
        [Action("branches", .board(.branches), .letter("v"))]),
      Binding(
        "Go back to the branch shown before.",
        [Action("previous-branch", .generation(.goBack), .letter("U"))]),
    ])

  /// While tokens are drawn on and on.
  public static let run = KeyMap(
    title: "While tokens are drawn",
    bindings: [
      Binding(
        "Stop.", footer: .init("stop", rank: 0), [Action("leave", .leave, .key(.escape))])
    ])

  /// While a text is continued and the candidates are focused.
  public static let generationCandidates = KeyMap(
    title: "Generating, in the candidates (\(key: .nextPanel))",
    bindings: [
      Binding(
        "Select a candidate.", footer: .init("select", rank: 0),
        [
          Action("select-up", .generation(.select(-1)), .key(.up), .letter("k")),
          Action("select-down", .generation(.select(1)), .key(.down), .letter("j")),
        ]),
      Binding(
        "Go on with the selected candidate: a branch.", footer: .init("branch", rank: 0),
        [Action("branch", .generation(.takeSelected), .key(.enter))]),
      Binding(
        "Select a candidate ten further.",
        [
          Action("select-far-up", .generation(.select(-10)), .key(.pageUp)),
          Action("select-far-down", .generation(.select(10)), .key(.pageDown)),
        ]),
      leavePanel,
    ])

  /// While continuations are compared.
  public static let sideBySide = KeyMap(
    title: "Three temperatures (\(key: .sideBySide(.begin)))",
    bindings: [
      Binding(
        "Choose one of the three; the slider is its temperature.",
        footer: .init("choose", rank: 1),
        [
          Action("previous-lane", .sideBySide(.choose(-1)), .key(.left), .key(.backTab)),
          Action("next-lane", .sideBySide(.choose(1)), .key(.right), .key(.tab)),
        ]),
      Binding(
        "Change its temperature: it is drawn again.", footer: .init("temperature", rank: 1),
        [
          Action("temperature-up", .notches(1), .key(.up)),
          Action("temperature-down", .notches(-1), .key(.down)),
        ]),
      Binding(
        "Change its temperature by five notches.",
        [
          Action("temperature-far-up", .notches(5), .shift(.up)),
          Action("temperature-far-down", .notches(-5), .shift(.down)),
        ]),
      Binding(
        "Stop drawing, or go on.", footer: .init("pause", rank: 2),
        [Action("pause", .sideBySide(.pause), .letter(" "))]),
      Binding(
        "Draw all three again with the next seed.", footer: .init("new seed", rank: 3),
        [Action("new-seed", .sideBySide(.reseed), .letter("s"))]),
      Binding(
        "Take the chosen continuation into the text.", footer: .init("take it", rank: 2),
        [Action("take-lane", .sideBySide(.keep), .key(.enter))]),
      Binding(
        "Back to the text; the slider goes back to where it was.",
        footer: .init("back", rank: 0), [Action("leave", .leave, .key(.escape))]),
      Binding(
        "Switch the unit, the colours.",
        [Action("unit", .switchUnit, .letter("u")), Action("theme", .switchTheme, .letter("t"))]),
      Binding(
        "Show this help.", footer: .init("help", rank: 0),
        [Action("help", .help, .letter("?"), .key(.function(1)))]),
    ])
}
