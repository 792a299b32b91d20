import Display
import Exploration
import Lessons
import Testing

@Suite struct `A board that is opened and left` {
  /// What is done before, as keys; `\t` is Tab, `\n` Enter.
  private static let modes = [
    "", "\tjjj", "\t\t", "r ", "r d\tj", "xuu", "[[", "g  ", "g \tjj", "g 3 v", "p", "m", "L",
    "p\tj",
    "l\n", "l\n\tj", "ucw",
  ]

  private static let lesson = """
    # A lesson
    ## A page
    text: The capital of France is Paris. The capital of Germany is Berlin. I ate a purple
      spreadsheet for breakfast.
    at: "Paris"

    A language model reads the beginning of a text and guesses what comes next.
    """

  @Test(arguments: modes, [(24, 80), (16, 60), (60, 200)])
  func `leaves the screen as it was`(keys: String, size: (Int, Int)) throws {
    var start = Scene.breakfast.explorer(
      rows: size.0, columns: size.1,
      lessons: [try Lesson(name: "one", bytes: Array(Self.lesson.utf8))])
    start.press(.right, times: 12)
    for key in keys { start.press(key == "\t" ? .tab : key == "\n" ? .enter : .character(key)) }
    let before = render(start, rows: size.0, columns: size.1)
    for key in "pmL" where !keys.contains(key) {
      for end in [Key.character(key), .escape] {
        var explorer = start
        explorer.press(.character(key))
        let open = render(explorer, rows: size.0, columns: size.1)
        #expect(open.text != before.text, "\(key)")
        explorer.press(end)
        let after = render(explorer, rows: size.0, columns: size.1)
        #expect(after.text == before.text && after.roleText == before.roleText, "\(key)")
      }
    }
  }
}

@Suite struct `The question before the program ends` {
  @Test(arguments: [(24, 80), (16, 60)])
  func `is one sentence, with its keys below`(rows: Int, columns: Int) {
    var explorer = Scene.breakfast.explorer(rows: rows, columns: columns)
    explorer.press("e")
    explorer.press(.character("."), answeredBy: .breakfast)
    explorer.press(.escape)
    explorer.press("q")
    let lines = render(explorer, rows: rows, columns: columns).text.split(separator: "\n")
    #expect(lines.last == " q quit  Esc stay")
    #expect(lines.dropLast().last?.contains("The text was changed and is not kept. Quit?") == true)
  }
}
