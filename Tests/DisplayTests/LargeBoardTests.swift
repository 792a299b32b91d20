import Display
import Exploration
import Lessons
import Scoring
import Testing

@Suite struct `A board that is read from afar` {
  private func explorer(_ key: Key, isASCII: Bool = false) -> Explorer {
    var explorer = Scene.breakfast.explorer(rows: 60, columns: 200)
    explorer.isASCII = isASCII
    explorer.press(.right, times: 18)
    explorer.press(.down, times: 5)
    explorer.press(key)
    return explorer
  }

  @Test func `has the numbers and the names of the ladder large, to a comma where they are long`() {
    var explorer = explorer(.character("L"))
    for (name, bits) in [
      ("uniform over 256 bytes", 832), ("a fair die, a face for each of 27 bytes", 584.9),
    ] {
      _ = explorer.update(.measured(Rung(name: name, bits: bits, bytes: 104), request: 1))
    }
    let frame = render(explorer, rows: 60, columns: 200)
    for text in ["8.00", "uniform over 256 bytes", "5.62", "a fair die"] {
      #expect(frame.shows(large: text), "\(text)")
    }
    #expect(frame.shows(large: "SmolLM2 135M Instruct") && frame.text.contains("  at T 0.75"))
    #expect(!frame.text.contains("a fair die"))
  }

  @Test(arguments: Explanation.Number.allCases)
  func `has the arithmetic of each sum large, and what comes out`(number: Explanation.Number) {
    var explorer = explorer(.character("m"))
    while explorer.explanation.number != number { explorer.press(.tab) }
    let frame = render(explorer, rows: 60, columns: 200)
    let sheet = explorer.worksheet(terms: 4)
    #expect(!sheet.lines.isEmpty)
    for line in sheet.lines {
      #expect(frame.shows(large: line.expression.isEmpty ? line.label : line.expression))
      #expect(frame.shows(large: "= \(line.result)"), "\(line)")
    }
    for conclusion in sheet.conclusions { #expect(frame.shows(large: conclusion.number)) }
    #expect(frame.text.contains(sheet.meaning))
  }

  @Test func `leaves the text with its bars in sight, and goes with B`() {
    for key in [Key.character("L"), .character("m")] {
      var explorer = explorer(key)
      let large = render(explorer, rows: 60, columns: 200).text
      #expect(large.contains(" purple sp╌╌╌readsheet for"))
      explorer.press("B")
      #expect(render(explorer, rows: 60, columns: 200).text.contains("this token"))
      explorer.press("B")
      #expect(render(explorer, rows: 60, columns: 200).text.contains("this token") == false)
    }
  }

  @Test(arguments: [(Key.character("L"), "SmolLM2 135M Instruct at"), (.character("m"), "÷ T")])
  func `is in ordinary letters from ASCII, which has too few rows`(key: Key, text: String) {
    #expect(render(explorer(key, isASCII: true), rows: 60, columns: 200).text.contains(text))
  }
}

@Suite struct `A ladder beside a page of a lesson` {
  @Test func `has all of its rows at 80 columns and 24 rows`() throws {
    let scene = Scene(
      Scene.breakfast.tokens.prefix(7).map { (String(decoding: $0.text, as: UTF8.self), $0.bits) })
    let text = "The capital of France is Paris."
    let file = "# L\n\n## P\n\ntext: \(text)\nat: \"Paris\"\n\nRead it.\n"
    let lesson = try Lesson(name: "l", bytes: Array(file.utf8))
    var explorer = scene.explorer(rows: 24, columns: 80, lessons: [lesson])
    explorer.press("l")
    explorer.press(.enter)
    explorer.press("L")
    #expect(explorer.wordsGeometry != nil && explorer.screen.page?.rows ?? 0 >= 5)
    for number in 1...8 {
      let rung = Rung(name: "rung \(number)", bits: Double(10 * number), bytes: 104)
      _ = explorer.update(.measured(rung, request: 1))
    }
    let screen = render(explorer, rows: 24, columns: 80).text
    for number in 1...8 { #expect(screen.contains("rung \(number)")) }
    #expect(screen.contains("▸ SmolLM2") && !screen.contains("rows"))
  }
}
