import Exploration
import ExplorationFixtures
import InformationTheory
import Scoring
import Testing

@Suite struct `Words above their bars` {
  private let sentence = "the cat sat on the mat. the cat ate."
  private let long = String(repeating: "the cat sat on the mat.\n", count: 60)

  private func showsWords(_ explorer: Explorer) -> Bool { explorer.wordsGeometry != nil }

  /// Every row that is shown, with its words.
  private func shown(_ explorer: Explorer) -> [[Word]] {
    (0..<(explorer.wordsGeometry?.shownRows ?? 0)).map(explorer.words(inRow:))
  }

  @Test func `are shown by themselves where all of the text has room`() {
    #expect(showsWords(.ready(sentence)))
    #expect(!showsWords(.ready(long)))
    #expect(showsWords(.ready(sentence, rows: 60, columns: 200)))
    #expect(!showsWords(.ready(sentence, rows: 8, columns: 30)))
    for rows in 6..<61 {
      let explorer = Explorer.ready(sentence, rows: rows, columns: rows * 3)
      guard let geometry = explorer.wordsGeometry else { continue }
      #expect(geometry.shownRows == explorer.lineCount)
    }
  }

  @Test(arguments: [true, false])
  func `give way to running text and back with one press of V each`(isShort: Bool) {
    var explorer = Explorer.ready(isShort ? sentence : long)
    for press in 1...6 {
      explorer.press(.character("V"))
      #expect(showsWords(explorer) == (press.isMultiple(of: 2) == isShort))
      let says = explorer.notice?.contains(showsWords(explorer) ? "above its bar" : "running text")
      #expect(says == true)
    }
    #expect(explorer.preferences.view == .automatic)
  }

  @Test func `are refused in a sentence where there is no room, and nothing changes`() {
    var explorer = Explorer.ready(sentence, rows: 5, columns: 40)
    explorer.press(.character("V"))
    #expect(explorer.preferences.view == .automatic && !showsWords(explorer))
    #expect(explorer.notice == "there is no room here for bars below the words")
    var loading = Explorer(text: Array(sentence.utf8))
    loading.press(.character("V"))
    #expect(loading.preferences.view == .automatic && !showsWords(loading))
    #expect(loading.notice == "the text is not split into tokens yet")
  }

  @Test func `are as a person prefers them`() {
    func explorer(_ view: TextView, _ text: String) -> Explorer {
      var preferences = Preferences()
      preferences.view = view
      var explorer = Explorer(text: Array(text.utf8), preferences: preferences)
      explorer.answer(explorer.update(.modelLoaded(FakeScorer.model, FakeScorer.vocabulary)))
      return explorer
    }
    #expect(!showsWords(explorer(.running, sentence)))
    #expect(showsWords(explorer(.words, long)))
  }

  @Test func `take the rows of the strip, whose bars they have`() {
    var explorer = Explorer.ready(sentence, rows: 40, columns: 120)
    let words = explorer.screen
    #expect(words.strip == nil && words.legend != nil)
    explorer.press(.character("V"))
    let running = explorer.screen
    #expect(running.strip?.rows == (words.text?.rows ?? 0) - (running.text?.rows ?? 0))
  }

  @Test(arguments: [(24, 80), (40, 120), (60, 200), (16, 60)])
  func `are what is under the pointer, text, bar and number`(rows: Int, columns: Int) throws {
    let explorer = Explorer.ready(sentence, rows: rows, columns: columns)
    let geometry = try #require(explorer.wordsGeometry)
    var count = 0
    for (row, words) in shown(explorer).enumerated() {
      for word in words {
        let bar = geometry.bar(of: word, inRow: row)
        #expect(bar.row == geometry.textRow(row) + 1)
        #expect(bar.row + bar.rows == geometry.numberRow(row))
        for line in geometry.textRow(row)...geometry.numberRow(row) {
          let columns = line == geometry.numberRow(row) ? explorer.lens.numberWidth : bar.columns
          for column in bar.column..<bar.column + columns {
            var copy = explorer
            _ = copy.mouse(.pressed, line, column)
            #expect(copy.focus == word.place)
            count += 1
          }
        }
      }
    }
    #expect(count > 100)
  }

  @Test(arguments: Lens.allCases.filter { !$0.isSigned })
  func `stay where they are while the temperature is dragged`(lens: Lens) {
    var explorer = Explorer.ready(sentence)
    while explorer.lens != lens { explorer.press(.character("c")) }
    let before = shown(explorer)
    for _ in 0..<80 {
      explorer.press(.up)
      #expect(shown(explorer) == before)
    }
    #expect(explorer.temperature > .one)
  }

  @Test func `are gone through by rows with j and k, and scroll with the focus`() throws {
    var explorer = Explorer.ready(long)
    explorer.press(.character("V"))
    let geometry = try #require(explorer.wordsGeometry)
    #expect(geometry.shownRows < explorer.lineCount)
    explorer.press(.home)
    explorer.press(.right)
    for row in 1...20 {
      explorer.press(.character("j"))
      #expect(explorer.focus == row * 8 + 1)  // “ cat” of the next line
      let isVisible = shown(explorer).joined().contains { $0.place == explorer.focus }
      #expect(isVisible)
    }
    explorer.press(.character("k"), times: 20)
    #expect(explorer.focus == 1)
    explorer.press(.end)
    #expect(shown(explorer).last?.last?.place == explorer.tokens.count - 1)
    let top = explorer.topLine
    let area = try #require(explorer.screen.text)
    _ = explorer.mouse(.wheelUp, area.row, area.column)
    #expect(explorer.topLine == top - 1)
  }

  @Test func `give way to running text in the editor, and come back with what was typed`() {
    var explorer = Explorer.ready(sentence)
    explorer.press(.character("e"))
    #expect(!showsWords(explorer) && explorer.screen.strip != nil)
    explorer.type(" cat")
    explorer.press(.escape)
    #expect(showsWords(explorer))
    #expect(shown(explorer).joined().count == explorer.tokens.count)
  }

  @Test func `end with a mark for what is hidden in a reveal`() {
    var explorer = Explorer.ready(sentence)
    explorer.press(.home)
    explorer.press(.right, times: 3)
    explorer.press(.character("r"))
    #expect(shown(explorer).joined().map(\.place) == [0, 1, 2, 3])
    #expect(shown(explorer).last?.last?.cells.map(\.text) == [" ", "?", " "])
    for _ in 0..<20 { explorer.press(.character(" ")) }
    #expect(shown(explorer).joined().map(\.place) == Array(explorer.tokens.indices))
  }
}
