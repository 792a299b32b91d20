extension KeyMap {
  /// How to begin; a part of the table of boards.
  static let shorterContext = Binding(
    "[ ]",
    "Let the model look back fewer or more tokens, and see what each token's context is worth.",
    [(.letter("["), .context(.less)), (.letter("]"), .context(.more))])

  /// While the model may look back only so far.
  public static let context = KeyMap(
    title: "With a short context ([)",
    bindings: [
      Binding(
        "[ ]", "Let the model look back fewer or more tokens.",
        footer: .init("[ ]", "context", rank: 0),
        [(.letter("["), .context(.less)), (.letter("]"), .context(.more))]),
      Binding(
        "Esc", "Let the model read the whole context again.",
        footer: .init("Esc", "whole context", rank: 0), [(.key(.escape), .leave)]),
    ])
}
