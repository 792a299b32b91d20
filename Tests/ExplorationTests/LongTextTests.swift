import Exploration
import ExplorationFixtures
import InformationTheory
import Scoring
import Testing

/// A text that is longer than what the model reads at once.
@Suite struct `A long text` {
  /// Some 2,000 tokens in units of 512, at most 48 on the screen's lines.
  private static let text = String(repeating: "the cat sat on the mat.", count: 286)
  private static let tokens = FakeScorer.tokenize(Array(text.utf8))

  /// An explorer of which nothing is scored yet, and the request that is waited for.
  private func begun() -> (explorer: Explorer, effects: [Explorer.Effect], request: Int) {
    var explorer = Explorer(text: Array(Self.text.utf8))
    _ = explorer.update(.resized(rows: 24, columns: 80))
    _ = explorer.update(.modelLoaded(FakeScorer.model, FakeScorer.vocabulary))
    let request = explorer.lastRequest
    let effects = explorer.update(
      .tokenized(Self.tokens, FakeScorer.settings, request: request))
    return (explorer, effects, request)
  }

  /// Scores some tokens, as one block.
  @discardableResult
  private func score(
    _ places: Range<Int>, in explorer: inout Explorer, _ request: Int
  ) -> [Explorer.Effect] {
    let block = FakeScorer.predictions(Self.tokens, from: places.lowerBound, to: places.upperBound)
    return explorer.update(.scored(block, at: places.lowerBound, request: request))
  }

  private func near(_ effects: [Explorer.Effect]) -> [Int] {
    effects.compactMap { if case .scoreNear(let token) = $0 { token } else { nil } }
  }

  @Test func `is scored where one looks: who goes elsewhere has that scored first`() throws {
    var (explorer, effects, request) = begun()
    #expect(effects.isEmpty && Self.tokens.count > 1_800)
    let there = try #require(near(explorer.update(.input(.key(.end, [])))).first)
    #expect(there > 1_700 && !explorer.hasPrediction(there))
    // It is said once, and not again while that is scored.
    #expect(near(explorer.update(.input(.key(.left, [])))).isEmpty)
    #expect(near(explorer.update(.input(.key(.home, [])))) == [0])
    score(0..<512, in: &explorer, request)
    #expect(near(explorer.update(.input(.key(.right, [])))).isEmpty)
    #expect(explorer.brokenInvariants.isEmpty)
  }

  @Test func `is not asked for where all that is seen is scored, nor when it was stopped`() {
    var (explorer, _, request) = begun()
    let last = FakeScorer.division.unit(holding: Self.tokens.count - 1)
    score(
      FakeScorer.division.positions(ofUnit: last).clamped(to: 0..<Self.tokens.count), in: &explorer,
      request)
    #expect(near(explorer.update(.input(.key(.end, [])))).isEmpty)
    _ = explorer.update(.input(.key(.escape, [])))
    #expect(explorer.phase == .stopped)
    #expect(near(explorer.update(.input(.key(.home, [])))).isEmpty)
  }

  @Test func `has figures of what is scored so far, wherever that is, and says how much it is`() {
    var (explorer, _, request) = begun()
    #expect(explorer.scoredShare == 0 && explorer.figures.crossEntropy == nil)
    score(512..<1_024, in: &explorer, request)
    let alone = Figures(FakeScorer.predictions(Self.tokens, from: 512, to: 1_024), at: .one)
    #expect(explorer.figures.scoredCount == 512)
    #expect(abs(explorer.figures.total.nats - alone.total.nats) < 1e-6)
    #expect(explorer.scoredShare == 512 / Double(Self.tokens.count))
    #expect(explorer.surprisal(of: 100) == nil && explorer.surprisal(of: 600) != nil)
    _ = explorer.update(.input(.key(.character("m"), [])))
    for number in ["loss", "perplexity", "bits per byte"] {
      while explorer.explanation.number.rawValue != number {
        _ = explorer.update(.input(.key(.tab, [])))
      }
      #expect(explorer.worksheet(terms: 3).introduction.hasPrefix("This is over the 25% of the"))
    }
    for start in [0, 1_024, 1_536] {
      score(start..<min(start + 512, Self.tokens.count), in: &explorer, request)
      #expect(explorer.brokenInvariants.isEmpty)
    }
    _ = explorer.update(.finished(request: request))
    #expect(explorer.scoredShare == nil && explorer.phase == .idle)
    let whole = Figures(FakeScorer.predictions(Self.tokens), at: .one)
    #expect(abs(explorer.figures.total.nats - whole.total.nats) < 1e-6)
  }

