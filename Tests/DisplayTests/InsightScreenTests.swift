import Display
import Exploration
import ExplorationFixtures
import InformationTheory
import Scoring
import Testing

/// The boards of layers and of what was bought.
@Suite struct `A board of the inside` {
  /// An explorer with a board open at “Paris”, and what the engine shows, made by hand: thirty layers, through which
  /// “Paris” comes up; and tokens that buy less the farther they are, but for “France”.
  private func explorer(
    _ key: Character, rows: Int = 24, columns: Int = 80, known: Int = 5,
    at temperature: Temperature = .one
  ) -> Explorer {
    var explorer = Scene.breakfast.explorer(rows: rows, columns: columns, at: temperature)
    explorer.press(.right, times: 5 - explorer.focus)
    for case .inspect(let wish, _, let request) in explorer.update(
      .input(.key(.character(key), [])))
    {
      for news in self.news(of: wish, known: known) {
        _ = explorer.update(.inspected(news, request: request))
      }
    }
    return explorer
  }

  private func news(of wish: Inspection.Wish, known: Int) -> [Inspection.News] {
    let target = wish.question.tokens[wish.question.tokens.count - 1].id
    func block(_ logits: [Double]) -> Predictions {
      var block = Predictions(vocabularySize: 600)
      for logit in logits {
        var all = Scene.logits(at: 5)
        all[target] = logit
        block.append(Prediction(foldingLogits: all, actual: target))
      }
      return block
    }
    switch wish.subject {
    case .layers: return [.layers(block((0...30).map { Double($0) / 2 - 12 })), .ended]
    case .bought:
      let logits = [-1.2, -9.5, 0.9, -0.2, 0.4].prefix(known)
      let places = (0..<logits.count).map { 4 - $0 }
      return [.without(places, block(Array(logits)))] + (known == 5 ? [.ended] : [])
    }
  }

  @Test(arguments: [(24, 80), (60, 200), (14, 60)])
  func `shows how an answer forms, and what was bought`(rows: Int, columns: Int) throws {
    for (key, name) in [("a", "layers"), ("f", "bought")] as [(Character, String)] {
      let explorer = explorer(key, rows: rows, columns: columns)
      try expectGolden(explorer, "\(name)-\(rows)x\(columns)")
    }
  }

  @Test func `can be read without colours and with ASCII alone`() throws {
    for (key, name) in [("a", "layers"), ("f", "bought")] as [(Character, String)] {
      var explorer = explorer(key)
      explorer.isASCII = true
      let frame = render(explorer, rows: 24, columns: 80).shown
      #expect(frame.text.utf8.allSatisfy { $0 < 0x80 })
      try expectGolden(frame, "\(name)-ascii")
    }
  }

  @Test func `shows layers at the temperature, and the candidates of one`() {
    var explorer = explorer("a")
    let before = render(explorer, rows: 24, columns: 80).text
    #expect(before.contains("after layer 30 of 30") && before.contains("input"))
    explorer.press("kkk")
    #expect(render(explorer, rows: 24, columns: 80).text.contains("after layer 27 of 30"))
    explorer.press(.down)
    let after = render(explorer, rows: 24, columns: 80).text
    #expect(after != before && after.contains("at T 0."))
  }

  @Test func `says how far it is, and has the signs of what was bought in the text`() {
    let frame = render(explorer("f", known: 2), rows: 24, columns: 80)
    #expect(frame.text.contains("2 of 5, 20% of the work"))
    let narrow = render(explorer("f", rows: 16, columns: 60, known: 2), rows: 16, columns: 60)
    #expect(narrow.text.contains("2 of 5, 20%"))
    let all = render(explorer("f"), rows: 24, columns: 80)
    #expect(all.text.contains("5 tokens, each left out alone"))
    #expect(all.text.contains("+France") && all.text.contains("bought in bits"))
  }

  @Test func `names the unit, and how many of the layers there is room for`() {
    var explorer = explorer("a", rows: 14, columns: 60)
    let text = render(explorer, rows: 14, columns: 60).text
    #expect(text.contains("layer    bits") && text.contains(" of 31 rows"))
    #expect(text.contains("layer by layer of “␣Paris”"))
    explorer.press("u")
    #expect(render(explorer, rows: 14, columns: 60).text.contains("layer    nats"))
  }

  @Test func `says what the token costs with all that stands before it`() {
    let text = render(explorer("f", rows: 60, columns: 200), rows: 60, columns: 200).text
    #expect(text.contains("“␣Paris” costs ") && !text.contains("costs – "))
    var explorer = explorer("f")
    explorer.press(.left, times: 4)
    let alone = render(explorer, rows: 24, columns: 80).text
    #expect(alone.contains("there is nothing to go by"))
  }

  @Test func `says that it waits for the scores`() {
    var explorer = Scene.breakfast.explorer(rows: 24, columns: 80)
    explorer.press("a")
    explorer.press("e")
    _ = explorer.update(.input(.key(.character("x"), [])))
    #expect(explorer.phase.isRunning)
    let text = render(explorer, rows: 24, columns: 80).text
    #expect(text.contains("follows when the text is scored"))
  }

  @Test(arguments: ["a", "f"] as [Character])
  func `is not of a model that learns`(key: Character) {
    var explorer = Explorer.inLab()
    explorer.press(.character(key))
    #expect(render(explorer, rows: 24, columns: 80).text.contains("not of one that learns"))
  }

  @Test func `says why nothing is shown`() {
    var explorer = Scene.breakfast.explorer(rows: 24, columns: 80)
    for case .inspect(_, _, let request) in explorer.update(.input(.key(.character("a"), []))) {
      _ = explorer.update(
        .inspected(.failed("Far says what it expects and not how"), request: request))
    }
    #expect(render(explorer, rows: 24, columns: 80).text.contains("Far says what it expects"))
    explorer.press(.home)
    #expect(render(explorer, rows: 24, columns: 80).text.contains("stands before the first token"))
  }
}
