import Basics
import InformationTheory
import Scoring
import Testing
import World

@Suite struct SourceScorerTests {
  private func predictions(
    _ text: [UInt8], by scorer: Scorer, from first: Int = 0, window: Int = 1 << 30
  ) throws -> Predictions {
    var predictions = Predictions(vocabularySize: scorer.vocabulary.count)
    try scorer.score(
      try scorer.tokenize(text, false), ScoringSettings(startToken: nil, window: window, stride: 1),
      first
    ) {
      predictions.append($0)
      return true
    }
    return predictions
  }

  @Test func `as a model, the source says of a text what it says of itself`() throws {
    let source = try SmallWorld.source()
    let (scorer, text) = (sourceScorer(source), source.draw(bytes: 4_000, seed: 5).text)
    let (figures, score) = (
      Figures(try predictions(text, by: scorer), at: .one), source.score(text)
    )
    for place in text.indices {
      let surprisal = try #require(figures.surprisal(at: place))
      #expect(abs(surprisal.bits - score.bits[place]) < 1e-5)
    }
    #expect(abs(figures.total.bits - score.total.surprisal.bits) < 1e-2)
  }

  @Test func `its predictions are those of its logarithms, folded plainly`() throws {
    let source = try SmallWorld.source()
    let (scorer, text) = (sourceScorer(source), source.draw(bytes: 600, seed: 6).text)
    let found = try predictions(text + Array("no such line\n".utf8), by: scorer)
    for (place, byte) in (text + Array("no such line\n".utf8)).enumerated() {
      let context = Context((text + Array("no such line\n".utf8))[..<place].map { Int($0) })
      let logits = try scorer.expectation(context).logits
      let plain = Prediction(foldingLogits: logits.map(Double.init), actual: Int(byte))
      #expect(found[place].ids == plain.ids)
      #expect(found[place].actualRank == plain.actualRank)
      for lane in plain.logits.indices {
        #expect(abs(found[place].logits[lane] - plain.logits[lane]) < 1e-5)
      }
    }
  }

  @Test func `scoring goes on from any byte, and stops when it is told to`() throws {
    let source = try SmallWorld.source()
    let (scorer, text) = (sourceScorer(source), source.draw(bytes: 2_000, seed: 7).text)
    let (all, rest) = (
      try predictions(text, by: scorer), try predictions(text, by: scorer, from: 777)
    )
    #expect(rest.actualLogits == Array(all.actualLogits[777...]))
    var blocks = 0
    let settings = ScoringSettings(startToken: nil, window: 1 << 30, stride: 1)
    try scorer.score(scorer.tokenize(text, false), settings, 0) { _ in
      blocks += 1
      return false
    }
    #expect(blocks == 1)
  }

  @Test func `what can never come counts as a hundred bits, and is excluded when drawing`() throws {
    let source = try SmallWorld.source()
    let scorer = sourceScorer(source)
    let figures = Figures(try predictions(Array("Zebra".utf8), by: scorer), at: .one)
    #expect(abs(try #require(figures.surprisal(at: 2)).bits - 100) < 1e-4)
    #expect(abs(try #require(figures.surprisal(at: 3)).bits - 8) < 1e-5)
    let drawn = try DrawnText(drawing: 3_000, from: scorer, seed: 3)
    #expect(source.score(drawn.text).total.surprisal.bits.isFinite)
    #expect(abs(drawn.surprisal.bits - source.score(drawn.text).total.surprisal.bits) < 0.01)
  }

  @Test func `a window that can hide how a line begins is refused in a sentence`() throws {
    let source = try SmallWorld.source()
    let text = source.draw(bytes: 300, seed: 8).text
    let error = try #require(throws: LineOutOfSight.self) {
      try predictions(text, by: sourceScorer(source), window: 16)
    }
    #expect("\(error)".contains("give it \(source.longestLine) or more"))
    let whole = try predictions(text, by: sourceScorer(source))
    let windowed = try predictions(text, by: sourceScorer(source), window: source.longestLine)
    #expect(whole.actualLogits == windowed.actualLogits)
  }

  @Test func `many possible bytes change nothing of what an impossible one counts`() throws {
    let words = (0..<50).map { String(UnicodeScalar(UInt8(0x41 + $0 + ($0 > 25 ? 6 : 0)))) }
    let source = try SmallWorld.source("LINE = " + words.joined(separator: " | "))
    let figures = Figures(try predictions(Array("!".utf8), by: sourceScorer(source)), at: .one)
    #expect(abs(try #require(figures.surprisal(at: 0)).bits - 100) < 1e-4)
    let possible = Figures(try predictions(Array("a".utf8), by: sourceScorer(source)), at: .one)
    #expect(abs(try #require(possible.surprisal(at: 0)).bits - log2(50)) < 1e-4)
  }
}
