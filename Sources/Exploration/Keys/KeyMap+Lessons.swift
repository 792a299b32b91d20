/// What a key asks for in a lesson.
public enum LessonCommand: Hashable, Sendable {
  /// Shows the list of lessons, moves in it, and opens the selected one, where it was left or anew.
  case list, select(Int), open, openAnew
  /// Opens one by its place in the list.
  case read(Int)
  /// Turns the page, or scrolls it where it goes on.
  case next, previous
  /// Shows the next hint.
  case hint
}

extension KeyMap {
  /// While a lesson is read; the keys for reading a text work too.
  public static let lesson = KeyMap(
    title: "In a lesson (\(key: .lesson(.list)))",
    bindings: [
      Binding(
        "Go on: further down, or to the next page.",
        footer: .init("next page", rank: 0, now: { $0.wordForGoingOn }),
        [Action("next-page", .lesson(.next), .key(.enter), .key(.pageDown))]),
      Binding(
        "Go back: up, or to the page before.", footer: .init("back", rank: 4),
        [Action("previous-page", .lesson(.previous), .key(.backspace), .key(.pageUp))]),
      Binding(
        "Show a hint for the task, and then the next one.", footer: .init("hint", rank: 1),
        [Action("hint", .lesson(.hint), .letter("H"))]),
      Binding(
        "Leave the lesson. Your own text comes back as it was; \(key: .lesson(.list)) goes on with the lesson.",
        footer: .init("leave", rank: 1), [Action("leave", .leave, .key(.escape))]),
    ])

  /// While the list of lessons is shown.
  public static let lessonList = KeyMap(
    title: "In the list of lessons (\(key: .lesson(.list)))",
    bindings: [
      Binding(
        "Select a lesson.", footer: .init("select", rank: 1),
        [
          Action("previous-lesson", .lesson(.select(-1)), .key(.up), .letter("k")),
          Action("next-lesson", .lesson(.select(1)), .key(.down), .letter("j")),
        ]),
      Binding(
        "Open the lesson, where you left it.", footer: .init("open", rank: 0),
        [Action("open-lesson", .lesson(.open), .key(.enter), .letter(" "))]),
      Binding(
        "Begin the lesson again, at its first page.", footer: .init("begin again", rank: 2),
        [Action("begin-lesson", .lesson(.openAnew), .letter("b"))]),
      Binding(
        "Close the list.", footer: .init("close", rank: 0),
        [Action("leave", .leave, .key(.escape), .letter("q"), .letter("l"))]),
    ])
}
