extension KeyMap {
  private static let knob = [
    Action("less-context", .context(.less), .letter("[")),
    Action("more-context", .context(.more), .letter("]")),
  ]

  /// How to begin; a part of the table of boards.
  static let shorterContext = Binding(
    "Let the model look back fewer or more tokens, and see what each token's context is worth.",
    knob)

  /// While the model may look back only so far.
  public static let context = KeyMap(
    title: "With a short context (\(key: .context(.less)))",
    bindings: [
      Binding(
        "Let the model look back fewer or more tokens.", footer: .init("context", rank: 0), knob),
      Binding(
        "Let the model read the whole context again.", footer: .init("whole context", rank: 0),
        [Action("leave", .leave, .key(.escape))]),
    ])
}
