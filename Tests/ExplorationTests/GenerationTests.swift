import Exploration
import ExplorationFixtures
import InformationTheory
import Scoring
import Testing

@Suite struct GenerationTests {
  /// An explorer that generates behind a token of a text.
  private func generating(_ text: String = "the cat sat", behind token: Int = 2) -> Explorer {
    var explorer = Explorer.ready(text)
    explorer.press(.home)
    explorer.press(.right, times: token)
    explorer.press(.character("g"))
    return explorer
  }

  /// The ids that the sampler draws one after the other from the fake model.
  private func drawn(_ count: Int, from place: Int, _ sampler: Sampler = Sampler(seed: 1)) -> [Int]
  {
    (place..<place + count).map {
      sampler.draw(from: FakeScorer.logits.map(Float.init), at: $0).entry
    }
  }

  @Test func `a drawn token joins the text as it was drawn, with its own figures`() throws {
    var explorer = generating()
    explorer.press(.character(" "), times: 5)
    let expected = drawn(5, from: 3)
    #expect(explorer.tokens.map(\.id) == [0, 1, 2] + expected)
    #expect(
      explorer.string == "the cat sat"
        + expected.map { String(decoding: FakeScorer.vocabulary.bytes($0), as: UTF8.self) }.joined()
    )
    #expect(explorer.focus == 7)
    let normalizer = logPartition(FakeScorer.logits)
    for place in 3..<8 {
      let surprisal = normalizer - FakeScorer.logits[explorer.tokens[place].id]
      #expect(abs((explorer.surprisal(of: place)?.nats ?? 0) - surprisal) < 1e-4)
    }
    // The sums grow token by token, and come to the mean of what they are made of.
    let all = (1..<8).compactMap { explorer.surprisal(of: $0)?.nats }
    #expect(abs((explorer.figures.crossEntropy?.nats ?? 0) - all.reduce(0, +) / 7) < 1e-5)
    #expect(explorer.curve.scoredCount == 7)
  }

  @Test func `a text is not split again while it grows`() {
    var explorer = generating("the", behind: 0)
    explorer.press(.character(" "), times: 30)
    #expect(explorer.tokens.count == 31)
    #expect(explorer.tokens.dropFirst().map(\.id) == drawn(30, from: 1))
  }

  @Test func `the same seed draws the same text, another one another`() {
    func text(seeds: Int) -> [Int] {
      var explorer = generating()
      explorer.press(.character("o"), times: 3)
      explorer.press(.character("+"), times: seeds)
      explorer.press(.enter)
      return explorer.tokens.map(\.id)
    }
    #expect(text(seeds: 0) == text(seeds: 0))
    #expect(text(seeds: 0) != text(seeds: 1))
    #expect(text(seeds: 2) == [0, 1, 2] + drawn(100, from: 3, Sampler(seed: 3)))
  }

  @Test func `tokens are drawn at the slider's temperature and within the cut`() {
    var explorer = generating()
    explorer.press(.up, times: 12)
    explorer.press(.character("-"), times: 7)  // top-k 2
    explorer.press(.enter)
    let sampler = Sampler(
      temperature: explorer.temperature, truncation: Truncation(topK: 2), seed: 1)
    #expect(explorer.tokens.dropFirst(3).map(\.id) == drawn(100, from: 3, sampler))
    #expect(explorer.cut?.kept.count == 2)
  }

  @Test func `a run draws a hundred tokens, and says how fast`() {
    var explorer = generating()
    explorer.press(.enter)
    #expect(explorer.tokens.count == 103)
    #expect(explorer.generation?.remaining == 0)
    #expect(explorer.generation?.run.rate == 4)  // the fake model takes a quarter of a second
  }

  @Test func `Esc stops a run, then leaves, and undo takes all of it back`() {
    var explorer = generating()
    _ = explorer.update(.input(.key(.enter, [])))  // nobody answers yet
    #expect(explorer.phase == .generating)
    #expect(explorer.update(.input(.key(.escape, []))).map(kind).first == "stop")
    #expect(explorer.generation?.remaining == 0)
    explorer.press(.character(" "), times: 3)
    explorer.press(.escape)
    #expect(explorer.generation == nil)
    #expect(explorer.tokens.count == 6)
    explorer.press(.character("U"))
    #expect(explorer.string == "the cat sat")
  }

  @Test func `what stood behind is kept in a branch, figures and all`() {
    var explorer = generating(behind: 1)
    let before = (1..<3).map { explorer.figures.entropy(at: $0) }
    explorer.press(.character(" "))
    #expect(explorer.tokens[2].id != 2)  // or else it would only be stepped to
    #expect(explorer.tokens.count == 3)
    #expect(explorer.generation?.branches.all.count == 2)
    explorer.press(.character("v"))
    explorer.press(.up)
    #expect(explorer.string == "the cat sat")
    #expect((1..<3).map { explorer.figures.entropy(at: $0) } == before)
    explorer.press(.down)
    #expect(explorer.tokens.count == 3 && explorer.tokens[2].id != 2)
    explorer.press(.escape)
    explorer.press(.character("U"))
    #expect(explorer.string == "the cat sat")
  }

  @Test func `a candidate is taken by its number or by Enter`() {
    var explorer = generating()
    explorer.press(.character("3"))
    #expect(explorer.tokens.map(\.id) == [0, 1, 2, 2])
    #expect(explorer.rank(of: 3) == 3)
    explorer.press(.tab)
    explorer.press(.down, times: 4)
    explorer.press(.enter)
    #expect(explorer.tokens.map(\.id) == [0, 1, 2, 2, 4])
    #expect(explorer.rank(of: 4) == 5)
  }

  @Test func `a candidate that comes there anyhow is only stepped to`() {
    var explorer = generating(behind: 1)
    explorer.press(.character("3"))  // " sat", as it is
    #expect(explorer.focus == 2)
    #expect(explorer.generation?.branches.all.count == 1)
    #expect(explorer.string == "the cat sat")
  }

  @Test func `branches leave one another, and each knows what it has of its own`() {
    var explorer = generating()
    explorer.press(.character("1"))
    explorer.press(.character("2"))
    explorer.press(.left)
    explorer.press(.character("5"))
    let branches = explorer.generation?.branches
    #expect(branches?.all.map(\.parent) == [nil, 0, 1])
    #expect(branches?.all.map(\.fork) == [0, 3, 4])
    #expect(branches?.places.map(\.depth) == [0, 1, 2])
    let summary = explorer.summary(ofBranch: 1)
    #expect(summary?.tokens == 3..<5)
    #expect(summary?.bytes == Array("the cat".utf8))
    let normalizer = logPartition(FakeScorer.logits)
    #expect(abs((summary?.surprise?.nats ?? 0) - (normalizer + 0.5)) < 1e-4)
  }

  @Test func `Backspace takes tokens off as far as they were generated`() {
    var explorer = generating()
    explorer.press(.character(" "), times: 2)
    explorer.press(.backspace, times: 5)
    #expect(explorer.string == "the cat sat")
    #expect(explorer.notice != nil)
    explorer.press(.character(" "), times: 2)
    #expect(explorer.tokens.map(\.id) == [0, 1, 2] + drawn(2, from: 3))
  }

  @Test func `an answer to what is not asked any more changes nothing`() throws {
    var explorer = generating()
    let effects = explorer.update(.input(.key(.character(" "), [])))
    guard case .generate(let question, let request)? = effects.last else {
      Issue.record("nothing is asked for")
      return
    }
    _ = explorer.update(.input(.key(.left, [])))
    explorer.answer(explorer.update(.generated(FakeScorer.answer(to: question), request: request)))
    #expect(explorer.string == "the cat sat")
    explorer.answer(
      explorer.update(.generated(FakeScorer.answer(to: question), request: request - 1)))
    #expect(explorer.string == "the cat sat")
    #expect(explorer.focus == 1)
  }

  @Test func `a control token ends the text and is not in it`() {
    var explorer = generating()
    let effects = explorer.update(.input(.key(.enter, [])))
    guard case .generate(let question, let request)? = effects.last else {
      Issue.record("nothing is asked for")
      return
    }
    var answer = FakeScorer.answer(to: question)
    answer.drawn?.isEnd = true
    explorer.answer(explorer.update(.generated(answer, request: request)))
    #expect(explorer.string == "the cat sat")
    #expect(explorer.generation?.remaining == 0)
    #expect(explorer.notice?.contains("ends here") == true)
  }

  @Test func `a model that fails loses nothing and is asked again by the next key`() {
    var explorer = generating()
    let effects = explorer.update(.input(.key(.enter, [])))
    guard case .generate(_, let request)? = effects.last else {
      Issue.record("nothing is asked for")
      return
    }
    #expect(explorer.update(.failed("no memory", request: request)).isEmpty)
    #expect(explorer.phase == .failed("no memory"))
    #expect(explorer.string == "the cat sat")
    explorer.press(.character(" "))
    #expect(explorer.tokens.count == 4)
  }

  @Test func `an edit, a paste or another model ends it, and the text stays`() {
    var explorer = generating()
    explorer.press(.character(" "))
    let text = explorer.string
    explorer.press(.character("e"))
    #expect(explorer.isEditing && explorer.generation == nil && explorer.string == text)
    explorer = generating()
    explorer.answer(explorer.update(.input(.paste(Array("the".utf8)))))
    explorer.press(.enter)
    #expect(explorer.generation == nil && explorer.string == "the")
    explorer = generating()
    explorer.press(.character("3"))
    explorer.answer(explorer.update(.modelLoaded(FakeScorer.model, FakeScorer.vocabulary)))
    #expect(explorer.generation == nil && explorer.string == "the cat sat sat")
    explorer.press(.character("U"))
    #expect(explorer.string == "the cat sat")
  }

  @Test func `what was drawn is scored anew as a text when the generation is left`() throws {
    var explorer = generating(behind: 1)
    explorer.press(.character(" "), times: 3)
    explorer.press(.character("2"))
    let drawn = explorer.tokens.map(\.id)
    let text = explorer.text
    let effects = explorer.update(.input(.key(.escape, [])))
    let kept = effects.compactMap {
      if case .score(text, let kept, _) = $0 { kept?.predictions.count } else { nil }
    }
    #expect(kept == [2], "only what stood before the first drawn token is kept")
    #expect(explorer.phase == .tokenizing && explorer.string.hasPrefix("the cat"))
    explorer.answer(effects)
    #expect(explorer.scored?.isComplete == true && explorer.phase == .idle)
    #expect(explorer.tokens.map(\.id) == FakeScorer.tokenize(text).map(\.id))
    // It can be gone on with as it was drawn.
    explorer.press(.character("g"))
    #expect(explorer.tokens.map(\.id) == drawn && explorer.generation?.branches.all.count == 2)
    explorer.press(.escape)
    #expect(explorer.brokenInvariants.isEmpty && explorer.text == text)
  }

  @Test func `what is left of a branch is scored anew too, where all that was drawn is taken back`()
  {
    var explorer = generating(behind: 1)
    explorer.press(.character(" "))
    explorer.press(.backspace)
    let text = explorer.text
    #expect(explorer.update(.input(.key(.escape, []))).map(kind).contains("score"))
    #expect(explorer.text == text && explorer.phase == .tokenizing)
  }

  @Test func `what is generated is no measure of a change before it is left`() {
    for key in ["x", "["] as [Character] {
      var explorer = generating()
      explorer.press(.character(" "))
      explorer.press(.character(key))
      #expect(explorer.generation != nil && explorer.notice?.contains("leave") == true)
      explorer.press(.escape)
      explorer.press(.character(key))
      #expect(explorer.generation == nil && explorer.comparison?.baseline.scored.isComplete == true)
    }
  }

  @Test(arguments: ["x", "["] as [Character])
  func `before the text is scored to its end waits for no more than being left`(key: Character) {
    var explorer = Explorer.scored(firstTokens: 2, of: "the cat sat on")
    explorer.press(.character("g"))
    #expect(explorer.scoredShare == 0.5)
    explorer.press(.character(key))
    #expect(
      explorer.generation != nil
        && explorer.notice?.hasPrefix("first leave the generation") == true)
    explorer.press(.escape)
    #expect(explorer.scored?.isComplete == true && explorer.scoredShare == nil)
    explorer.press(.character(key))
    #expect(explorer.comparison?.baseline.scored.isComplete == true)
  }

  @Test func `a token without a score gives way to the same one, drawn`() {
    var explorer = Explorer.scored(firstTokens: 2, of: "the catthe sat")
    explorer.press(.character("g"))
    explorer.press(.character("-"), times: 8)  // top-k 1: "the" each time
    explorer.press(.character(" "), times: 3)
    #expect(explorer.tokens.map(\.id) == [0, 1, 0, 0, 0])
    #expect(explorer.generation?.branches.all.map(\.fork) == [0, 2])
    #expect(explorer.scored?.isComplete == true && explorer.brokenInvariants.isEmpty)
    #expect((2..<explorer.tokens.count).allSatisfy { explorer.rank(of: $0) ?? 0 > 0 })
  }

  @Test func `it and what-if end each other, and a click on its candidates replaces nothing`()
    throws
  {
    var explorer = Explorer.ready("the cat sat")
    explorer.press(.character("x"))
    #expect(explorer.comparison != nil)
    explorer.press(.character("g"))
    #expect(explorer.generation != nil && explorer.comparison == nil)
    let area = try #require(explorer.screen.candidates)
    for _ in 0..<2 {
      for row in area.row..<area.row + area.rows {
        explorer.answer(explorer.mouse(.pressed, row, area.column + 10))
      }
    }
    #expect(explorer.string == "the cat sat")
    explorer.press(.character("x"))
    #expect(explorer.generation == nil && explorer.comparison != nil)
  }

  @Test(arguments: [(0, [0, 1, 2, 3, 4]), (6, [0, 1, 2, nil, 3])])
  func `a candidate is selected by a click, and taken by a double click`(
    stepsOfTopK: Int, places: [Int?]
  ) throws {
    var start = Explorer.ready("the cat sat")
    start.press(.end)
    start.press(.character("g"))
    start.press(.character("-"), times: stepsOfTopK)
    // Below the heading and the settings; at top-k 3 a line stands behind the third candidate.
    let area = try #require(start.screen.candidates)
    for (row, place) in places.enumerated() {
      var explorer = start
      let (line, column) = (area.row + 2 + row, area.column + 10)
      explorer.answer(explorer.mouse(.pressed, line, column))
      #expect(explorer.string == "the cat sat")
      #expect((explorer.panel == .candidates) == (place != nil))
      #expect(explorer.generation?.selected == place ?? 0)
      explorer.answer(explorer.mouse(.pressedTwice, line, column))
      #expect(explorer.string == "the cat sat" + (place.map { FakeScorer.words[$0] } ?? ""))
    }
  }

  @Test func `a candidate that is clicked stays under the pointer, wherever the list is scrolled`()
    throws
  {
    for rows in [24, 30, 40] {
      for notches in [0, 3, 40] {
        var start = Explorer.ready("the cat sat", rows: rows, columns: 60)
        start.press(.end)
        start.press(.character("g"))
        start.press(.character("-"), times: 6)
        let area = try #require(start.nextArea)
        for _ in 0..<notches { _ = start.mouse(.wheelDown, area.row, area.column) }
        for row in 0..<area.rows {
          var explorer = start
          let seen = { (e: Explorer) in
            e.visibleNext(e.nextLines, rows: area.rows).map { $0?.place }
          }
          guard seen(start).indices.contains(row), let place = seen(start)[row] else { continue }
          _ = explorer.mouse(.pressed, area.row + row, area.column)
          #expect(explorer.generation?.selected == place, "\(rows) rows, \(row)")
          #expect(seen(explorer) == seen(start), "\(rows) rows, \(row)")
        }
      }
    }
  }

  @Test func `where nothing stands, or nothing may change, it says so`() {
    for explorer in [Explorer.ready("")] {
      var explorer = explorer
      explorer.press(.character("g"))
      #expect(explorer.generation == nil && explorer.notice != nil)
      explorer.press(.character("G"))
      #expect(explorer.sideBySide == nil && explorer.notice != nil)
    }
  }

  @Test func `a text of one token can be continued`() {
    var explorer = generating("the", behind: 0)
    explorer.press(.character(" "))
    #expect(explorer.tokens.count == 2)
  }

  @Test func `settings go to their ends and no further`() {
    var explorer = generating()
    for _ in Generation.Setting.allCases {
      explorer.press(.character("-"), times: 30)
      explorer.press(.character("o"))
    }
    #expect(explorer.generation?.truncation == Truncation(topK: 1, topP: 0.1, minP: 0))
    for _ in Generation.Setting.allCases {
      explorer.press(.character("+"), times: 30)
      explorer.press(.character("o"))
    }
    #expect(explorer.generation?.truncation == Truncation(topK: nil, topP: 1, minP: 1))
  }

  @Test func `keys never leave it in a state that has no picture`() {
    var generator = SplitMix64(seed: 11)
    let keys: [Key] =
      [
        .left, .right, .up, .down, .home, .end, .enter, .escape, .tab, .backspace,
      ] + " gGvovUpm+-123e9su?q".map { .character($0) }
    var explorer = generating()
    for _ in 0..<2_000 {
      guard let key = keys.randomElement(using: &generator) else { continue }
      explorer.press(key)
      #expect(explorer.tokens.count <= 4_000)
      let joined = explorer.tokens.flatMap { explorer.bytes(of: $0) }
      if !explorer.isEditing, explorer.phase == .idle { #expect(joined == explorer.text) }
      #expect(explorer.scored.map { $0.predictions.count <= $0.tokens.count } ?? true)
      if explorer.tokens.count > 1_000 { explorer = generating() }
    }
  }
}

