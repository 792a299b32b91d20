import Exploration
import ExplorationFixtures
import InformationTheory
import Scoring
import Testing
import Basics

@Suite struct `Revealing a text` {
  private let sentence = "the cat sat on the mat."

  /// A text of which the first tokens are revealed, the last of them " cat".
  private func revealing() -> Explorer {
    var explorer = Explorer.ready(sentence)
    explorer.press(.right)  // " sat"
    explorer.press(.character("r"))
    return explorer
  }

  @Test(arguments: ["e", "[", "x", "g", "G"])
  func `what would change or leave hidden text is refused in words`(key: Character) {
    var explorer = revealing()
    explorer.press(.character(key))
    #expect(explorer.notice?.contains("hidden text cannot be changed") == true)
    #expect(explorer.string == "the cat" && explorer.isAsking)
  }

  @Test func `r hides the focused token and all behind it`() {
    let explorer = revealing()
    #expect(explorer.string == "the cat")
    #expect(explorer.isAsking)
    #expect(explorer.focusedToken == nil)
    #expect(explorer.tokens.count == 2)
  }

  @Test(arguments: [Key.character(" "), .right])
  func `Space and the right arrow reveal the next token and ask again`(key: Key) {
    var explorer = revealing()
    explorer.press(key)
    #expect(explorer.string == "the cat sat")
    #expect(explorer.isAsking)
    #expect(explorer.describedToken == 2)
    explorer.press(key, times: 9)
    #expect(explorer.string == sentence)
    #expect(!explorer.isAsking)
    #expect(explorer.notice?.hasPrefix("all is revealed") == true)
  }

  @Test func `the left arrow looks back, the right one forward, and Space reveals from anywhere`() {
    var explorer = revealing()
    explorer.press(.left, times: 2)
    #expect(explorer.focus == 0)
    #expect(explorer.surprisal(of: 1) != nil)
    explorer.press(.right)
    #expect(explorer.focus == 1)
    #expect(explorer.string == "the cat")
    explorer.press(.character(" "))
    #expect(explorer.string == "the cat sat")
    #expect(explorer.isAsking)
  }

  @Test func `Backspace hides the last token again, Enter reveals all, Escape leaves`() {
    var explorer = revealing()
    explorer.press(.backspace, times: 9)
    #expect(explorer.string.isEmpty)
    #expect(explorer.isAsking)
    explorer.press(.enter)
    #expect(explorer.string == sentence)
    explorer.press(.character("r"))
    explorer.press(.escape)
    #expect(explorer.reveal == nil)
    #expect(explorer.string == sentence)
    #expect(explorer.scored?.isComplete == true)
  }

  @Test func `the figures and the curve are those of what is revealed`() throws {
    var explorer = revealing()
    explorer.press(.character(" "), times: 2)
    let probabilities = softmax(FakeScorer.logits)
    let expected = (1...3).map { -log(probabilities[$0]) }.reduce(0, +) / 3
    let mean = try #require(explorer.figures.crossEntropy)
    #expect(abs(mean.nats - expected) < 1e-5)
    #expect(explorer.figures.scoredCount == 3)
    #expect(explorer.curve.scoredCount == 3)
  }

  @Test func `what the model expects next is that of the next place`() throws {
    var explorer = revealing()
    explorer.press(.character("d"))
    let probabilities = softmax(FakeScorer.logits)
    let lines = explorer.candidateLines
    #expect(lines.prefix(8).map(\.id) == Array(0..<8))
    #expect(lines.allSatisfy { !$0.isActual })
    #expect(abs(lines[2].logProbability - log(probabilities[2])) < 1e-5)
    let entropy = probabilities.reduce(0) { $0 - $1 * log($1) }
    let asked = try #require(explorer.askedEntropy)
    #expect(abs(asked.nats - entropy) < 1e-4)
    explorer.press(.character(" "))
    #expect(explorer.reveal?.showsExpectation == true)
    explorer.press(.character("d"))
    #expect(explorer.isExpectationHidden)
  }

  @Test
  func `what the model expects is hidden until the token is revealed, then that of it is shown`()
    throws
  {
    var explorer = revealing()
    #expect(explorer.isExpectationHidden)
    // What is listed is of the last token that came: " cat" has rank 2.
    #expect(explorer.candidateLines.first(where: \.isActual)?.rank == 2)
    explorer.press(.character(" "))
    #expect(explorer.isExpectationHidden && explorer.string == "the cat sat")
    #expect(explorer.candidateLines.first(where: \.isActual)?.id == 2)
    explorer.press(.left, times: 2)
    #expect(!explorer.isExpectationHidden)
    #expect(explorer.candidateLines.first(where: \.isActual)?.id == 1)
  }

