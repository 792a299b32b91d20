import Exploration
import ExplorationFixtures
import InformationTheory
import Scoring
import Testing

@Suite struct `What if another token stood here` {
  private let sentence = "the cat sat on the mat."

  /// The text with " cat" replaced by " mat", the sixth candidate of the fake model.
  private func replaced() -> Explorer {
    var explorer = Explorer.ready(sentence)
    explorer.press(.tab)
    explorer.press(.down, times: 5)
    explorer.press(.enter)
    return explorer
  }

  @Test func `Enter puts the selected candidate in the focused token's place`() {
    let explorer = replaced()
    #expect(explorer.string == "the mat sat on the mat.")
    #expect(explorer.focus == 1)
    #expect(explorer.comparison?.subject == .original)
    #expect(explorer.lens == .change)
  }

  @Test func `every token that stands in both texts has its change`() throws {
    let explorer = replaced()
    // The fake model expects the same whatever stands before.
    #expect((2...6).allSatisfy { explorer.change(of: $0) == .zero })
    #expect(explorer.change(of: 1) == nil)
    // " cat" has the logit −1 and " mat" −5.
    let totals = try #require(explorer.totals?.changes?.lowerBound)
    #expect(abs(totals.nats - 4) < 1e-5)
    let part = try #require(explorer.replacement(holding: 1)?.changes?.lowerBound)
    #expect(abs(part.nats - 4) < 1e-5)
  }

  @Test func `the changes follow the temperature`() throws {
    var explorer = replaced()
    explorer.press(.up, .shift, times: 2)
    let totals = try #require(explorer.totals?.changes?.lowerBound)
    #expect(abs(totals.nats - 4 * explorer.temperature.beta) < 1e-4)
  }

  @Test func `x shows the other text at once and leads back, the sign staying that of the change`()
  {
    var explorer = replaced()
    #expect(explorer.press(.character("x")).map(kind) == ["stop"])
    #expect(explorer.string == sentence)
    #expect(explorer.comparison?.subject == .variant)
    #expect(explorer.scored?.isComplete == true)
    #expect(explorer.focus == 1)
    #expect((explorer.totals?.changes?.lowerBound ?? .zero) > .zero)
    explorer.press(.character("x"))
    #expect(explorer.string == "the mat sat on the mat.")
    #expect((explorer.totals?.changes?.lowerBound ?? .zero) > .zero)
  }

  @Test func `X keeps the text that is shown`() {
    var explorer = replaced()
    explorer.press(.character("X"))
    #expect(explorer.comparison == nil)
    #expect(explorer.lens == .surprise)
    #expect(explorer.string == "the mat sat on the mat.")
  }

  @Test(arguments: ["r", "g"] as [Character])
  func `what ends it without a choice says which text stays, and undo brings the other`(
    key: Character
  ) {
    var explorer = replaced()
    let changed = explorer.string
    explorer.press(.character(key))
    #expect(explorer.notice == "the text on the screen is kept: undo brings back the other")
    // One leaves the panel, where it has the keyboard.
    while explorer.reveal != nil || explorer.generation != nil { explorer.press(.escape) }
    #expect(explorer.string == changed && explorer.comparison == nil)
    explorer.press(.character("U"))
    #expect(explorer.string == sentence)
    explorer.press(.character("x"))
    explorer.press(.character(key))
    #expect(explorer.notice != "the text on the screen is kept: undo brings back the other")
  }

  @Test func `Esc takes the change back at once, and undo makes it again`() throws {
    let original = Explorer.ready(sentence)
    var explorer = replaced()
    let (panel, candidate) = (explorer.panel, explorer.selectedCandidate)
    #expect(explorer.press(.escape).map(kind) == ["stop"])
    #expect(explorer.comparison == nil && explorer.lens == .surprise)
    #expect(explorer.string == sentence && explorer.scored?.isComplete == true)
    #expect(explorer.figures.total == original.figures.total)
    // One may try the next candidate.
    #expect((explorer.panel, explorer.selectedCandidate) == (panel, candidate))
    explorer.press(.character("U"))
    #expect(explorer.string == "the mat sat on the mat.")
    explorer.press(.character("U"))
    #expect(explorer.string == sentence)
  }

  @Test func `Esc leaves the original that is shown, and all edits since it was remembered`() {
    var other = replaced()
    other.press(.character("x"))
    other.press(.escape)
    #expect(other.comparison == nil && other.string == sentence)

    var edited = Explorer.ready(sentence)
    edited.press(.end)
    edited.type("xe the")
    edited.press(.backspace, times: 2)
    edited.press(.escape)
    #expect(edited.string == sentence + " t" && edited.comparison != nil)
    edited.press(.escape)
    #expect(edited.comparison == nil && edited.string == sentence)

    var same = Explorer.ready(sentence)
    same.press(.character("x"))
    same.press(.escape)
    same.press(.character("U"))
    #expect(same.notice == "nothing to undo")
  }

  @Test func `what was opened since is left before the comparison`() {
    var explorer = replaced()
    explorer.type("p")
    explorer.press(.escape)
    #expect(explorer.board == .expectation && explorer.comparison != nil)
    explorer.press(.tab)
    explorer.press(.escape)
    #expect(explorer.panel == .text && explorer.comparison != nil)
    explorer.press(.escape)
    #expect(explorer.comparison == nil)
  }

  @Test func `undo takes back a replacement and an exchange`() {
    var explorer = replaced()
    explorer.press(.character("x"))
    explorer.press(.character("U"))
    #expect(explorer.string == "the mat sat on the mat.")
    explorer.press(.character("U"))
    #expect(explorer.string == sentence)
  }

