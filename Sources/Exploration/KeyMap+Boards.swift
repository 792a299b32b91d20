extension KeyMap {
  /// Which board is shown; the same key leads back.
  public static let boards = KeyMap(
    title: "Other panels; the same key or Esc leads back",
    bindings: [
      Binding(
        "m", "Show the sum: how a number on the screen is computed.",
        footer: .init("m", "sum", rank: 4), [(.letter("m"), .board(.sum))]),
      Binding(
        "p", "Show the plane of surprise and entropy: where the model was sure and wrong.",
        footer: .init("p", "plane", rank: 4), [(.letter("p"), .board(.plane))]),
      Binding(
        "[ ]",
        "Let the model look back fewer or more tokens, and see what each token's context is worth.",
        [(.letter("["), .context(.less)), (.letter("]"), .context(.more))]),
      Binding(
        "L", "Show the ladder: the text through simpler models, in bits a byte.",
        footer: .init("L", "ladder", rank: 6), [(.letter("L"), .board(.ladder))]),
    ])

  /// While the plane is shown; the keys for reading work too.
  public static let plane = KeyMap(
    title: "In the plane (p)",
    bindings: [
      Binding(
        "n N", "Go to the next or the previous token in the same corner.",
        footer: .init("n", "same corner", rank: 1),
        [(.letter("N"), .withinCorner(-1)), (.letter("n"), .withinCorner(1))]),
      Binding(
        "C", "Go to a token in the next corner.", footer: .init("C", "next corner", rank: 1),
        [(.letter("C"), .nextCorner)]),
      Binding(
        "p  Esc", "Back to the loss curve.", footer: .init("p", "back", rank: 1),
        [(.letter("p"), .board(.plane))]),
    ])

  /// While the sum is shown; the keys for reading work too.
  public static let sum = KeyMap(
    title: "In the sum (m)",
    bindings: [
      Binding(
        "Tab  M", "Explain the next number; Shift-Tab goes back.",
        footer: .init("Tab", "next number", rank: 1),
        [
          (.key(.backTab), .explain(.previousNumber)), (.letter("M"), .explain(.nextNumber)),
          (.key(.tab), .explain(.nextNumber)),
        ]),
      Binding(
        "j k", "Explain another candidate's surprise in place of the token that came.",
        footer: .init("j", "candidate", rank: 1),
        [
          (.letter("k"), .explain(.previousCandidate)), (.letter("j"), .explain(.nextCandidate)),
        ]),
      Binding(
        "m  Esc", "Back to the candidates and the curve.", footer: .init("m", "back", rank: 1),
        [(.letter("m"), .board(.sum))]),
    ])
}
