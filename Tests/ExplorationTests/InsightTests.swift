import Exploration
import ExplorationFixtures
import InformationTheory
import Scoring
import Testing

/// Boards that ask the engine how the focused token came to be expected.
@Suite struct `The inside of the model` {
  private static let text = "the cat sat on the mat. the mat ate"

  /// An explorer with a board open, its focus on a token.
  private func explorer(
    _ key: Character, at token: Int = 6, _ text: String = text
  ) -> (Explorer, [Explorer.Effect]) {
    var explorer = Explorer.ready(text)
    explorer.press(.right, times: token - explorer.focus)
    let effects = explorer.update(.input(.key(.character(key), [])))
    return (explorer, effects)
  }

  /// The same when everything is known.
  private func answered(_ key: Character, at token: Int) -> Explorer {
    let (asking, effects) = explorer(key, at: token)
    var explorer = asking
    explorer.answer(effects)
    return explorer
  }

  private func asked(
    _ effects: [Explorer.Effect]
  ) -> (wish: Inspection.Wish, known: Int, request: Int)? {
    effects.lazy.compactMap {
      if case .inspect(let wish, let known, let request) = $0 {
        (wish, known, request)
      } else {
        nil
      }
    }
    .first
  }

  @Test(arguments: ["a", "f"] as [Character])
  func `is asked for when a board shows it, of what the model reads before the token`(
    key: Character
  ) throws {
    let (explorer, effects) = explorer(key)
    let wish = try #require(asked(effects)).wish
    #expect(wish.question.tokens.map(\.id) == explorer.tokens.prefix(7).map(\.id))
    #expect(wish.subject == (key == "a" ? .layers : .bought) && explorer.isInspecting)
  }

