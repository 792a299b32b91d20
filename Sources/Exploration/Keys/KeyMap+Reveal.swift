extension KeyMap {
  /// While a text is revealed token by token; the keys for reading work too, on what is revealed.
  public static let reveal = KeyMap(
    title: "Revealing a text token by token (r)",
    bindings: [
      Binding(
        "Space", "Reveal the next token.", footer: .init("Space", "reveal", rank: 0),
        [(.letter(" "), .reveal(.next))]),
      Binding(
        "← →", "Look back at what is revealed, and forward; at the end, reveal the next token.",
        footer: .init("←→", "look back", rank: 2),
        [(.key(.left), .step(-1)), (.key(.right), .reveal(.forward))]),
      Binding(
        "d", "Show or hide what the model expects, before the guess is made.",
        footer: .init("d", "expected", rank: 1),
        [(.letter("d"), .reveal(.switchExpectation))]),
      Binding(
        "Backspace", "Hide the last token again.", footer: .init("Backspace", "hide", rank: 3),
        [(.key(.backspace), .reveal(.back))]),
      Binding(
        "r", "Hide the focused token and all behind it again.",
        footer: .init("r", "hide from here", rank: 9), [(.letter("r"), .reveal(.hide))]),
      Binding(
        "Enter", "Reveal all; go on with a scoring that was stopped.",
        footer: .init("Enter", "all", rank: 2), [(.key(.enter), .reveal(.all))]),
      Binding(
        "Esc", "Leave the reveal: the text is whole again.",
        footer: .init("Esc", "leave", rank: 0), [(.key(.escape), .leave)]),
    ])
}
