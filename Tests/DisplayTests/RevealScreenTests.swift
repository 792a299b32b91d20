import Display
import Exploration
import ExplorationFixtures
import InformationTheory
import Scoring
import Testing

@Suite struct `A reveal looks as it did` {
  private func revealing(_ rows: Int, _ columns: Int) -> Explorer {
    var explorer = Scene.breakfast.explorer(rows: rows, columns: columns)
    explorer.press(.right, times: 17)
    explorer.press("r")
    explorer.press(" ")
    return explorer
  }

  @Test(arguments: [(24, 80), (40, 120), (60, 200), (16, 60), (12, 40)])
  func `at every size`(rows: Int, columns: Int) throws {
    try expectGolden(revealing(rows, columns), "reveal-\(columns)x\(rows)")
  }

  @Test func `before anything is revealed, and with the expectation shown`() throws {
    var explorer = Scene.breakfast.explorer(rows: 24, columns: 80)
    explorer.press(.home)
    explorer.press("r")
    try expectGolden(explorer, "reveal-start")
    explorer.press(" d")
    try expectGolden(explorer, "reveal-expected")
  }

  @Test func `looking back, in monochrome`() throws {
    var explorer = revealing(24, 80)
    explorer.press(.left, times: 2)
    explorer.press("ttt")
    try expectGolden(explorer, "reveal-back")
  }

  @Test func `when all is revealed`() throws {
    var explorer = revealing(24, 80)
    explorer.press(.enter)
    try expectGolden(explorer, "reveal-all")
  }
}

@Suite struct `A reveal` {
  /// Two texts that begin with the same tokens, and go on differently in length, lines and script.
  private static let endings = [
    Scene([("The", 0), (" cat", 3), (" sat", 2)]),
    Scene(
      [("The", 0), (" cat", 3)]
        + Array(repeating: [("\n\n你好", 12.0), ("e\u{301}", 1.0)], count: 40).flatMap { $0 }),
  ].map { scene in
    var scene = scene
    scene.words = ["The", " cat", " sat", "\n\n你好", "e\u{301}"].map { Array($0.utf8) }
    return scene
  }

  @Test(arguments: [(24, 80), (40, 120), (60, 200), (16, 60), (6, 20)])
  func `shows nothing of what is hidden`(rows: Int, columns: Int) {
    let frames = Self.endings.map { scene in
      var explorer = scene.explorer(rows: rows, columns: columns)
      explorer.press(.home)
      explorer.press(.right, times: 2)
      explorer.press("r")
      return render(explorer, rows: rows, columns: columns)
    }
    #expect(frames[0].text == frames[1].text)
    #expect(frames[0].roleText == frames[1].roleText)
  }

  @Test(arguments: [(24, 80), (18, 60)])
  func `stays in the layout in which it began`(rows: Int, columns: Int) {
    let scene = Scene(
      (0..<100).map { ("\($0 > 0 ? " " : "")w\($0)", 3) })
    for isAtStart in [true, false] {
      var explorer = scene.explorer(rows: rows, columns: columns)
      if isAtStart { explorer.press(.home) } else { explorer.press(.end) }
      explorer.press(.left, times: isAtStart ? 0 : 8)
      explorer.press("r")
      #expect((explorer.wordsGeometry != nil) == isAtStart)
      for _ in 0..<(isAtStart ? 99 : 8) {
        explorer.press(" ")
        #expect((explorer.wordsGeometry != nil) == isAtStart)
      }
      // Going back changes nothing of it either.
      explorer.press(.backspace, times: 99)
      #expect((explorer.wordsGeometry != nil) == isAtStart)
    }
  }

  @Test func `has every size without a trap`() {
    var explorer = Scene.breakfast.explorer(rows: 24, columns: 80)
    explorer.press(.right, times: 9)
    explorer.press("r")
    for key in [Key.character("d"), .left, .enter] {
      for rows in 0...30 {
        for columns in 0...90 where (rows + columns) % 4 == 0 || columns < 24 {
          #expect(render(explorer, rows: rows, columns: columns).cells.count == rows * columns)
        }
      }
      explorer.press(key)
    }
  }
}

@Suite struct `A comparison looks as it did` {
  private func spinach(_ rows: Int, _ columns: Int) -> Explorer {
    var explorer = Scene.breakfast.explorer(rows: rows, columns: columns)
    explorer.press(.right, times: 18)
    explorer.press(.tab)
    explorer.press(.down, times: 6)
    explorer.press(.enter, answeredBy: .spinach)
    explorer.press(.tab, times: 2)
    explorer.press(.right, times: 2)
    return explorer
  }

  @Test(arguments: [(24, 80), (40, 120), (60, 200), (16, 60)])
  func `at every size`(rows: Int, columns: Int) throws {
    try expectGolden(spinach(rows, columns), "what-if-\(columns)x\(rows)")
  }

  @Test func `while a candidate is chosen`() throws {
    var explorer = Scene.breakfast.explorer(rows: 24, columns: 80)
    explorer.press(.right, times: 18)
    explorer.press(.tab)
    explorer.press(.down, times: 6)
    try expectGolden(explorer, "what-if-choosing")
  }

  @Test func `on the replaced token, and back at the original`() throws {
    var explorer = spinach(24, 80)
    explorer.press(.left, times: 2)
    try expectGolden(explorer, "what-if-replaced")
    explorer.press("x")
    try expectGolden(explorer, "what-if-original")
  }

  @Test func `in nats`() throws {
    var explorer = spinach(24, 80)
    explorer.press("u")
    try expectGolden(explorer, "what-if-nats")
  }

  @Test(arguments: [(24, 80), (24, 120), (12, 60)])
  func `with sums so far while the text is scored, and losses of whole texts alone`(
    rows: Int, columns: Int
  ) throws {
    var explorer = Explorer.ready("the cat sat on the mat.", rows: rows, columns: columns)
    explorer.press("x")
    explorer.press("e")
    let effects = explorer.update(.input(.key(.character("!"), [])))
    guard case .score(let text, _, let request)? = effects.first else {
      Issue.record("nothing is asked for")
      return
    }
    let tokens = FakeScorer.tokenize(text)
    _ = explorer.update(.tokenized(tokens, FakeScorer.settings, request: request))
    let kept = explorer.scored?.predictions.count ?? 0
    func summary() -> String {
      let screen = render(explorer, rows: rows, columns: columns).text
      return screen.split(separator: "\n").prefix(2).joined(separator: "\n")
    }
    for end in kept + 1...tokens.count {
      let block = FakeScorer.predictions(tokens, from: end - 1, to: end)
      #expect(summary().contains("so far") && !summary().contains("loss"))
      _ = explorer.update(.scored(block, request: request))
    }
    _ = explorer.update(.finished(request: request))
    #expect(!summary().contains("so far") && summary().contains("loss") == (rows > 12))
  }
}
