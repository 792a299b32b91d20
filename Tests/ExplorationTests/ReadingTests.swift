import Exploration
import ExplorationFixtures
import InformationTheory
import Scoring
import Testing

@Suite struct `Reading a text` {
  private let sentence = "the cat sat on the mat."

  @Test func `arrows step through the tokens and stop at the ends`() {
    var explorer = Explorer.ready(sentence)
    explorer.press(.right)
    #expect(explorer.focus == 2)
    explorer.press(.right)
    #expect(explorer.focus == 3)
    explorer.press(.left, times: 9)
    #expect(explorer.focus == 0)
    explorer.press(.end)
    #expect(explorer.focus == 6)
    explorer.press(.right)
    #expect(explorer.focus == 6)
    explorer.press(.home)
    #expect(explorer.focus == 0)
  }

  @Test func `j and k move by lines and keep the column`() {
    var explorer = Explorer.ready("the cat sat\nthe\nthe mat sat")
    explorer.press(.home)
    explorer.press(.right, times: 2)  // " sat"
    explorer.press(.character("j"), times: 2)
    #expect(explorer.focusedToken?.bytes == 23..<27)
    explorer.press(.character("k"), times: 2)
    #expect(explorer.focusedToken?.bytes == 7..<11)
  }

  @Test func `Shift with an arrow moves the temperature by five notches`() {
    var (one, other) = (Explorer.ready(sentence), Explorer.ready(sentence))
    one.press(.up, .shift)
    other.press(.up, times: 5)
    #expect(one.temperature == other.temperature && one.temperature > .one)
    one.press(.down, .shift, times: 2)
    other.press(.down, times: 10)
    #expect(one.temperature == other.temperature && one.temperature < .one)
  }

  @Test func `PgDn and PgUp go through the text by screenfuls, the view with the focus`() throws {
    var explorer = Explorer.ready(String(repeating: "the cat sat on the mat. the\n", count: 50))
    let area = try #require(explorer.screen.text)
    func line(_ explorer: Explorer) -> Int {
      explorer.focusedToken.map { explorer.layout.line(holding: explorer.anchor(of: $0)) } ?? -1
    }
    explorer.press(.home)
    explorer.press(.right, times: 2)
    explorer.press(.character("j"), times: 3)
    explorer.press(.pageDown)
    #expect(line(explorer) == area.rows + 2 && explorer.topLine == area.rows - 1)
    #expect(explorer.focusedToken.map { explorer.bytes(of: $0) } == Array(" sat".utf8))
    explorer.press(.pageUp)
    #expect(line(explorer) == 3 && explorer.topLine == 0)
    explorer.press(.pageDown, times: 50)
    #expect(line(explorer) >= explorer.layout.lineCount - 2)
    explorer.press(.pageUp, times: 50)
    #expect(line(explorer) == 0 && explorer.topLine == 0)
    #expect(explorer.temperature == .one)
  }

  @Test func `a click focuses the token under it`() throws {
    var explorer = Explorer.ready(sentence)
    explorer.press(.character("V"))
    let area = try #require(explorer.screen.text)
    _ = explorer.mouse(.pressed, area.row, area.column + 9)  // in "sat"
    #expect(explorer.focus == 2)
  }

  @Test func `a click on a bar focuses its token`() throws {
    var explorer = Explorer.ready(sentence)
    explorer.press(.character("V"))
    let area = try #require(explorer.screen.strip)
    _ = explorer.mouse(.pressed, area.row, area.column + 4)
    #expect(explorer.focus == 4)
  }

