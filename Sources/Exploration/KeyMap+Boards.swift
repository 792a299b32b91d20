extension KeyMap {
  /// Which board is shown; the same key leads back.
  public static let boards = KeyMap(
    title: "Other panels; the same key or Esc leads back",
    bindings: [
      Binding(
        "m", "Show the sum: how a number on the screen is computed.", [(.letter("m"), .board(.sum))]
      ),
      Binding(
        "p", "Show the plane of surprise and entropy: who is sure, and who is wrong.",
        [(.letter("p"), .board(.plane))]),
      Binding(
        "L", "Show the ladder: the text through simpler models, in bits a byte.",
        [(.letter("L"), .board(.ladder))]),
    ])
}