  @Test func `goes on where it was stopped, holes and all`() {
    var (explorer, _, request) = begun()
    score(512..<700, in: &explorer, request)
    _ = explorer.update(.input(.key(.escape, [])))
    var kept: ScoredText?
    for case .score(_, let known, _) in explorer.update(.input(.key(.enter, []))) { kept = known }
    #expect(kept?.predictions.ranges == [512..<700])
    let again = explorer.lastRequest
    _ = explorer.update(.tokenized(Self.tokens, FakeScorer.settings, request: again))
    #expect(explorer.figures.scoredCount == 188)
    _ = explorer.update(.progressed(secondsElapsed: 10, request: again))
    score(700..<1_024, in: &explorer, again)
    // 324 of 1,814 tokens in ten seconds: the rest takes 46.
    #expect(explorer.progress.map { Int($0.secondsLeft.rounded()) } == 46)
    #expect(explorer.figures.ranges == [512..<1_024])
  }

  @Test func `keeps what was scored before an edit, and forgets what stands behind`() throws {
    var (explorer, _, request) = begun()
    for start in [512, 1_024] { score(start..<start + 512, in: &explorer, request) }
    let place = Self.tokens[1_200].bytes.lowerBound
    while try #require(explorer.focusedToken).bytes.lowerBound < place {
      _ = explorer.update(.input(.key(.right, [])))
    }
    _ = explorer.update(.input(.key(.character("e"), [])))
    var kept: ScoredText?
    for case .score(_, let known, _) in explorer.update(.input(.key(.character("!"), []))) {
      kept = known
    }
    let tokens = FakeScorer.tokenize(explorer.text)
    let same = zip(tokens, Self.tokens).prefix { $0.id == $1.id }.count
    #expect(same > 1_190 && same < 1_210)
    let known = try #require(kept).predictions(holdingFor: tokens, FakeScorer.settings)
    #expect(known.ranges == [512..<same])
    _ = explorer.update(
      .tokenized(tokens, FakeScorer.settings, request: explorer.lastRequest))
    #expect(explorer.figures.ranges == [512..<same] && explorer.brokenInvariants.isEmpty)
  }

  @Test func `says of each token how many of the text the model read before it`() throws {
    var (explorer, _, request) = begun()
    let windows = FakeScorer.settings.windows(of: Self.tokens.count)
    for start in stride(from: 0, to: Self.tokens.count, by: 512) {
      score(start..<min(start + 512, Self.tokens.count), in: &explorer, request)
    }
    #expect(explorer.contextRead(before: 0) == nil)  // it has no score
    for place in 1..<Self.tokens.count {
      let window = try #require(windows.first { $0.scored.contains(place) })
      #expect(explorer.contextRead(before: place) == place - window.tokens.lowerBound)
    }
    #expect(Explorer.ready("the cat sat").contextRead(before: 2) == nil)
  }

  @Test func `has standard errors over its windows, named so in the sum`() throws {
    var explorer = Explorer(text: Array(Self.text.utf8))
    _ = explorer.update(.modelLoaded(FakeScorer.model, FakeScorer.vocabulary))
    let (settings, request) = (
      ScoringSettings(startToken: nil, window: 600, stride: 512), explorer.lastRequest
    )
    _ = explorer.update(.tokenized(Self.tokens, settings, request: request))
    for places in [0..<600, 600..<1_112, 1_112..<1_624] {
      score(places, in: &explorer, request)
    }
    #expect(explorer.errorUnits == nil)  // three say little
    score(1_624..<2_002, in: &explorer, request)
    _ = explorer.update(.finished(request: request))
    #expect(explorer.errorUnits == "4 windows")
    let summary = Summary(try #require(explorer.scored), explorer.figures)
    let expected = try #require(summary.standardErrors.last)
    #expect(expected.over == .windows && expected.units == 4)
    let bits = try #require(expected.crossEntropy?.bits)
    #expect(abs((explorer.lossError.flatMap(Double.init) ?? -1) - bits) < 0.001)
    _ = explorer.update(.input(.key(.character("m"), [])))
    for number in ["loss", "perplexity", "bits per byte"] {
      while explorer.explanation.number.rawValue != number {
        _ = explorer.update(.input(.key(.tab, [])))
      }
      #expect(
        explorer.worksheet(terms: 3).meaning.contains("Its standard error over 4 windows is "))
    }
    #expect(Explorer.ready("the cat sat").errorUnits == nil)
  }

  @Test func `has standard errors over stretches where its windows move on by little`() {
    var (explorer, _, request) = begun()
    for start in stride(from: 0, to: Self.tokens.count, by: 512) {
      score(start..<min(start + 512, Self.tokens.count), in: &explorer, request)
    }
    #expect(explorer.errorUnits == "4 stretches" && explorer.lossError != nil)
  }

  @Test func `is revealed and compared with its holes`() {
    var (explorer, _, request) = begun()
    score(512..<1_024, in: &explorer, request)
    for key in [Key.character("x"), .escape, .character("r"), .character(" "), .escape] {
      _ = explorer.update(.input(.key(key, [])))
      #expect(explorer.brokenInvariants.isEmpty)
    }
    #expect(explorer.figures.ranges == [512..<1_024])
  }
}

extension FakeScorer {
  fileprivate static let division = ScoringDivision(settings)
}
