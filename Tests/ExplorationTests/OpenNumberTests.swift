import Basics
import Exploration
import ExplorationFixtures
import InformationTheory
import Scoring
import Testing

@Suite struct `Numbers of a model that says its likeliest tokens alone` {
  private static let keys: [Key] = [.up, .up, .up, .down, .left, .right, .character("u")]

  private func holds(
    _ range: ClosedRange<Information>?, _ truth: Information?, room: Double
  ) -> Bool {
    guard let range, let truth else { return range == nil && truth == nil }
    return range.lowerBound.nats - room <= truth.nats && truth.nats <= range.upperBound.nats + room
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func `hold what the same explorer shows of a model that says all`(seed: UInt64) throws {
    let likeliest = [1, 3, 5, 10, 20, 31, 32, 32][Int(seed) - 1]
    var open = RandomExplorer(seed: seed, likeliest: likeliest).explorer
    var exact = RandomExplorer(seed: seed).explorer
    for step in 0..<60 {
      let key = Self.keys[(step * 5 + Int(seed)) % Self.keys.count]
      for _ in 0..<(step % 7 + 1) {
        open.press(key)
        exact.press(key)
      }
      #expect(open.temperature == exact.temperature && open.focus == exact.focus)
      let room = 3e-5 * max(1, open.temperature.beta)
      for token in open.tokens.indices {
        let (own, other) = (open.surprisalInterval(of: token), exact.surprisal(of: token))
        #expect(holds(own, other, room: room), "\(open.temperature) \(token)")
        #expect(
          holds(open.entropyInterval(before: token), exact.entropy(before: token), room: room))
      }
      #expect(
        holds(open.figures.crossEntropyInterval, exact.figures.crossEntropy, room: room))
      #expect(holds(open.figures.meanEntropyInterval, exact.figures.meanEntropy, room: room))
      for (line, truth) in zip(open.candidateLines, exact.candidateLines).prefix(likeliest) {
        #expect(line.id == truth.id)
        #expect(line.bounds.lowerBound - room <= truth.logProbability)
        #expect(line.bounds.upperBound + room >= truth.logProbability)
        #expect(line.bounds.contains(line.logProbability))
      }
    }
    for (band, line) in zip(open.curve.lossIntervals, exact.curve.losses) {
      #expect(holds(band, line, room: 1e-3))
    }
  }

  @Test func `are said in the sum, whose steps are those of the middle`() throws {
    var random = RandomExplorer(seed: 3, likeliest: 5)
    random.explorer.press(.character("m"))
    random.explorer.press(.right, times: 2)
    random.set(try #require(Temperature(2).map { $0.moved(byNotches: 1) }))
    let sheets = sheets(of: random)
    let ends = try #require(random.explorer.figures.crossEntropyInterval)
    let shown = [ends.lowerBound, ends.upperBound].map(Unit.bits.format)
    let loss = try #require(sheets[.loss])
    #expect(
      loss.introduction == """
        The model says no more than its likeliest tokens, so this is between \(shown[0]) and \
        \(shown[1]): the steps are those of the middle.
        """)
    #expect(loss.conclusions.first?.number == "\(shown[0]) … \(shown[1]) bits")
    #expect(sheets.count == Explanation.Number.allCases.count)
    for (number, sheet) in sheets {
      #expect(sheet.introduction.hasPrefix("The model says no more"), "\(number)")
      #expect(!sheet.lines.isEmpty, "\(number)")
      #expect(sheet.conclusions.allSatisfy { $0.number.contains(" … ") }, "\(number)")
    }
    // What is exact is said as ever.
    random.set(.one)
    for (number, sheet) in self.sheets(of: random) where number != .entropy {
      #expect(!sheet.introduction.contains("no more than"), "\(number)")
      #expect(!sheet.conclusions.contains { $0.number.contains("…") }, "\(number)")
    }
  }

  /// The sum of every number.
  private func sheets(of random: RandomExplorer) -> [Explanation.Number: Worksheet] {
    var explorer = random.explorer
    var sheets: [Explanation.Number: Worksheet] = [:]
    for _ in Explanation.Number.allCases {
      sheets[explorer.explanation.number] = explorer.worksheet(terms: 3)
      explorer.press(.tab)
    }
    return sheets
  }

  @Test func `leave room beside the slider, which the mouse knows`() throws {
    var explorer = RandomExplorer(seed: 4, likeliest: 5).explorer
    _ = explorer.update(.resized(rows: 24, columns: 80))
    let slider = try #require(explorer.sliderGeometry)
    let readout = try #require(slider.readout)
    #expect(slider.track.upperBound < readout.lowerBound)
    _ = explorer.mouse(.pressed, slider.row, slider.track.upperBound - 1)
    #expect(explorer.temperature == Temperature.sliderRange.upperBound)
    _ = explorer.update(.resized(rows: 24, columns: 60))
    #expect(explorer.sliderGeometry?.readout == nil)
    #expect(RandomExplorer(seed: 4).explorer.sliderGeometry?.readout == nil)
  }

  @Test func `are none but at T = 1 where only the tokens that came are known`() throws {
    var explorer = Explorer.ready("the cat sat on")
    let tokens = Array(explorer.tokens)
    var predictions = Predictions(vocabularySize: 264)
    for place in tokens.indices {
      predictions.append(
        try #require(Prediction(ofOneToken: -Double(place), vocabularySize: 264)))
    }
    explorer = Explorer(text: Array("the cat sat on".utf8))
    _ = explorer.update(.modelLoaded(FakeScorer.model, FakeScorer.vocabulary))
    _ = explorer.update(.tokenized(tokens, FakeScorer.settings, request: 1))
    _ = explorer.update(.scored(predictions, request: 1))
    _ = explorer.update(.finished(request: 1))
    #expect(explorer.figures.crossEntropy.map { abs($0.nats - 1.5) < 1e-5 } == true)
    for key in [Key.up, .down, .character("b")] {
      explorer.press(key)
      #expect(explorer.temperature == .one)
      #expect(
        explorer.notice
          == "the model says how likely each token was and nothing of the others: T 1 is all that is known"
      )
    }
    let slider = try #require(explorer.sliderGeometry)
    _ = explorer.mouse(.pressed, slider.row, slider.track.lowerBound)
    #expect(explorer.temperature == .one)
  }
}