  @Test func `the knob follows the mouse while the button is held, also beside its row`() throws {
    var explorer = Explorer.ready(sentence)
    let slider = SliderGeometry(try #require(explorer.screen.slider))
    _ = explorer.mouse(.pressed, slider.row, slider.track.lowerBound)
    #expect(explorer.temperature == Temperature.sliderRange.lowerBound)
    _ = explorer.mouse(.dragged, 2, slider.track.upperBound + 30)
    #expect(explorer.temperature == Temperature.sliderRange.upperBound)
    _ = explorer.mouse(.dragged, 3, slider.column(of: .one))
    #expect(explorer.temperature == .one)
    _ = explorer.mouse(.released, 3, slider.column(of: .one))
    _ = explorer.mouse(.dragged, 3, slider.track.lowerBound)
    #expect(explorer.temperature == .one)
  }

  @Test(arguments: [20, 40, 60, 80, 120, 200, 333])
  func `a click on the tick of T 1 gives exactly 1, whatever the width`(columns: Int) throws {
    var explorer = Explorer.ready(sentence, rows: 24, columns: columns)
    let slider = SliderGeometry(try #require(explorer.screen.slider))
    explorer.press(.down, times: 9)
    _ = explorer.mouse(.pressed, slider.row, slider.column(of: .one))
    #expect(explorer.temperature == .one)
  }

  @Test(arguments: [20, 31, 40, 60, 80, 120, 200])
  func `only T 1 stands on the tick of 1`(columns: Int) throws {
    let area = Area(row: 0, column: 0, rows: 8, columns: columns)
    let (slider, curve) = (SliderGeometry(area), try #require(CurveGeometry(area)))
    for value in [0.1, 0.5, 0.9, 0.94, 0.99, 1.01, 1.06, 1.1, 1.2, 3] {
      let temperature = try #require(Temperature(value))
      for column in [slider.column(of:), curve.column(of:)] as [(Temperature) -> Int] {
        #expect((column(temperature) < column(.one)) == (value < 1), "\(value)")
        #expect((column(temperature) > column(.one)) == (value > 1), "\(value)")
      }
      #expect(slider.track.contains(slider.column(of: temperature)))
    }
    // What is written as 1.00 may stand there.
    #expect(slider.column(of: try #require(Temperature(1.004))) == slider.column(of: .one))
  }

  @Test func `a drag without a press changes nothing`() throws {
    var explorer = Explorer.ready(sentence)
    let slider = SliderGeometry(try #require(explorer.screen.slider))
    _ = explorer.mouse(.dragged, slider.row, slider.track.lowerBound)
    #expect(explorer.temperature == .one)
  }

  @Test func `a key of the footer can be clicked`() throws {
    var explorer = Explorer.ready(sentence)
    let item = try #require(explorer.footerItems.first { $0.label == "q" })
    let row = try #require(explorer.screen.footer?.row)
    #expect(explorer.mouse(.pressed, row, item.columns.lowerBound).map(kind) == ["quit"])
  }

  @Test func `the arrows of the curve move the temperature, those of the candidates choose`() {
    var explorer = Explorer.ready(sentence)
    explorer.press(.tab)
    #expect(explorer.panel == .candidates)
    explorer.press(.down)
    #expect(explorer.selectedCandidate == 1)
    #expect(explorer.temperature == .one)
    explorer.press(.tab)
    #expect(explorer.panel == .curve)
    let focus = explorer.focus
    explorer.press(.right)
    #expect(explorer.temperature > .one)
    #expect(explorer.focus == focus)
    explorer.press(.tab, .shift)
    #expect(explorer.panel == .candidates)
    explorer.press(.escape)
    #expect(explorer.panel == .text)
  }

  @Test func `units, lenses and themes come around`() {
    var explorer = Explorer.ready(sentence)
    explorer.press(.character("u"))
    #expect(explorer.unit == .nats)
    explorer.press(.character("u"))
    explorer.press(.character("c"), times: Lens.allCases.count - 2)  // neither changes nor debts
    explorer.press(.character("t"), times: ThemeName.allCases.count)
    #expect(explorer.unit == .bits)
    #expect(explorer.lens == .surprise)
    #expect(explorer.theme == .dark)
  }

  @Test func `what a person chose last is told, and is how the next explorer begins`() {
    var explorer = Explorer.ready(sentence)
    #expect(explorer.preferences == Preferences())
    explorer.press(.character("u"))
    explorer.press(.character("t"))
    #expect(explorer.preferences.unit == .nats && explorer.preferences.theme == .light)
    let next = Explorer(text: [], preferences: explorer.preferences)
    #expect(next.unit == .nats && next.theme == .light)
  }

  @Test func `y copies the figures with their temperature`() throws {
    var explorer = Explorer.ready(sentence)
    guard case .copy(let bytes)? = explorer.press(.character("y")).first else {
      Issue.record("nothing was copied")
      return
    }
    let line = String(decoding: bytes, as: UTF8.self)
    #expect(line.hasPrefix("\" cat\"\tsurprisal "))
    #expect(line.contains("\trank 2\t"))
    #expect(line.hasSuffix("\tT 1.00"))
  }

  @Test func `a click into an unscored text does nothing`() throws {
    var explorer = Explorer(text: Array(sentence.utf8))
    let area = try #require(explorer.screen.text)
    #expect(explorer.mouse(.pressed, area.row, area.column).isEmpty)
    explorer.press(.right)
    explorer.press(.character("n"))
    explorer.press(.character("j"))
    explorer.press(.character("y"))
    #expect(explorer.focus == 0)
  }

  @Test func `the focus stays in view in a long text`() throws {
    var explorer = Explorer.ready(String(repeating: "the cat sat on the mat. ", count: 60))
    explorer.press(.end)
    let area = try #require(explorer.screen.text)
    let token = try #require(explorer.focusedToken)
    let line = explorer.layout.line(holding: explorer.anchor(of: token))
    #expect((explorer.topLine..<explorer.topLine + area.rows).contains(line))
    _ = explorer.mouse(.wheelUp, area.row, 5)
    #expect(explorer.topLine == max(explorer.layout.lineCount - area.rows - 3, 0))
  }
}

@Suite struct `A pasted text` {
  @Test func `that is longer than is taken is cut between characters, which is said`() {
    let limit = Input.longestPaste
    for (bytes, taken, isCut) in [
      ([UInt8](repeating: 0x61, count: limit), limit, false),
      ([UInt8](repeating: 0x61, count: limit + 1), limit, true),
      (Array(String(repeating: "€", count: limit / 3 + 1).utf8), limit / 3 * 3, true),
    ] {
      var explorer = Explorer.ready("")
      _ = explorer.update(.input(.paste(bytes)))
      #expect(explorer.text.count == taken)
      #expect(explorer.notice?.contains("longer than 8 MiB") ?? false == isCut)
      explorer = Explorer.ready("the cat")
      _ = explorer.update(.input(.paste(bytes)))
      #expect(explorer.notice?.contains("longer than 8 MiB") ?? false == isCut)
    }
  }

  @Test func `is never understood as keys`() {
    var explorer = Explorer.ready("the cat")
    #expect(explorer.update(.input(.paste(Array("q".utf8)))).isEmpty)
    guard case .pasted(let bytes, _)? = explorer.stage else {
      Issue.record("nothing is asked")
      return
    }
    #expect(bytes == Array("q".utf8))
    #expect(explorer.press(.character("q")).isEmpty)
    explorer.press(.escape)
    #expect(explorer.stage == nil)
    #expect(explorer.string == "the cat")
  }

  @Test func `replaces the text after a yes, and undo brings the old one back`() {
    var explorer = Explorer.ready("the cat")
    _ = explorer.update(.input(.paste(Array("the\r\nmat\r".utf8))))
    explorer.press(.enter)
    #expect(explorer.string == "the\nmat\n")
    explorer.press(.character("U"), .shift)
    #expect(explorer.string == "the cat")
    #expect(explorer.scored?.isComplete == true)
  }

  @Test func `goes in before the focused token`() {
    var explorer = Explorer.ready("the cat")
    _ = explorer.update(.input(.paste(Array(" mat".utf8))))
    explorer.press(.character("i"))
    #expect(explorer.string == "the mat cat")
  }

  @Test func `is taken at once where there is no text`() {
    var explorer = Explorer.ready("")
    explorer.answer(explorer.update(.input(.paste(Array("the cat".utf8)))))
    #expect(explorer.string == "the cat")
    #expect(explorer.tokens.count == 2)
  }
}
