extension KeyMap {
  /// While a text is continued; the keys for reading work too.
  public static let generation = KeyMap(
    title: "Generating a text (g)",
    bindings: [
      Binding(
        "Space", "Draw the token behind the focused one.", footer: .init("Space", "draw", rank: 0),
        [(.letter(" "), .generation(.step))]),
      Binding(
        "Enter  g", "Draw on and on, a hundred tokens at most.",
        footer: .init("Enter", "run", rank: 1),
        [(.letter("g"), .generation(.run)), (.key(.enter), .generation(.run))]),
      Binding(
        "Esc", "Stop the run; leave the generation. The text stays, and U takes it back.",
        footer: .init("Esc", "stop", rank: 0), [(.key(.escape), .leave)]),
      Binding(
        "1 … 9", "Take this candidate instead of drawing: a branch.",
        footer: .init("1-9", "take", rank: 3),
        "123456789".enumerated().map { (.letter($1), .generation(.take($0))) }),
      Binding(
        "o",
        "Choose the setting to change: top-k, top-p, min-p or the seed. The temperature comes "
          + "first, then these in this order.", footer: .init("o", "setting", rank: 2),
        [(.letter("o"), .generation(.nextSetting))]),
      Binding(
        "+ −", "Change the chosen setting.", footer: .init("+−", "change", rank: 2),
        [(.letter("-"), .generation(.change(-1))), (.letter("+"), .generation(.change(1)))]),
      Binding(
        "Backspace", "Take the last token off again.",
        footer: .init("Bksp", "take back", rank: 6), [(.key(.backspace), .generation(.takeBack))]),
      Binding(
        "v", "Show the branches: the ways in which the text went on.",
        footer: .init("v", "branches", rank: 4), [(.letter("v"), .board(.branches))]),
      Binding(
        "U", "Go back to the branch shown before.", [(.letter("U"), .generation(.goBack))]),
    ])

  /// While a text is continued and the candidates are focused.
  public static let generationCandidates = KeyMap(
    title: "Generating, in the candidates (Tab)",
    bindings: [
      Binding(
        "↑ ↓  j k", "Select a candidate.", footer: .init("↑↓", "select", rank: 0),
        [
          (.key(.up), .generation(.select(-1))), (.letter("k"), .generation(.select(-1))),
          (.letter("j"), .generation(.select(1))), (.key(.down), .generation(.select(1))),
        ]),
      Binding(
        "Enter", "Go on with the selected candidate: a branch.",
        footer: .init("Enter", "branch", rank: 0), [(.key(.enter), .generation(.takeSelected))]),
      Binding(
        "PgUp PgDn", "Select a candidate ten further.",
        [
          (.key(.pageUp), .generation(.select(-10))), (.key(.pageDown), .generation(.select(10))),
        ]),
    ])

  /// While continuations are compared.
  public static let sideBySide = KeyMap(
    title: "Three temperatures (G)",
    bindings: [
      Binding(
        "← →  Tab", "Choose one of the three; the slider is its temperature.",
        footer: .init("←→", "choose", rank: 1),
        [
          (.key(.left), .sideBySide(.choose(-1))), (.key(.backTab), .sideBySide(.choose(-1))),
          (.key(.tab), .sideBySide(.choose(1))), (.key(.right), .sideBySide(.choose(1))),
        ]),
      Binding(
        "↑ ↓  PgUp PgDn", "Change its temperature: it is drawn again.",
        footer: .init("↑↓", "temperature", rank: 1),
        [
          (.key(.pageUp), .notches(5)), (.key(.pageDown), .notches(-5)),
          (.key(.down), .notches(-1)), (.key(.up), .notches(1)),
        ]),
      Binding(
        "Space", "Stop drawing, or go on.", footer: .init("Space", "pause", rank: 2),
        [(.letter(" "), .sideBySide(.pause))]),
      Binding(
        "s", "Draw all three again with the next seed.", footer: .init("s", "new seed", rank: 3),
        [(.letter("s"), .sideBySide(.reseed))]),
      Binding(
        "Enter", "Take the chosen continuation into the text.",
        footer: .init("Enter", "take it", rank: 2), [(.key(.enter), .sideBySide(.keep))]),
      Binding(
        "Esc", "Back to the text; the slider goes back to where it was.",
        footer: .init("Esc", "back", rank: 0), [(.key(.escape), .leave)]),
      Binding(
        "u t", "Switch the unit, the colours.",
        [(.letter("u"), .switchUnit), (.letter("t"), .switchTheme)]),
      Binding(
        "?  F1", "Show this help.", footer: .init("?", "help", rank: 0),
        [(.key(.function(1)), .help), (.letter("?"), .help)]),
      Binding("q", "Quit.", footer: .init("q", "quit", rank: 0), [(.letter("q"), .quit)]),
    ])
}