  @Test func `a click on the candidates of the last token selects the one under it`() throws {
    var explorer = revealing()
    let list = try #require(explorer.candidateArea)
    let panel = try #require(explorer.screen.candidates)
    #expect(list.row == panel.row + 1 + explorer.hiddenSentenceRows(in: panel))
    _ = explorer.mouse(.pressed, list.row + 2, list.column + 9)
    #expect(explorer.selectedCandidate == 2)
    #expect(explorer.mouse(.pressedTwice, list.row + 2, list.column + 9).isEmpty)
    #expect(explorer.string == "the cat")
  }

  @Test func `no move of the focus and no copy reaches what is hidden`() throws {
    var explorer = revealing()
    for key in [Key.end, .character("n"), .character("j"), .character("b"), .down] {
      explorer.press(key)
      #expect(explorer.focus <= 2)
    }
    guard case .copy(let bytes)? = explorer.press(.character("Y")).first else {
      Issue.record("nothing was copied")
      return
    }
    #expect(bytes == Array("the cat".utf8))
    let area = try #require(explorer.screen.text)
    _ = explorer.mouse(.pressed, area.row, area.column + 20)
    #expect(explorer.focus <= 2)
    #expect(explorer.press(.character("y")).isEmpty == (explorer.focusedToken == nil))
  }

  @Test func `the same is on the screen whatever is hidden`() {
    var one = Explorer.ready("the cat sat on the mat.")
    var other = Explorer.ready("the cat ate")
    for key in [Key.right, .character("r")] {
      one.press(key)
      other.press(key)
    }
    #expect(one.layout == other.layout)
    #expect(one.figures.total == other.figures.total)
    #expect(one.candidateLines == other.candidateLines)
    #expect(one.progress == nil)
  }

  @Test func `it goes on while the text is still being scored`() {
    var explorer = Explorer(text: Array(sentence.utf8))
    _ = explorer.update(.modelLoaded(FakeScorer.model, FakeScorer.vocabulary))
    let tokens = FakeScorer.tokenize(Array(sentence.utf8))
    _ = explorer.update(.tokenized(tokens, FakeScorer.settings, request: 1))
    explorer.press(.character("r"))
    #expect(explorer.string == "the")
    #expect(explorer.candidateLines.isEmpty)
    explorer.press(.character(" "), times: 2)
    #expect(explorer.figures.scoredCount == 0)
    _ = explorer.update(.scored(FakeScorer.predictions(tokens, to: 5), request: 1))
    #expect(explorer.figures.scoredCount == 2)
    #expect(!explorer.candidateLines.isEmpty)
    explorer.press(.escape)
    #expect(explorer.phase.isRunning)
    _ = explorer.update(.scored(FakeScorer.predictions(tokens, from: 5), request: 1))
    #expect(explorer.scored?.isComplete == true)
    #expect(explorer.figures.scoredCount == 6)
  }

  @Test
  func `a pasted text is hidden from its beginning, and so is the old one that undo brings back`() {
    var explorer = revealing()
    _ = explorer.update(.input(.paste(Array("the mat ate".utf8))))
    explorer.press(.enter)
    #expect(explorer.string.isEmpty)
    #expect(explorer.isAsking)
    explorer.press(.character(" "))
    #expect(explorer.string == "the")
    explorer.press(.character("U"))
    #expect(explorer.string.isEmpty)  // what came back stands behind the place of the change
    explorer.press(.enter)
    #expect(explorer.string == sentence)
  }

  @Test func `a text pasted before what is hidden is hidden too`() {
    var explorer = revealing()
    _ = explorer.update(.input(.paste(Array(" on".utf8))))
    explorer.press(.character("i"))
    #expect(explorer.string == "the cat")
    explorer.press(.character(" "))
    #expect(explorer.string == "the cat on")
    explorer.press(.enter)
    #expect(explorer.string == "the cat on sat on the mat.")
  }

  @Test func `the text is not edited while a part of it is hidden`() {
    var explorer = revealing()
    explorer.press(.character("e"))
    #expect(!explorer.isEditing)
    #expect(explorer.notice != nil)
    explorer.press(.character("x"))
    #expect(explorer.comparison == nil)
  }

  @Test func `a text of one token and an empty one are no trap`() {
    var explorer = Explorer.ready("the")
    explorer.press(.character("r"))
    #expect(explorer.string.isEmpty)
    explorer.press(.character(" "), times: 3)
    #expect(explorer.string == "the")
    var empty = Explorer.ready("")
    empty.press(.character("r"))
    #expect(empty.reveal == nil)
    #expect(empty.notice?.hasPrefix("there is no text to reveal") == true)
  }

  @Test func `the temperature moves the figures of what is revealed`() throws {
    var explorer = revealing()
    explorer.press(.up, times: 12)
    let probabilities = softmax(FakeScorer.logits, at: explorer.temperature)
    let mean = try #require(explorer.figures.crossEntropy)
    #expect(abs(mean.nats + log(probabilities[1])) < 1e-4)
    #expect(abs(explorer.candidateLines[0].logProbability - log(probabilities[0])) < 1e-4)
  }
}