@Suite struct SideBySideTests {
  private func beside(_ text: String = "the cat sat") -> Explorer {
    var explorer = Explorer.ready(text)
    explorer.press(.end)
    explorer.press(.character("G"))
    return explorer
  }

  @Test func `three temperatures draw from the same seed`() throws {
    let explorer = beside()
    let lanes = try #require(explorer.sideBySide?.lanes)
    #expect(lanes.map(\.temperature.value) == [0.3, 1, 1.7])
    for lane in lanes {
      let sampler = Sampler(temperature: lane.temperature, seed: 1)
      #expect(
        lane.entries
          == (3..<63).map { sampler.draw(from: FakeScorer.logits.map(Float.init), at: $0).entry })
    }
    #expect(explorer.string == "the cat sat")
  }

  @Test func `its means are those of its tokens, at any temperature`() throws {
    let lane = try #require(beside().sideBySide?.lanes[2])
    for temperature in [Temperature.one, lane.temperature] {
      let normalizer = logPartition(FakeScorer.logits, at: temperature)
      let surprisals = lane.entries.map {
        normalizer - temperature.beta * FakeScorer.logits[$0]
      }
      let means = try #require(lane.means(at: temperature))
      #expect(abs(means.surprise.nats - surprisals.reduce(0, +) / 60) < 1e-4)
      let truth = entropy(softmax(FakeScorer.logits, at: temperature))
      #expect(abs(means.entropy.nats - truth.nats) < 1e-3)
    }
  }

  @Test func `they are drawn one token each in turn`() {
    var explorer = Explorer.ready("the cat")
    explorer.press(.end)
    var effects = explorer.update(.input(.key(.character("G"), [])))
    var counts: [[Int]] = []
    for _ in 0..<6 {
      guard case .generate(let question, let request)? = effects.last else { break }
      effects = explorer.update(.generated(FakeScorer.answer(to: question), request: request))
      counts.append(explorer.sideBySide?.lanes.map(\.entries.count) ?? [])
    }
    #expect(counts == [[1, 0, 0], [1, 1, 0], [1, 1, 1], [2, 1, 1], [2, 2, 1], [2, 2, 2]])
  }

  @Test func `the slider turns the chosen one, and Esc gives it back`() {
    var explorer = beside()
    explorer.press(.right)
    #expect(explorer.temperature.value == 1.7)
    let before = explorer.sideBySide?.lanes[0].entries
    explorer.press(.up, times: 4)
    #expect((explorer.sideBySide?.lanes[2].temperature.value ?? 0) > 2)
    #expect(explorer.sideBySide?.lanes[2].entries.count == 60)
    #expect(explorer.sideBySide?.lanes[0].entries == before)
    explorer.press(.escape)
    #expect(explorer.sideBySide == nil && explorer.temperature == .one)
    #expect(explorer.string == "the cat sat")
  }

  @Test func `the chosen one can be taken into the text, and undone`() throws {
    var explorer = beside()
    explorer.press(.left)
    let entries = try #require(explorer.sideBySide?.lanes[0].entries)
    explorer.press(.enter)
    #expect(explorer.tokens.map(\.id) == [0, 1, 2] + entries)
    explorer.press(.escape)
    explorer.press(.character("U"))
    #expect(explorer.string == "the cat sat")
  }

  @Test func `a click chooses one, and Space stops them`() throws {
    var explorer = Explorer.ready("the cat")
    explorer.press(.end)
    _ = explorer.update(.input(.key(.character("G"), [])))
    _ = explorer.mouse(.pressed, 8, 70)
    #expect(explorer.sideBySide?.chosen == 2)
    _ = explorer.update(.input(.key(.character(" "), [])))
    #expect(explorer.sideBySide?.isPaused == true)
  }

  @Test func `the list begins with the likeliest, wherever the one before it was scrolled to`()
    throws
  {
    var explorer = Explorer.ready("the cat sat")
    let area = try #require(explorer.screen.candidates)
    for _ in 0..<3 { _ = explorer.mouse(.wheelDown, area.row + 2, area.column + 10) }
    #expect(explorer.visibleCandidates(rows: 4).first??.rank != 1)
    explorer.press(.character("g"))
    #expect(explorer.visibleNext(explorer.nextLines, rows: 4).first??.place == 0)
  }

  @Test func `a button that is held does not move where they go on from`() throws {
    var explorer = Explorer.ready("the cat sat")
    let text = try #require(explorer.screen.text)
    _ = explorer.mouse(.pressed, text.row, text.column + 1)
    explorer.press(.end)
    explorer.press(.character("G"))
    _ = explorer.mouse(.released, text.row, text.column + 1)
    let kept = explorer.sideBySide?.lanes[1].entries ?? []
    explorer.press(.enter)
    #expect(explorer.tokens.map(\.id) == [0, 1, 2] + kept)
  }

  @Test func `Space does not end a scoring that goes on behind them`() {
    var explorer = Explorer.scored(firstTokens: 2, of: "the cat sat on")
    explorer.press(.character("g"))
    explorer.press(.character(" "))
    explorer.press(.character("v"))
    // Back at the text as it was, which is not scored to its end.
    for key in [.up, .character("G"), .character(" ")] as [Key] {
      _ = explorer.update(.input(.key(key, [])))
    }
    #expect(explorer.sideBySide?.isPaused == true)
    #expect(explorer.phase == .tokenizing && explorer.brokenInvariants.isEmpty)
  }

  @Test func `another seed draws all of them again`() {
    var explorer = beside()
    let before = explorer.sideBySide?.lanes.map(\.entries)
    explorer.press(.character("s"))
    #expect(explorer.sideBySide?.lanes.map(\.entries.count) == [60, 60, 60])
    #expect(explorer.sideBySide?.lanes.map(\.entries) != before)
    #expect(explorer.sideBySide?.seed == 2)
  }
}
