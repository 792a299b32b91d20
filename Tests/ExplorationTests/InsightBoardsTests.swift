import Exploration
import ExplorationFixtures
import InformationTheory
import Lessons
import Scoring
import Testing

/// How one goes about in the layers, and in the list of what was bought.
@Suite struct `A board of the inside is gone about in` {
  private static let text = "the cat sat on the mat. the mat ate"

  /// An explorer with a board open, its focus on a token, and the request that it asks with.
  private func asking(
    _ key: Character, at token: Int = 8, of text: String = Self.text
  ) throws -> (Explorer, request: Int) {
    var explorer = Explorer.ready(text)
    explorer.press(.right, times: token - explorer.focus)
    for case .inspect(_, _, let request) in explorer.update(.input(.key(.character(key), []))) {
      return (explorer, request)
    }
    Issue.record("nothing is asked")
    return (explorer, 0)
  }

  /// Expectations in which the focused token has other logits than usual.
  private func block(_ changes: [Double], in explorer: Explorer) -> Predictions {
    var block = Predictions(vocabularySize: FakeScorer.vocabulary.count)
    for change in changes {
      var logits = FakeScorer.logits
      let token = explorer.tokens[explorer.focus].id
      logits[token] += change
      block.append(Prediction(foldingLogits: logits, actual: token))
    }
    return block
  }

  /// An explorer that knows what each layer expects: the focused token with so much more than usual.
  private func layered(_ gains: [Double]) throws -> Explorer {
    var (explorer, request) = try asking("a")
    _ = explorer.update(.inspected(.layers(block(gains, in: explorer)), request: request))
    _ = explorer.update(.inspected(.ended, request: request))
    return explorer
  }

  /// An explorer that knows what the focused token loses without those before it, the nearest first.
  private func indebted(_ losses: [Double]) throws -> Explorer {
    var (explorer, request) = try asking("f")
    let places = losses.indices.map { 7 - $0 }
    _ = explorer.update(
      .inspected(.without(places, block(losses.map { -$0 }, in: explorer)), request: request))
    return explorer
  }

  @Test func `an answer settles at the layer from which on it stays the first guess`() throws {
    #expect(try layered([-9, 90, -9, 90, 90]).settledLayer == 3)
    #expect(try layered([90, 90]).settledLayer == 0)
    #expect(try layered([90, -9]).settledLayer == nil)
  }

  @Test func `the first guess of a layer has its own probability`() throws {
    let explorer = try layered([-3, 0])
    let line = try #require(explorer.layerLine(1))
    let logits = FakeScorer.logits
    let best = logits.firstIndex(of: logits.max() ?? 0) ?? -1
    #expect(line.best.id == best)
    #expect(abs(line.best.logProbability - (logits[best] - logPartition(logits))) < 1e-4)
  }

  @Test func `layers are chosen from the first to the last, and no further`() throws {
    var explorer = try layered([-9, -5, -1, 0])
    explorer.press(.character("j"), times: 5)
    #expect(explorer.chosenLayer == 3)
    explorer.press(.character("k"))
    #expect(explorer.chosenLayer == 2)
    explorer.press(.character("k"), times: 5)
    explorer.press(.character("j"))
    #expect(explorer.chosenLayer == 1)
  }

  @Test func `candidates are those of the chosen layer`() throws {
    var explorer = try layered([-9, -5, -1, 90])
    for layer in (0...3).reversed() {
      let line = try #require(explorer.layerLine(layer))
      let actual = explorer.layerCandidates(6).first(where: \.isActual)
      let cost = -(actual?.logProbability ?? 0)
      #expect(abs(cost - line.surprisal.nats) < 1e-6, "layer \(layer)")
      explorer.press(.character("k"))
    }
  }

  @Test func `there is nothing to choose before something is known`() throws {
    for (key, sentence) in [
      ("a", "there is no layer to choose yet"), ("f", "there is no earlier token to choose yet"),
    ] as [(Character, String)] {
      var (explorer, _) = try asking(key)
      _ = explorer.update(.input(.key(.character("j"), [])))
      #expect(explorer.notice == sentence)
    }
  }

  @Test func `the mouse chooses an earlier token, and goes there at its second press`() throws {
    var explorer = try indebted([1, 4, 2])
    let board = try #require(explorer.screen.board)
    let list = BoughtGeometry(board, count: 3, chosen: 0).list
    #expect(explorer.boughtLines.map(\.token) == [6, 5, 7])
    _ = explorer.mouse(.pressed, list.row + 3, list.column)
    #expect(explorer.chosenBought(among: explorer.boughtLines) == 0, "there is no such line")
    _ = explorer.mouse(.pressed, list.row + 1, list.column)
    #expect(explorer.chosenBought(among: explorer.boughtLines) == 1 && explorer.focus == 8)
    _ = explorer.mouse(.wheelDown, list.row, list.column)
    #expect(explorer.chosenBought(among: explorer.boughtLines) == 2)
    _ = explorer.mouse(.wheelUp, list.row, list.column)
    _ = explorer.mouse(.pressedTwice, list.row + 1, list.column)
    #expect(explorer.focus == 5)
    explorer.press(.character("u"), .control)
    explorer.press(.character("o"), .control)
    #expect(explorer.focus == 8, "a jump leads back")
  }

  @Test(arguments: [1, 3, 8])
  func `a list is shown a page at a time, the chosen line on it`(rows: Int) {
    for chosen in 0..<20 {
      let area = Area(row: 3, column: 1, rows: rows + 1, columns: 78)
      let geometry = BoughtGeometry(area, count: 20, chosen: chosen)
      #expect((geometry.top..<geometry.top + geometry.list.rows).contains(chosen))
      #expect(geometry.top.isMultiple(of: geometry.list.rows))
    }
  }

  @Test func `the overview has what bought most, as it comes`() throws {
    var (explorer, request) = try asking(
      "f", of: Self.text + String(repeating: " cat", count: 60))
    _ = explorer.update(.resized(rows: 24, columns: 20))
    try #require(explorer.screen.overview != nil, "the text is longer than what is seen of it")
    func peaks() -> [Int: Double] {
      let peaks = explorer.overview.peaks.compactMap(\.self)
      return Dictionary(peaks.map { ($0.token, $0.value) }) { first, _ in first }
    }
    #expect(peaks().isEmpty)
    _ = explorer.update(.inspected(.without([7], block([-2], in: explorer)), request: request))
    #expect(peaks()[7] == explorer.bought(by: 7)?.bits)
  }
}
