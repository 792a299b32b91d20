import Exploration
import ExplorationFixtures
import InformationTheory
import Scoring
import Testing

@Suite struct `Peaks of surprise` {
  private static let cats = String(repeating: " cat", count: 20)

  /// The surprisals are 1, 5, 9 and 7 nats above one level for cat, mat, line ends and ate.
  @Test func `n and N go to the most surprising token of each sentence, the first of equals`() {
    let cats = Self.cats
    var explorer = Explorer.ready("the\(cats) mat\(cats) mat\n\n\(cats) ate\(cats)\n\n\(cats) mat")
    explorer.press(.home)
    var visited: [Int] = []
    while explorer.notice == nil, visited.count < 9 {
      explorer.press(.character("n"))
      if explorer.notice == nil { visited.append(explorer.focus) }
    }
    #expect(visited == [21, 43, 86])
    #expect(explorer.notice == "no further peak of surprise")
    explorer.press(.character("N"), .shift)
    #expect(explorer.focus == 43)
    explorer.press(.right)
    explorer.press(.character("N"))
    #expect(explorer.focus == 43)
    explorer.press(.character("N"), times: 2)
    #expect(explorer.focus == 21 && explorer.notice == "no earlier peak of surprise")
  }

  @Test func `a sentence that is below twice the mean has none`() {
    // The mean is 5.5 nats above the level of cat.
    var explorer = Explorer.ready("the cat mat cat\n\n mat ate cat\n\n ate\n\n")
    explorer.press(.home)
    explorer.press(.character("n"))
    #expect(explorer.focus == 0 && explorer.notice == "no further peak of surprise")
  }

  @Test(arguments: [1, 2, 3])
  func `there is at most one a sentence, whatever the text`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let words =
      Array(repeating: " cat", count: 60)
      + ["the", " mat", " ate", ".", ". ", "\n", "\n\n", "The", "!", " Mr. ", "。"]
    let text = (0..<600).map { _ in words.randomElement(using: &random) ?? "" }.joined()
    var explorer = Explorer.ready(text)
    let tokens = Array(explorer.tokens)
    let sentences = TextDivision(explorer.text, tokens, into: .sentence)
    explorer.press(.home)
    var seen: [Int] = []
    while explorer.notice == nil {
      explorer.press(.character("n"))
      if explorer.notice == nil { seen.append(sentences.part(of: explorer.focus)) }
    }
    #expect(seen.count > 3 && Set(seen).count == seen.count)
  }

  @Test func `the sentences of a long text are waited for by n, unless another key comes first`() {
    let cats = Self.cats
    var explorer = Explorer(text: Array("the\(cats) mat\(cats)".utf8))
    explorer.partsAtOnce = 0
    _ = explorer.update(.modelLoaded(FakeScorer.model, FakeScorer.vocabulary))
    let tokens = FakeScorer.tokenize(explorer.text)
    let request = explorer.lastRequest
    let effects = explorer.update(.tokenized(tokens, FakeScorer.settings, request: request))
    _ = explorer.update(.scored(FakeScorer.predictions(tokens), request: request))
    explorer.press(.home)
    explorer.press(.character("n"))
    #expect(explorer.focus == 0 && explorer.notice == "looking for the sentences of the text")
    var impatient = explorer
    impatient.press(.right)
    impatient.answer(effects)
    #expect(impatient.focus == 1)
    explorer.answer(effects)
    #expect(explorer.focus == 21 && explorer.notice == nil)
  }

  @Test func `they are those of the text as it is after an edit`() {
    let cats = Self.cats
    var explorer = Explorer.ready("the\(cats) mat\(cats)")
    explorer.press(.home)
    explorer.press(.character("n"))
    #expect(explorer.focus == 21)
    explorer.press(.home)
    explorer.type("e ate")
    explorer.press(.escape)
    explorer.press(.home)
    explorer.press(.character("n"))
    #expect(explorer.focus == 1)
  }
}
