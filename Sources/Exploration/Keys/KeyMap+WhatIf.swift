extension KeyMap {
  /// While a text is compared with what it was, or might have been.
  public static let whatIf = KeyMap(
    title: "What if: comparing with the original (\(key: .whatIf(.compare)))",
    bindings: [
      Binding(
        "Show the other text: the original, or the changed one. Again leads back.",
        footer: .init("other text", rank: 0),
        [Action("what-if", .whatIf(.compare), .letter("x"))]),
      Binding(
        "Keep the text that is shown, and forget the other.",
        footer: .init("keep it", rank: 0),
        [Action("keep-text", .whatIf(.keep), .letter("X"))]),
      Binding(
        "Back to the original, as it was. \(key: .undo) makes the change again.",
        footer: .init("take it back", rank: 0), [Action("leave", .leave, .key(.escape))]),
    ])
}
