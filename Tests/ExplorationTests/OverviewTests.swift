import Exploration
import ExplorationFixtures
import Scoring
import Testing

@Suite struct `The overview of a long text` {
  private static let cats = String(repeating: " cat", count: 500)

  /// A thousand cats and more, an ate behind 500 of them.
  private func explorer(rows: Int = 24, columns: Int = 80) -> Explorer {
    Explorer.ready("the" + Self.cats + " ate" + Self.cats, rows: rows, columns: columns)
  }

  @Test(arguments: [(24, 80), (20, 40), (30, 100), (60, 200)])
  func `has every token in one piece, and of each the loudest`(rows: Int, columns: Int) throws {
    let explorer = explorer(rows: rows, columns: columns)
    let area = try #require(explorer.screen.overview)
    let pieces = (0..<area.columns).map { explorer.overviewTokens($0, columns: area.columns) }
    #expect(pieces.flatMap(Array.init) == Array(explorer.tokens.indices))
    #expect(explorer.overview.peaks.count == area.columns)
    let loudest = try #require(
      explorer.overview.peaks.compactMap(\.self).max { $0.value < $1.value })
    #expect(loudest.token == 501)
    for (piece, peak) in zip(pieces, explorer.overview.peaks) where piece != 0..<1 {
      #expect(peak?.value == piece.compactMap(explorer.value(of:)).max())
    }
  }

  @Test(arguments: [(24, 80), (20, 40), (60, 200)])
  func `leads where it is clicked, and back again`(rows: Int, columns: Int) throws {
    var explorer = explorer(rows: rows, columns: columns)
    let area = try #require(explorer.screen.overview)
    let piece = explorer.overviewPiece(columns: area.columns)
    #expect(piece == 0)
    _ = explorer.mouse(.pressed, area.row, area.column + 501 * area.columns / 1_002)
    #expect(explorer.focus == 501)
    _ = explorer.mouse(.dragged, area.row, area.column + area.columns + 5)
    let last = explorer.overviewTokens(area.columns - 1, columns: area.columns)
    #expect(last.contains(explorer.focus))
    #expect(explorer.overviewPiece(columns: area.columns) == area.columns - 1)
    _ = explorer.mouse(.released, area.row, area.column)
    explorer.press(.character("o"), .control)
    #expect(explorer.focus == 1)
  }

  @Test func `follows lens, temperature, text and size`() throws {
    var explorer = explorer()
    let before = explorer.overview
    explorer.press(.up)
    #expect(explorer.overview != before)
    explorer.press(.character("="))
    explorer.press(.character("c"))
    #expect(explorer.lens == .probability && explorer.overview != before)
    explorer.press(.character("c"), times: 4)
    #expect(explorer.lens == .surprise && explorer.overview == before)
    _ = explorer.update(.resized(rows: 24, columns: 60))
    #expect(explorer.overview.peaks.count == explorer.screen.overview?.columns)
  }

  @Test func `leaves in sight what was scrolled to when the screen gets another size`() throws {
    var explorer = explorer()
    let text = try #require(explorer.screen.text)
    for _ in 0..<9 { _ = explorer.mouse(.wheelDown, text.row, text.column) }
    let seen = explorer.layout.bytes(ofLine: explorer.topLine).lowerBound
    for (rows, columns) in [(30, 80), (24, 60)] {
      _ = explorer.update(.resized(rows: rows, columns: columns))
      #expect(explorer.layout.bytes(ofLine: explorer.topLine).contains(seen))
    }
  }

  /// Lines of a few sentences each, and one that has no end.
  private static let lines =
    String(repeating: "the cat sat. A cat ate.\n", count: 90)
    + String(repeating: " cat", count: 900) + " ate" + String(repeating: " mat", count: 700)

  @Test(arguments: [TextUnit.word, .line, .sentence], [Lens.surprise, .probability, .rank])
  func `has of each piece what is loudest of that by which the text is read`(
    unit: TextUnit, lens: Lens
  ) throws {
    var explorer = Explorer.ready(Self.lines, rows: 24, columns: 60)
    let tokens = explorer.overview
    while explorer.textUnit != unit { explorer.press(.character("W"), .shift) }
    while explorer.lens != lens { explorer.press(.character("c")) }
    #expect(explorer.overview != tokens && !explorer.overview.isComing)
    let columns = try #require(explorer.screen.overview).columns
    for (piece, peak) in explorer.overview.peaks.enumerated() {
      let tokens = explorer.overviewTokens(piece, columns: columns)
      let peak = try #require(peak)
      #expect(tokens.contains(peak.token) && peak.value == explorer.value(of: peak.token))
      // Every part that is coloured by all of its tokens is as loud at most.
      for token in tokens where explorer.part(of: token).count <= Explorer.mostTokens {
        guard let value = explorer.value(of: token) else {
          #expect(token == 0, "all but the first has a score")
          continue
        }
        #expect(lens.loudness(value) <= lens.loudness(peak.value), "\(piece)")
      }
      _ = explorer.mouse(
        .pressed, explorer.screen.overview?.row ?? 0,
        (explorer.screen.overview?.column ?? 0) + piece)
      #expect(explorer.part(of: explorer.focus) == explorer.part(of: peak.token))
    }
    #expect(explorer.brokenInvariants.isEmpty)
  }

  @Test func `of a long text is found beside the explorer, and shows nothing old meanwhile`() throws
  {
    var quick = Explorer.ready(Self.lines, rows: 24, columns: 60)
    var explorer = quick
    explorer.partsAtOnce = 0
    explorer.answer(explorer.update(.resized(rows: 24, columns: 60)))
    func isWork(_ effect: Explorer.Effect) -> Bool {
      if case .findParts = effect { true } else { false }
    }
    let word = explorer.update(.input(.key(.character("W"), .shift)))
    #expect(word.contains(where: isWork) && explorer.overview.isComing)
    #expect(
      explorer.overview.peaks.count == explorer.screen.overview?.columns
        && explorer.overview.peaks.allSatisfy { $0 == nil })
    explorer.answer(word)
    quick.press(.character("W"), .shift)
    #expect(explorer.overview.peaks == quick.overview.peaks && !explorer.overview.isComing)
    // What was asked for before the temperature changed is not taken for what it is now.
    let cold = explorer.update(.input(.key(.down, [])))
    let colder = explorer.update(.input(.key(.down, [])))
    #expect(explorer.overview.peaks.allSatisfy { $0 == nil } && !colder.contains(where: isWork))
    for case .findParts(let work, let request) in cold {
      let next = explorer.update(.partsFound(work.done(), request: request))
      #expect(explorer.overview.peaks.allSatisfy { $0 == nil } && next.contains(where: isWork))
      explorer.answer(next)
    }
    quick.press(.down, times: 2)
    #expect(explorer.overview.peaks == quick.overview.peaks && !explorer.overview.isComing)
    #expect(explorer.brokenInvariants.isEmpty && quick.brokenInvariants.isEmpty)
  }

  @Test func `of a long text is made anew some thirty times while that is scored, and then of all`()
  {
    let text = Array(("the" + Self.cats + " ate" + Self.cats).utf8)
    var explorer = Explorer(text: text)
    explorer.partsAtOnce = 0
    _ = explorer.update(.resized(rows: 24, columns: 80))
    _ = explorer.update(.modelLoaded(FakeScorer.model, FakeScorer.vocabulary))
    let (tokens, request) = (FakeScorer.tokenize(text), explorer.lastRequest)
    _ = explorer.update(.tokenized(tokens, FakeScorer.settings, request: request))
    var (last, changes) = (explorer.overview, 0)
    for start in stride(from: 0, to: tokens.count, by: 4) {
      let block = FakeScorer.predictions(tokens, from: start, to: start + 4)
      _ = explorer.update(.scored(block, at: start, request: request))
      if explorer.overview != last { changes += 1 }
      last = explorer.overview
    }
    #expect((20...40).contains(changes), "\(changes) of 251 blocks")
    _ = explorer.update(.finished(request: request))
    #expect(explorer.overview.peaks == self.explorer().overview.peaks)
    #expect(explorer.brokenInvariants.isEmpty)
  }

  @Test func `of two models is made anew some thirty times while one scores, and then of all`()
    throws
  {
    let text = "the" + Self.cats + " ate" + Self.cats
    var quick = Explorer.ready(text)
    var explorer = quick
    explorer.partsAtOnce = 0
    let rival = try #require(FakeRival("second"))
    let tokens = rival.tokenize(explorer.text)
    let predictions = rival.predictions(tokens)
    explorer.press(.character("D"))
    _ = explorer.update(
      .modelsListed(ModelListing([ListedModel(reference: "second")], started: "first")))
    var request = 0
    func tell(_ news: ComparisonNews) {
      for case .compareModels(_, let next) in explorer.update(
        .modelsCompared(news, request: request))
      { request = next }
    }
    for case .compareModels(_, let next) in explorer.update(.input(.key(.enter, []))) {
      request = next
    }
    tell(.opened(rival.opened))
    tell(.cut(tokens, FakeScorer.settings))
    var (last, changes) = (explorer.overview, 0)
    for start in stride(from: 0, to: tokens.count, by: 4) {
      var block = Predictions(vocabularySize: predictions.vocabularySize)
      for place in start..<min(start + 4, tokens.count) { block.append(predictions[place]) }
      tell(.scored(block, at: start))
      if explorer.overview != last { changes += 1 }
      last = explorer.overview
    }
    #expect((20...40).contains(changes), "\(changes) of 251 blocks")
    quick.press(.character("D"))
    quick.compare(with: "second")
    #expect(explorer.overview.peaks == quick.overview.peaks)
  }

  @Test(arguments: [(24, 80), (10, 40), (17, 30)])
  func `takes no room from a text that is seen as a whole, nor on a small screen`(
    rows: Int, columns: Int
  ) {
    #expect(Explorer.ready("the cat", rows: rows, columns: columns).screen.overview == nil)
    #expect(rows >= 18 || explorer(rows: rows, columns: columns).screen.overview == nil)
  }
}
