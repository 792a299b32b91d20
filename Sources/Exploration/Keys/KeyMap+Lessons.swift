/// What a key asks for in a lesson.
public enum LessonCommand: Hashable, Sendable {
  /// Shows the list of lessons, moves in it, and opens the selected one.
  case list, select(Int), open
  /// Turns the page, or scrolls it where it goes on.
  case next, previous
  /// Shows the next hint.
  case hint
}

extension KeyMap {
  /// While a lesson is read; the keys for reading a text work too.
  public static let lesson = KeyMap(
    title: "In a lesson (l)",
    bindings: [
      Binding(
        "Enter  PgDn", "Go on: further down, or to the next page.",
        footer: .init("Enter", "next page", rank: 0),
        [(.key(.enter), .lesson(.next)), (.key(.pageDown), .lesson(.next))]),
      Binding(
        "Backspace  PgUp", "Go back: up, or to the page before.",
        footer: .init("Backspace", "back", rank: 4),
        [(.key(.backspace), .lesson(.previous)), (.key(.pageUp), .lesson(.previous))]),
      Binding(
        "H", "Show a hint for the task, and then the next one.",
        footer: .init("H", "hint", rank: 1), [(.letter("H"), .lesson(.hint))]),
      Binding(
        "Esc", "Leave the lesson. Your own text comes back as it was; l goes on with the lesson.",
        footer: .init("Esc", "leave", rank: 5), [(.key(.escape), .leave)]),
    ])

  /// While the list of lessons is shown.
  public static let lessonList = KeyMap(
    title: "In the list of lessons (l)",
    bindings: [
      Binding(
        "↑ ↓  j k", "Select a lesson.", footer: .init("↑↓", "select", rank: 1),
        [
          (.key(.up), .lesson(.select(-1))), (.letter("k"), .lesson(.select(-1))),
          (.key(.down), .lesson(.select(1))), (.letter("j"), .lesson(.select(1))),
        ]),
      Binding(
        "Enter", "Open the lesson, where you left it.", footer: .init("Enter", "open", rank: 0),
        [(.key(.enter), .lesson(.open)), (.letter(" "), .lesson(.open))]),
      Binding(
        "Esc  q  l", "Close the list.", footer: .init("Esc", "close", rank: 0),
        [(.letter("q"), .leave), (.letter("l"), .leave), (.key(.escape), .leave)]),
    ])
}
