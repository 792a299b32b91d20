import Exploration
import ExplorationFixtures
import Scoring
import Testing

@Suite struct `The list of surprises` {
  private static let text = "the cat sat. cat\nthe mat ate cat"

  /// The surprisals of cat, sat, the, mat, the full stop and ate are 1 to 7 nats above one level.
  private func explorer(_ text: String = text, rows: Int = 24, columns: Int = 80) -> Explorer {
    var explorer = Explorer.ready(text, rows: rows, columns: columns)
    explorer.press(.home)
    explorer.type("s")
    return explorer
  }

  private func listed(_ explorer: Explorer) -> [String] {
    guard let list = explorer.partList, let division = list.division else { return [] }
    return list.parts.map { part in
      division.tokens(of: Int(part)).map {
        String(decoding: explorer.bytes(of: explorer.tokens[$0]), as: UTF8.self)
      }.joined()
    }
  }

  @Test func `has the most surprising token first, equal ones as in the text, unscored ones last`()
  {
    #expect(
      listed(explorer()) == [
        "\n", " ate", ".", " mat", " sat", " cat", " cat", " cat", "the", "the",
      ])
  }

  @Test func `goes to what is chosen, and from there one can go back`() {
    var explorer = explorer()
    explorer.press(.down)
    explorer.press(.enter)
    #expect(
      explorer.stage == nil && explorer.focusedToken.map(explorer.bytes(of:)) == Array(" ate".utf8))
    explorer.press(.character("o"), .control)
    #expect(explorer.focus == 0)
  }

  @Test func `is put in another order by Tab, and has other parts by Shift-Tab`() {
    var explorer = explorer()
    explorer.press(.tab)
    #expect(explorer.partList?.order == .figure(.excess))
    explorer.press(.tab)
    #expect(explorer.partList?.order == .figure(.rank))
    explorer.press(.tab)
    explorer.press(.backTab)
    #expect(explorer.textUnit == .word && listed(explorer).first == "\nthe")
    explorer.press(.backTab)
    #expect(explorer.textUnit == .line && listed(explorer).count == 2)
    explorer.press(.backTab)
    #expect(explorer.textUnit == .sentence)
  }

  @Test func `has what is typed in each of its parts, whatever the case`() {
    var explorer = explorer()
    explorer.type("at")
    #expect(listed(explorer) == [" ate", " mat", " sat", " cat", " cat", " cat"])
    explorer.press(.end)
    #expect(explorer.partList?.choice == 5)
    explorer.type("x")
    #expect(listed(explorer).isEmpty)
    explorer.press(.enter)
    #expect(explorer.partList != nil && explorer.notice == "nothing in the text reads so")
    explorer.press(.character("u"), .control)
    #expect(listed(explorer).count == 10)
    explorer.press(.escape)
    #expect(explorer.stage == nil && explorer.focus == 0)
  }

  @Test(arguments: [(24, 80), (20, 40), (60, 200)])
  func `is ordered by a click on a heading, and gone from by the second click on a row`(
    rows: Int, columns: Int
  ) throws {
    var explorer = explorer(rows: rows, columns: columns)
    var geometry = PartListGeometry(explorer)
    if geometry.orders.count > 1 {
      let rank = try #require(geometry.columns(of: .figure(.rank)))
      _ = explorer.mouse(.pressed, geometry.header.row, rank.upperBound - 1)
      #expect(explorer.partList?.order == .figure(.rank))
      let surprise = try #require(geometry.columns(of: .figure(.surprise)))
      _ = explorer.mouse(.pressed, geometry.header.row, surprise.lowerBound)
      #expect(explorer.partList?.order == .figure(.surprise))
    }
    geometry = PartListGeometry(explorer)
    _ = explorer.mouse(.pressed, geometry.list.row + 2, geometry.list.column + 3)
    #expect(explorer.partList?.choice == 2)
    _ = explorer.mouse(.pressedTwice, geometry.list.row + 2, geometry.list.column + 3)
    #expect(explorer.stage == nil && explorer.focusedToken.map(explorer.bytes(of:)) == [0x2E])
    explorer.type("s")
    _ = explorer.mouse(.pressed, geometry.header.row, geometry.header.column + 3)
    #expect(explorer.textUnit == .word)
  }

  @Test func `is that of the text as far as it is scored, and follows it`() {
    var explorer = Explorer.scored(firstTokens: 3, of: Self.text)
    explorer.type("s")
    #expect(listed(explorer).prefix(2) == [" sat", " cat"])
    let tokens = Array(explorer.tokens)
    _ = explorer.update(
      .scored(FakeScorer.predictions(tokens, from: 3), request: explorer.lastRequest))
    #expect(listed(explorer).first == "\n")
  }

  @Test func `has the parts that the text is read by, and Shift-Tab changes both`() {
    var explorer = explorer()
    explorer.press(.escape)
    explorer.press(.character("W"), .shift)
    explorer.type("s")
    #expect(explorer.partList?.division?.unit == .word)
    explorer.press(.backTab)
    explorer.press(.escape)
    #expect(explorer.textUnit == .line)
  }

  @Test func `has words with their corrected surprise, the last one too`() throws {
    var explorer = explorer()
    explorer.press(.backTab)
    let list = try #require(explorer.partList)
    let division = try #require(list.division)
    #expect(list.parts.count == division.count && division.count == 8)
    for part in 1..<division.count {
      let word = try #require(explorer.wordScores.corrected(division.tokens(of: part)))
      #expect(list.value(of: part, .figure(.surprise)) == word.corrected.nats)
      #expect(word.before != .zero && word.after != .zero)
    }
    let values = list.parts.compactMap { list.value(of: Int($0), .figure(.surprise)) }
    #expect(values == values.sorted(by: >))
  }

  @Test func `takes what is pasted into its line`() {
    var explorer = explorer()
    _ = explorer.update(.input(.paste(Array("mat\n".utf8))))
    #expect(explorer.partList?.line.text == "mat" && listed(explorer) == [" mat"])
  }

  /// An explorer that finds parts beside itself, with what is asked for.
  private func slow(_ text: String = text) -> (explorer: Explorer, effects: [Explorer.Effect]) {
    var explorer = Explorer(text: Array(text.utf8))
    explorer.partsAtOnce = 0
    _ = explorer.update(.modelLoaded(FakeScorer.model, FakeScorer.vocabulary))
    let tokens = FakeScorer.tokenize(explorer.text)
    let request = explorer.lastRequest
    let effects = explorer.update(.tokenized(tokens, FakeScorer.settings, request: request))
    _ = explorer.update(.scored(FakeScorer.predictions(tokens), request: request))
    _ = explorer.update(.finished(request: request))
    return (explorer, effects)
  }

  private func isWork(_ effect: Explorer.Effect) -> Bool {
    if case .findParts = effect { true } else { false }
  }

  @Test func `of a long text is found beside the explorer, and no key waits for it`() {
    var (explorer, effects) = slow()
    // What the text is made of is asked for once its tokens are known, one thing at a time.
    #expect(effects.count(where: isWork) == 1 && explorer.awaitsParts)
    explorer.type("s")
    #expect(explorer.partList?.isComing == true && explorer.partList?.parts.isEmpty == true)
    explorer.press(.enter)
    #expect(
      explorer.notice
        == "the list is not there yet: it will lead to its first, if no other key comes")
    explorer.press(.down)  // another key, so that Enter is not waited for
    explorer.answer(effects)
    #expect(explorer.partList?.isComing == false && listed(explorer).first == "\n")
    #expect(listed(explorer) == listed(self.explorer()))
    // Another order is asked for and shows nothing of the old one meanwhile.
    let more = explorer.update(.input(.key(.tab, [])))
    #expect(more.count(where: isWork) == 1 && explorer.partList?.isComing == true)
    explorer.answer(more)
    #expect(explorer.partList?.isComing == false && !explorer.awaitsParts)
  }

  @Test func `that comes after Enter is left at once for what it has first`() {
    var (explorer, effects) = slow()
    var quick = self.explorer()
    quick.press(.enter)
    explorer.type("s")
    explorer.press(.enter)
    explorer.answer(effects)
    #expect(explorer.stage == nil && explorer.focus == quick.focus && explorer.notice == nil)
    var (other, work) = slow()
    other.type("sno such word")
    other.press(.enter)
    other.answer(work)
    #expect(other.partList != nil && other.notice == "nothing in the text reads so")
  }

  @Test func `what was found of another text is dropped`() {
    var (explorer, effects) = slow()
    explorer.press(.character("e"))
    explorer.type("x")
    explorer.press(.escape)
    explorer.answer(effects)
    #expect(explorer.brokenInvariants.isEmpty && !explorer.awaitsParts)
  }

  @Test func `follows the scoring of a long text in a few steps, and its end`() {
    let text = String(repeating: " cat", count: 640)
    var explorer = Explorer(text: Array(text.utf8))
    explorer.partsAtOnce = 0
    _ = explorer.update(.modelLoaded(FakeScorer.model, FakeScorer.vocabulary))
    let tokens = FakeScorer.tokenize(explorer.text)
    let request = explorer.lastRequest
    explorer.answer(explorer.update(.tokenized(tokens, FakeScorer.settings, request: request)))
    explorer.type("s")
    var listings = 0
    for place in tokens.indices {
      let block = FakeScorer.predictions(tokens, from: place, to: place + 1)
      let effects = explorer.update(.scored(block, at: place, request: request))
      listings += effects.count(where: isWork)
      explorer.answer(effects)
    }
    explorer.answer(explorer.update(.finished(request: request)))
    #expect((10...40).contains(listings))
    let list = explorer.partList
    #expect(
      tokens.indices.dropFirst().allSatisfy { list?.value(of: $0, .figure(.surprise)) != nil })
  }

  @Test func `is refused while there are no tokens`() {
    #expect(explorer("").notice == "the text is not split into tokens yet")
  }
}
