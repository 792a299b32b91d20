import Exploration
import ExplorationFixtures
import InformationTheory
import Scoring
import Testing

/// In the fake model's vocabulary all places are alike but for the token that came: a later word is more
/// surprising, and any byte that is no word more than all words.
@Suite struct `A text opens on a token that makes a point` {
  /// Twelve tokens that surprise nobody.
  private static let calm = String(repeating: "the cat", count: 6)

  /// The bytes that the focus is on.
  private func focused(_ explorer: Explorer) -> String {
    explorer.focusedToken.map { String(decoding: explorer.bytes(of: $0), as: UTF8.self) } ?? ""
  }

  @Test func `the one that is most surprising beyond what was expected`() {
    let explorer = Explorer.ready(Self.calm + " ate the! mat" + Self.calm, opening: true)
    #expect(focused(explorer) == "!")
  }

  @Test func `and not one with too few tokens before it, where there are others`() {
    let explorer = Explorer.ready("the!" + Self.calm + " ate" + Self.calm, opening: true)
    #expect(focused(explorer) == " ate")
    #expect(explorer.focus >= Explorer.enoughTokens)
  }

  @Test(arguments: [
    ("the", 0), ("the cat", 1), ("the! cat ate", 3), ("! the cat", 1),
    ("the cat sat on the mat.", 6),
  ])
  func `in the second half of a short text`(text: String, place: Int) {
    #expect(Explorer.ready(text, opening: true).focus == place)
  }

  @Test func `the first of those that are alike`() {
    let explorer = Explorer.ready(String(repeating: "!", count: 40), opening: true)
    #expect(explorer.focus == Explorer.enoughTokens)
  }

  @Test func `only what is visible at once is looked at`() {
    let far = String(repeating: "the cat sat", count: 200) + "!"
    let explorer = Explorer.ready(far, rows: 24, columns: 80, opening: true)
    #expect(focused(explorer) != "!" && explorer.topLine == 0)
    #expect(focused(Explorer.ready(far, rows: 120, columns: 80, opening: true)) == "!")
  }

  /// Where the focus is after each of two blocks of scores; `act` is done before the first.
  private func places(
    _ text: String, first count: Int, act: (inout Explorer) -> Void = { _ in }
  ) -> [Int] {
    var explorer = Explorer(text: Array(text.utf8))
    explorer.open(inviting: true)
    _ = explorer.update(.modelLoaded(FakeScorer.model, FakeScorer.vocabulary))
    let tokens = FakeScorer.tokenize(explorer.text)
    let request = explorer.lastRequest
    _ = explorer.update(.tokenized(tokens, FakeScorer.settings, request: request))
    act(&explorer)
    return [0..<count, count..<tokens.count].map { part in
      let block = FakeScorer.predictions(tokens, from: part.lowerBound, to: part.upperBound)
      _ = explorer.update(.scored(block, request: request))
      return explorer.focus
    }
  }

  @Test func `unless the reader has scrolled by then, who keeps what is seen`() {
    let long = String(repeating: "the cat sat", count: 200) + "!"
    let moved = places(long, first: 590) { _ = $0.mouse(.wheelDown, 4, 5) }
    #expect(moved == [1, 1])  // the first that has a score
  }

  @Test func `once, when all that is visible is scored`() {
    let text = Self.calm + " ate" + Self.calm + "!"
    #expect(places(text, first: 15) == [1, 25])
    // What comes behind the first screenful moves nothing any more.
    let long = Self.calm + " ate" + String(repeating: "\nthe cat", count: 90)
    let shown = places(long, first: 200)
    #expect(shown[0] == shown[1] && shown[0] > 1)
  }

  @Test func `unless the reader has moved by then, or edits`() {
    let text = Self.calm + "!"
    #expect(places(text, first: 5) { $0.press(.right) } == [2, 2])
    #expect(places(text, first: 5) { $0.press(.end) } == [12, 12])
    #expect(
      places(text, first: 5) { _ = $0.mouse(.pressed, $0.screen.text?.row ?? 0, 1) } == [0, 0])
    #expect(places(text, first: 5) { $0.press(.character("e")) }.last != 12)
    #expect(places(text, first: 5) { $0.press(.up) } == [1, 12])
  }

  @Test func `and without being opened so, on the first token that has a score`() {
    #expect(Explorer.ready(Self.calm + "!").focus == 1)
  }
}

@Suite struct `The invitation` {
  private func inviting() -> Explorer {
    var explorer = Explorer.ready("the cat sat on the mat.")
    explorer.open(inviting: true)
    return explorer
  }

  @Test func `goes with the first key, which does what it does`() {
    var explorer = inviting()
    #expect(explorer.invitation != nil)
    explorer.press(.right)
    #expect(!explorer.isInviting && explorer.invitation == nil && explorer.focus == 2)
    var hot = inviting()
    hot.press(.up)
    #expect(!hot.isInviting && hot.temperature > .one)
    var help = inviting()
    help.press(.character("?"))
    #expect(!help.isInviting && help.stage != nil)
  }

  @Test func `goes with the first click, which does what it does beside it`() throws {
    var explorer = inviting()
    let text = try #require(explorer.screen.text)
    let third = text.column + explorer.words(inRow: 0)[2].columns.lowerBound
    _ = explorer.mouse(.released, text.row, 6)
    _ = explorer.update(.input(.focus(true)))
    #expect(explorer.isInviting)
    _ = explorer.mouse(.pressed, text.row, third)
    #expect(!explorer.isInviting && explorer.focus == 2)
  }

  @Test func `takes a click on itself for nothing else`() throws {
    var explorer = inviting()
    let area = try #require(explorer.invitation?.area)
    _ = explorer.mouse(.pressed, area.row + 2, area.column + 12)
    _ = explorer.mouse(.dragged, area.row + 2, area.column + 14)
    #expect(!explorer.isInviting && explorer.temperature == .one && explorer.focus == 1)
  }
}

@Suite struct `A token near the beginning` {
  @Test func `has few tokens before it, which is said in the sum`() {
    var explorer = Explorer.ready("the cat sat on the mat. the cat ate the cat")
    #expect(explorer.fewTokens(before: 0) == nil)  // it has no score
    #expect((1..<4).map { explorer.fewTokens(before: $0) } == [1, 2, 3])
    #expect(explorer.fewTokens(before: 4) == nil)
    explorer.press(.character("m"))
    #expect(explorer.worksheet(terms: 4).introduction.contains("only 1 token before it"))
    explorer.press(.right, times: 3)
    #expect(explorer.focus == 4 && explorer.worksheet(terms: 4).introduction.isEmpty)
  }

  @Test func `has no token of the text before it behind a start token`() {
    var explorer = Explorer.ready("the cat sat")
    explorer.press(.character("S"))
    #expect(explorer.fewTokens(before: 0) == 0 && explorer.fewTokens(before: 2) == 2)
  }
}
