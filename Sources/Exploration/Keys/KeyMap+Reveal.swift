extension KeyMap {
  /// While a text is revealed token by token; the keys for reading work too, on what is revealed.
  public static let reveal = KeyMap(
    title: "Revealing a text token by token (\(key: .reveal(.hide)))",
    bindings: [
      Binding(
        "Reveal the next token.", footer: .init("reveal", rank: 0),
        [Action("reveal-next", .reveal(.next), .letter(" "))]),
      Binding(
        "Look back at what is revealed, and forward; at the end, reveal the next token.",
        footer: .init("look back", rank: 2),
        [
          Action("previous-token", .step(-1), .key(.left)),
          Action("reveal-forward", .reveal(.forward), .key(.right)),
        ]),
      Binding(
        "Show or hide what the model expects, before the guess is made.",
        footer: .init("expected", rank: 1),
        [Action("expectation", .reveal(.switchExpectation), .letter("d"))]),
      Binding(
        "Hide the last token again.", footer: .init("hide", rank: 4),
        [Action("hide-last", .reveal(.back), .key(.backspace))]),
      Binding(
        "Hide the focused token and all behind it again.",
        footer: .init("hide from here", rank: 9),
        [Action("reveal", .reveal(.hide), .letter("r"))]),
      Binding(
        "Reveal all; go on with a scoring that was stopped.", footer: .init("all", rank: 2),
        [Action("reveal-all", .reveal(.all), .key(.enter))]),
      Binding(
        "Leave the reveal: the text is whole again.", footer: .init("leave", rank: 0),
        [Action("leave", .leave, .key(.escape))]),
    ])
}