  @Test func `x remembers a text, and an edit is measured against it`() throws {
    var explorer = Explorer.ready(sentence)
    explorer.press(.character("x"))
    explorer.press(.character("e"))
    explorer.type(" ate")
    #expect(explorer.string == "the cat ate sat on the mat.")
    // " ate" has the logit −7; the log-partition is what " cat" (logit −1) adds to its surprisal.
    let cat = try #require(explorer.surprisal(of: 1)).nats
    let change = try #require(explorer.totals?.changes?.lowerBound)
    #expect(abs(change.nats - (cat - 1 + 7)) < 1e-4)
  }

  @Test func `a change of the original begins a comparison of its own`() {
    var explorer = replaced()
    explorer.press(.character("x"))
    explorer.press(.down)  // the panel still holds the keyboard
    explorer.press(.enter)
    #expect(explorer.comparison?.subject == .original)
    explorer.press(.character("x"))
    #expect(explorer.string == sentence)
  }

  @Test func `replacing a token by itself or in a read-only text says why nothing happens`() {
    var explorer = Explorer.ready(sentence)
    explorer.press(.tab)
    explorer.press(.down)
    #expect(explorer.press(.enter).isEmpty)
    #expect(explorer.notice?.hasPrefix("that is what stands here") == true)
  }

  @Test func `a text that is still being scored is compared as far as it is, and stays`() throws {
    var explorer = Explorer.ready(sentence)
    explorer.press(.tab)
    let effects = explorer.update(.input(.key(.enter, [])))
    guard case .score(let text, let kept, let request)? = effects.first else {
      Issue.record("expected a request for scores")
      return
    }
    func staysWhereItIs() -> Bool {
      var waiting = explorer
      return waiting.press(.character("x")).isEmpty && waiting.text == text
        && waiting.notice == "the text is not scored to its end yet"
        && !waiting.comparesWholeTexts && waiting.brokenInvariants.isEmpty
    }
    #expect(staysWhereItIs())
    let tokens = FakeScorer.tokenize(text)
    _ = explorer.update(.tokenized(tokens, FakeScorer.settings, request: request))
    #expect(staysWhereItIs())
    let first = kept?.unchangedPrefix(of: tokens) ?? 0
    _ = explorer.update(
      .scored(FakeScorer.predictions(tokens, from: first, to: 3), request: request))
    #expect(explorer.change(of: 3) == nil)
    #expect(explorer.change(of: 2) == .zero)
    #expect(staysWhereItIs())
    _ = explorer.update(.scored(FakeScorer.predictions(tokens, from: 3), request: request))
    _ = explorer.update(.finished(request: request))
    let change = explorer.totals?.changes
    for subject in [Comparison.Subject.variant, .original] {
      #expect(explorer.press(.character("x")).map(kind) == ["stop"])
      #expect(explorer.comparison?.subject == subject && explorer.comparesWholeTexts)
      #expect(explorer.totals?.changes == change)
    }
  }

  @Test func `an original that was not scored to its end is so when it is shown`() {
    var explorer = Explorer.scored(firstTokens: 3, of: sentence)
    explorer.press(.character("x"))
    explorer.press(.character("e"))
    explorer.type(" ate")
    explorer.press(.escape)
    #expect(explorer.scored?.isComplete == true && !explorer.comparesWholeTexts)
    #expect(explorer.press(.character("x")).map(kind) == ["score"])
    #expect(explorer.string == sentence && explorer.comparesWholeTexts)
    #expect(explorer.brokenInvariants.isEmpty)
  }

  @Test func `an empty text and the one before it can be exchanged`() {
    var explorer = Explorer.ready("the cat")
    explorer.press(.character("x"))
    explorer.press(.character("e"))
    explorer.press(.character("u"), .control)
    #expect(explorer.string.isEmpty)
    explorer.press(.escape)
    explorer.press(.character("x"))
    #expect(explorer.string == "the cat")
    #expect(explorer.scored?.isComplete == true)
    explorer.press(.character("x"))
    #expect(explorer.string.isEmpty)
    explorer.press(.character("x"))
    #expect(explorer.string == "the cat")
  }

  @Test func `a candidate is selected by a click, and taken by a double click`() throws {
    var explorer = Explorer.ready(sentence)
    let area = try #require(explorer.screen.candidates)
    #expect(explorer.mouse(.pressed, area.row + 3, area.column + 10).isEmpty)
    #expect(explorer.panel == .candidates)
    #expect(explorer.selectedCandidate == 2)
    #expect(explorer.mouse(.pressed, area.row + 3, area.column + 10).isEmpty)
    #expect(explorer.string == sentence)
    // The second press of a double click on a candidate that the first did not select selects it.
    #expect(explorer.mouse(.pressedTwice, area.row + 4, area.column + 10).isEmpty)
    #expect(explorer.selectedCandidate == 3)
    _ = explorer.mouse(.pressed, area.row + 3, area.column + 10)
    explorer.answer(explorer.mouse(.pressedTwice, area.row + 3, area.column + 10))
    #expect(explorer.string == "the sat sat on the mat.")
  }

  @Test func `the selected candidate is always visible`() throws {
    for focus in 0...6 {
      var explorer = Explorer.ready("the cat\u{7F}sat on")
      explorer.press(.home)
      explorer.press(.right, times: focus)
      explorer.press(.tab)
      let rows = try #require(explorer.screen.candidates).rows - 1
      for _ in 0..<40 {
        explorer.press(.down)
        let lines = explorer.visibleCandidates(rows: rows)
        #expect(lines.count <= rows)
        let isThere = lines.contains { $0?.place == explorer.selectedCandidate }
        #expect(isThere || explorer.candidateLines.isEmpty)
      }
    }
  }
}