  @Test(arguments: ["a", "f"] as [Character])
  func `is asked for once, again of another token, and no more when the board is left`(
    key: Character
  ) throws {
    var (explorer, effects) = explorer(key)
    let first = try #require(asked(effects)).request
    #expect(
      asked(explorer.update(.input(.key(.up, [])))) == nil, "another temperature is no question")
    effects = explorer.update(.input(.key(.left, [])))
    let second = try #require(asked(effects))
    #expect(second.request > first && second.wish.question.tokens.count == 6)
    explorer.answer(effects)
    #expect(!explorer.isInspecting)
    #expect(asked(explorer.update(.input(.key(.up, [])))) == nil)
    #expect(explorer.update(.input(.key(.escape, []))).map(kind) == ["stop inspecting"])
    #expect(explorer.inspection == nil && explorer.board == .expectation)
  }

  @Test func `that is late is not taken for another token's`() throws {
    var (explorer, effects) = explorer("a")
    let old = try #require(asked(effects))
    effects = explorer.update(.input(.key(.left, [])))
    for news in FakeInsight.news(of: old.wish) {
      _ = explorer.update(.inspected(news, request: old.request))
    }
    #expect(explorer.layerCount == 0 && explorer.isInspecting)
  }

  @Test func `that ends too soon is asked for again, and a failure is not`() throws {
    let (asking, effects) = explorer("f")
    var explorer = asking
    let first = try #require(asked(effects)).request
    let again = try #require(asked(explorer.update(.inspected(.ended, request: first))))
    #expect(again.request > first)
    _ = explorer.update(.inspected(.failed("it says nothing"), request: again.request))
    #expect(asked(explorer.update(.inspected(.ended, request: again.request))) == nil)
    #expect(explorer.inspection?.failure == "it says nothing")
  }

  @Test
  func `waits until the text is scored, and what was to come is dropped when that begins again`()
    throws
  {
    var (explorer, _) = explorer("f")
    #expect(explorer.isInspecting)
    explorer.press(.character("e"))
    let effects = explorer.update(.input(.key(.character("x"), [])))
    #expect(effects.contains { kind($0) == "stop inspecting" } && !explorer.isInspecting)
    #expect(asked(effects) == nil)
    explorer.answer(effects)
    #expect(explorer.phase == .idle && explorer.inspection != nil)
  }

  @Test func `of what took long goes on where it ended, when the token is looked at again`() throws
  {
    var (explorer, effects) = explorer("f", at: 8)
    let (wish, known, request) = try #require(asked(effects))
    #expect(known == 0)
    _ = explorer.update(.inspected(FakeInsight.news(of: wish)[0], request: request))
    #expect(explorer.boughtProgress?.known == 3)
    let lines = explorer.boughtLines
    explorer.press(.left)
    explorer.press(.up)
    explorer.press(.down)
    effects = explorer.update(.input(.key(.right, [])))
    let again = try #require(asked(effects))
    #expect(again.known == 3 && again.wish == wish && explorer.boughtLines == lines)
    explorer.answer(effects)
    #expect(explorer.boughtProgress?.known == 8 && !explorer.isInspecting)
    explorer.press(.escape)
    effects = explorer.update(.input(.key(.character("f"), [])))
    #expect(asked(effects) == nil && explorer.boughtLines.count == 8 && !explorer.isInspecting)
  }

  @Test func `of a token that ended too soon keeps what was said`() throws {
    var (explorer, effects) = explorer("f", at: 8)
    let (wish, _, request) = try #require(asked(effects))
    _ = explorer.update(.inspected(FakeInsight.news(of: wish)[0], request: request))
    effects = explorer.update(.inspected(.ended, request: request))
    #expect(asked(effects)?.known == 3)
    explorer.answer(effects)
    #expect(explorer.boughtProgress?.known == 8)
  }

  @Test func `is shown at the temperature of now where it was known before`() throws {
    var (explorer, effects) = explorer("f", at: 8)
    explorer.answer(effects)
    explorer.press(.left)
    explorer.press(.up, [.shift])
    explorer.press(.right)
    let known = explorer.boughtLines
    explorer.press(.escape)
    var fresh = Explorer.ready(Self.text)
    fresh.press(.right, times: 8 - fresh.focus)
    fresh.press(.up, [.shift])
    fresh.press(.character("f"))
    #expect(known == fresh.boughtLines && !known.isEmpty)
  }

  @Test func `is kept of a few tokens, and not of another model or text`() throws {
    var (explorer, effects) = explorer("f", at: 8)
    explorer.answer(effects)
    for _ in 0..<5 { explorer.press(.left) }
    effects = explorer.update(.input(.key(.end, [])))
    explorer.answer(effects)
    for _ in 0..<3 { explorer.press(.left) }
    #expect(explorer.focus == explorer.tokens.count - 4)
    #expect(explorer.earlierInspections.count == 4)
    explorer.press(.character("S"))
    #expect(asked(explorer.update(.input(.key(.right, []))))?.known == 0, "behind a start token")
  }

  @Test func `says how much of the work is done, which grows with the square`() throws {
    var (explorer, effects) = explorer("f", at: 8)
    let (wish, _, request) = try #require(asked(effects))
    #expect(explorer.boughtShare == 0)
    let news = FakeInsight.news(of: wish)
    _ = explorer.update(.inspected(news[0], request: request))
    #expect(explorer.boughtShare == (1 + 2 + 3) / 36.0)
    for more in news.dropFirst() { _ = explorer.update(.inspected(more, request: request)) }
    #expect(explorer.boughtShare == 1)
  }

  @Test(arguments: ["a", "f"] as [Character])
  func `of a token with nothing before it, and in the lab, is not asked for`(key: Character) {
    var explorer = Explorer.ready(Self.text)
    explorer.press(.home)
    explorer.press(.character(key))
    #expect(
      explorer.inspection == nil && explorer.board.rawValue == (key == "a" ? "layers" : "bought"))
    explorer = Explorer.inLab()
    explorer.press(.right, times: 3)
    #expect(asked(explorer.update(.input(.key(.character(key), [])))) == nil)
    #expect(explorer.inspection == nil)
  }

  @Test func `by layer is what each would say, and the answer settles where it stays the first`()
    throws
  {
    var explorer = answered("a", at: 5)  // “ mat”, the sixth of the words
    #expect(
      explorer.layerCount == FakeInsight.layers + 1 && explorer.chosenLayer == FakeInsight.layers)
    for layer in 0...FakeInsight.layers {
      let line = try #require(explorer.layerLine(layer))
      var logits = FakeScorer.logits
      logits[5] += FakeInsight.gain(ofLayer: layer)
      #expect(abs(line.surprisal.nats - logPartition(logits) + logits[5]) < 1e-4)
      #expect(line.rank == 1 + logits.count { $0 > logits[5] } && line.best.id == 0)
    }
    #expect(explorer.settledLayer == nil, "in the end another is the first guess")
    explorer.press(.character("S"))
    explorer.press(.home)  // “the”, the first of the words, behind a start token
    #expect(explorer.settledLayer == FakeInsight.layers)
  }

  @Test func `by layer moves with the temperature`() throws {
    var explorer = answered("a", at: 5)
    let before = try #require(explorer.layerLine(3)).surprisal
    explorer.press(.up, [.shift])
    var logits = FakeScorer.logits
    logits[5] += FakeInsight.gain(ofLayer: 3)
    let beta = explorer.temperature.beta
    let expected = logPartition(logits.map { $0 * beta }) - logits[5] * beta
    let found = try #require(explorer.layerLine(3)).surprisal
    #expect(abs(found.nats - expected) < 1e-4 && found != before)
  }

  @Test
  func `by layer lists the candidates of the layer that is chosen, the token always among them`()
    throws
  {
    var explorer = answered("a", at: 5)
    explorer.press(.character("k"), times: 2)
    #expect(explorer.chosenLayer == 4)
    let lines = explorer.layerCandidates(4)
    #expect(lines.count == 4 && lines.last?.isActual == true && lines.last?.id == 5)
    explorer.press(.character("k"), times: 9)
    #expect(explorer.chosenLayer == 0)
    let area = try #require(explorer.screen.board)
    let geometry = LayersGeometry(area, count: explorer.layerCount, chosen: 0)
    _ = explorer.mouse(.pressed, geometry.rows.row + 2, geometry.rows.column + 3)
    #expect(explorer.chosenLayer == 2)
    _ = explorer.mouse(.wheelDown, geometry.rows.row + 2, geometry.rows.column + 3)
    #expect(explorer.chosenLayer == 3)
  }

  @Test func `without each token is what the focused one costs more, nearest first`() throws {
    let (asking, effects) = explorer("f", at: 8)
    var explorer = asking
    let (wish, _, request) = try #require(asked(effects))
    let news = FakeInsight.news(of: wish)
    _ = explorer.update(.inspected(news[0], request: request))
    #expect(explorer.boughtProgress?.known == 3 && explorer.isInspecting)
    #expect(explorer.bought(by: 7) != nil && explorer.bought(by: 4) == nil)
    for more in news.dropFirst() { _ = explorer.update(.inspected(more, request: request)) }
    #expect(explorer.boughtProgress?.known == 8 && !explorer.isInspecting)
    let token = explorer.tokens[8].id
    for place in 0..<8 {
      var logits = FakeScorer.logits
      logits[token] -= FakeInsight.loss(at: 8 - place)
      let without = logPartition(logits) - logits[token]
      let whole = logPartition(FakeScorer.logits) - FakeScorer.logits[token]
      let bought = try #require(explorer.bought(by: place))
      #expect(abs(bought.nats - (without - whole)) < 1e-4, "\(place)")
    }
    #expect(explorer.bought(by: 8) == nil && explorer.bought(by: 9) == nil)
  }

  @Test func `without each token is the colour of the text, until the board is left`() throws {
    var (explorer, effects) = explorer("f", at: 8)
    explorer.press(.character("c"))
    #expect(explorer.lens == .bought)
    explorer.answer(effects)
    #expect(explorer.value(of: 7) == explorer.bought(by: 7)?.bits)
    explorer.press(.character("W"))
    #expect(explorer.value(of: 7) == explorer.bought(by: 7)?.bits, "words show their tokens")
    effects = explorer.update(.input(.key(.escape, [])))
    #expect(explorer.lens == .surprise && explorer.value(of: 7) != nil)
  }

  @Test func `lists what was bought by its size, and leads to a token and its own debts`() throws {
    var (explorer, effects) = explorer("f", at: 8)
    explorer.answer(effects)
    let lines = explorer.boughtLines
    let sizes = lines.map { abs($0.bought.nats) }
    #expect(lines.count == 8 && sizes == sizes.sorted(by: >))
    explorer.press(.character("j"), times: 2)
    #expect(explorer.chosenBought(among: lines) == 2)
    effects = explorer.press(.enter)
    #expect(
      explorer.focus == lines[2].token
        && asked(effects)?.wish.question.tokens.count == lines[2].token + 1)
  }

  @Test func `keeps the token that is chosen where more come before it in the list`() throws {
    var (explorer, effects) = explorer("f", at: 8)
    let request = try #require(asked(effects)).request
    let token = explorer.tokens[8].id
    func without(_ places: [Int], _ losses: [Double]) -> Explorer.Event {
      var block = Predictions(vocabularySize: FakeScorer.vocabulary.count)
      for loss in losses {
        var logits = FakeScorer.logits
        logits[token] -= loss
        block.append(Prediction(foldingLogits: logits, actual: token))
      }
      return .inspected(.without(places, block), request: request)
    }
    _ = explorer.update(without([7, 6, 5], [3, 2, 1]))
    explorer.press(.character("j"), times: 2)
    #expect(explorer.boughtLines.map(\.token) == [7, 6, 5])
    #expect(explorer.chosenBought(among: explorer.boughtLines) == 2)
    _ = explorer.update(without([4, 3], [4, 5]))
    #expect(explorer.boughtLines.map(\.token) == [3, 4, 7, 6, 5])
    #expect(explorer.chosenBought(among: explorer.boughtLines) == 4)
    explorer.press(.character("j"), times: 3)
    #expect(explorer.chosenBought(among: explorer.boughtLines) == 4)
    explorer.press(.character("k"))
    effects = explorer.press(.enter)
    #expect(explorer.focus == 6)
  }

  @Test func `leaves nothing out where one token stands before another`() {
    let explorer = answered("f", at: 1)
    #expect(
      explorer.boughtProgress?.all == 0 && !explorer.isInspecting && explorer.boughtLines.isEmpty)
  }

  @Test(arguments: [1, 2, 3, 8, 13, 31, 40], [1, 2, 7, 31, 513])
  func `shows as many layers as there is room for, the first, the last and the chosen among them`(
    rows: Int, count: Int
  ) {
    for chosen in 0..<count {
      let area = Area(row: 4, column: 1, rows: rows + 2, columns: 78)
      let shown = LayersGeometry(area, count: count, chosen: chosen).shown
      #expect(
        shown.count == min(rows, count) && shown == shown.sorted()
          && Set(shown).count == shown.count)
      guard rows > 2 || rows == 1 else { continue }
      #expect(shown.contains(chosen))
      if rows > 2 { #expect(shown.first == 0 && shown.last == count - 1) }
    }
  }
}
