import Exploration
import ExplorationFixtures
import InformationTheory
import Scoring
import Testing

@Suite struct `The knob for the context` {
  private func turn(_ explorer: inout Explorer, _ key: Character) -> [Explorer.Effect] {
    explorer.press(.character(key))
  }

  @Test func `goes down from the whole context and asks for new scores`() {
    var explorer = Explorer.ready("the cat sat on the mat.")  // seven tokens
    let effects = turn(&explorer, "[")
    #expect(effects.map(kind) == ["limit", "score"])
    #expect(explorer.contextLimit == 4)
    #expect(turn(&explorer, "[").count == 2)
    #expect(explorer.contextLimit == 3)
    for _ in 0..<9 { _ = turn(&explorer, "[") }
    #expect(explorer.contextLimit == 0)
    #expect(turn(&explorer, "[").isEmpty)
  }

  @Test func `says what each token loses, and gives the whole context back at once`() throws {
    var explorer = Explorer.ready("the cat sat on the mat.")
    let whole = explorer.figures
    _ = turn(&explorer, "[")
    let comparison = try #require(explorer.comparison)
    #expect(comparison.limit != nil)
    #expect(explorer.lens == .change)
    let effects = turn(&explorer, "]")
    #expect(effects.map(kind) == ["limit", "stop"])
    #expect(explorer.contextLimit == nil && explorer.comparison == nil)
    #expect(explorer.figures.total == whole.total)
    #expect(explorer.lens == .surprise)
  }

  @Test func `compares nothing where the model reads no context and so scores nothing`() {
    var explorer = Explorer.ready("the cat sat on the mat.")
    var request = 0
    while explorer.contextLimit != 0 {
      for case .score(_, _, let asked) in explorer.update(.input(.key(.character("["), []))) {
        request = asked
      }
    }
    let tokens = FakeScorer.tokenize(explorer.text)
    var unscored = Predictions(vocabularySize: FakeScorer.vocabulary.count)
    for _ in tokens { unscored.append(.unscored) }
    let settings = FakeScorer.settings.limited(toContext: 0)
    _ = explorer.update(.tokenized(tokens, settings, request: request))
    _ = explorer.update(.scored(unscored, request: request))
    _ = explorer.update(.finished(request: request))
    #expect(explorer.totals == nil && explorer.comparison != nil)
    #expect(explorer.figures.crossEntropy == nil)
  }

  @Test func `goes back with Esc, and when the text is edited`() {
    var explorer = Explorer.ready("the cat sat on the mat.")
    _ = turn(&explorer, "[")
    explorer.press(.escape)
    #expect(explorer.contextLimit == nil && explorer.comparison == nil)
    _ = turn(&explorer, "[")
    explorer.press(.character("e"))
    let effects = explorer.press(.character("x"))
    #expect(effects.map(kind) == ["limit", "score"])
    #expect(explorer.contextLimit == nil && explorer.comparison == nil)
  }

  @Test func `lets neither a reveal nor a what-if begin`() {
    var explorer = Explorer.ready("the cat sat on the mat.")
    _ = turn(&explorer, "[")
    for key: Character in ["r", "x", "g"] { _ = turn(&explorer, key) }
    #expect(explorer.reveal == nil && explorer.generation == nil && explorer.contextLimit != nil)
  }

  @Test func `what a short context let expect is forgotten at once when the text is edited`() {
    var explorer = Explorer.ready("the cat sat")
    explorer.press(.character("["))
    explorer.press(.character("e"))
    _ = explorer.update(.input(.key(.character("a"), [])))  // nobody answers yet
    #expect(explorer.contextLimit == nil && !explorer.hasPrediction(0))
    _ = explorer.update(.input(.key(.escape, [])))
    _ = explorer.update(.input(.key(.character("g"), [])))
    #expect(explorer.generation == nil && explorer.notice?.contains("not scored yet") == true)
  }
}

@Suite struct `Settings with a short context` {
  @Test func `have a window of that many tokens, the token itself and any start token`() {
    let settings = ScoringSettings(startToken: nil, window: 512, stride: 256)
    #expect(settings.limited(toContext: nil) == settings)
    #expect(settings.limited(toContext: 4).window == 5)
    #expect(settings.limited(toContext: 4).stride == 1)
    #expect(settings.limited(toContext: 1_000) == settings)
    let started = ScoringSettings(startToken: 0, window: 512, stride: 256)
    #expect(started.limited(toContext: 4).window == 6)
  }
}
