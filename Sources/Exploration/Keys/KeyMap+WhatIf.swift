extension KeyMap {
  /// While a text is compared with what it was, or might have been.
  public static let whatIf = KeyMap(
    title: "What if: comparing with the original (x)",
    bindings: [
      Binding(
        "x", "Show the other text: the original, or the changed one. Again leads back.",
        footer: .init("x", "other text", rank: 0), [(.letter("x"), .whatIf(.compare))]),
      Binding(
        "X  Esc", "Keep the text that is shown, and forget the other.",
        footer: .init("X", "keep this text", rank: 0), [(.letter("X"), .whatIf(.keep))]),
    ])
}
